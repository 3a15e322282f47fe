import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@datawave/plugin-sdk';
import { GroupCommit } from './group-commit.ts';
import type { ClaimedJob } from './job-row.ts';
import type { JobsStorage } from './jobs-storage.ts';
import { encodeJson } from './payload.ts';
import { type Completion, completeMany, type Setback, setBackMany } from './settlement-store.ts';

interface RecordedError {
  readonly code: string;
  readonly message: string;
}

const MAX_BATCH = 500;

/** Writes how attempts ended, many in one statement; each call resolves after the commit. */
export class Settler {
  readonly #completions: GroupCommit<Completion>;
  readonly #setbacks: GroupCommit<Setback>;

  constructor(storage: JobsStorage, log: Logger) {
    this.#completions = new GroupCommit({
      write: (items) => completeMany(storage, items),
      maxBatch: MAX_BATCH,
      log,
    });
    this.#setbacks = new GroupCommit({
      write: (items) => setBackMany(storage, items),
      maxBatch: MAX_BATCH,
      log,
    });
  }

  async complete(job: ClaimedJob, result: unknown): Promise<'completed' | 'failed' | 'lease-lost'> {
    const text = encodeJson(result);
    if (text === undefined) {
      return this.fail(job, 'failed', {
        code: 'DW_JOB_RESULT',
        message: `The handler of ${job.name} returned a value that cannot be stored as JSON.`,
      });
    }
    return (await this.#completions.submit({ id: job.id, token: job.token, result: text }))
      ? 'completed'
      : 'lease-lost';
  }

  async retry(job: ClaimedJob, delayMs: number, error: RecordedError): Promise<'retried' | 'lease-lost'> {
    return (await this.#setBack(job, 'delayed', delayMs, error)) ? 'retried' : 'lease-lost';
  }

  async fail<State extends 'failed' | 'dead'>(
    job: ClaimedJob,
    state: State,
    error: RecordedError,
  ): Promise<State | 'lease-lost'> {
    return (await this.#setBack(job, state, 0, error)) ? state : 'lease-lost';
  }

  async cancel(job: ClaimedJob): Promise<'cancelled' | 'lease-lost'> {
    return (await this.#setBack(job, 'cancelled', 0, null)) ? 'cancelled' : 'lease-lost';
  }

  /** Gives the job back with the attempt that it was claimed for. */
  async putBack(job: ClaimedJob): Promise<'put-back' | 'lease-lost'> {
    return (await this.#setBack(job, 'waiting', 0, null)) ? 'put-back' : 'lease-lost';
  }

  /** Resolves when nothing is left to write, or the time is over; true in the first case. */
  async drain(withinMs: number): Promise<boolean> {
    const written = Promise.all([this.#completions.drain(), this.#setbacks.drain()]).then(() => true);
    return Promise.race([written, sleep(withinMs, false, { ref: false })]);
  }

  #setBack(
    job: ClaimedJob,
    state: Setback['state'],
    delayMs: number,
    error: RecordedError | null,
  ): Promise<boolean> {
    return this.#setbacks.submit({
      id: job.id,
      token: job.token,
      state,
      delayMs,
      errorCode: error?.code ?? null,
      errorMessage: error?.message.replaceAll('\0', '') ?? null,
    });
  }
}
