import type { JobState, JobsService, Logger, Transaction } from '@datawave/plugin-sdk';
import type { KernelTelemetryService } from '../telemetry/telemetry.ts';
import type { RegisteredJob } from './attempt.ts';
import { BullTransport } from './bull-transport.ts';
import { insertJobs, type NewJobs } from './enqueue-store.ts';
import { EphemeralRunner } from './ephemeral-runner.ts';
import { leaseLost } from './job-errors.ts';
import { JobMetrics } from './job-metrics.ts';
import type { ClaimedJob } from './job-row.ts';
import { definitionError, PluginJobs } from './jobs-service.ts';
import type { JobsStorage } from './jobs-storage.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { countJobs, type JobCount } from './operator-store.ts';
import { encodeJson, PayloadCheck } from './payload.ts';
import { PostgresTransport } from './postgres-transport.ts';
import { Reconciler, type Retention } from './reconciler.ts';
import { Scheduler } from './scheduler.ts';
import { completeIn } from './settlement-store.ts';
import { Settler } from './settler.ts';
import type { JobTransport } from './transport.ts';
import { createUuidV7 } from './uuid-v7.ts';
import { Worker } from './worker.ts';

/** How workers are woken. */
export type TransportChoice =
  | { readonly kind: 'postgres' }
  | { readonly kind: 'bull'; readonly redisUrl: string; readonly prefix?: string };

/** What {@link createJobs} takes. */
export interface JobsOptions {
  readonly storage: JobsStorage;
  readonly transport: TransportChoice;
  /** Plugins whose jobs this process runs; all unless given. */
  readonly queues?: readonly string[];
  /** False: this process enqueues only. */
  readonly work: boolean;
  readonly log: Logger;
  readonly telemetry?: KernelTelemetryService;
  /** How long a claim is good without renewal; 10,000 ms unless given. Renewed at a third of it. */
  readonly leaseMs?: number;
  /** How often the rows are looked through for what no transport brought; 1,000 ms unless given. */
  readonly reconcileMs?: number;
  /** Attempts at once of one plugin in this process; 32 unless given. */
  readonly pluginConcurrency?: number;
  /** Finished rows: a day and thirty days unless given. */
  readonly retention?: Partial<Retention>;
  /** How long an attempt that was told to stop may go on before it is ended without it; 2,000 ms unless given. */
  readonly abortGraceMs?: number;
}

/** The kernel's jobs in this process. */
export interface Jobs {
  service(pluginId: string): JobsService;
  /** Takes no more work of the plugin, waits for what runs, then stops and puts back what still does. */
  pausePlugin(id: string, options?: { readonly drainMs?: number }): Promise<void>;
  resumePlugin(id: string): Promise<void>;
  start(): Promise<void>;
  /** Takes no more work and waits for what runs; what still runs then is told to stop and put back. */
  stop(options?: { readonly drainMs?: number }): Promise<void>;
  /** Rows by plugin and state, those of finished jobs left out but for dead letters. */
  counts(): Promise<readonly JobCount[]>;
  /** Removes finished rows that are older than the retention says; answers how many. It also happens every minute. */
  removeFinished(): Promise<number>;
}

const DEFAULT_RETENTION: Retention = { completedMs: 86_400_000, failedMs: 30 * 86_400_000 };
const DEFAULT_LEASE_MS = 10_000;
const DEFAULT_RECONCILE_MS = 1_000;
const DEFAULT_ABORT_GRACE_MS = 2_000;
const DEFAULT_PLUGIN_CONCURRENCY = 32;
const DEFAULT_DRAIN_MS = 10_000;
/** Claims of this process at most, over all plugins. */
const MAX_HELD = 500;
const CONTROL_CHANNEL = 'datawave_job_control';

/** Makes the jobs of this process; nothing runs before {@link Jobs.start}. */
export function createJobs(options: JobsOptions): Jobs {
  const { storage, log, transport } = options;
  if (transport.kind === 'postgres') return new ProcessJobs(options, new PostgresTransport(storage, log));
  return new ProcessJobs(options, new BullTransport({ ...transport, log }));
}

