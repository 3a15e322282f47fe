import type { ProblemError } from '../client/problem.ts';

/** `behind`: the server cannot be heard, so that what is on the screen may be old. @public */
export type LiveState = 'connecting' | 'live' | 'behind';

/** What the server says to have changed. The topics are those of the manifests (`contributes.live`), `plugins` and `session`. @public */
export interface LiveUpdates {
  readonly state: LiveState;
  /**
   * Calls back when something of a topic may have changed: what is on the screen is to be loaded again. {@link Resource} and
   * {@link PagedList} do it by themselves for the topics named as `follows`.
   * @returns how to stop
   */
  follow(topic: string, listener: () => void): () => void;
  /** Calls back when the state is another; returns how to stop. */
  onStateChange(listener: (state: LiveState) => void): () => void;
}

/** What the tabs of a browser tell each other: which of them listens to the server is theirs to settle. */
export type TabMessage =
  | { readonly kind: 'changed'; readonly topics: readonly string[]; readonly id: string | null }
  | { readonly kind: 'resync'; readonly id: string | null }
  | { readonly kind: 'state'; readonly state: LiveState; readonly id: string | null }
  | { readonly kind: 'who' }
  | { readonly kind: 'refused'; readonly status: number };

/** Told when the server refuses the stream: the session has ended, or the workspace is closed. @public */
export type OnRefused = (problem: Pick<ProblemError, 'status'>) => void;
