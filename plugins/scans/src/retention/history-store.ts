import { type SqlFragment, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import { COMPLETED_STATES, END_STATES } from '../run/run-state.ts';

/** What of runs that have ended is kept. */
export interface RetentionPolicy {
  /** Days after its end for which a run is kept, with its transitions, log, drifts and changes. */
  readonly runDays: number;
  /** Latest runs of each source that are kept whatever their age. */
  readonly runsPerSource: number;
  /** Days after its end for which the tasks of a run are kept. */
  readonly taskDays: number;
}

/** Rows that one transaction deletes at most, so that none holds locks for long. */
const BATCH = 5_000;

/** Finds and deletes what the policy does not keep. Neither a run that has not ended nor the latest completed one of a source is touched. */
export class HistoryStore {
  readonly #storage: StorageService;
  readonly #policy: RetentionPolicy;

  constructor(storage: StorageService, policy: RetentionPolicy) {
    this.#storage = storage;
    this.#policy = policy;
  }

  /** Deletes a batch of tasks whose time is over; answers how many. */
  async deleteTasks(tx: Transaction): Promise<number> {
    return this.#delete(
      tx,
      sql`select t.id from ${this.#table('tasks')} t join (${this.#ended(this.#policy.taskDays)}) r on r.id = t.run_id limit ${BATCH}`,
    );
  }

  /** A run that is not to be kept any more; null when there is none left. */
  async nextRun(tx: Transaction): Promise<string | null> {
    const [run] = await this.#storage.query<{ id: string }>(
      tx,
      sql`select id from (${this.#ended(this.#policy.runDays)}) r where r.age_rank > ${this.#policy.runsPerSource} order by r.finished_at limit 1`,
    );
    return run?.id ?? null;
  }

  /** Deletes a batch of the tasks of a run; answers how many. */
  async deleteTasksOf(tx: Transaction, runId: string): Promise<number> {
    return this.#delete(
      tx,
      sql`select id from ${this.#table('tasks')} where run_id = ${runId}::uuid limit ${BATCH}`,
    );
  }

  /** Deletes a batch of what is kept of single assets with a run; answers how many. */
  async deleteChangesOf(tx: Transaction, runId: string): Promise<number> {
    let count = 0;
    for (const name of ['changes', 'drifts']) {
      const table = this.#table(name);
      const deleted = await this.#storage.query(
        tx,
        sql`delete from ${table} where run_id = ${runId}::uuid and urn = any(array(select urn from ${table} where run_id = ${runId}::uuid limit ${BATCH})) returning 1 as one`,
      );
      count += deleted.length;
    }
    return count;
  }

  /** Deletes a run with its transitions and its log. */
  async deleteRun(tx: Transaction, runId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('runs')} where id = ${runId}::uuid and state = any(${END_STATES}::text[])`,
    );
  }

  /** Whether the workspace has any run, so that there will be something to delete some day. */
  async hasRuns(tx: Transaction): Promise<boolean> {
    const [any] = await this.#storage.query(tx, sql`select 1 as one from ${this.#table('runs')} limit 1`);
    return any !== undefined;
  }

  /** Runs that ended longer ago than so many days and are not the latest completed of their source; `age_rank` counts from the newest. */
  #ended(days: number): SqlFragment {
    return sql`select * from (
        select id, state, finished_at, row_number() over (partition by source_id order by created_at desc, id desc) as age_rank,
          state = any(${COMPLETED_STATES}::text[]) and row_number() over (partition by source_id, state = any(${COMPLETED_STATES}::text[]) order by created_at desc, id desc) = 1 as is_latest
        from ${this.#table('runs')}) ranked
      where state = any(${END_STATES}::text[]) and not is_latest and finished_at < now() - ${days}::int * interval '1 day'`;
  }

  async #delete(tx: Transaction, ids: SqlFragment): Promise<number> {
    const [deleted] = await this.#storage.query<{ count: number }>(
      tx,
      sql`with gone as (delete from ${this.#table('tasks')} where id = any(array(${ids})) returning 1) select count(*)::int as count from gone`,
    );
    return deleted?.count ?? 0;
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