class ProcessJobs implements Jobs {
  readonly #o: JobsOptions;
  readonly #transport: JobTransport;
  readonly #payloads = new PayloadCheck();
  readonly #newId = createUuidV7();
  readonly #settler: Settler;
  readonly #worker: Worker;
  readonly #ephemeral: EphemeralRunner;
  readonly #leases: LeaseKeeper;
  readonly #reconciler: Reconciler;
  readonly #scheduler: Scheduler;
  readonly #handlers = new Map<string, RegisteredJob>();
  readonly #paused = new Set<string>();
  #unlisten: (() => void | Promise<void>) | null = null;
  #isStarted = false;

  constructor(options: JobsOptions, transport: JobTransport) {
    const { storage, log } = options;
    this.#o = options;
    this.#transport = transport;
    const leaseMs = options.leaseMs ?? DEFAULT_LEASE_MS;
    const metrics = new JobMetrics(options.telemetry, () => this.counts());
    this.#settler = new Settler(storage, log);
    this.#ephemeral = new EphemeralRunner(log);
    this.#worker = new Worker({
      storage,
      settler: this.#settler,
      completeIn: (tx, job, result, onCommit) => this.#completeIn(tx, job, result, onCommit),
      log,
      leaseMs,
      abortGraceMs: options.abortGraceMs ?? DEFAULT_ABORT_GRACE_MS,
      pluginConcurrency: options.pluginConcurrency ?? DEFAULT_PLUGIN_CONCURRENCY,
      maxHeld: MAX_HELD,
      random: Math.random,
      onEnd: (job, state, seconds) => metrics.ended(job.plugin, state, seconds),
      onRetryDue: (delayMs) => this.#reconciler.dueIn(delayMs),
    });
    this.#leases = new LeaseKeeper({ storage, worker: this.#worker, leaseMs, log });
    this.#reconciler = new Reconciler({
      storage,
      worker: this.#worker,
      transport,
      everyMs: options.reconcileMs ?? DEFAULT_RECONCILE_MS,
      retention: { ...DEFAULT_RETENTION, ...options.retention },
      log,
    });
    this.#scheduler = new Scheduler({
      storage,
      log,
      enqueue: (tx, jobs, payload) => this.#enqueueTick(tx, jobs, payload),
    });
  }

  service(pluginId: string): JobsService {
    return new PluginJobs({
      plugin: pluginId,
      storage: this.#o.storage,
      transport: this.#transport,
      payloads: this.#payloads,
      scheduler: this.#scheduler,
      newId: this.#newId,
      register: (registered) => this.#register(registered),
      announceCancel: (id) => this.#announceCancel(id),
      onDelayed: (delayMs) => this.#reconciler.dueIn(delayMs),
    });
  }

  async start(): Promise<void> {
    await this.#transport.start({
      wake: (names) => this.#worker.wake(names ?? undefined),
      offer: (id, name) => this.#worker.offer(id, name),
      ephemeral: (message) => this.#ephemeral.run(message),
      ephemeralRoom: () => this.#ephemeral.room(),
    });
    this.#isStarted = true;
    if (!this.#o.work) return;
    this.#unlisten = await this.#o.storage.listen(CONTROL_CHANNEL, (id) => {
      // Nothing named: something may have been missed, which the next renewal of the leases finds.
      if (id !== '') this.#worker.abort(id, 'cancelled');
    });
    for (const registered of this.#handlers.values()) this.#startHandling(registered);
    this.#leases.start();
    this.#reconciler.start();
    this.#scheduler.start();
  }

  async pausePlugin(id: string, options: { readonly drainMs?: number } = {}): Promise<void> {
    this.#paused.add(id);
    this.#ephemeral.pause(id);
    this.#worker.pause(id);
    await Promise.all([
      this.#isStarted && this.#o.work ? this.#transport.release(id) : undefined,
      this.#drain((job) => job.plugin === id, options.drainMs ?? DEFAULT_DRAIN_MS),
    ]);
  }

  async resumePlugin(id: string): Promise<void> {
    this.#paused.delete(id);
    this.#ephemeral.resume(id);
    this.#worker.resume(id);
    if (this.#consumes(id) && this.#handlers.values().some((one) => one.plugin === id))
      await this.#transport.consume(id);
  }

  async stop(options: { readonly drainMs?: number } = {}): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    const drainMs = options.drainMs ?? DEFAULT_DRAIN_MS;
    await this.#scheduler.stop();
    await this.#reconciler.stop();
    this.#worker.stopClaiming();
    this.#ephemeral.stop();
    await this.#drain(() => true, drainMs);
    await this.#ephemeral.drain(drainMs);
    await this.#leases.stop();
    if (!(await this.#settler.drain(drainMs)))
      this.#o.log.warn(
        'Ends of jobs could not be written; the jobs are taken over once their leases have run out',
      );
    await this.#transport.stop();
    await this.#unlisten?.();
  }

  counts(): Promise<readonly JobCount[]> {
    return countJobs(this.#o.storage);
  }

  removeFinished(): Promise<number> {
    return this.#reconciler.removeFinished();
  }

  async #drain(matches: (job: ClaimedJob) => boolean, drainMs: number): Promise<void> {
    if (await this.#worker.settled(matches, drainMs)) return;
    for (const { job } of [...this.#worker.held.values()])
      if (matches(job)) this.#worker.abort(job.id, 'stopping');
    const graceMs = this.#o.abortGraceMs ?? DEFAULT_ABORT_GRACE_MS;
    if (!(await this.#worker.settled(matches, graceMs + 1_000))) {
      this.#o.log.warn('Jobs are left behind; they are taken over once their leases have run out', {
        jobs: [...this.#worker.held.values()].filter((held) => matches(held.job)).length,
      });
    }
  }

  #consumes(plugin: string): boolean {
    return (
      this.#isStarted &&
      this.#o.work &&
      !this.#paused.has(plugin) &&
      (this.#o.queues?.includes(plugin) ?? true)
    );
  }

  #register(handled: RegisteredJob): () => void {
    const { name } = handled.definition;
    if (this.#handlers.has(name)) throw definitionError(name, 'it has a handler in this process already');
    const registered = this.#traced(handled);
    this.#handlers.set(name, registered);
    this.#startHandling(registered);
    return () => {
      if (this.#handlers.get(name) !== registered) return;
      this.#handlers.delete(name);
      this.#worker.remove(name);
      this.#ephemeral.remove(name);
    };
  }

  #startHandling(registered: RegisteredJob): void {
    if (!this.#isStarted || !this.#o.work || !(this.#o.queues?.includes(registered.plugin) ?? true)) return;
    this.#ephemeral.add(registered);
    this.#worker.add(registered);
    if (this.#paused.has(registered.plugin)) return;
    this.#transport.consume(registered.plugin).catch((error: unknown) => {
      this.#o.log.warn('The transport does not bring the work of a plugin; the reconciler does', {
        plugin: registered.plugin,
        error,
      });
    });
  }

  /** Each attempt is a span below the one of whoever enqueued the job, and hands its own on. */
  #traced(registered: RegisteredJob): RegisteredJob {
    const { telemetry } = this.#o;
    if (telemetry === undefined) return registered;
    const { name } = registered.definition;
    const options = { name: `job ${name}`, kind: 'consumer', attributes: { 'datawave.job': name } } as const;
    return {
      ...registered,
      handler: (context) =>
        telemetry.continueTrace(context.scope.traceparent, options, () => registered.handler(context)),
    };
  }

  #announceCancel(id: string): void {
    this.#worker.abort(id, 'cancelled');
    this.#o.storage
      .execute({ text: 'select pg_notify($1, $2)', parameters: [CONTROL_CHANNEL, id] })
      // The worker learns it with the next renewal of its leases.
      .catch((error: unknown) =>
        this.#o.log.warn('Workers could not be told to cancel a job', { job: id, error }),
      );
  }

  async #completeIn(tx: Transaction, job: ClaimedJob, result: unknown, onCommit: () => void): Promise<void> {
    const { storage } = this.#o;
    const text = encodeJson(result) ?? 'null';
    if (!(await completeIn(storage, tx, { id: job.id, token: job.token, result: text })))
      throw leaseLost(job.name, job.id);
    storage.afterCommit(tx, onCommit);
  }

  async #enqueueTick(tx: Transaction, jobs: NewJobs, payload: string): Promise<void> {
    const id = this.#newId();
    await insertJobs(this.#o.storage, tx, jobs, [id], [payload]);
    this.#o.storage.afterCommit(tx, () =>
      this.#transport.announce([{ id, plugin: jobs.plugin, name: jobs.name, priority: jobs.priority }]),
    );
  }
}

export { jobRoutes } from './job-routes.ts';
export { jobsMigrations } from './jobs-migrations.ts';
export type { JobCount, JobState };
