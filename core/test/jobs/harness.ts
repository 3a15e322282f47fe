import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import {
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type JobDefinition,
  type JobState,
  type JobSummary,
  type JobsService,
  type LogFields,
  type Logger,
  type Transaction,
} from '@datawave/plugin-sdk';
import { Redis } from 'ioredis';
import pg from 'pg';
import {
  createJobs,
  type Jobs,
  type JobsOptions,
  jobsMigrations,
  type TransportChoice,
} from '../../src/jobs/jobs.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { sharedServers } from '../servers/index.ts';

/**
 * For workers that a test ends or stops: short, so that another one takes their jobs soon. All others have leases that
 * a busy machine does not outlast, since a job whose lease is lost runs twice.
 */
export const SHORT_LEASE_MS = 1_500;
/** Waiting longer than this has found a fault and not a slow machine. */
const PATIENCE_MS = 45_000;

/** A table for the effects of jobs, in the schema of the plugin `demo`. */
const demoMigrations = [
  { name: '0001_effects', up: ['create table effects (job uuid not null, pid integer not null, note text)'] },
];

export const storagePlugins = [
  { id: 'core', schema: 'core', entities: [], migrations: jobsMigrations },
  { id: 'demo', schema: 'demo', entities: [], migrations: demoMigrations },
];

/** What a child process is told on its command line. */
export interface ChildOptions {
  readonly databaseUrl: string;
  readonly transport: TransportChoice;
  readonly leaseMs?: number;
}

/** Keeps what was logged at warning level and above. */
export class RecordingLog implements Logger {
  readonly lines: {
    readonly level: 'warn' | 'error';
    readonly message: string;
    readonly fields: LogFields | undefined;
  }[] = [];

  trace(): void {
    // Below what a test looks at.
  }

  debug(): void {
    // Below what a test looks at.
  }

  info(): void {
    // Below what a test looks at.
  }

  warn(message: string, fields?: LogFields): void {
    this.lines.push({ level: 'warn', message, fields });
  }

  error(message: string, fields?: LogFields): void {
    this.lines.push({ level: 'error', message, fields });
  }

  child(): Logger {
    return this;
  }
}

/** A database of its own with the jobs' tables, and as many job processes over it as a test asks for. */
export class Harness {
  readonly log = new RecordingLog();
  readonly storage: Storage;
  readonly databaseUrl: string;
  readonly transport: TransportChoice;
  readonly #jobs: Jobs[] = [];
  readonly #children: ChildProcess[] = [];

  private constructor(storage: Storage, databaseUrl: string, transport: TransportChoice, log: RecordingLog) {
    this.storage = storage;
    this.databaseUrl = databaseUrl;
    this.transport = transport;
    this.log = log;
  }

  static async open(transport: TransportChoice): Promise<Harness> {
    const postgres = await sharedServers.postgres();
    const databaseUrl = await postgres.createDatabase(`jobs_${randomUUID().replaceAll('-', '')}`);
    const log = new RecordingLog();
    const storage = await openStorage({ url: databaseUrl, dataDirectory: tmpdir(), log, poolSize: 6 });
    const outcomes = await storage.migrate(storagePlugins);
    for (const outcome of outcomes.values()) if (outcome.error !== undefined) throw outcome.error;
    await storage.activate(storagePlugins);
    return new Harness(storage, databaseUrl, transport, log);
  }

  /** Another job process, as far as the jobs can tell. */
  async start(options: Partial<Omit<JobsOptions, 'storage' | 'log'>> = {}): Promise<Jobs> {
    const jobs = createJobs({
      storage: this.storage,
      log: this.log,
      transport: this.transport,
      work: true,
      abortGraceMs: 200,
      ...options,
    });
    this.#jobs.push(jobs);
    await jobs.start();
    return jobs;
  }

