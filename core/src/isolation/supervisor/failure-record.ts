import type { WatchLimits } from '../limits.ts';

/** Failures of a plugin's processes, as far back as they count. */
export class FailureRecord {
  readonly #limits: WatchLimits;
  readonly #now: () => number;
  #times: readonly number[] = [];

  /** @param now - milliseconds of a clock that only goes forward */
  constructor(limits: WatchLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  /**
   * Takes down a failure.
   * @returns milliseconds until it is tried again, twice as long each time; null when there were too many
   */
  fail(): number | null {
    const { failures, withinMs, backoffMs, longestBackoffMs } = this.#limits;
    const now = this.#now();
    this.#times = [...this.#times.filter((time) => now - time < withinMs), now];
    if (this.#times.length >= failures) return null;
    return Math.min(backoffMs * 2 ** (this.#times.length - 1), longestBackoffMs);
  }

  get count(): number {
    return this.#times.length;
  }
}
