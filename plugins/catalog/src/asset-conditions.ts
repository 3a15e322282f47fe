import { SEVERITIES, type SqlFragment, sql } from '@datawave/plugin-sdk';
import type { AssetFilter, FacetName } from './asset-view.ts';
import { NO_VIOLATION, rankOf } from './column-row.ts';

/** Stands in filters and facets for assets that have no owner or no domain: neither can be called so. */
export const NO_VALUE = '-';

const VIOLATION_RANKS = new Map<string, number>(SEVERITIES.map((severity, rank) => [severity, rank]));
const violationRankOf = (value: string): number => VIOLATION_RANKS.get(value) ?? NO_VIOLATION;

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

/** What the caller may know of assets `a`. */
export interface Rights {
  /** Whether they may see one. */
  readonly visible: SqlFragment;
  /** Whether they may see all. */
  readonly isAll: boolean;
  /** Whether they may know of its violations. */
  readonly violations: SqlFragment;
}

/** Rank of the gravest violation of an asset `a`, as the caller may know it. */
export const knownViolationRank = (rights: Rights): SqlFragment =>
  sql`case when (${rights.violations}) is true then a.violation_rank else ${NO_VIOLATION}::smallint end`;

/** What a filter and the caller's rights demand of an asset `a`, part by part. */
export function conditionsOf(
  filter: AssetFilter,
  rights: Rights,
  /** Where the rank of the gravest violation stands in what is read. */
  violationRank: SqlFragment = knownViolationRank(rights),
): Readonly<Record<FacetName | 'search', SqlFragment>> {
  const { sensitivity, source, type, infoType, owner, domain, tag, folder, violation } = filter;
  return {
    search: sql.join(
      [
        sql`a.retired_at is null`,
        rights.visible,
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
    folder: folder === undefined ? sql`true` : sql`a.folder = any(${folder}::text[])`,
    violation:
      violation === undefined
        ? sql`true`
        : sql`${violationRank} = any(${violation.map(violationRankOf)}::smallint[])`,
    tag: tag === undefined ? sql`true` : sql`a.tags && ${tag}::text[]`,
  };
}
