import type { RegisteredJob } from './attempt.ts';
import type { ClaimedJob } from './job-row.ts';

/** Work of at most this many milliseconds is claimed ahead of need: what is in hand when a process dies loses an attempt. */
const PREFETCH_MS = 100;
/** Claimed ahead of need at most, however quick the handler. */
const PREFETCH_LIMIT = 200;

/** One job name in this process: what runs, what is claimed and ready, and how much more it may take. */
export class Lane {
  readonly registered: RegisteredJob;
  readonly ready: ClaimedJob[] = [];
  running = 0;
  /** A job whose earlier worker died with it; one at a time in a process. */
  mayHaveMore = true;
  lastOfferAt = 0;
  /** When the rows were last looked through for it. */
  lastLookAt = 0;
  #meanMs: number | null = null;

  constructor(registered: RegisteredJob) {
    this.registered = registered;
  }

  /** Feeds the running mean that decides how much is claimed ahead. */
  record(durationMs: number): void {
    this.#meanMs = this.#meanMs === null ? durationMs : this.#meanMs * 0.8 + durationMs * 0.2;
  }

  get target(): number {
    const { concurrency, definition } = this.registered;
    // With a single attempt a job must not lose it while it only lies ready.
    if (this.#meanMs === null || definition.attempts === 1) return concurrency;
    return (
      concurrency +
      Math.min(PREFETCH_LIMIT, Math.floor((PREFETCH_MS * concurrency) / Math.max(this.#meanMs, 0.1)))
    );
  }

  /** How many more may be claimed. */
  get room(): number {
    return Math.max(0, this.target - this.running - this.ready.length);
  }

  /** Whether claiming is worth a round trip: not for each single place that falls free. */
  get isHungry(): boolean {
    return this.room > 0 && this.ready.length <= this.target >> 1;
  }

  get canStart(): boolean {
    return this.running < this.registered.concurrency && this.ready.length > 0;
  }
}
