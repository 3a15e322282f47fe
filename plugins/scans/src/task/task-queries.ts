import {
  cutPage,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { Visibility } from '../visibility.ts';
import type { TaskDetail, TaskState } from './task.ts';
import { inStates, type TaskOrder, taskOrder } from './task-order.ts';

/** Which tasks of a run are wanted, and in which order. */
export interface TaskFilter {
  /** All unless given. */
  readonly states?: readonly TaskState[];
  /** What their names contain. */
  readonly name?: string;
  readonly sort?: TaskOrder;
}

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

  /** Failed first, then running, then by name, unless it is to be ordered otherwise. */
  async page(
    scope: ExecutionScope,
    runId: string,
    filter: TaskFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<TaskDetail>> {
    const { states, name: wanted, sort } = filter;
    const order = taskOrder(sort);
    const conditions: SqlFragment[] = [sql`run_id = ${runId}`, await this.#seen(scope)];
    if (states !== undefined && states.length > 0) conditions.push(inStates(states));
    if (wanted !== undefined) conditions.push(sql`name ilike ${sql.containing(wanted)}`);
    if (cursor !== undefined) conditions.push(order.after(cursor));
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#storage.query<TaskDetail & { readonly position: number }>(
        tx,
        sql`select ${this.#columns()}, ${order.key}::float8 as position from ${this.#table()} where ${sql.join(conditions, ' and ')} order by ${order.by} limit ${limit + 1}`,
      );
      return cutPage(
        rows,
        limit,
        ({ position: _position, ...task }) => task,
        ({ position, name, id }) => [position, name, id],
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
