import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { Visibility } from '../visibility.ts';
import type { TaskDetail, TaskState } from './task.ts';

/** Tasks as people see them. */
export class TaskQueries {
  readonly #storage: StorageService;

  readonly #visible: Visibility;

  constructor(storage: StorageService, visible: Visibility) {
    this.#storage = storage;
    this.#visible = visible;
  }

  /** Tasks of assets that the caller may see, and those of no asset. */
  async #seen(scope: ExecutionScope): Promise<SqlFragment> {
    const { passes, predicate } = await this.#visible(scope, sql`tasks.urn`);
    return passes === 'all' ? predicate : sql`(tasks.urn is null or ${predicate})`;
  }

  /** Those of the given ids that are there, by id. */
  async byIds(scope: ExecutionScope, ids: readonly string[]): Promise<ReadonlyMap<string, TaskDetail>> {
    const seen = await this.#seen(scope);
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<TaskDetail>(
        tx,
        sql`select ${this.#columns()} from ${this.#table()} where id = any(${ids}::uuid[]) and ${seen}`,
      ),
    );
    return new Map(rows.map((task) => [task.id, task]));
  }

  /**
   * URNs of those of the given tasks that belong to a run and can be scanned once more: each has failed or was never done, is about an
   * asset, and is of one that the caller may see.
   */
  async retryable(scope: ExecutionScope, runId: string, ids: readonly string[]): Promise<readonly string[]> {
    const seen = await this.#seen(scope);
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ urn: string }>(
        tx,
        sql`select distinct urn from ${this.#table()} where run_id = ${runId}::uuid and id = any(${ids}::uuid[]) and urn is not null
            and state in ('failed', 'cancelled') and ${seen}`,
      ),
    );
    return rows.map(({ urn }) => urn);
  }

  /** Failed first, then running, then by name. */
  async page(
    scope: ExecutionScope,
    runId: string,
    state: TaskState | undefined,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<TaskDetail>> {
    // As the index tasks_in_order has it, so that a page of a large run is read and not sorted.
    const order = sql`(case state when 'failed' then 0 when 'running' then 1 when 'skipped' then 3 else 2 end)`;
    const conditions: SqlFragment[] = [sql`run_id = ${runId}`, await this.#seen(scope)];
    if (state !== undefined) conditions.push(sql`state = ${state}`, sql`${order} = ${RANKS[state]}::int`);
    if (cursor !== undefined) {
      const [rank, name, id] = decodeCursor(cursor, ['integer', 'text', 'uuid']);
      // What comes from the client may be beyond what the column's type holds.
      const place = Math.max(-1, Math.min(rank, 4));
      conditions.push(sql`(${order}, name, id) > (${place}::int, ${name}, ${id}::uuid)`);
    }
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#storage.query<TaskDetail & { readonly rank: number }>(
        tx,
        sql`select ${this.#columns()}, ${order} as rank from ${this.#table()} where ${sql.join(conditions, ' and ')} order by ${order}, name, id limit ${limit + 1}`,
      );
      return cutPage(
        rows,
        limit,
        ({ rank: _rank, ...task }) => task,
        ({ rank, name, id }) => [rank, name, id],
      );
    });
  }

  #columns(): SqlFragment {
    return sql`id, urn, name, state, reason, case when slice is null then null else jsonb_build_object('index', slice -> 'index', 'count', slice -> 'count', 'title', slice -> 'title') end as slice,
      attempt, row_count::float8 as rows, byte_count::float8 as bytes, columns, sensitive_columns as "sensitiveColumns", duration_ms as "durationMs", warnings, error, ${sql.isoTime(sql`finished_at`)} as "finishedAt"`;
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'tasks');
  }
}

const RANKS: Readonly<Record<TaskState, number>> = {
  failed: 0,
  running: 1,
  waiting: 2,
  queued: 2,
  completed: 2,
  cancelled: 2,
  skipped: 3,
};
