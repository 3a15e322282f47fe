import {
  DataWaveError,
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type JobContext,
  type JobsService,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { checkJob, reviveJob, tryJob } from './check-jobs.ts';
import type { HealthHistoryStore } from './health-history.ts';
import type { HealthStore } from './health-store.ts';
import type { SourceCheck } from './source-check.ts';

/** A new source is not looked at in the moment of its making: whoever made it has just tried it. */
const FIRST_MS = 30_000;
/** Checks are spread by this share of the time between them, so that sources are not all asked at once. */
const JITTER = 0.2;
/** Time between two looks at all sources of a workspace; a schedule of the kernel brings them in the default one. */
const REVIVE_MS = 10 * 60_000;
/** Sources looked after in one go; the rest has its turn the next time. */
const MOST_REVIVED = 1000;

/** What the schedule works with. */
export interface ScheduleParts {
  readonly storage: StorageService;
  readonly jobs: JobsService;
  readonly health: HealthStore;
  readonly history: HealthHistoryStore;
  /** Time between two checks of a source. */
  readonly everyMs: number;
  readonly historyDays: number;
  /** What else of a workspace is looked at now and then. */
  readonly alsoRevived: (tx: Transaction, scope: ExecutionScope) => Promise<void>;
  /** Whether any source of the workspace was deleted. */
  readonly hasDeparted: (tx: Transaction) => Promise<boolean>;
}

/** Has each source looked at from time to time, by durable jobs that workers do. */
export class CheckSchedule {
  readonly #parts: ScheduleParts;

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
  }

  /** Begins with a new source. */
  async begin(tx: Transaction, scope: ExecutionScope, id: string): Promise<void> {
    await this.#watch(tx, scope);
    await this.#next(tx, scope, id, this.#spread(Math.min(FIRST_MS, this.#parts.everyMs)));
  }

  /** Has all sources looked at now. @param why - once at a time for each reason */
  async reviveNow(tx: Transaction, scope: ExecutionScope, why: string): Promise<void> {
    await this.#parts.jobs.enqueue(tx, scope, reviveJob, {}, { deduplicationKey: why });
  }

  /** Begins anew with a source whose job is lost: whoever looks at it need not wait for the next look at all. */
  async reviveLost(scope: ExecutionScope, id: string, nextCheckAt: string | null): Promise<void> {
    const { storage, everyMs } = this.#parts;
    if (nextCheckAt !== null && Date.now() - Date.parse(nextCheckAt) < 2 * everyMs) return;
    await storage.transaction(scope, (tx) => this.begin(tx, scope, id));
  }

  /** Has a source looked at once, now or after a while. */
  async once(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    { delayMs, isForced }: { readonly delayMs: number; readonly isForced: boolean },
  ): Promise<void> {
    await this.#parts.jobs.enqueue(
      tx,
      scope,
      tryJob,
      { sourceId: id, isForced },
      isForced ? { deduplicationKey: id } : { delayMs },
    );
  }

  /** The handler of {@link checkJob}. */
  handleCheck(check: SourceCheck) {
    return async (job: JobContext<{ readonly sourceId: string }, void>): Promise<void> => {
      const { sourceId } = job.payload;
      if (!(await isThere(() => check(job.scope, sourceId, false)))) return;
      await this.#parts.storage.transaction(job.scope, async (tx) => {
        await this.#parts.history.prune(tx, sourceId, this.#parts.historyDays);
        // First its own end: while it is running no other one of the source can be put in.
        await job.complete(tx, undefined);
        if (await this.#isRegistered(tx, sourceId))
          await this.#next(tx, job.scope, sourceId, this.#spread(this.#parts.everyMs));
      });
    };
  }

  /** The handler of {@link tryJob}. */
  handleTry(check: SourceCheck) {
    return async (
      job: JobContext<{ readonly sourceId: string; readonly isForced: boolean }, void>,
    ): Promise<void> => {
      await isThere(() => check(job.scope, job.payload.sourceId, job.payload.isForced));
    };
  }

  /** The handler of `sources.revive`: sources whose job is lost get another one. */
  handleRevive() {
    return async (job: JobContext<Record<never, never>, void>): Promise<void> => {
      const { storage } = this.#parts;
      const overdueMs = 2 * this.#parts.everyMs;
      await storage.transaction(job.scope, async (tx) => {
        const lost = await storage.query<{ id: string }>(
          tx,
          sql`select s.id from ${sql.identifier(storage.schema, 'sources')} s left join ${sql.identifier(storage.schema, 'health')} h on h.source_id = s.id
              where h.next_check_at is null or h.next_check_at < now() - ${overdueMs}::float8 * interval '1 millisecond' limit ${MOST_REVIVED}::int`,
        );
        for (const { id } of lost) await this.begin(tx, job.scope, id);
        await this.#parts.alsoRevived(tx, job.scope);
        // This job is over before the next one is asked for: of those that watch a workspace there is one.
        await job.complete(tx, undefined);
        if (await this.#isInUse(tx)) await this.#watch(tx, job.scope);
      });
    };
  }

  async #next(tx: Transaction, scope: ExecutionScope, id: string, delayMs: number): Promise<void> {
    await this.#parts.jobs.enqueue(tx, scope, checkJob, { sourceId: id }, { delayMs, deduplicationKey: id });
    await this.#parts.health.setNextCheck(tx, scope, id, delayMs);
  }

  async #isRegistered(tx: Transaction, id: string): Promise<boolean> {
    const { storage } = this.#parts;
    const found = await storage.query(
      tx,
      sql`select id from ${sql.identifier(storage.schema, 'sources')} where id = ${id}::uuid for key share`,
    );
    return found.length > 0;
  }

  /** Has the sources of a workspace looked at later; the default one has a schedule for it. */
  async #watch(tx: Transaction, scope: ExecutionScope): Promise<void> {
    if (scope.workspace !== DEFAULT_WORKSPACE)
      await this.#parts.jobs.enqueue(
        tx,
        scope,
        reviveJob,
        {},
        { deduplicationKey: 'watch', delayMs: REVIVE_MS },
      );
  }

  async #isInUse(tx: Transaction): Promise<boolean> {
    const { storage, hasDeparted } = this.#parts;
    const found = await storage.query(
      tx,
      sql`select id from ${sql.identifier(storage.schema, 'sources')} limit 1`,
    );
    return found.length > 0 || hasDeparted(tx);
  }

  #spread(ms: number): number {
    return Math.max(1, Math.round(ms * (1 - JITTER / 2 + Math.random() * JITTER)));
  }
}

/** Does something with a source. Answers false when there is no such source any more. */
async function isThere(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (DataWaveError.is(error) && error.code === 'DW_SOURCE_UNKNOWN') return false;
    throw error;
  }
}
