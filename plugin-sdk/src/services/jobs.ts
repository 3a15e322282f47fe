import type { JsonSchema } from '../json-schema.ts';
import { type Disposer, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Transaction } from './storage.ts';

/** A named kind of work. @public */
export interface JobDefinition<Payload, Result = void> {
  /** `PLUGIN.NAME`. */
  readonly name: string;
  /** Closed JSON Schema of the payload; checked on enqueue. Payloads carry ids, never secrets or raw values. */
  readonly payload: JsonSchema;
  /** How often it is tried in all; 3 unless given. */
  readonly attempts?: number;
  /** Wait before the next attempt; exponential from 1,000 ms up to 5 minutes unless given. */
  readonly backoff?: {
    readonly kind: 'fixed' | 'exponential';
    readonly delayMs: number;
    readonly maxDelayMs?: number;
  };
  /** An attempt running longer is aborted; 5 minutes unless given. */
  readonly timeoutMs?: number;
  /** Attempts at once in one process; 1 unless given. */
  readonly concurrency?: number;
  readonly carried?: (payload: Payload) => Result;
}

/** Gives a job definition its payload and result types. @public */
export function defineJob<Payload, Result = void>(
  definition: Omit<JobDefinition<Payload, Result>, 'carried'>,
): JobDefinition<Payload, Result> {
  return definition;
}

/**
 * Where a durable job stands. `dead` jobs have used up their attempts; they are kept and can be replayed.
 * @public
 */
export type JobState = 'waiting' | 'delayed' | 'running' | 'completed' | 'failed' | 'cancelled' | 'dead';

/** What a handler is given. @public */
export interface JobContext<Payload, Result = void> {
  readonly id: string;
  readonly payload: Payload;
  /** 1 for the first. */
  readonly attempt: number;
  /** Workspace and principal of whoever enqueued it; its signal is aborted on cancel, timeout, lost lease and shutdown. */
  readonly scope: ExecutionScope;
  /** Rises with every claim of this job: what an older claim writes is refused. */
  readonly fencingToken: bigint;
  /** Shown to people. `fraction` from 0 to 1. At most one write a second reaches the database. */
  progress(fraction: number, detail?: string): void;
  /**
   * Marks the job completed inside the caller's transaction, so that its effects and its completion are one.
   * Without it the job is completed after the handler resolves, with what it returned.
   * @throws DataWaveError DW_JOB_LEASE_LOST when another claim has taken over; roll back.
   */
  complete(tx: Transaction, result: Result): Promise<void>;
}

/** When and how urgently a job is to run. @public */
export interface EnqueueOptions {
  /** Not before this many milliseconds from now. */
  readonly delayMs?: number;
  /** Higher runs earlier; -100 to 100, 0 unless given. */
  readonly priority?: number;
  /** While a job with the same name and key is waiting, delayed or running, enqueueing again answers that one. */
  readonly deduplicationKey?: string;
}

/** A job row as operators see it. @public */
export interface JobSummary {
  readonly id: string;
  readonly name: string;
  readonly plugin: string;
  readonly state: JobState;
  readonly attempt: number;
  readonly attempts: number;
  readonly progress: { readonly fraction: number; readonly detail: string | null };
  readonly priority: number;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** A schedule: a cron expression that enqueues a job once per tick across all replicas. @public */
export interface JobSchedule<Payload> {
  /** Unique within the plugin. */
  readonly name: string;
  /** Five or six fields. */
  readonly cron: string;
  /** IANA name; UTC unless given. */
  readonly timeZone?: string;
  readonly payload: Payload;
  /** Workspace in which the job runs; the default one unless given. */
  readonly workspace?: string;
}

/** Durable work: a row in PostgreSQL, at least once, its result counted once. @public */
export interface JobsService {
  /**
   * Registers the handler. Disposed with the plugin; its jobs then wait. What it throws is tried again after the backoff,
   * but for a DataWaveError with the code DW_JOB_UNRETRYABLE, which fails the job at once. Once its signal is aborted,
   * only `complete` within a transaction still counts: what it returns then may be half its work.
   * @throws DataWaveError DW_JOB_DEFINITION for another plugin's job, a second handler or an unusable schema
   */
  handle<Payload, Result>(
    job: JobDefinition<Payload, Result>,
    handler: (context: JobContext<Payload, Result>) => Promise<Result>,
  ): Disposer;
  /** Enqueues inside the caller's transaction: no commit, no job. Answers its id. */
  enqueue<Payload>(
    tx: Transaction,
    scope: ExecutionScope,
    job: JobDefinition<Payload, never> | JobDefinition<Payload, unknown>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<string>;
  /** As enqueue, many in one statement. */
  enqueueMany<Payload>(
    tx: Transaction,
    scope: ExecutionScope,
    job: JobDefinition<Payload, never> | JobDefinition<Payload, unknown>,
    payloads: readonly Payload[],
    options?: Omit<EnqueueOptions, 'deduplicationKey'>,
  ): Promise<readonly string[]>;
  /** Work without a row: lost in a crash, never retried after one. Rides the transport alone. */
  enqueueEphemeral<Payload>(
    scope: ExecutionScope,
    job: JobDefinition<Payload, never> | JobDefinition<Payload, unknown>,
    payload: Payload,
  ): Promise<void>;
  /** Declares a schedule; replaces the one of the same name. */
  schedule<Payload>(
    job: JobDefinition<Payload, never> | JobDefinition<Payload, unknown>,
    schedule: JobSchedule<Payload>,
  ): Promise<Disposer>;
  get(scope: ExecutionScope, id: string): Promise<JobSummary | null>;
  list(
    scope: ExecutionScope,
    filter?: {
      readonly name?: string;
      readonly state?: JobState;
      readonly limit?: number;
      readonly cursor?: string;
    },
  ): Promise<{ readonly items: readonly JobSummary[]; readonly nextCursor: string | null }>;
  /** A waiting job is cancelled at once, a running one has its signal aborted. False when it had already ended. */
  cancel(scope: ExecutionScope, id: string): Promise<boolean>;
  /** Puts a dead or failed job back with a fresh count of attempts. False when there is none. */
  replay(scope: ExecutionScope, id: string): Promise<boolean>;
}

/** The ref of the kernel's jobs: durable work, schedules, cancellation. @public */
export const jobsService = serviceRef<JobsService>('core.jobs');
