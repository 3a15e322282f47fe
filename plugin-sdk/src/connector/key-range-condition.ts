import type { KeyRange } from './slices.ts';

/**
 * The condition in SQL that the rows of a slice by keys fulfil, without `WHERE`. Together the conditions of an asset's slices hold
 * for every row once: one range without bounds takes whatever has a key.
 * @param name - the key as it is written in the statement: a quoted column
 * @param literal - a bound as it is written in the statement
 * @public
 */
export function keyRangeCondition(range: KeyRange, name: string, literal: (bound: bigint) => string): string {
  if (range.nulls) return `${name} IS NULL`;
  const { from, before } = range;
  if (from === null && before === null) return `${name} IS NOT NULL`;
  return [
    ...(from === null ? [] : [`${name} >= ${literal(from)}`]),
    ...(before === null ? [] : [`${name} < ${literal(before)}`]),
  ].join(' AND ');
}
