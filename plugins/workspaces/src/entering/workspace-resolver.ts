import type { ResolvedWorkspace, ResolveWorkspace, WorkspaceQuestion } from '@datawave/plugin-sdk';
import { overQuota } from '../workspace-errors.ts';
import { isWorkspaceKey } from '../workspace-key.ts';
import type { Entered, Entrance } from './entrance.ts';
import { RequestWindow } from './request-window.ts';

const MOST_KEPT = 10_000;

interface Kept {
  readonly answer: Entered | null;
  readonly until: number;
}

/** Finds the workspace of a request, at once where the same was asked a moment ago. */
export class WorkspaceResolver {
  readonly #entrance: Pick<Entrance, 'find'>;
  readonly #freshMs: number;
  readonly #clock: () => number;
  readonly #kept = new Map<string, Kept>();
  readonly #running = new Map<string, Promise<Entered | null>>();
  readonly #window = new RequestWindow();
  /** Rises when members or workspaces change: what was begun to be read before is not kept. */
  #generation = 0;

  /** @param freshMs - milliseconds for which an answer stands whose change was not heard of */
  constructor(entrance: Pick<Entrance, 'find'>, freshMs: number, clock: () => number = Date.now) {
    this.#entrance = entrance;
    this.#freshMs = freshMs;
    this.#clock = clock;
  }

  readonly resolve: ResolveWorkspace = (question) => {
    // The header may be as long as headers are: who thinks up ten thousand of them must not fill the memory.
    if (question.named !== null && !isWorkspaceKey(question.named)) return null;
    const key = keyOf(question);
    const now = this.#clock();
    const kept = this.#kept.get(key);
    if (kept !== undefined && kept.until > now) return this.#admit(kept.answer, now);
    return this.#load(key, question).then((answer) => this.#admit(answer, this.#clock()));
  };

  /** Forgets who may enter: somebody was let in or taken out. */
  forget(): void {
    this.#generation += 1;
    this.#kept.clear();
    this.#running.clear();
  }

  /** Requests to a workspace within this minute, in this process. */
  requests(workspace: string): number {
    return this.#window.used(workspace, this.#clock());
  }

  #load(key: string, question: WorkspaceQuestion): Promise<Entered | null> {
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const generation = this.#generation;
    const loading = this.#entrance
      .find(question)
      .then((answer) => {
        if (generation === this.#generation) this.#keep(key, answer);
        return answer;
      })
      .finally(() => {
        if (this.#running.get(key) === loading) this.#running.delete(key);
      });
    this.#running.set(key, loading);
    return loading;
  }

  #keep(key: string, answer: Entered | null): void {
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.delete(key);
    this.#kept.set(key, { answer, until: this.#clock() + this.#freshMs });
  }

  #admit(answer: Entered | null, now: number): ResolvedWorkspace | null {
    if (answer === null) return null;
    const { workspace, requestsPerMinute } = answer;
    if (requestsPerMinute === null) this.#window.take(workspace, Number.POSITIVE_INFINITY, now);
    else if (!this.#window.take(workspace, requestsPerMinute, now))
      throw overQuota('requests-per-minute', requestsPerMinute + 1, requestsPerMinute);
    return answer;
  }
}

/** Groups are left out: they come anew with what proves who somebody is, and nothing is kept for longer than that. */
const keyOf = ({ authentication: { principal, workspace, session }, named }: WorkspaceQuestion): string =>
  `${principal.id} ${session?.id ?? ''} ${workspace} ${named === null ? '' : `=${named}`}`;
