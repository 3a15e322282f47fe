/** A press longer than this is none that ends in a click. */
const LONGEST_MS = 1000;

/**
 * A press on a row. While it lasts nothing is drawn anew: were the row to move or to become another one between press and
 * release, the click would be lost or mean something else.
 */
export class RowPress {
  #held: PromiseWithResolvers<void> | null = null;
  #stop: AbortController | null = null;

  /** Resolves when the press is over; null while there is none. */
  get over(): Promise<void> | null {
    return this.#held?.promise ?? null;
  }

  /** Begins with a press on a row of this scroller; one that becomes a scroll or takes long is over. */
  readonly began = (event: PointerEvent): void => {
    const scroller = event.currentTarget;
    const isRow = (node: EventTarget): boolean => node instanceof Element && node.matches('.row');
    if (scroller === null || !event.composedPath().some(isRow)) return;
    this.end();
    this.#held = Promise.withResolvers();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const end = (): void => this.end();
    // The click comes after the release, in the same task or, by touch, in one of the next.
    const soon = (): void => void setTimeout(end, 50);
    addEventListener('pointerup', soon, { signal });
    addEventListener('pointercancel', end, { signal });
    addEventListener('click', () => queueMicrotask(end), { signal });
    scroller.addEventListener('scroll', end, { signal });
    const timer = setTimeout(end, LONGEST_MS);
    signal.addEventListener('abort', () => clearTimeout(timer));
  };

  end(): void {
    this.#stop?.abort();
    this.#held?.resolve();
    this.#held = null;
  }
}
