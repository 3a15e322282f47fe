/** What one tab tells the others of the same browser. */
export type TabNews =
  | { readonly kind: 'signed-in'; readonly who: string }
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'plugins' }
  | { readonly kind: 'workspaces' };

const KINDS: ReadonlySet<unknown> = new Set(['signed-in', 'signed-out', 'plugins', 'workspaces']);

/** Keeps the tabs of a browser in agreement: what happens in one is heard in all others, never in itself. */
export class Tabs {
  readonly #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('datawave');

  tell(news: TabNews): void {
    this.#channel?.postMessage(news);
  }

  /** Returns how to stop. */
  hear(listener: (news: TabNews) => void): () => void {
    const channel = this.#channel;
    if (channel === null) return () => undefined;
    const heard = ({ data }: MessageEvent<unknown>): void => {
      // A tab of another version may say what this one does not know.
      if (typeof data === 'object' && data !== null && KINDS.has(Reflect.get(data, 'kind')))
        listener(data as TabNews);
    };
    channel.addEventListener('message', heard);
    return () => channel.removeEventListener('message', heard);
  }
}
