import {
  type AccessFilter,
  type AccessObject,
  type AccessService,
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Sensitivity,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { ASSET_ATTRIBUTES, attributeColumns } from './asset-attributes.ts';
import { conditionsOf, NO_VALUE, wordsOf } from './asset-conditions.ts';
import { unknownAsset } from './asset-errors.ts';
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
import { sensitivityOf } from './column-row.ts';

const FACETS: readonly FacetName[] = ['sensitivity', 'infoType', 'source', 'type', 'owner', 'domain', 'tag'];
/** Values of a facet that are told, the commonest first. */
const MOST_VALUES = 100;

/** Reads lists, facets and single assets: those that the caller may see, in the caller's workspace. */
export class AssetQueries {
  readonly #storage: StorageService;
  readonly #access: AccessService;

  constructor(storage: StorageService, access: AccessService) {
    this.#storage = storage;
    this.#access = access;
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
    const { predicate: visible } = await this.#visible(scope);
    const once = wordsOf(filter).length === 0 ? sql`not materialized` : sql`materialized`;
    const total = withFacets ? sql`select null::int as total` : sql`select count(*)::int as total from found`;
    return this.#storage.transaction(scope, async (tx) => {
      const found = await this.#storage.query<
        (ItemRow | { readonly id: null }) & { readonly total: number | null }
      >(
        tx,
        sql`with found as ${once} (
              select a.id, a.name, a.sensitivity_rank from ${this.#table('assets')} a where ${this.#where(filter, visible)}
            ), page as (
              select a.id from found a where ${after} order by -a.sensitivity_rank, a.name, a.id limit ${limit + 1}
            )
            select t.total, a.id, a.urn, a.name, a.type, a.source_id, a.column_count, a.sensitive_columns, a.sensitivity_rank, a.row_count::float8 as row_count, a.owner, a.domain, a.tags,
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
        ? { ...page, ...(await this.#counts(tx, filter, visible)) }
        : { ...page, total: found[0]?.total ?? 0, facets: null };
    });
  }

  /**
   * How many assets a filter finds and, for each of its parts, the values that would still find something with all others in force. The
   * assets are gone through once for all of it, because that is what takes the time where there are many.
   */
  async #counts(
    tx: Transaction,
    filter: AssetFilter,
    visible: SqlFragment,
  ): Promise<Pick<AssetPage, 'total' | 'facets'>> {
    const { search, ...narrowing } = conditionsOf(filter, visible);
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
            select a.sensitivity_rank, a.source_id, a.type, a.info_types, a.owner, a.domain, a.tags, count(*) as assets
            from ${this.#table('assets')} a where ${search} group by 1, 2, 3, 4, 5, 6, 7
          )
          select 'total' as facet, '' as value, coalesce(sum(a.assets), 0)::int as count from alike a where ${without(null)}
          union all ${facet('sensitivity', sql`a.sensitivity_rank::text`)}
          union all ${facet('source', sql`a.source_id::text`)}
          union all ${facet('type', sql`a.type`)}
          union all ${facet('infoType', sql`t.info_type`, sql`cross join unnest(a.info_types) as t(info_type)`)}
          union all ${facet('owner', sql`coalesce(a.owner, ${NO_VALUE}::text)`)}
          union all ${facet('domain', sql`coalesce(a.domain, ${NO_VALUE}::text)`)}
          union all ${facet('tag', sql`t.tag`, sql`cross join unnest(a.tags) as t(tag)`)}
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
        owner: of('owner'),
        domain: of('domain'),
        tag: of('tag'),
      },
    };
  }

  /** @throws DataWaveError DW_ASSET_UNKNOWN, status 404 */
  async detail(scope: ExecutionScope, urn: string): Promise<AssetDetail> {
    const visible = await this.#visible(scope);
    return this.#storage.transaction(scope, async (tx) => {
      const [asset] = await this.#storage.query<DetailRow>(
        tx,
        sql`select id, urn, name, path, type, comment, source_id as "sourceId", scan_id as "scanId", row_count::float8 as "rowCount",
              sampled_rows::float8 as "sampledRows", sample_method as "sampleMethod", sensitivity_rank as rank,
              sensitive_columns as "sensitiveColumns", primary_key as "primaryKey", foreign_keys as "foreignKeys", warnings, version, owner, domain, tags, stewardship_version as "stewardshipVersion",
              ${sql.isoTime(sql`first_seen_at`)} as "firstSeenAt", ${sql.isoTime(sql`last_scanned_at`)} as "lastScannedAt",
              ${sql.isoTime(sql`retired_at`)} as "retiredAt"
            from ${this.#table('assets')} a where urn = ${urn} and ${visible.predicate}`,
      );
      if (asset === undefined) throw unknownAsset();
      const columns = await this.#storage.query<AssetDetail['columns'][number]>(
        tx,
        sql`select name, ordinal, data_type as "dataType", kind, nullable, comment, profile, classifications
            from ${this.#table('columns')} where asset_id = ${asset.id} order by ordinal`,
      );
      const { id: _id, rank, ...rest } = asset;
      const foreignKeys = await this.#seenKeys(tx, asset, visible);
      return { ...rest, foreignKeys, sensitivity: sensitivityOf(rank), columns };
    });
  }

  /** An asset as policies look at it; null where the caller may not see it. */
  async accessObject(scope: ExecutionScope, urn: string): Promise<AccessObject | null> {
    const { predicate } = await this.#visible(scope);
    const { owner, domain, sensitivity, tags, source } = ASSET_ATTRIBUTES;
    return this.#storage.transaction(scope, async (tx) => {
      const [found] = await this.#storage.query<AccessObject>(
        tx,
        sql`select a.name, jsonb_build_object('owner', ${owner}, 'domain', ${domain}, 'sensitivity', ${sensitivity}, 'tags', ${tags}, 'source', ${source}) as attributes
            from ${this.#table('assets')} a where a.urn = ${urn} and ${predicate}`,
      );
      return found ?? null;
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
    const { predicate: visible } = await this.#visible(scope);
    return this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`select c.info_type as "infoType", c.sensitivity, count(*)::int as columns
            from ${this.#table('columns')} c join ${this.#table('assets')} a on a.id = c.asset_id
            where a.retired_at is null and ${ofSource} and ${visible} group by 1, 2 order by 3 desc, 1`,
      ),
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }

  /** Which assets `a` the caller may see. */
  #visible(scope: ExecutionScope): Promise<AccessFilter> {
    return this.#access.filter(scope, 'catalog:read', attributeColumns(this.#storage.schema));
  }

  /** Foreign keys without those that would name an asset that the caller may not see. */
  async #seenKeys(
    tx: Transaction,
    { foreignKeys, sourceId }: DetailRow,
    { passes, predicate }: AccessFilter,
  ): Promise<DetailRow['foreignKeys']> {
    if (passes === 'all' || foreignKeys.length === 0) return foreignKeys;
    const paths = foreignKeys.map(({ referencedPath }) => referencedPath);
    const hidden = await this.#storage.query<{ path: readonly string[] }>(
      tx,
      sql`select a.path from ${this.#table('assets')} a
          where a.source_id = ${sourceId} and (${predicate}) is not true and to_jsonb(a.path) in (select jsonb_array_elements(${sql.json(paths)}))`,
    );
    const names = new Set(hidden.map(({ path }) => JSON.stringify(path)));
    return foreignKeys.filter(({ referencedPath }) => !names.has(JSON.stringify(referencedPath)));
  }

  #where(filter: AssetFilter, visible: SqlFragment): SqlFragment {
    return sql.join(Object.values(conditionsOf(filter, visible)), ' and ');
  }
}
