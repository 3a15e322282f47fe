import { performance } from 'node:perf_hooks';
import type { ExecutionScope, JobContext, JobDefinition, Transaction } from '@datawave/plugin-sdk';
import { jobTimedOut, leaseLost } from './job-errors.ts';
import type { ClaimedJob } from './job-row.ts';

/** A registered handler with its definition, defaults filled in. */
export interface RegisteredJob {
  readonly plugin: string;
  readonly definition: JobDefinition<unknown, unknown>;
  readonly timeoutMs: number;
  readonly concurrency: number;
  handler(context: JobContext<unknown, unknown>): Promise<unknown>;
}

/** Why an attempt was told to stop. */
export type AbortKind = 'cancelled' | 'timeout' | 'lease-lost' | 'stopping';

/** How an attempt ended. */
export type Outcome =
  | { readonly kind: 'returned'; readonly result: unknown }
  | { readonly kind: 'threw'; readonly error: unknown }
  /** The handler's own transaction has committed the completion. */
  | { readonly kind: 'committed' }
  /** Told to stop; what it returned since may be half the work and is not taken for a completion. */
  | { readonly kind: 'aborted'; readonly by: AbortKind; readonly error: Error; readonly hasSettled: boolean };

/** Writes the completion of a claim inside a transaction; calls back when that has committed. */
export type CompleteIn = (
  tx: Transaction,
  job: ClaimedJob,
  result: unknown,
  onCommit: () => void,
) => Promise<void>;

/** One run of a handler over one claim. */
export class Attempt implements JobContext<unknown, unknown> {
  readonly id: string;
  readonly payload: unknown;
  readonly attempt: number;
  readonly scope: ExecutionScope;
  readonly fencingToken: bigint;
  readonly #job: ClaimedJob;
  readonly #registered: RegisteredJob;
  readonly #completeIn: CompleteIn;
  readonly #abortGraceMs: number;
  readonly #controller = new AbortController();
  #abort: { readonly kind: AbortKind; readonly error: Error } | null = null;
  #giveUp: ((outcome: Outcome) => void) | null = null;
  #giveUpTimer: NodeJS.Timeout | null = null;
  #isCommitted = false;
  #note: { fraction: number; detail: string | null } | null = null;

  constructor(job: ClaimedJob, registered: RegisteredJob, completeIn: CompleteIn, abortGraceMs: number) {
    this.id = job.id;
    this.payload = job.payload;
    this.attempt = job.attempt;
    this.fencingToken = job.token;
    this.scope = { ...job.scope, signal: this.#controller.signal };
    this.#job = job;
    this.#registered = registered;
    this.#completeIn = completeIn;
    this.#abortGraceMs = abortGraceMs;
  }

  progress(fraction: number, detail?: string): void {
    const bounded = Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0;
    this.#note = {
      fraction: bounded,
      detail: detail === undefined ? null : detail.replaceAll('\0', '').slice(0, 500),
    };
  }

  async complete(tx: Transaction, result: unknown): Promise<void> {
    if (this.#abort !== null && this.#abort.kind !== 'cancelled') throw leaseLost(this.#job.name, this.id);
    await this.#completeIn(tx, this.#job, result, () => {
      this.#isCommitted = true;
    });
  }

  /** The progress noted since it was last taken. */
  takeNote(): { readonly fraction: number; readonly detail: string | null } | null {
    const note = this.#note;
    this.#note = null;
    return note;
  }

  /** Tells the handler to stop. If it has not after a grace time, the attempt ends without it. */
  abort(kind: AbortKind, error: Error): void {
    if (this.#abort !== null) return;
    this.#abort = { kind, error };
    this.#controller.abort(error);
    const giveUp = (): void => this.#giveUp?.({ kind: 'aborted', by: kind, error, hasSettled: false });
    // Whoever lost the lease has nothing left to write, so its place is free at once.
    if (kind === 'lease-lost') giveUp();
    else this.#giveUpTimer = setTimeout(giveUp, this.#abortGraceMs);
  }

  /** Runs the handler to its end, its timeout or its abort. Never rejects. */
  run(): Promise<{ readonly outcome: Outcome; readonly durationMs: number }> {
    const startedAt = performance.now();
    const timeoutMs = this.#registered.timeoutMs;
    const timeout = setTimeout(
      () => this.abort('timeout', jobTimedOut(this.#job.name, this.id, timeoutMs)),
      timeoutMs,
    );
    return new Promise((resolve) => {
      const end = (outcome: Outcome): void => {
        if (this.#giveUp === null) return;
        this.#giveUp = null;
        clearTimeout(timeout);
        if (this.#giveUpTimer !== null) clearTimeout(this.#giveUpTimer);
        resolve({
          outcome: this.#isCommitted ? { kind: 'committed' } : outcome,
          durationMs: performance.now() - startedAt,
        });
      };
      this.#giveUp = end;
      const settled = (otherwise: Outcome): Outcome =>
        this.#abort === null
          ? otherwise
          : { kind: 'aborted', by: this.#abort.kind, error: this.#abort.error, hasSettled: true };
      const threw = (error: unknown): void => end(settled({ kind: 'threw', error }));
      try {
        this.#registered.handler(this).then((result) => end(settled({ kind: 'returned', result })), threw);
      } catch (error) {
        // A handler that is not an async function may throw before it gives a promise.
        threw(error);
      }
    });
  }
}
