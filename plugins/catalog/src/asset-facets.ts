import {
  SEVERITIES,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { conditionsOf, NO_VALUE, type Rights } from './asset-conditions.ts';
import { type AssetFilter, FACETS, type FacetName, type Facets, type FacetValue } from './asset-view.ts';
import { NO_VIOLATION, sensitivityOf } from './column-row.ts';

/** Values of a facet that are told together with a list, the commonest first. */
const MOST_VALUES = 50;
const NOTHING = sql``;

/** What assets that are alike have in common: counted once for all of them. */
const COMMON = ['sensitivity', 'source', 'type', 'infoType', 'owner', 'domain', 'violation'] as const;
/** What differs even among those. */
const APART = ['tag', 'folder'] as const;
/** A sort of many thousand tags or folders that is done in memory. */
const MEMORY = sql`set local work_mem = '32MB'`;

/** What is counted: the value of an asset, and what has to be unfolded for it. */
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
   * How many assets a filter finds and, for each of its parts, the values that would still find something with all others in force.
   * @param wanted - parts to count by; the total is counted with any that {@link COMMON} names, and is null without
   */
  async all(
    tx: Transaction,
    filter: AssetFilter,
    rights: Rights,
    wanted: readonly FacetName[] = FACETS,
  ): Promise<{ readonly total: number | null; readonly facets: Facets }> {
    const facets: Partial<Record<FacetName, readonly FacetValue[]>> = {};
    const common = COMMON.filter((name) => wanted.includes(name));
    let total: number | null = null;
    if (common.length > 0) {
      const rows = await this.#common(tx, filter, rights, common);
      for (const name of common)
        facets[name] = rows.flatMap((row) => (row.facet === name ? toValue(name, row) : []));
      total = rows.find(({ facet }) => facet === 'total')?.count ?? 0;
    }
    for (const name of APART.filter((known) => wanted.includes(known))) {
      await this.#storage.query(tx, MEMORY);
      const rows = await this.#storage.query<FacetValue>(
        tx,
        sql`select ${VALUES[name].value} as value, count(*)::int as count from ${this.#apart(name, filter, rights)}
            group by 1 order by 2 desc, 1 limit ${MOST_VALUES}`,
      );
      facets[name] = rows.flatMap((row) => toValue(name, row));
    }
    return { total, facets };
  }

  /** Values of one facet that would still find something with all other filters in force, and how many there are of them. */
  async one(
    tx: Transaction,
    name: FacetName,
    filter: AssetFilter,
    rights: Rights,
    { q = '', named = [], limit }: FacetSearch,
  ): Promise<{ readonly items: readonly FacetValue[]; readonly values: number }> {
    const { value } = VALUES[name];
    const fits =
      q === ''
        ? sql`true`
        : sql`(${value} ilike ${sql.containing(q)} or ${value} = any(${[...named]}::text[]))`;
    const isApart = APART.find((apart) => apart === name);
    const counted =
      isApart === undefined
        ? sql`${this.#kinds(filter, rights)} select ${value} as value, sum(a.assets)::int as count from alike a ${VALUES[name].each}
              where ${narrowing(filter, rights)(name)} and ${value} is not null and ${fits} group by 1`
        : sql`select ${value} as value, count(*)::int as count from ${this.#apart(isApart, filter, rights)} and ${fits} group by 1`;
    await this.#storage.query(tx, MEMORY);
    const rows = await this.#storage.query<FacetValue & { readonly values: number }>(
      tx,
      sql`select value, count, count(*) over ()::int as values from (${counted}) counted order by count desc, value limit ${limit}`,
    );
    return {
      items: rows.flatMap(({ value: found, count }) => toValue(name, { value: found, count })),
      values: rows[0]?.values ?? 0,
    };
  }

  /** Counts by what alike assets have in common. */
  #common(
    tx: Transaction,
    filter: AssetFilter,
    rights: Rights,
    names: readonly FacetName[],
  ): Promise<readonly (FacetValue & { readonly facet: string })[]> {
    const but = narrowing(filter, rights);
    const facet = (name: FacetName): SqlFragment =>
      sql`(select ${name}::text as facet, ${VALUES[name].value} as value, sum(a.assets)::int as count from alike a ${VALUES[name].each}
           where ${but(name)} and ${VALUES[name].value} is not null group by 2 order by 3 desc, 2 limit ${MOST_VALUES})`;
    return this.#storage.query(
      tx,
      sql`${this.#kinds(filter, rights)}
          select 'total' as facet, '' as value, coalesce(sum(a.assets), 0)::int as count from alike a where ${but(null)}
          union all ${sql.join(names.map(facet), ' union all ')}
          order by 1, 3 desc, 2`,
    );
  }

  /** `with alike as …`: assets that are alike with how many there are. An index tells how many of each kind, one of a kind what it is. */
  #kinds(filter: AssetFilter, rights: Rights): SqlFragment {
    const { search, tag, folder } = conditionsOf(filter, rights);
    return sql`with alike as materialized (
      select r.sensitivity_rank, r.source_id, r.type, r.info_types, r.owner, r.domain,
        case when kind.is_known then r.violation_rank else ${NO_VIOLATION}::smallint end as violation_rank, kind.assets
      from (select a.alike, ((${rights.violations}) is true) as is_known, count(*) as assets
            from ${this.#table('assets')} a where ${search} and ${tag} and ${folder} group by 1, 2) kind
      cross join lateral (select * from ${this.#table('assets')} r where r.alike = kind.alike and r.retired_at is null limit 1) r
    )`;
  }

  /** What is counted by something that each asset has of its own: `… where …`, with values that are none left out. */
  #apart(name: (typeof APART)[number], filter: AssetFilter, rights: Rights): SqlFragment {
    const { [name]: _own, ...others } = conditionsOf(filter, rights);
    const { [name]: _chosen, ...rest } = filter;
    // Where nothing narrows them, tags are read from an index of their own.
    if (name === 'tag' && rights.isAll && Object.keys(rest).length === 0)
      return sql`${this.#table('asset_tags')} t where not exists (select from ${this.#table('assets')} a where a.id = t.asset_id and a.retired_at is not null)`;
    const { value, each } = VALUES[name];
    return sql`${this.#table('assets')} a ${each} where ${sql.join(Object.values(others), ' and ')} and ${value} is not null`;
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}

/** What a filter demands of assets that are alike, but for one of its parts. */
function narrowing(filter: AssetFilter, rights: Rights): (but: FacetName | null) => SqlFragment {
  const parts = conditionsOf(filter, rights, sql`a.violation_rank`);
  return (but) =>
    sql.join(
      COMMON.flatMap((other) => (other === but ? [] : [parts[other]])),
      ' and ',
    );
}

/** A value as the filter takes it; none where it is none. */
function toValue(name: FacetName, { value, count }: FacetValue): readonly FacetValue[] {
  if (name === 'violation') return [{ value: SEVERITIES[Number(value)] ?? NO_VALUE, count }];
  if (name !== 'sensitivity') return value === '' ? [] : [{ value, count }];
  const sensitivity = sensitivityOf(Number(value));
  return sensitivity === null ? [] : [{ value: sensitivity, count }];
}
