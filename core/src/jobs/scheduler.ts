import { randomUUID } from 'node:crypto';
import type { Disposer, Logger, Principal, Transaction } from '@datawave/plugin-sdk';
import { nextTick } from './cron.ts';
import type { NewJobs } from './enqueue-store.ts';
import type { JobsStorage } from './jobs-storage.ts';
import { declareSchedule, fireDue, nextScheduleMs, type ScheduleRow } from './schedule-store.ts';

/** Longest time without looking at the rows, in milliseconds; another process may have changed them. */
const LONGEST_SLEEP_MS = 10_000;

/** Inserts the job of a tick; tells the transport after the commit. */
export type EnqueueTick = (tx: Transaction, jobs: NewJobs, payload: string) => Promise<void>;

/**
 * Fires the schedules that this process has declared. All replicas try; the row of a schedule moves on in the
 * transaction that enqueues its job, so that a tick fires once. Ticks missed while nothing ran fire once together.
 */
export class Scheduler {
  readonly #storage: JobsStorage;
  readonly #enqueue: EnqueueTick;
  readonly #log: Logger;
  readonly #declared = new Map<string, ScheduleRow>();
  #timer: NodeJS.Timeout | null = null;
  #firing: Promise<void> | null = null;
  #isRunning = false;

  constructor(options: {
    readonly storage: JobsStorage;
    readonly enqueue: EnqueueTick;
    readonly log: Logger;
  }) {
    this.#storage = options.storage;
    this.#enqueue = options.enqueue;
    this.#log = options.log;
  }

  /** @throws DataWaveError DW_JOB_SCHEDULE */
  async declare(schedule: ScheduleRow): Promise<Disposer> {
    await declareSchedule(this.#storage, schedule, nextTick(schedule.cron, schedule.timeZone, new Date()));
    const key = `${schedule.plugin}/${schedule.name}`;
    this.#declared.set(key, schedule);
    this.#lookIn(0);
    // The row stays: other replicas may still have the plugin, and a plugin that comes back makes up for the tick.
    return () => {
      if (this.#declared.get(key) === schedule) this.#declared.delete(key);
    };
  }

  start(): void {
    this.#isRunning = true;
    this.#lookIn(0);
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#firing;
  }

  #lookIn(ms: number): void {
    if (!this.#isRunning) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#firing ??= this.#look().finally(() => {
        this.#firing = null;
      });
    }, ms);
  }

  async #look(): Promise<void> {
    const own = [...this.#declared.values()];
    const plugins = own.map((schedule) => schedule.plugin);
    const names = own.map((schedule) => schedule.name);
    let sleepMs = LONGEST_SLEEP_MS;
    try {
      if (own.length > 0) {
        await fireDue(this.#storage, plugins, names, (tx, schedule) => this.#fire(tx, schedule), nextTick);
        const next = await nextScheduleMs(this.#storage, plugins, names);
        if (next !== null) sleepMs = Math.min(sleepMs, Math.max(1, Math.ceil(next) + 1));
      }
    } catch (error) {
      this.#log.warn('Schedules could not be looked at', { error });
      sleepMs = 1_000;
    }
    this.#lookIn(this.#declared.size === own.length ? sleepMs : 0);
  }

  async #fire(tx: Transaction, schedule: ScheduleRow): Promise<void> {
    const principal: Principal = {
      id: `plugin:${schedule.plugin}`,
      kind: 'plugin',
      displayName: schedule.plugin,
      roles: [],
    };
    await this.#enqueue(
      tx,
      {
        plugin: schedule.job.slice(0, schedule.job.indexOf('.')),
        name: schedule.job,
        attempts: schedule.attempts,
        priority: 0,
        delayMs: 0,
        scope: { workspace: schedule.workspace, principal, requestId: randomUUID() },
      },
      schedule.payload,
    );
  }
}
