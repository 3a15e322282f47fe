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
  type AssetPage,
  type DetailRow,
  type FacetName,
  type Facets,
  type ItemRow,
  toItem,
} from './asset-view.ts';
import { rankOf, sensitivityOf } from './column-row.ts';

const FACETS: readonly FacetName[] = ['sensitivity', 'infoType', 'source', 'type'];
/** Values of a facet that are told, the commonest first. */
const MOST_VALUES = 100;

/** Reads lists, facets and single assets. Every query runs in the caller's workspace. */
export class AssetQueries {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** A page, the most sensitive first, then by name; with facets if they are wanted. */
  async page(
    scope: ExecutionScope,
    filter: AssetFilter,
    {
      limit,
      cursor,
      withFacets = false,
    }: {
      readonly limit: number;
      readonly cursor?: string | undefined;
      readonly withFacets?: boolean | undefined;
    },
  ): Promise<AssetPage> {
    let after = sql`true`;
    if (cursor !== undefined) {
      const [rank, name, id] = decodeCursor(cursor, ['integer', 'text', 'uuid']);
      after = sql`(-a.sensitivity_rank, a.name, a.id) > (${-rank}::bigint, ${name}, ${id}::uuid)`;
    }
    // Looking for words takes a look at every asset: one for the page and the total. Without any the order of an index gives the page.
    const once = wordsOf(filter).length === 0 ? sql`not materialized` : sql`materialized`;
    const total = withFacets ? sql`select null::int as total` : sql`select count(*)::int as total from found`;
    return this.#storage.transaction(scope, async (tx) => {
      const found = await this.#storage.query<
        (ItemRow | { readonly id: null }) & { readonly total: number | null }
      >(
        tx,
        sql`with found as ${once} (
              select a.id, a.name, a.sensitivity_rank from ${this.#table('assets')} a where ${this.#where(filter)}
            ), page as (
              select a.id from found a where ${after} order by -a.sensitivity_rank, a.name, a.id limit ${limit + 1}
            )
            select t.total, a.id, a.urn, a.name, a.type, a.source_id, a.column_count, a.sensitive_columns, a.sensitivity_rank, a.row_count::float8 as row_count,
              ${sql.isoTime(sql`a.last_scanned_at`)} as last_scanned_at,
              (select jsonb_agg(t order by t.rank desc, t.columns desc, t."infoType") from
                (select c.info_type as "infoType", c.sensitivity, c.sensitivity_rank as rank, count(*)::int as columns
                 from ${this.#table('columns')} c where c.asset_id = a.id and c.info_type is not null
                 group by 1, 2, 3 order by 3 desc, 4 desc, 1 limit 6) t) as info_types
            from (${total}) t left join (page join ${this.#table('assets')} a using (id)) on true
            order by -a.sensitivity_rank, a.name, a.id`,
      );
      const rows = found.flatMap((row) => (row.id === null ? [] : [row]));
      const page = cutPage(rows, limit, toItem, (row) => [row.sensitivity_rank, row.name, row.id]);
      return withFacets
        ? { ...page, ...(await this.#counts(tx, filter)) }
        : { ...page, total: found[0]?.total ?? 0, facets: null };
    });
  }

  /**
   * How many assets a filter finds and, for each of its parts, the values that would still find something with all others in force. The
   * assets are gone through once for all of it, because that is what takes the time where there are many.
   */
  async #counts(tx: Transaction, filter: AssetFilter): Promise<Pick<AssetPage, 'total' | 'facets'>> {
    const { search, ...narrowing } = this.#conditions(filter);
    const without = (name: FacetName | null): SqlFragment =>
      sql.join(
        FACETS.flatMap((other) => (other === name ? [] : [narrowing[other]])),
        ' and ',
      );
    const facet = (name: FacetName, value: SqlFragment, each = sql``): SqlFragment =>
      sql`(select ${name}::text as facet, ${value} as value, sum(a.assets)::int as count from alike a ${each} where ${without(name)}
           group by 2 order by 3 desc, 2 limit ${MOST_VALUES})`;
    const rows = await this.#storage.query<{ facet: string; value: string; count: number }>(
      tx,
      sql`with alike as materialized (
            select a.sensitivity_rank, a.source_id, a.type, a.info_types, count(*) as assets
            from ${this.#table('assets')} a where ${search} group by 1, 2, 3, 4
          )
          select 'total' as facet, '' as value, coalesce(sum(a.assets), 0)::int as count from alike a where ${without(null)}
          union all ${facet('sensitivity', sql`a.sensitivity_rank::text`)}
          union all ${facet('source', sql`a.source_id::text`)}
          union all ${facet('type', sql`a.type`)}
          union all ${facet('infoType', sql`t.info_type`, sql`cross join unnest(a.info_types) as t(info_type)`)}
          order by 1, 3 desc, 2`,
    );
    const of = (wanted: FacetName): Facets[FacetName] =>
      rows.flatMap(({ facet: name, value, count }) => (name === wanted ? [{ value, count }] : []));
    return {
      total: rows.find(({ facet: name }) => name === 'total')?.count ?? 0,
      facets: {
        sensitivity: of('sensitivity').flatMap(({ value, count }) => {
          const sensitivity = sensitivityOf(Number(value));
          return sensitivity === null ? [] : [{ value: sensitivity, count }];
        }),
        infoType: of('infoType'),
        source: of('source'),
        type: of('type'),
      },
    };
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
    return sql.join(Object.values(this.#conditions(filter)), ' and ');
  }

  /** What a filter demands of an asset `a`, part by part. */
  #conditions(filter: AssetFilter): Readonly<Record<FacetName | 'search', SqlFragment>> {
    const { sensitivity, source, type, infoType } = filter;
    return {
      search: sql.join(
        [
          sql`a.retired_at is null`,
          ...wordsOf(filter).map((word) => sql`a.search like ${sql.containing(word)}`),
        ],
        ' and ',
      ),
      sensitivity:
        sensitivity === undefined
          ? sql`true`
          : sql`a.sensitivity_rank = any(${sensitivity.map(rankOf)}::smallint[])`,
      source: source === undefined ? sql`true` : sql`a.source_id = any(${source}::uuid[])`,
      type: type === undefined ? sql`true` : sql`a.type = any(${type}::text[])`,
      infoType: infoType === undefined ? sql`true` : sql`a.info_types && ${infoType}::text[]`,
    };
  }
}

const wordsOf = ({ q = '' }: AssetFilter): readonly string[] =>
  q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 10);
