import {
  DataWaveError,
  DEFAULT_WORKSPACE,
  type Disposer,
  type EnqueueOptions,
  type ExecutionScope,
  type JobContext,
  type JobDefinition,
  type JobSchedule,
  type JobState,
  type JobSummary,
  type JobsService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { RegisteredJob } from './attempt.ts';
import { insertJobs, insertUnlessPresent, type NewJobs } from './enqueue-store.ts';
import { pluginOf } from './job-row.ts';
import type { JobsStorage } from './jobs-storage.ts';
import { cancelJob, getJob, type JobFilter, listJobs, replayJob } from './operator-store.ts';
import type { PayloadCheck } from './payload.ts';
import type { Scheduler } from './scheduler.ts';
import type { Announcement, EphemeralMessage, JobTransport } from './transport.ts';

type AnyJob<Payload> = JobDefinition<Payload, never> | JobDefinition<Payload, unknown>;

const DEFAULT_ATTEMPTS = 3;
const DEFAULT_TIMEOUT_MS = 300_000;

/** What the service of one plugin is made of. */
export interface JobsServiceParts {
  readonly plugin: string;
  readonly storage: JobsStorage;
  readonly transport: JobTransport;
  readonly payloads: PayloadCheck;
  readonly scheduler: Scheduler;
  newId(): string;
  /** Registers a handler in this process. */
  register(registered: RegisteredJob): Disposer;
  /** Tells the process that runs the job. */
  announceCancel(id: string): void;
  /** A job of this process's making is due then. */
  onDelayed(delayMs: number): void;
}

/** The jobs as one plugin sees them. */
export class PluginJobs implements JobsService {
  readonly #o: JobsServiceParts;

  constructor(parts: JobsServiceParts) {
    this.#o = parts;
  }

  handle<Payload, Result>(
    job: JobDefinition<Payload, Result>,
    handler: (context: JobContext<Payload, Result>) => Promise<Result>,
  ): Disposer {
    if (pluginOf(job.name) !== this.#o.plugin) {
      throw definitionError(
        job.name,
        `plugin ${this.#o.plugin} may only handle jobs named ${this.#o.plugin}.NAME`,
      );
    }
    this.#o.payloads.validator(job);
    const registered: RegisteredJob = {
      plugin: this.#o.plugin,
      definition: job as unknown as JobDefinition<unknown, unknown>,
      timeoutMs: job.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      concurrency: Math.max(1, job.concurrency ?? 1),
      // The payload was checked against the job's schema when it was enqueued.
      handler: (context) => handler(context as JobContext<Payload, Result>),
    };
    return this.#o.register(registered);
  }

  async enqueue<Payload>(
    tx: Transaction,
    scope: ExecutionScope,
    job: AnyJob<Payload>,
    payload: Payload,
    options: EnqueueOptions = {},
  ): Promise<string> {
    const jobs = this.#newJobs(scope, job, options);
    const text = this.#o.payloads.encode(job, payload);
    const id = this.#o.newId();
    const { deduplicationKey } = options;
    if (deduplicationKey !== undefined) {
      const standing = await insertUnlessPresent(this.#o.storage, tx, jobs, id, text, deduplicationKey);
      if (standing.isNew) this.#afterCommit(tx, jobs, [standing.id]);
      return standing.id;
    }
    await insertJobs(this.#o.storage, tx, jobs, [id], [text]);
    this.#afterCommit(tx, jobs, [id]);
    return id;
  }

  async enqueueMany<Payload>(
    tx: Transaction,
    scope: ExecutionScope,
    job: AnyJob<Payload>,
    payloads: readonly Payload[],
    options: Omit<EnqueueOptions, 'deduplicationKey'> = {},
  ): Promise<readonly string[]> {
    const jobs = this.#newJobs(scope, job, options);
    const texts = payloads.map((payload) => this.#o.payloads.encode(job, payload));
    const ids = payloads.map(() => this.#o.newId());
    if (ids.length === 0) return ids;
    await insertJobs(this.#o.storage, tx, jobs, ids, texts);
    this.#afterCommit(tx, jobs, ids);
    return ids;
  }

  async enqueueEphemeral<Payload>(
    scope: ExecutionScope,
    job: AnyJob<Payload>,
    payload: Payload,
  ): Promise<void> {
    this.#o.payloads.check(job, payload);
    const message: EphemeralMessage = {
      plugin: pluginOf(job.name),
      name: job.name,
      payload,
      scope: {
        workspace: scope.workspace,
        principal: scope.principal,
        requestId: scope.requestId,
        ...(scope.traceparent === undefined ? {} : { traceparent: scope.traceparent }),
      },
    };
    await this.#o.transport.sendEphemeral(message);
  }

  async schedule<Payload>(job: AnyJob<Payload>, schedule: JobSchedule<Payload>): Promise<Disposer> {
    return this.#o.scheduler.declare({
      plugin: this.#o.plugin,
      name: schedule.name,
      workspace: schedule.workspace ?? DEFAULT_WORKSPACE,
      job: job.name,
      cron: schedule.cron,
      timeZone: schedule.timeZone ?? 'UTC',
      payload: this.#o.payloads.encode(job, schedule.payload),
      attempts: job.attempts ?? DEFAULT_ATTEMPTS,
    });
  }

  get(scope: ExecutionScope, id: string): Promise<JobSummary | null> {
    return getJob(this.#o.storage, scope, id);
  }

  list(
    scope: ExecutionScope,
    filter: {
      readonly name?: string;
      readonly state?: JobState;
      readonly limit?: number;
      readonly cursor?: string;
    } = {},
  ): Promise<{ readonly items: readonly JobSummary[]; readonly nextCursor: string | null }> {
    const asked: JobFilter = filter;
    return listJobs(this.#o.storage, scope, asked);
  }

  async cancel(scope: ExecutionScope, id: string): Promise<boolean> {
    const state = await cancelJob(this.#o.storage, scope, id);
    if (state === 'running') this.#o.announceCancel(id);
    return state !== null;
  }

  async replay(scope: ExecutionScope, id: string): Promise<boolean> {
    const job = await replayJob(this.#o.storage, scope, id);
    if (job === null) return false;
    this.#o.transport.announce([job]);
    return true;
  }

  #newJobs<Payload>(scope: ExecutionScope, job: AnyJob<Payload>, options: EnqueueOptions): NewJobs {
    const plugin = pluginOf(job.name);
    if (plugin === '') throw definitionError(job.name, 'a name is PLUGIN.NAME');
    const priority = options.priority ?? 0;
    const delayMs = options.delayMs ?? 0;
    if (!Number.isInteger(priority) || priority < -100 || priority > 100) {
      throw definitionError(job.name, `priority ${priority} is not an integer from -100 to 100`);
    }
    if (!Number.isFinite(delayMs) || delayMs < 0)
      throw definitionError(job.name, `delayMs ${delayMs} is not a time from now`);
    return {
      plugin,
      name: job.name,
      attempts: job.attempts ?? DEFAULT_ATTEMPTS,
      priority,
      delayMs: Math.round(delayMs),
      scope,
    };
  }

  #afterCommit(tx: Transaction, jobs: NewJobs, ids: readonly string[]): void {
    const { storage, transport } = this.#o;
    storage.afterCommit(tx, () => {
      if (jobs.delayMs > 0) this.#o.onDelayed(jobs.delayMs);
      else
        transport.announce(
          ids.map(
            (id): Announcement => ({ id, plugin: jobs.plugin, name: jobs.name, priority: jobs.priority }),
          ),
        );
    });
  }
}

/** A job that cannot be handled or enqueued as it is written. */
export function definitionError(name: string, reason: string): DataWaveError {
  return new DataWaveError({
    code: 'DW_JOB_DEFINITION',
    message: `Job ${name} cannot be used so: ${reason}.`,
    hint: 'See JobDefinition and EnqueueOptions in the plugin SDK.',
  });
}
