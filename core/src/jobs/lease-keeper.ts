import { performance } from 'node:perf_hooks';
import type { Logger } from '@datawave/plugin-sdk';
import type { JobsStorage } from './jobs-storage.ts';
import { type ProgressNote, renewLeases, writeProgress } from './lease-store.ts';
import type { Held, Worker } from './worker.ts';

/** At most one write of progress a second and job. */
const PROGRESS_MS = 1_000;

/** Renews what the worker holds, tells attempts that have lost their lease or were cancelled, and writes progress. */
export class LeaseKeeper {
  readonly #storage: JobsStorage;
  readonly #worker: Worker;
  readonly #leaseMs: number;
  readonly #log: Logger;
  #timers: NodeJS.Timeout[] = [];
  #renewing: Promise<void> | null = null;
  #noting: Promise<void> | null = null;

  constructor(options: {
    readonly storage: JobsStorage;
    readonly worker: Worker;
    readonly leaseMs: number;
    readonly log: Logger;
  }) {
    this.#storage = options.storage;
    this.#worker = options.worker;
    this.#leaseMs = options.leaseMs;
    this.#log = options.log;
  }

  start(): void {
    this.#timers = [
      setInterval(() => {
        this.#renewing ??= this.#renew().finally(() => {
          this.#renewing = null;
        });
      }, this.#leaseMs / 3),
      setInterval(() => {
        this.#noting ??= this.#note().finally(() => {
          this.#noting = null;
        });
      }, PROGRESS_MS),
    ];
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([this.#renewing, this.#noting]);
  }

  async #renew(): Promise<void> {
    const askedAt = performance.now();
    // What was claimed a moment ago still has most of its lease.
    const due = [...this.#worker.held.values()].filter(
      (held) => askedAt - held.renewedAt > this.#leaseMs / 4,
    );
    if (due.length === 0) return;
    try {
      const renewed = await renewLeases(
        this.#storage,
        this.#leaseMs,
        due.map((held) => held.job),
      );
      for (const held of due) {
        const answer = renewed.get(held.job.id);
        if (answer !== undefined) {
          held.renewedAt = askedAt;
          if (answer.isCancelRequested) this.#worker.abort(held.job.id, 'cancelled');
        } else {
          this.#lose(held);
        }
      }
    } catch (error) {
      this.#log.warn('Job leases could not be renewed', { error, jobs: due.length });
      // Without an answer for as long as the lease lasts, others may have taken over.
      for (const held of due) if (performance.now() - held.renewedAt > this.#leaseMs) this.#lose(held);
    }
  }

  #lose(held: Held): void {
    // While its end is being written, the answer to that says whether it was still ours.
    if (held.isSettling || this.#worker.held.get(held.job.id) !== held) return;
    this.#worker.abort(held.job.id, 'lease-lost');
  }

  async #note(): Promise<void> {
    const notes: ProgressNote[] = [];
    for (const { job, attempt } of this.#worker.held.values()) {
      const note = attempt?.takeNote();
      if (note !== null && note !== undefined) notes.push({ id: job.id, token: job.token, ...note });
    }
    if (notes.length === 0) return;
    try {
      await writeProgress(this.#storage, notes);
    } catch (error) {
      this.#log.warn('Progress of jobs could not be written', { error });
    }
  }
}
