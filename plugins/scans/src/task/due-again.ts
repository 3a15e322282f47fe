/** Says of each key whether it is its turn again. Holds only those whose turn was within the time between two. */
export class DueAgain {
  readonly #betweenMs: number;
  /** When each had its turn, the one longest ago first. */
  readonly #turns = new Map<string, number>();

  constructor(betweenMs: number) {
    this.#betweenMs = betweenMs;
  }

  /** How many keys are held. */
  get size(): number {
    return this.#turns.size;
  }

  /**
   * Whether the last turn of the key is long enough ago; if so, it has its turn now.
   * @param now - milliseconds of a clock that never goes back
   */
  take(key: string, now: number): boolean {
    for (const [old, at] of this.#turns) {
      if (now - at < this.#betweenMs) break;
      this.#turns.delete(old);
    }
    if (this.#turns.has(key)) return false;
    this.#turns.set(key, now);
    return true;
  }

  /** The key is due at once. */
  forget(key: string): void {
    this.#turns.delete(key);
  }
}
