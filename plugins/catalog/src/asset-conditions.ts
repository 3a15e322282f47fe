import { type SqlFragment, sql } from '@datawave/plugin-sdk';
import type { AssetFilter, FacetName } from './asset-view.ts';
import { rankOf } from './column-row.ts';

/** Stands in filters and facets for assets that have no owner or no domain: neither can be called so. */
export const NO_VALUE = '-';

/** Words that a filter looks for in names. */
export const wordsOf = ({ q = '' }: AssetFilter): readonly string[] =>
  q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 10);

/** Whether a column holds one of some values, or none where that is among what is looked for. */
function oneOf(column: SqlFragment, wanted: readonly string[] | undefined): SqlFragment {
  if (wanted === undefined) return sql`true`;
  const named = wanted.filter((value) => value !== NO_VALUE);
  const isNamed = sql`${column} = any(${named}::text[])`;
  return named.length === wanted.length ? isNamed : sql`(${column} is null or ${isNamed})`;
}

/** What a filter and the caller's rights demand of an asset `a`, part by part. */
export function conditionsOf(
  filter: AssetFilter,
  visible: SqlFragment,
): Readonly<Record<FacetName | 'search', SqlFragment>> {
  const { sensitivity, source, type, infoType, owner, domain, tag } = filter;
  return {
    search: sql.join(
      [
        sql`a.retired_at is null`,
        visible,
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
    owner: oneOf(sql`a.owner`, owner),
    domain: oneOf(sql`a.domain`, domain),
    tag: tag === undefined ? sql`true` : sql`a.tags && ${tag}::text[]`,
  };
}
