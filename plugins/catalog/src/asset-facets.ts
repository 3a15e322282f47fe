import {
  SEVERITIES,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { conditionsOf, knownViolationRank, NO_VALUE, type Rights } from './asset-conditions.ts';
import { type AssetFilter, FACETS, type FacetName, type Facets, type FacetValue } from './asset-view.ts';
import { sensitivityOf } from './column-row.ts';

/** Values of a facet that are told together with a list, the commonest first. */
const MOST_VALUES = 50;
const NOTHING = sql``;

/** What is counted: the value of an asset that is like others, and what has to be unfolded for it. */
const VALUES: Readonly<Record<FacetName, { readonly value: SqlFragment; readonly each: SqlFragment }>> = {
  sensitivity: { value: sql`a.sensitivity_rank::text`, each: NOTHING },
  source: { value: sql`a.source_id::text`, each: NOTHING },
  type: { value: sql`a.type`, each: NOTHING },
  infoType: { value: sql`t.info_type`, each: sql`cross join unnest(a.info_types) as t(info_type)` },
  owner: { value: sql`coalesce(a.owner, ${NO_VALUE}::text)`, each: NOTHING },
  domain: { value: sql`coalesce(a.domain, ${NO_VALUE}::text)`, each: NOTHING },
  tag: { value: sql`t.tag`, each: sql`cross join unnest(a.tags) as t(tag)` },
  folder: { value: sql`a.folder`, each: NOTHING },
  violation: { value: sql`a.violation_rank::text`, each: NOTHING },
};

/** Which values of one facet are wanted. */
export interface FacetSearch {
  /** Part of the value, in any case; all unless given. */
  readonly q?: string | undefined;
  /** Values that are wanted besides, because what they are called fits. */
  readonly named?: readonly string[] | undefined;
  readonly limit: number;
}

/** Counts assets by what they could be narrowed to. Rights are part of each statement: what may not be seen is not counted. */
export class AssetFacets {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /**
   * How many assets a filter finds and, for each of its parts, the values that would still find something with all others in force. The
   * assets are gone through once for all of it, because that is what takes the time where there are many.
   */
  async all(
    tx: Transaction,
    filter: AssetFilter,
    rights: Rights,
  ): Promise<{ readonly total: number; readonly facets: Facets }> {
    const narrowing = this.#narrowing(filter, rights);
    const facet = (name: FacetName): SqlFragment =>
      sql`(select ${name}::text as facet, ${VALUES[name].value} as value, sum(a.assets)::int as count from alike a ${VALUES[name].each}
           where ${narrowing(name)} and ${VALUES[name].value} is not null group by 2 order by 3 desc, 2 limit ${MOST_VALUES})`;
    const rows = await this.#storage.query<{ facet: string; value: string; count: number }>(
      tx,
      sql`with alike as materialized (
            select a.sensitivity_rank, a.source_id, a.type, a.info_types, a.owner, a.domain, a.tags, a.folder, ${knownViolationRank(rights)} as violation_rank, count(*) as assets
            from ${this.#table()} a where ${conditionsOf(filter, rights).search} group by 1, 2, 3, 4, 5, 6, 7, 8, 9
          )
          select 'total' as facet, '' as value, coalesce(sum(a.assets), 0)::int as count from alike a where ${narrowing(null)}
          union all ${sql.join(FACETS.map(facet), ' union all ')}
          order by 1, 3 desc, 2`,
    );
    const of = (wanted: FacetName): readonly FacetValue[] =>
      rows.flatMap(({ facet: name, value, count }) =>
        name === wanted ? toValue(wanted, { value, count }) : [],
      );
    return {
      total: rows.find(({ facet: name }) => name === 'total')?.count ?? 0,
      facets: {
        ...{ sensitivity: of('sensitivity'), infoType: of('infoType'), source: of('source') },
        ...{ type: of('type'), owner: of('owner'), domain: of('domain'), tag: of('tag') },
        ...{ folder: of('folder'), violation: of('violation') },
      },
    };
  }

  /** Values of one facet that would still find something with all other filters in force, and how many there are of them. */
  async one(
    tx: Transaction,
    name: FacetName,
    filter: AssetFilter,
    rights: Rights,
    { q = '', named = [], limit }: FacetSearch,
  ): Promise<{ readonly items: readonly FacetValue[]; readonly values: number }> {
    const { search, ...parts } = conditionsOf(filter, rights);
    const others = sql.join(
      FACETS.flatMap((other) => (other === name ? [] : [parts[other]])),
      ' and ',
    );
    const isKnown = sql`(case when (${rights.violations}) is true then a.violation_rank else -1::smallint end)::text`;
    const value = name === 'violation' ? isKnown : VALUES[name].value;
    const fits =
      q === '' ? sql`true` : sql`(value ilike ${sql.containing(q)} or value = any(${[...named]}::text[]))`;
    const rows = await this.#storage.query<FacetValue & { readonly values: number }>(
      tx,
      sql`select value, count, count(*) over ()::int as values from (
            select ${value} as value, count(*)::int as count from ${this.#table()} a ${VALUES[name].each} where ${search} and ${others} group by 1
          ) counted where value is not null and ${fits} order by count desc, value limit ${limit}`,
    );
    return {
      items: rows.flatMap(({ value: found, count }) => toValue(name, { value: found, count })),
      values: rows[0]?.values ?? 0,
    };
  }

  /** What a filter demands of assets that are alike, but for one of its parts. */
  #narrowing(filter: AssetFilter, rights: Rights): (but: FacetName | null) => SqlFragment {
    const { search: _search, ...parts } = conditionsOf(filter, rights, sql`a.violation_rank`);
    return (but) =>
      sql.join(
        FACETS.flatMap((other) => (other === but ? [] : [parts[other]])),
        ' and ',
      );
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'assets');
  }
}

/** A value as the filter takes it; none where it is none. */
function toValue(name: FacetName, { value, count }: FacetValue): readonly FacetValue[] {
  if (name === 'violation') return [{ value: SEVERITIES[Number(value)] ?? NO_VALUE, count }];
  if (name !== 'sensitivity') return value === '' ? [] : [{ value, count }];
  const sensitivity = sensitivityOf(Number(value));
  return sensitivity === null ? [] : [{ value: sensitivity, count }];
}
