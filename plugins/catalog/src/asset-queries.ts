import {
  cutPage,
  DataWaveError,
  decodeCursor,
  type ExecutionScope,
  type Sensitivity,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import {
  type AssetDetail,
  type AssetFilter,
  type AssetItem,
  type DetailRow,
  type FacetName,
  type Facets,
  type ItemRow,
  toItem,
} from './asset-view.ts';
import { rankOf, sensitivityOf } from './column-row.ts';

/** Reads lists, facets and single assets. Every query runs in the caller's workspace. */
export class AssetQueries {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** A page, the most sensitive first, then by name. */
  async page(
    scope: ExecutionScope,
    filter: AssetFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<{
    readonly items: readonly AssetItem[];
    readonly nextCursor: string | null;
    readonly total: number;
  }> {
    let after = sql`true`;
    if (cursor !== undefined) {
      const [rank, name, id] = decodeCursor(cursor, ['integer', 'text', 'uuid']);
      after = sql`(-a.sensitivity_rank, a.name, a.id) > (${-rank}::bigint, ${name}, ${id}::uuid)`;
    }
    const where = this.#where(filter);
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#storage.query<ItemRow>(
        tx,
        sql`select a.id, a.urn, a.name, a.type, a.source_id, a.column_count, a.sensitive_columns, a.sensitivity_rank, a.row_count::float8 as row_count,
              ${sql.isoTime(sql`a.last_scanned_at`)} as last_scanned_at,
              (select jsonb_agg(t order by t.rank desc, t.columns desc, t."infoType") from
                (select c.info_type as "infoType", c.sensitivity, c.sensitivity_rank as rank, count(*)::int as columns
                 from ${this.#table('columns')} c where c.asset_id = a.id and c.info_type is not null
                 group by 1, 2, 3 order by 3 desc, 4 desc, 1 limit 6) t) as info_types
            from ${this.#table('assets')} a where ${where} and ${after}
            order by -a.sensitivity_rank, a.name, a.id limit ${limit + 1}`,
      );
      const [count] = await this.#storage.query<{ total: number }>(
        tx,
        sql`select count(*)::int as total from ${this.#table('assets')} a where ${where}`,
      );
      return {
        ...cutPage(rows, limit, toItem, (row) => [row.sensitivity_rank, row.name, row.id]),
        total: count?.total ?? 0,
      };
    });
  }

  /** For each filter the values that would still find something, with all other filters in force. */
  async facets(scope: ExecutionScope, filter: AssetFilter): Promise<Facets> {
    const without = (name: FacetName): SqlFragment =>
      this.#where(Object.fromEntries(Object.entries(filter).filter(([key]) => key !== name)));
    const count = (tx: Transaction, value: SqlFragment, name: FacetName, join: SqlFragment = sql``) =>
      this.#storage.query<{ value: string; count: number }>(
        tx,
        sql`select ${value} as value, count(distinct a.id)::int as count from ${this.#table('assets')} a ${join}
            where ${without(name)} group by 1 order by 2 desc, 1 limit 100`,
      );
    return this.#storage.transaction(scope, async (tx) => {
      const ranks = await count(tx, sql`a.sensitivity_rank`, 'sensitivity');
      return {
        sensitivity: ranks.flatMap(({ value, count: assets }) => {
          const sensitivity = sensitivityOf(Number(value));
          return sensitivity === null ? [] : [{ value: sensitivity, count: assets }];
        }),
        infoType: await count(
          tx,
          sql`c.info_type`,
          'infoType',
          sql`join ${this.#table('columns')} c on c.asset_id = a.id and c.info_type is not null`,
        ),
        source: await count(tx, sql`a.source_id::text`, 'source'),
        type: await count(tx, sql`a.type`, 'type'),
      };
    });
  }

  /** @throws DataWaveError DW_ASSET_UNKNOWN, status 404 */
  async detail(scope: ExecutionScope, urn: string): Promise<AssetDetail> {
    return this.#storage.transaction(scope, async (tx) => {
      const [asset] = await this.#storage.query<DetailRow>(
        tx,
        sql`select id, urn, name, path, type, comment, source_id as "sourceId", scan_id as "scanId", row_count::float8 as "rowCount",
              sampled_rows::float8 as "sampledRows", sample_method as "sampleMethod", sensitivity_rank as rank,
              sensitive_columns as "sensitiveColumns", primary_key as "primaryKey", foreign_keys as "foreignKeys", warnings, version,
              ${sql.isoTime(sql`first_seen_at`)} as "firstSeenAt", ${sql.isoTime(sql`last_scanned_at`)} as "lastScannedAt",
              ${sql.isoTime(sql`retired_at`)} as "retiredAt"
            from ${this.#table('assets')} where urn = ${urn}`,
      );
      if (asset === undefined) {
        throw new DataWaveError({
          code: 'DW_ASSET_UNKNOWN',
          message: 'There is no such asset.',
          hint: 'Search for it with GET /api/v1/assets?q=.',
          status: 404,
        });
      }
      const columns = await this.#storage.query<AssetDetail['columns'][number]>(
        tx,
        sql`select name, ordinal, data_type as "dataType", kind, nullable, comment, profile, classifications
            from ${this.#table('columns')} where asset_id = ${asset.id} order by ordinal`,
      );
      const { id: _id, rank, ...rest } = asset;
      return { ...rest, sensitivity: sensitivityOf(rank), columns };
    });
  }

  /** Columns counted by the sensitivity and info type of their best verdict. */
  async columnCounts(
    scope: ExecutionScope,
    sourceId: string | undefined,
  ): Promise<
    readonly {
      readonly infoType: string | null;
      readonly sensitivity: Sensitivity | null;
      readonly columns: number;
    }[]
  > {
    const ofSource = sourceId === undefined ? sql`true` : sql`a.source_id = ${sourceId}`;
    return this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`select c.info_type as "infoType", c.sensitivity, count(*)::int as columns
            from ${this.#table('columns')} c join ${this.#table('assets')} a on a.id = c.asset_id
            where a.retired_at is null and ${ofSource} group by 1, 2 order by 3 desc, 1`,
      ),
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }

  #where(filter: AssetFilter): SqlFragment {
    const words = (filter.q ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, 10);
    const conditions: SqlFragment[] = [
      sql`a.retired_at is null`,
      ...words.map((word) => sql`a.search like ${sql.containing(word)}`),
    ];
    if (filter.sensitivity !== undefined)
      conditions.push(sql`a.sensitivity_rank = any(${filter.sensitivity.map(rankOf)}::smallint[])`);
    if (filter.source !== undefined) conditions.push(sql`a.source_id = any(${filter.source}::uuid[])`);
    if (filter.type !== undefined) conditions.push(sql`a.type = any(${filter.type}::text[])`);
    if (filter.infoType !== undefined) {
      conditions.push(
        sql`exists (select from ${this.#table('columns')} f where f.asset_id = a.id and f.info_type = any(${filter.infoType}::text[]))`,
      );
    }
    return sql.join(conditions, ' and ');
  }
}
