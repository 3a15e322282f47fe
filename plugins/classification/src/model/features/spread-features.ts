import { type ColumnFacts, entropyOf } from './read-column.ts';

/** `spread.*`: how the rows spread over the distinct values. */
export const SPREAD_FEATURES: readonly string[] = [
  ...['logDistinct', 'distinctShare', 'nullShare', 'blankShare', 'commonest', 'entropy'],
  ...['isConstant', 'isPair'],
].map((name) => `spread.${name}`);

/** @see SPREAD_FEATURES */
export function describeSpread({ sample, view }: ColumnFacts): readonly number[] {
  let filled = 0;
  let most = 0;
  for (const count of sample.counts) {
    filled += count;
    if (count > most) most = count;
  }
  const rows = Math.max(1, filled);
  const kept = sample.counts.length;
  return [
    Math.log1p(sample.distinctCount),
    Math.min(1, sample.values.length / rows),
    sample.nullCount / Math.max(1, sample.nullCount + filled),
    (filled - view.filledRows) / rows,
    most / rows,
    // Of the most that so many values can have.
    kept < 2 ? 0 : entropyOf(sample.counts, rows) / Math.log2(kept),
    Number(view.values.length === 1),
    Number(view.values.length === 2),
  ];
}
