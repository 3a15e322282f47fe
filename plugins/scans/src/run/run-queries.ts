import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type ScanState,
  type SchemaDrift,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { ChangeCounts, ChangeStore } from '../changes/change-store.ts';
import type { Visibility } from '../visibility.ts';
import type { Pace } from './progress.ts';
import { type DetailRow, type RunDetail, toDetail, unknownScan } from './run.ts';
import { type RunOrder, runOrder } from './run-order.ts';
import { ACTIVE_STATES, END_STATES, isEnded, WORKING_STATES } from './run-state.ts';

/** A run beside the one before it. */
export interface RunComparison {
  readonly previous: RunDetail | null;
  /** Assets of the source; null where that is not known of one of the two. */
  readonly found: { readonly now: number; readonly before: number } | null;
  /** What only one of the two found: how many, and the first names. */
  readonly appeared: { readonly count: number; readonly names: readonly string[] };
  readonly gone: { readonly count: number; readonly names: readonly string[] };
  /** How many assets and findings became different since each asset was last scanned; null where nothing was compared. */
  readonly changes: ChangeCounts | null;
}

interface AssetDifference {
  readonly isWhole: boolean;
  readonly now: number;
  readonly before: number;
  readonly appeared: number;
  readonly gone: number;
  readonly appearedNames: readonly string[];
  readonly goneNames: readonly string[];
}

const NONE = { count: 0, names: [] };
const NOTHING_BEFORE: RunComparison = {
  previous: null,
  found: null,
  appeared: NONE,
  gone: NONE,
  changes: null,
};

/** Which runs are wanted, and in which order. */
export interface RunFilter {
  readonly source?: string;
  /** What the title of the source contains. */
  readonly title?: string;
  /** `active`: those that have not ended, `ended`: the others. All unless given. */
  readonly states?: readonly (ScanState | 'active' | 'ended')[];
  readonly sort?: RunOrder;
}

/** Runs in any of these states. */
function inStates(states: NonNullable<RunFilter['states']>): SqlFragment {
  if (states.length === 0) return sql`true`;
  const some = states.flatMap((state) =>
    state === 'ended' ? END_STATES : state === 'active' ? ACTIVE_STATES : [state],
  );
  return sql`state = any(${some}::text[])`;
}

/** Names told of assets that are new or gone. */
const MOST_NAMES = 10;
/** A run that waits for its source again and again has more of them than anybody reads. */
const MOST_TRANSITIONS = 1000;

interface Seen {
  readonly tasks: number;
  readonly rows: number;
  readonly bytes: number;
  readonly weight: number;
  readonly took: number;
  readonly runningTasks: number;
  readonly runningWeight: number;
  /** That the run has been worked on, pauses left out: since its first task began, and lately. */
  readonly seconds: number;
  readonly lately: number;
}

const NOTHING_SEEN: Seen = {
  ...{ tasks: 0, rows: 0, bytes: 0, weight: 0, took: 0, runningTasks: 0, runningWeight: 0 },
  ...{ seconds: 0, lately: 0 },
};

/** Sum of the seconds from `since` to `until` that lie after a moment. */
const worked = (after: SqlFragment): SqlFragment =>
  sql`coalesce(sum(extract(epoch from until - greatest(since, ${after}))) filter (where until > ${after}), 0)::float8`;

/** Speed over so many seconds is the present one. */
const RECENT_SECONDS = 30;

/** Runs as people see them. What a page takes does not grow with the tasks of a run. */
export class RunQueries {
  readonly #storage: StorageService;
  readonly #changes: ChangeStore;
  readonly #visible: Visibility;

  constructor(storage: StorageService, changes: ChangeStore, visible: Visibility) {
    this.#storage = storage;
    this.#changes = changes;
    this.#visible = visible;
  }

