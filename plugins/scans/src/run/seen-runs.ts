import {
  type AccessFilter,
  type ExecutionScope,
  type Page,
  type SourcesService,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { Visibility } from '../visibility.ts';
import { type RunDetail, unknownScan } from './run.ts';
import type { RunComparison, RunFilter, RunQueries } from './run-queries.ts';

interface Totals {
  readonly id: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly assets: number;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly rows: number;
  readonly bytes: number;
}

const NOTHING: Totals = {
  ...{ id: '', total: 0, done: 0, failed: 0, skipped: 0 },
  ...{ assets: 0, columns: 0, sensitiveColumns: 0, rows: 0, bytes: 0 },
};

/** Expression of the source's key that a run was made for; it stays when the source goes. */
const KEY = sql`runs.source->>'key'`;

/**
 * Runs as whoever asks may see them: those of sources that they may see, and with figures that count only the assets that they may see.
 */
export class SeenRuns {
  readonly #storage: StorageService;
  readonly #runs: RunQueries;
  readonly #sources: SourcesService;
  readonly #visible: Visibility;

  constructor(storage: StorageService, runs: RunQueries, sources: SourcesService, visible: Visibility) {
    this.#storage = storage;
    this.#runs = runs;
    this.#sources = sources;
    this.#visible = visible;
  }

  async page(
    scope: ExecutionScope,
    filter: RunFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<RunDetail>> {
    const { predicate } = await this.#sources.visible(scope, 'scans:read', KEY);
    const page = await this.#runs.page(scope, filter, limit, cursor, predicate);
    return { ...page, items: await this.#counted(scope, page.items) };
  }

  /** @throws DataWaveError DW_SCAN_UNKNOWN, status 404 */
  async detail(scope: ExecutionScope, id: string): Promise<RunDetail> {
    await this.require(scope, id, 'scans:read');
    return this.counted(scope, await this.#runs.detail(scope, id));
  }

  /** @throws DataWaveError DW_SCAN_UNKNOWN, status 404 */
  async comparison(scope: ExecutionScope, id: string): Promise<RunComparison> {
    await this.require(scope, id, 'scans:read');
    const comparison = await this.#runs.comparison(scope, id);
    if (comparison.previous === null) return comparison;
    return { ...comparison, previous: await this.counted(scope, comparison.previous) };
  }

  /** With the figures of what may be seen. */
  async counted(scope: ExecutionScope, run: RunDetail): Promise<RunDetail> {
    const [counted = run] = await this.#counted(scope, [run]);
    return counted;
  }

  /**
   * Makes sure that a run may be seen, and that the permission may be used on its source.
   * @throws DataWaveError DW_SCAN_UNKNOWN, status 404; DW_ACCESS_DENIED, status 403
   */
  async require(scope: ExecutionScope, id: string, permission: string): Promise<void> {
    const { predicate } = await this.#sources.visible(scope, 'scans:read', KEY);
    // Of two permissions the first is asked of the token's holder: what confines the token is said of the second.
    const { session: _session, ...holder } = scope;
    const seen = permission === 'scans:read' ? predicate : await this.#holderSees(holder);
    const allowed = permission === 'scans:read' ? null : await this.#sources.visible(scope, permission, KEY);
    const [found] = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<{ isAllowed: boolean; sourceId: string }>(
        tx,
        sql`select ((${allowed?.predicate ?? sql`true`}) is true) as "isAllowed", source_id as "sourceId"
            from ${this.#table('runs')} where id = ${id}::uuid and ${seen}`,
      ),
    );
    if (found === undefined) throw unknownScan(id);
    // Says which permission is missing, in the words that are used everywhere.
    if (!found.isAllowed) await this.#sources.require(scope, permission, found.sourceId);
  }

  async #holderSees(holder: ExecutionScope): Promise<SqlFragment> {
    return (await this.#sources.visible(holder, 'scans:read', KEY)).predicate;
  }

  async #counted(scope: ExecutionScope, runs: readonly RunDetail[]): Promise<readonly RunDetail[]> {
    if (runs.length === 0) return runs;
    const seen: AccessFilter = await this.#visible(scope, sql`tasks.urn`);
    if (seen.passes === 'all') return runs;
    const rows = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query<Totals>(
        tx,
        sql`select run_id as id, count(*)::int as total,
              count(finished_at)::int as done,
              (count(*) filter (where state = 'failed'))::int as failed, (count(*) filter (where state = 'skipped'))::int as skipped,
              (count(distinct urn) filter (where state = 'completed'))::int as assets,
              coalesce(sum(columns), 0)::int as columns, coalesce(sum(sensitive_columns), 0)::int as "sensitiveColumns",
              coalesce(sum(row_count), 0)::float8 as rows, coalesce(sum(byte_count), 0)::float8 as bytes
            from ${this.#table('tasks')} where run_id = any(${runs.map(({ id }) => id)}::uuid[]) and (tasks.urn is null or ${seen.predicate})
            group by run_id`,
      ),
    );
    const known = new Map(rows.map((row) => [row.id, row]));
    return runs.map((run) => {
      const { id: _id, total, done, failed, skipped, rows, bytes, ...figures } = known.get(run.id) ?? NOTHING;
      const progress = { ...run.progress, rows, bytes };
      return { ...run, tasks: { total, done, failed, skipped }, progress, ...figures };
    });
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
