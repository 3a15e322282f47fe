/** So many requests in so many seconds: a bucket of that size, which fills up again within that time. */
export interface RatePolicy {
  readonly requests: number;
  readonly seconds: number;
}

/** Callers that are remembered of one route. The oldest beyond are forgotten, which only lets them do more. */
const MOST_CALLERS = 10_000;
const FORGOTTEN_AT_ONCE = 1_000;

/**
 * What callers have used of one route, in this process. Keeps one number for each, as the generic cell rate algorithm has it:
 * the time at which the bucket of the caller will be full again.
 */
export class LocalRate {
  readonly #fullAt = new Map<string, number>();
  readonly #windowMs: number;
  readonly #intervalMs: number;

  constructor({ requests, seconds }: RatePolicy) {
    this.#windowMs = seconds * 1_000;
    this.#intervalMs = this.#windowMs / requests;
  }

  /**
   * Takes one request out of the caller's bucket.
   * @param now - milliseconds on any clock that does not go back
   * @returns how many are left; or, negated, the milliseconds until there is one again
   */
  take(caller: string, now: number): number {
    const known = this.#fullAt.get(caller);
    const fullAt = (known === undefined || known < now ? now : known) + this.#intervalMs;
    const room = this.#windowMs - (fullAt - now);
    // A billionth of the window may be lost to rounding.
    if (room < -this.#windowMs * 1e-9) return Math.min(-1, Math.floor(room));
    if (known === undefined && this.#fullAt.size >= MOST_CALLERS) this.#forget(now);
    this.#fullAt.set(caller, fullAt);
    return Math.max(0, Math.floor(room / this.#intervalMs + 1e-6));
  }

  #forget(now: number): void {
    for (const [caller, fullAt] of this.#fullAt) if (fullAt <= now) this.#fullAt.delete(caller);
    if (this.#fullAt.size < MOST_CALLERS) return;
    let left = FORGOTTEN_AT_ONCE;
    for (const caller of this.#fullAt.keys()) {
      if (left-- === 0) return;
      this.#fullAt.delete(caller);
    }
  }
}
