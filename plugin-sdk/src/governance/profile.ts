import type { Classification } from './classification.ts';

/**
 * How the values of a column are spread, without any of them: bounds are round, and on either side of each, and in each interval between two,
 * lie five rows at least. The first interval has no beginning and the last no end, so that neither the least nor the
 * greatest value can be told from it.
 * @public
 */
export interface Distribution {
  /** Of this shape; facts that were kept before there was any have none. */
  readonly version: 1;
  /** What is spread: numbers, times (milliseconds since 1970), or lengths of text in characters. */
  readonly of: 'number' | 'time' | 'length';
  /** Rising; at least one, fewer than twenty. A value that equals one lies above it. */
  readonly bounds: readonly number[];
  /** Rows of the sample that were looked at in each interval: one more than there are bounds. */
  readonly counts: readonly number[];
}

/** Intervals of a {@link Distribution}. @public */
export const MOST_INTERVALS = 20;
/** Rows in an interval: fewer would tell of somebody in particular. @public */
export const LEAST_IN_INTERVAL = 5;

/**
 * Whether it may be told how the values of a column are spread: not where any verdict that nobody rejected says that they are confidential
 * or restricted. Of a salary, a birthday or a diagnosis an interval already tells something about somebody; ids and amounts of things do not.
 * @public
 */
export const mayTellSpread = (
  classifications: readonly Pick<Classification, 'sensitivity' | 'status'>[],
): boolean =>
  !classifications.some(
    ({ sensitivity, status }) =>
      status !== 'rejected' && (sensitivity === 'confidential' || sensitivity === 'restricted'),
  );

/** What a column looks like, without any of its values. May be stored. @public */
export interface ColumnProfile {
  readonly nullCount: number;
  readonly distinctCount: number;
  /** Lengths of the sampled values in characters; null when there are none. */
  readonly length: { readonly min: number; readonly max: number; readonly mean: number } | null;
  /** Commonest shapes with their share of the sampled values, letters as `a` and `A`, digits as `9`, runs over three as `+`: `9+-AAA`. At most ten. */
  readonly shapes: readonly { readonly shape: string; readonly share: number }[];
  /** Shannon entropy of the characters, bits each. */
  readonly entropy: number;
  /** At most three masked examples: `j***@e***.com`. */
  readonly maskedExamples: readonly string[];
  /** Absent in facts that were kept before there was any; null where there is none to tell. */
  readonly distribution?: Distribution | null;
}
