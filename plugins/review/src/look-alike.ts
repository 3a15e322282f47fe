import { type ColumnProfile, tokenizeName } from '@datawave/plugin-sdk';

/** A shape that fewer values have does not stand for the column. */
const LEAST_SHARE = 0.5;

/** Of columns whose values have many shapes. */
const MIXED_SHAPE = '*';

/** Tokens of a name in their order, numbers left out: `custEMail_2` → `customer email`. */
export const nameKey = (name: string): string =>
  tokenizeName(name)
    .filter((token) => !/^\d+$/.test(token))
    .join(' ')
    .slice(0, 200)
    .toWellFormed();

/** The shape that at least half of the values have; `*` where there is none, empty where there are no values. */
export function shapeKey(shapes: ColumnProfile['shapes']): string {
  const [commonest] = shapes;
  if (commonest === undefined) return '';
  return commonest.share >= LEAST_SHARE ? commonest.shape.slice(0, 200) : MIXED_SHAPE;
}

/**
 * Whether a shape says something by itself: digits or letters in at least three runs or kinds (`AA-9999`, `999-99-9+`),
 * not merely a word or a number, which everything may be.
 */
export function isDistinctive(shape: string): boolean {
  const runs = shape.match(/[aA]+\+?|9+\+?/g) ?? [];
  return shape !== MIXED_SHAPE && runs.length >= 2 && /9/.test(shape) && /[^aA9+ ]|[aA]9|9[aA]/.test(shape);
}