  /** A run with its pace. @throws DataWaveError DW_SCAN_UNKNOWN, status 404 */
  async detail(scope: ExecutionScope, id: string): Promise<RunDetail> {
    return this.#storage.transaction(scope, async (tx) => {
      const [row] = await this.#storage.query<DetailRow>(
        tx,
        sql`select ${this.#detailColumns()} from ${this.#table('runs')} where id = ${id}::uuid`,
      );
      if (row === undefined) throw unknownScan(id);
      return toDetail(row, isEnded(row.state) ? null : await this.#pace(tx, row));
    });
  }

  /** Newest first unless it is to be ordered otherwise. @param visible - what must hold of a row of `runs` for the caller to see it */
  async page(
    scope: ExecutionScope,
    filter: RunFilter,
    limit: number,
    cursor: string | undefined,
    visible = sql`true`,
  ): Promise<Page<RunDetail>> {
    const order = runOrder(filter.sort ?? '-requested');
    const conditions: SqlFragment[] = [visible, inStates(filter.states ?? [])];
    if (filter.source !== undefined) conditions.push(sql`source_id = ${filter.source}::uuid`);
    if (filter.title !== undefined)
      conditions.push(sql`source->>'title' ilike ${sql.containing(filter.title)}`);
    if (cursor !== undefined) conditions.push(order.after(cursor));
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#storage.query<DetailRow & { readonly orderKey: string | number | null }>(
        tx,
        sql`select ${this.#detailColumns()}, ${order.key} as "orderKey"
            from ${this.#table('runs')} where ${sql.join(conditions, ' and ')} order by ${order.by} limit ${limit + 1}`,
      );
      const paces = new Map<string, Pace>();
      // As many as run at once: the others have no pace.
      for (const row of rows) if (row.state === 'running') paces.set(row.id, await this.#pace(tx, row));
      return cutPage(
        rows,
        limit,
        ({ orderKey: _orderKey, ...row }) => toDetail(row, paces.get(row.id) ?? null),
        ({ orderKey, position, id }) => (orderKey === null ? [position, id] : [orderKey, position, id]),
      );
    });
  }

  /** The latest transitions with who, when and why, oldest first. */
  async transitions(
    scope: ExecutionScope,
    id: string,
  ): Promise<readonly Readonly<Record<string, string | null>>[]> {
    const table = this.#table('transitions');
    return this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`select from_state as "from", to_state as "to", ${sql.isoTime(sql`at`)} as at, actor, reason
            from (select * from ${table} where run_id = ${id} order by id desc limit ${MOST_TRANSITIONS}) t order by id`,
      ),
    );
  }

  /** How the shapes of a run's assets had changed, in the order in which they were read. */
  async drifts(
    scope: ExecutionScope,
    id: string,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<SchemaDrift & { readonly at: string }>> {
    let after = sql`true`;
    if (cursor !== undefined) {
      const [position] = decodeCursor(cursor, ['integer']);
      after = sql`id > ${position}::bigint`;
    }
    const { predicate } = await this.#visible(scope, sql`drifts.urn`);
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ readonly position: number; readonly drift: SchemaDrift; readonly at: string }>(
        tx,
        sql`select id::float8 as position, drift, ${sql.isoTime(sql`at`)} as at from ${this.#table('drifts')}
            where run_id = ${id}::uuid and ${after} and ${predicate} order by id limit ${limit + 1}`,
      ),
    );
    return cutPage(
      rows,
      limit,
      ({ drift, at }) => ({ ...drift, at }),
      ({ position }) => [position],
    );
  }

  /** A run beside the one of the same source before it that came to its end. @throws DataWaveError DW_SCAN_UNKNOWN, status 404 */
  async comparison(scope: ExecutionScope, id: string): Promise<RunComparison> {
    const run = await this.detail(scope, id);
    const ofTasks = await this.#visible(scope, sql`tasks.urn`);
    const ofChanges = await this.#visible(scope, sql`changes.urn`);
    return this.#storage.transaction(scope, async (tx) => {
      const [row] = await this.#storage.query<DetailRow>(
        tx,
        sql`select ${this.#detailColumns()} from ${this.#table('runs')}
            where source_id = ${run.sourceId}::uuid and state in ('completed', 'completed-with-errors') and created_at < (select created_at from ${this.#table('runs')} where id = ${id}::uuid)
            order by created_at desc limit 1`,
      );
      if (row === undefined) return NOTHING_BEFORE;
      const previous = toDetail(row, null);
      const [own] = await this.#storage.query<{ isCompared: boolean }>(
        tx,
        sql`select previous_id is not null as "isCompared" from ${this.#table('runs')} where id = ${id}::uuid`,
      );
      const changes =
        own?.isCompared === true ? await this.#changes.counts(tx, id, ofChanges.predicate) : null;
      const [difference] = await this.#storage.query<AssetDifference>(
        tx,
        this.#difference(id, previous.id, ofTasks.predicate),
      );
      // Where a run did not see its source to the end, or its tasks are gone, nothing can be said of its assets.
      if (difference === undefined || !difference.isWhole || difference.before === 0)
        return { ...NOTHING_BEFORE, previous, changes };
      const { now, before, appeared, gone, appearedNames, goneNames } = difference;
      return {
        ...{ previous, changes },
        found: { now, before },
        appeared: { count: appeared, names: appearedNames },
        gone: { count: gone, names: goneNames },
      };
    });
  }

  #difference(id: string, before: string, visible: SqlFragment): SqlFragment {
    const assets = (run: string): SqlFragment =>
      sql`select distinct on (urn) urn, name from ${this.#table('tasks')} where run_id = ${run}::uuid and urn is not null and ${visible} order by urn`;
    return sql`with new as materialized (${assets(id)}), old as materialized (${assets(before)}),
        appeared as materialized (select name from new n where not exists (select from old o where o.urn = n.urn)),
        gone as materialized (select name from old o where not exists (select from new n where n.urn = o.urn))
      select (select bool_and(discovered) from ${this.#table('runs')} where id in (${id}::uuid, ${before}::uuid)) as "isWhole",
        (select count(*)::int from new) as now, (select count(*)::int from old) as before,
        (select count(*)::int from appeared) as appeared, (select count(*)::int from gone) as gone,
        array(select name from appeared order by name limit ${MOST_NAMES}) as "appearedNames",
        array(select name from gone order by name limit ${MOST_NAMES}) as "goneNames"`;
  }

  async #pace(tx: Transaction, { id, work, total, done, weight, weightDone }: DetailRow): Promise<Pace> {
    const [seen] = await this.#storage.query<Seen>(
      tx,
      sql`select recent.*, running.tasks as "runningTasks", running.weight as "runningWeight", worked.* from
            (select count(*)::int as tasks, coalesce(sum(row_count), 0)::float8 as rows, coalesce(sum(byte_count), 0)::float8 as bytes, coalesce(sum(weight), 0)::float8 as weight, coalesce(sum(duration_ms), 0)::float8 / 1000 as took
              from ${this.#table('tasks')} where run_id = ${id}::uuid and finished_at > now() - ${RECENT_SECONDS}::float8 * interval '1 second' and state = 'completed') recent,
            (select count(*)::int as tasks, coalesce(sum(weight), 0)::float8 as weight from ${this.#table('tasks')}
              where run_id = ${id}::uuid and state = 'running') running,
            (select ${worked(sql`r.working_since`)} as seconds, ${worked(sql`greatest(r.working_since, now() - ${RECENT_SECONDS}::float8 * interval '1 second')`)} as lately from
              (select to_state, at as since, lead(at, 1, now()) over (order by id) as until from ${this.#table('transitions')} where run_id = ${id}::uuid) t,
              ${this.#table('runs')} r where r.id = ${id}::uuid and t.to_state = any(${WORKING_STATES}::text[])) worked`,
    );
    const { tasks, rows, bytes, runningTasks, runningWeight, seconds, lately, ...recent } =
      seen ?? NOTHING_SEEN;
    const left = { tasks: total - done, weight: weight - weightDone };
    return {
      work: {
        measured: work.measured,
        weightDone,
        // Equal ones have the least squares: less than that is what runs from before the sums were kept would say.
        left: {
          ...left,
          weightSquares: Math.max(work.squaresLeft, left.weight ** 2 / Math.max(1, left.tasks)),
        },
        running: { tasks: runningTasks, weight: runningWeight },
        workingSeconds: seconds,
        lately: { seconds: lately, tasks, weight: recent.weight, took: recent.took },
      },
      recent: { seconds: lately, tasks, rows, bytes },
    };
  }

  #detailColumns(): SqlFragment {
    return sql`id, source_id as "sourceId", source, state, mode, rule, priority, retry_of as "retryOf", total, done, failed, skipped, assets, columns, sensitive_columns as "sensitiveColumns",
      row_count::float8 as rows, byte_count::float8 as bytes, weight, weight_done as "weightDone", held_by as "heldBy", ${sql.isoTime(sql`held_until`)} as "heldUntil", error, created_by as "createdBy",
      ${sql.isoTime(sql`created_at`)} as "createdAt", ${sql.isoTime(sql`started_at`)} as "startedAt", ${sql.isoTime(sql`finished_at`)} as "finishedAt", ${sql.microseconds(sql`created_at`)} as position,
      json_build_object('squaresLeft', weight_squares - weight_squares_done, 'measured', json_build_object('tasks', scanned, 'weight', scanned_weight,
        'weightSquares', scanned_weight_squares, 'took', took, 'tookSquares', took_squares, 'tookWeights', took_weights)) as work`;
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