  /** A real process with the handlers of worker-process.ts; resolves when it works, or has ended. */
  async fork(lease: Pick<ChildOptions, 'leaseMs'> = {}): Promise<ChildProcess> {
    const options: ChildOptions = { databaseUrl: this.databaseUrl, transport: this.transport, ...lease };
    const child = fork(new URL('./worker-process.ts', import.meta.url), [JSON.stringify(options)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#children.push(child);
    // A job may end the process before it says that it is ready.
    await Promise.race([once(child, 'message'), once(child, 'exit')]);
    return child;
  }

  /** Ends what the test started. */
  async stopAll(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    await Promise.all(this.#jobs.splice(0).map((jobs) => jobs.stop({ drainMs: 0 })));
  }

  /** Empties the tables for the next test. */
  async clear(): Promise<void> {
    await this.rows('delete from core.jobs');
    await this.rows('delete from core.job_schedules');
    await this.rows('delete from core.ephemeral_jobs');
  }

  async close(): Promise<void> {
    await this.stopAll();
    await this.storage.close();
  }

  scope(over: Partial<ExecutionScope> = {}): ExecutionScope {
    return {
      workspace: DEFAULT_WORKSPACE,
      principal: { id: 'user:ada', kind: 'user', displayName: 'Ada', roles: ['admin'] },
      requestId: 'request-1',
      signal: new AbortController().signal,
      ...over,
    };
  }

  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.storage.service('demo').transaction(this.scope(), work);
  }

  enqueue<Payload>(
    service: JobsService,
    job: JobDefinition<Payload, never> | JobDefinition<Payload, unknown>,
    payload: Payload,
    options?: Parameters<JobsService['enqueue']>[4],
  ): Promise<string> {
    const scope = this.scope();
    return this.transaction((tx) => service.enqueue(tx, scope, job, payload, options));
  }

  /** Resolves with the job once it is in the state. */
  async reaches(service: JobsService, id: string, state: JobState): Promise<JobSummary> {
    let last: JobSummary | null = null;
    await eventually(
      async () => {
        last = await service.get(this.scope(), id);
        return last?.state === state;
      },
      () => `job ${id} to be ${state}, it is ${JSON.stringify(last)}`,
    );
    const summary = await service.get(this.scope(), id);
    if (summary === null) throw new Error(`job ${id} is gone`);
    return summary;
  }

  async rows<Row>(text: string, ...parameters: readonly unknown[]): Promise<readonly Row[]> {
    return this.storage.execute<Row>({ text, parameters });
  }

  /** Ids and ephemeral work that are on their way through Redis; none where there is no Redis. */
  async parcels(): Promise<number> {
    if (this.transport.kind !== 'bull') return 0;
    const redis = new Redis(this.transport.redisUrl);
    try {
      const queue = `${this.transport.prefix ?? 'datawave'}:demo`;
      return (await redis.llen(`${queue}:wait`)) + (await redis.llen(`${queue}:active`));
    } finally {
      redis.disconnect();
    }
  }

  /** Runs SQL as the owner of the tables. */
  async asOwner<Row extends object>(text: string): Promise<readonly Row[]> {
    const client = new pg.Client(this.databaseUrl);
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** Effects that jobs have left in the demo schema. */
  async effects(
    job?: string,
  ): Promise<readonly { readonly job: string; readonly pid: number; readonly note: string | null }[]> {
    const rows = await this.transaction((tx) =>
      this.storage.executeIn<{ job: string; pid: number; note: string | null }>(tx, {
        text: 'select job::text as job, pid, note from demo.effects',
        parameters: [],
      }),
    );
    return job === undefined ? rows : rows.filter((row) => row.job === job);
  }
}

/** The jobs as the plugin of the tests sees them. */
export const demo = (jobs: Jobs): JobsService => jobs.service('demo');

/** Waits until a condition holds. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what: () => string = () => 'a condition',
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${PATIENCE_MS} ms for ${what()}`);
    await sleep(15);
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A promise with its switch. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
