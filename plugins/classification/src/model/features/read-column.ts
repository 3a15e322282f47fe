import type { ColumnSample, ColumnView } from '@datawave/plugin-sdk';
import { type CharacterCounts, readValue, type ValueFacts } from './read-value.ts';
import { SCRIPTS } from './scripts.ts';

/** Values of a column that are looked at for its shape; more of them change nothing. */
const MOST_VALUES = 80;

/** What is known of a column's values, read once and shared by all features. */
export interface ColumnFacts {
  readonly view: ColumnView;
  readonly sample: ColumnSample;
  /** Distinct values, at most a fixed number of them. */
  readonly values: readonly ValueFacts[];
  readonly counts: CharacterCounts;
  /** All characters that were counted; at least 1. */
  readonly characters: number;
  /** Those of the values that are plain numbers, ascending. */
  readonly numbers: Float64Array;
}

/** Reads the distinct values of a column. */
export function readColumn(view: ColumnView, sample: ColumnSample): ColumnFacts {
  const counts: CharacterCounts = {
    ascii: new Uint32Array(128),
    scripts: new Uint32Array(SCRIPTS.length),
  };
  const values: ValueFacts[] = [];
  const numbers: number[] = [];
  for (let index = 0; index < Math.min(view.values.length, MOST_VALUES); index++) {
    const facts = readValue(view.values[index] ?? '', counts);
    values.push(facts);
    if (facts.number !== null) numbers.push(facts.number);
  }
  let characters = 0;
  for (let code = 0; code < counts.ascii.length; code++) characters += counts.ascii[code] ?? 0;
  for (let script = 0; script < counts.scripts.length; script++) characters += counts.scripts[script] ?? 0;
  return {
    view,
    sample,
    values,
    counts,
    characters: Math.max(1, characters),
    numbers: Float64Array.from(numbers).sort(),
  };
}

/** Share of the values of which something holds. */
export function shareOf(values: readonly ValueFacts[], holds: (value: ValueFacts) => boolean): number {
  let count = 0;
  for (const value of values) if (holds(value)) count++;
  return count / Math.max(1, values.length);
}

/** Mean of a number over the values. */
export function meanOf(values: readonly ValueFacts[], of: (value: ValueFacts) => number): number {
  let sum = 0;
  for (const value of values) sum += of(value);
  return sum / Math.max(1, values.length);
}

/** Entropy in bits of how often each thing occurs. */
export function entropyOf(counts: ArrayLike<number>, total: number): number {
  let bits = 0;
  let before = 0;
  let added = 0;
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index] ?? 0;
    // Of a thousand values most occur once: they are reckoned once.
    if (count !== before) {
      const share = count / total;
      added = share > 0 ? share * Math.log2(share) : 0;
      before = count;
    }
    bits -= added;
  }
  return bits;
}

/** How often each key occurs, in the order of first occurrence. */
export function tally(
  values: readonly ValueFacts[],
  keyOf: (value: ValueFacts) => number,
): readonly number[] {
  const places = new Map<number, number>();
  const tallied: number[] = [];
  for (const value of values) {
    const key = keyOf(value);
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, tallied.length);
      tallied.push(1);
    } else tallied[place] = (tallied[place] ?? 0) + 1;
  }
  return tallied;
}
