import {
  type AccessFilter,
  type AccessObject,
  type AccessService,
  cutPage,
  type ExecutionScope,
  mayTellSpread,
  type Sensitivity,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { ASSET_ATTRIBUTES, attributeColumns } from './asset-attributes.ts';
import { conditionsOf, type Rights, wordsOf } from './asset-conditions.ts';
import { unknownAsset } from './asset-errors.ts';
import { AssetFacets, type FacetSearch } from './asset-facets.ts';
import { type AssetOrder, orderOf } from './asset-order.ts';
import {
  type AssetDetail,
  type AssetFilter,
  type AssetPage,
  type DetailRow,
  type FacetName,
  type Facets,
  type FacetValue,
  type ItemRow,
  toItem,
} from './asset-view.ts';
import { sensitivityOf } from './column-row.ts';

/** Columns of an asset that are named as those that a search found. */
const MOST_MATCHES = 3;

/** Reads lists, facets and single assets: those that the caller may see, in the caller's workspace. */
export class AssetQueries {
  readonly #storage: StorageService;
  readonly #access: AccessService;
  readonly #facets: AssetFacets;

  constructor(storage: StorageService, access: AccessService) {
    this.#storage = storage;
    this.#access = access;
    this.#facets = new AssetFacets(storage);
  }

  /** A page, the most sensitive first unless another order is asked for, then by name; with facets if they are wanted. */
  async page(
    scope: ExecutionScope,
    filter: AssetFilter,
    {
      limit,
      cursor,
      withFacets = false,
      sort = 'sensitivity',
    }: {
      readonly limit: number;
      readonly cursor?: string | undefined;
      readonly withFacets?: boolean | undefined;
      readonly sort?: AssetOrder | undefined;
    },
  ): Promise<AssetPage> {
    // Looking for words takes a look at every asset: one for the page and the total. Without any the order of an index gives the page.
    const rights = await this.#rights(scope);
    const words = wordsOf(filter);
    const once = words.length === 0 ? sql`not materialized` : sql`materialized`;
    const total = withFacets ? sql`select null::int as total` : sql`select count(*)::int as total from found`;
    const order = orderOf(sort, rights);
    const after = cursor === undefined ? sql`true` : order.after(cursor);
    return this.#storage.transaction(scope, async (tx) => {
      const found = await this.#storage.query<
        (ItemRow | { readonly id: null }) & { readonly total: number | null }
      >(
        tx,
        sql`with found as ${once} (
              select a.id, a.name, ${order.key} as key from ${this.#table('assets')} a where ${this.#where(filter, rights)}
            ), page as (
              select a.id, key from found a where ${after} order by ${order.by} limit ${limit + 1}
            )
            select t.total, a.id, a.urn, a.name, a.type, a.source_id, a.column_count, a.sensitive_columns, a.sensitivity_rank, a.row_count::float8 as row_count, a.owner, a.domain, a.tags, a.folder,
              page.key::float8 as key, v.standing as standing_violations, v.rank as violation_rank,
              ${sql.isoTime(sql`a.last_scanned_at`)} as last_scanned_at,
              (select jsonb_agg(t order by t.rank desc, t.columns desc, t."infoType") from
                (select c.info_type as "infoType", c.sensitivity, c.sensitivity_rank as rank, count(*)::int as columns
                 from ${this.#table('columns')} c where c.asset_id = a.id and c.info_type is not null
                 group by 1, 2, 3 order by 3 desc, 4 desc, 1 limit 6) t) as info_types,
              ${this.#matched(words)} as matched
            from (${total}) t left join (page join ${this.#table('assets')} a using (id)
              cross join lateral (select case when (${rights.violations}) is true then a.standing_violations end as standing,
                case when (${rights.violations}) is true then a.violation_rank end as rank) v) on true
            order by ${order.by}`,
      );
      const rows = found.flatMap((row) => (row.id === null ? [] : [row]));
      const page = cutPage(rows, limit, toItem, (row) => [row.key, row.name, row.id]);
      if (!withFacets) return { ...page, total: found[0]?.total ?? 0, facets: null };
      const { total: all, facets } = await this.#facets.all(tx, filter, rights);
      return { ...page, total: all ?? 0, facets };
    });
  }

  /** Columns of an asset `a` whose names hold one of the words that were looked for. */
  #matched(words: readonly string[]): SqlFragment {
    if (words.length === 0) return sql`null::jsonb`;
    const holds = sql.join(
      words.map((word) => sql`lower(c.name) like ${sql.containing(word)}`),
      ' or ',
    );
    return sql`(select jsonb_agg(m.name) from (select c.name from ${this.#table('columns')} c
      where c.asset_id = a.id and (${holds}) order by c.ordinal limit ${MOST_MATCHES}) m)`;
  }

  /** The commonest values of some facets; see {@link AssetFacets.all}. */
  async facets(
    scope: ExecutionScope,
    filter: AssetFilter,
    wanted: readonly FacetName[],
  ): Promise<{ readonly total: number | null; readonly facets: Facets }> {
    const rights = await this.#rights(scope);
    return this.#storage.transaction(scope, (tx) => this.#facets.all(tx, filter, rights, wanted));
  }

  /** Values of one facet; see {@link AssetFacets.one}. */
  async facet(
    scope: ExecutionScope,
    name: FacetName,
    filter: AssetFilter,
    search: FacetSearch,
  ): Promise<{ readonly items: readonly FacetValue[]; readonly values: number }> {
    const rights = await this.#rights(scope);
    return this.#storage.transaction(scope, (tx) => this.#facets.one(tx, name, filter, rights, search));
  }

  /** @throws DataWaveError DW_ASSET_UNKNOWN, status 404 */
  async detail(scope: ExecutionScope, urn: string): Promise<AssetDetail> {
    const visible = await this.#visible(scope);
    return this.#storage.transaction(scope, async (tx) => {
      const [asset] = await this.#storage.query<DetailRow>(
        tx,
        sql`select id, urn, name, path, type, comment, source_id as "sourceId", scan_id as "scanId", row_count::float8 as "rowCount",
              sampled_rows::float8 as "sampledRows", sample_method as "sampleMethod", sensitivity_rank as rank,
              sensitive_columns as "sensitiveColumns", primary_key as "primaryKey", foreign_keys as "foreignKeys", warnings, version, owner, domain, tags, folder, stewardship_version as "stewardshipVersion",
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
      return {
        ...{ ...rest, foreignKeys, sensitivity: sensitivityOf(rank) },
        // What a person said of a column since it was scanned counts as well.
        columns: columns.map((column) =>
          mayTellSpread(column.classifications)
            ? column
            : { ...column, profile: { ...column.profile, distribution: null } },
        ),
      };
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

  /** What the caller may know of assets `a`. */
  async #rights(scope: ExecutionScope): Promise<Rights> {
    const columns = attributeColumns(this.#storage.schema);
    const [visible, violations] = await Promise.all([
      this.#visible(scope),
      this.#access.filter(scope, 'compliance:read', columns),
    ]);
    return {
      visible: visible.predicate,
      isAll: visible.passes === 'all',
      violations: violations.predicate,
    };
  }

  #where(filter: AssetFilter, rights: Rights): SqlFragment {
    return sql.join(Object.values(conditionsOf(filter, rights)), ' and ');
  }
}
