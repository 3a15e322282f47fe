import type { JobState, Logger } from '@datawave/plugin-sdk';
import type { JobsStorage } from './jobs-storage.ts';
import { type MovedJob, nextDueMs, promoteDue, reapExpired, removeFinished } from './lease-store.ts';
import type { JobTransport } from './transport.ts';
import { uuidV7Floor } from './uuid-v7.ts';
import type { Worker } from './worker.ts';

/** How long finished rows are kept, in milliseconds. */
export interface Retention {
  /** Completed and cancelled. */
  readonly completedMs: number;
  /** Failed and dead letters. */
  readonly failedMs: number;
}

/** A retry due within this time gets a timer of its own; later ones are found by a look. */
const NEAR_MS = 2_000;
const BATCH = 500;
const RETENTION_TICK_MS = 60_000;
const RETENTION_BATCH = 5_000;

/**
 * Brings the rows and the world back together: promotes what is due, takes jobs from workers that are gone, claims
 * what no transport brought, removes what is old. Every worker runs one; rows that another is busy with are skipped.
 */
export class Reconciler {
  readonly #storage: JobsStorage;
  readonly #worker: Worker;
  readonly #transport: JobTransport;
  readonly #everyMs: number;
  readonly #retention: Retention;
  readonly #log: Logger;
  #timers: NodeJS.Timeout[] = [];
  #dueTimer: NodeJS.Timeout | null = null;
  #dueAt = Number.POSITIVE_INFINITY;
  #working: Promise<void> | null = null;
  #workAgain = false;
  #removing: Promise<void> | null = null;
  #isStopped = true;

  constructor(options: {
    readonly storage: JobsStorage;
    readonly worker: Worker;
    readonly transport: JobTransport;
    /** Time between two looks at the rows, in milliseconds. */
    readonly everyMs: number;
    readonly retention: Retention;
    readonly log: Logger;
  }) {
    this.#storage = options.storage;
    this.#worker = options.worker;
    this.#transport = options.transport;
    this.#everyMs = options.everyMs;
    this.#retention = options.retention;
    this.#log = options.log;
  }

  start(): void {
    this.#isStopped = false;
    this.#timers = [
      setInterval(() => this.#work(), this.#everyMs),
      setInterval(() => {
        this.#removing ??= this.#removeOld().finally(() => {
          this.#removing = null;
        });
      }, RETENTION_TICK_MS),
    ];
    this.#work();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    if (this.#dueTimer !== null) clearTimeout(this.#dueTimer);
    await Promise.all([this.#working, this.#removing]);
  }

  /** A delayed job becomes due in this time: look then instead of at the next tick. */
  dueIn(delayMs: number): void {
    const at = Date.now() + delayMs;
    if (this.#isStopped || delayMs > NEAR_MS || at >= this.#dueAt) return;
    if (this.#dueTimer !== null) clearTimeout(this.#dueTimer);
    this.#dueAt = at;
    this.#dueTimer = setTimeout(
      () => {
        this.#dueAt = Number.POSITIVE_INFINITY;
        this.#dueTimer = null;
        this.#work();
      },
      Math.max(1, delayMs + 1),
    );
  }

  /** Removes finished rows that are older than the retention says. Answers how many. */
  async removeFinished(): Promise<number> {
    const { completedMs, failedMs } = this.#retention;
    return (
      (await this.#removeState(['completed', 'cancelled'], completedMs)) +
      (await this.#removeState(['failed', 'dead'], failedMs))
    );
  }

  #work(): void {
    if (this.#isStopped) return;
    if (this.#working !== null) {
      this.#workAgain = true;
      return;
    }
    this.#working = this.#reconcile().finally(() => {
      this.#working = null;
      if (this.#workAgain) {
        this.#workAgain = false;
        this.#work();
      }
    });
  }

  async #reconcile(): Promise<void> {
    try {
      for (let batch = BATCH; batch === BATCH && !this.#isStopped; ) {
        const moved = await promoteDue(this.#storage, BATCH);
        this.#announce(moved);
        batch = moved.length;
      }
      const taken = await reapExpired(this.#storage, BATCH);
      for (const job of taken) {
        this.#log.warn('A worker stopped renewing its lease; its job was taken from it', {
          job: job.id,
          name: job.name,
          state: job.state,
        });
      }
      this.#announce(taken);
      const dueMs = await nextDueMs(this.#storage);
      if (dueMs !== null) this.dueIn(Math.max(0, dueMs));
    } catch (error) {
      this.#log.warn('Jobs could not be reconciled', { error });
    }
    if (!this.#isStopped) this.#worker.sweep(this.#transport.trustMs);
  }

  #announce(moved: readonly MovedJob[]): void {
    const waiting = moved.filter((job) => job.state === 'waiting');
    if (waiting.length > 0) this.#transport.announce(waiting);
  }

  async #removeOld(): Promise<void> {
    try {
      await this.removeFinished();
    } catch (error) {
      this.#log.warn('Old jobs could not be removed', { error });
    }
  }

  async #removeState(states: readonly JobState[], keptMs: number): Promise<number> {
    let total = 0;
    for (let removed = RETENTION_BATCH; removed === RETENTION_BATCH && !this.#isStopped; ) {
      removed = await removeFinished(
        this.#storage,
        states,
        keptMs,
        uuidV7Floor(Date.now() - keptMs),
        RETENTION_BATCH,
      );
      total += removed;
    }
    return total;
  }
}
