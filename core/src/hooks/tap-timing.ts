/** How long a tap takes, as far as it was measured. Milliseconds. */
export interface TapTiming {
  readonly hook: string;
  readonly plugin: string;
  /** Calls of the hook while the tap hung on it. */
  readonly calls: number;
  /** Calls in which this tap was timed. */
  readonly samples: number;
  readonly errors: number;
  /** Mean of the samples. */
  readonly meanMs: number;
  readonly maxMs: number;
  /** Of the latest samples: half of them, and nineteen of twenty, took no longer. */
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Time in all calls, projected from the samples. */
  readonly estimatedMs: number;
}

/**
 * What is counted for one tap. Two clock reads cost as much as ten small taps, so not every call is timed:
 * the first {@link TIMED_CALLS} calls of a hook are, and then one in as many. Errors are counted always.
 */
export class TapClock {
  samples = 0;
  totalMs = 0;
  maxMs = 0;
  errors = 0;
  readonly #latest = new Float64Array(LATEST);

  record(milliseconds: number): void {
    this.#latest[this.samples % LATEST] = milliseconds;
    this.samples += 1;
    this.totalMs += milliseconds;
    if (milliseconds > this.maxMs) this.maxMs = milliseconds;
  }

  /** The sample of the latest that so large a part of them does not exceed; 0 without any. */
  quantile(part: number): number {
    const count = Math.min(this.samples, LATEST);
    const sorted = this.#latest.slice(0, count).sort();
    return sorted[Math.max(0, Math.ceil(count * part) - 1)] ?? 0;
  }
}

/** Samples that quantiles are taken of. */
const LATEST = 128;

/** A power of two, so that whether to time a call is one mask. */
export const TIMED_CALLS = 64;

/** Whether the call with this number, from 0, is timed. */
export const isTimedCall = (call: number): boolean => call < TIMED_CALLS || (call & (TIMED_CALLS - 1)) === 0;
