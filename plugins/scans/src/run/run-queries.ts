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
import type { Pace } from './progress.ts';
import { type DetailRow, type RunDetail, toDetail, unknownScan } from './run.ts';
import { END_STATES, isEnded } from './run-state.ts';

/** Speed over so many seconds is the present one. */
const RECENT_SECONDS = 30;

/** Runs as people see them. What a page takes does not grow with the tasks of a run. */
export class RunQueries {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
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

  /** Newest first. */
  async page(
    scope: ExecutionScope,
    filter: { readonly source?: string; readonly state?: ScanState | 'active' },
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<RunDetail>> {
    const conditions: SqlFragment[] = [sql`true`];
    if (filter.source !== undefined) conditions.push(sql`source_id = ${filter.source}::uuid`);
    if (filter.state === 'active') conditions.push(sql`not (state = any(${END_STATES}::text[]))`);
    else if (filter.state !== undefined) conditions.push(sql`state = ${filter.state}`);
    if (cursor !== undefined) {
      const [at, id] = decodeCursor(cursor, ['integer', 'uuid']);
      conditions.push(sql`(created_at, id) < (${sql.fromMicroseconds(at)}, ${id}::uuid)`);
    }
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#storage.query<DetailRow>(
        tx,
        sql`select ${this.#detailColumns()}
            from ${this.#table('runs')} where ${sql.join(conditions, ' and ')} order by created_at desc, id desc limit ${limit + 1}`,
      );
      return cutPage(
        rows,
        limit,
        (row) => toDetail(row, null),
        ({ position, id }) => [position, id],
      );
    });
  }

  /** Every transition with who, when and why, oldest first. */
  async transitions(
    scope: ExecutionScope,
    id: string,
  ): Promise<readonly Readonly<Record<string, string | null>>[]> {
    return this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`select from_state as "from", to_state as "to", ${sql.isoTime(sql`at`)} as at, actor, reason from ${this.#table('transitions')} where run_id = ${id} order by id`,
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
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ readonly position: number; readonly drift: SchemaDrift; readonly at: string }>(
        tx,
        sql`select id::float8 as position, drift, ${sql.isoTime(sql`at`)} as at from ${this.#table('drifts')}
            where run_id = ${id}::uuid and ${after} order by id limit ${limit + 1}`,
      ),
    );
    return cutPage(
      rows,
      limit,
      ({ drift, at }) => ({ ...drift, at }),
      ({ position }) => [position],
    );
  }

  async #pace(tx: Transaction, run: DetailRow): Promise<Pace> {
    const [recent] = await this.#storage.query<{ readonly tasks: number; readonly rows: number }>(
      tx,
      sql`select count(*)::int as tasks, coalesce(sum(row_count), 0)::float8 as rows from ${this.#table('tasks')}
          where run_id = ${run.id}::uuid and finished_at > now() - ${RECENT_SECONDS}::float8 * interval '1 second' and state = 'completed'`,
    );
    const { ended, paceSum, paceSquares, workingSeconds } = run;
    const mean = ended === 0 ? 0 : paceSum / ended;
    const variance = ended < 2 ? 0 : Math.max(0, paceSquares - ended * mean * mean) / (ended - 1);
    return {
      workingSeconds,
      ended,
      variation: ended < 2 || mean === 0 ? 1 : Math.sqrt(variance) / mean,
      remaining: run.total - run.done,
      recent: {
        seconds: Math.min(RECENT_SECONDS, workingSeconds),
        tasks: recent?.tasks ?? 0,
        rows: recent?.rows ?? 0,
      },
    };
  }

  #detailColumns(): SqlFragment {
    return sql`id, source_id as "sourceId", source, state, mode, rule, priority, retry_of as "retryOf", total, done, failed, skipped, assets, columns, sensitive_columns as "sensitiveColumns",
      row_count::float8 as rows, byte_count::float8 as bytes, weight, weight_done as "weightDone", held_by as "heldBy", ${sql.isoTime(sql`held_until`)} as "heldUntil", error, created_by as "createdBy",
      ${sql.isoTime(sql`created_at`)} as "createdAt", ${sql.isoTime(sql`started_at`)} as "startedAt", ${sql.isoTime(sql`finished_at`)} as "finishedAt", ${sql.microseconds(sql`created_at`)} as position,
      scanned as ended, pace_sum as "paceSum", pace_squares as "paceSquares", coalesce(extract(epoch from now() - working_since), 0)::float8 as "workingSeconds"`;
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
