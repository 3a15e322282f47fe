import type { ColumnSample, ColumnSchema } from '@datawave/plugin-sdk';

/** Values of a column that are looked at for its shape; more of them change nothing. */
const MOST_VALUES = 100;

/** What the values of a column look like, as numbers between which a model can draw lines. */
export interface ColumnShape {
  /** Natural log of one plus the number of distinct values. */
  readonly logDistinct: number;
  /** Distinct values by rows that hold one. */
  readonly distinctShare: number;
  readonly nullShare: number;
  readonly meanLength: number;
  readonly lengthSpread: number;
  readonly meanWords: number;
  /** Shares of all characters. */
  readonly digitShare: number;
  readonly letterShare: number;
  readonly punctuationShare: number;
  /** Shares of the values. */
  readonly capitalisedShare: number;
  readonly upperCaseShare: number;
  readonly integerShare: number;
  readonly decimalShare: number;
  /** Of those that are numbers; log10 of one plus their magnitude. */
  readonly smallest: number;
  readonly largest: number;
  /** Whether numbers run on by one. */
  readonly isSequence: number;
}

const NUMBER = /^-?\d+(?:[.,]\d+)?$/;

/** Measures the shape of a column's distinct values. */
export function describeShape(column: ColumnSample): ColumnShape {
  const values = column.values.slice(0, MOST_VALUES).map((value) => value.trim().slice(0, 200));
  const filled = column.counts.reduce((sum, count) => sum + count, 0);
  const count = Math.max(1, values.length);
  const lengths = values.map((value) => value.length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / count;
  let digits = 0;
  let letters = 0;
  let spaces = 0;
  let capitalised = 0;
  let upper = 0;
  let words = 0;
  const numbers: number[] = [];
  let integers = 0;
  for (const value of values) {
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code >= 48 && code <= 57) digits++;
      else if (code === 32) spaces++;
      else if ((code | 32) >= 97 && (code | 32) <= 122) letters++;
      else if (code > 191) letters++;
    }
    words += value.split(' ').length;
    if (/^\p{Lu}[\p{Ll}\p{M}]/u.test(value)) capitalised++;
    else if (/^[^a-z]*[A-Z][^a-z]*$/.test(value)) upper++;
    if (NUMBER.test(value)) {
      numbers.push(Number(value.replace(',', '.')));
      if (!/[.,]/.test(value)) integers++;
    }
  }
  const characters = Math.max(
    1,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  const magnitudes = numbers.map((value) => Math.log10(1 + Math.abs(value)));
  return {
    logDistinct: Math.log1p(column.distinctCount),
    distinctShare: filled === 0 ? 0 : Math.min(1, column.values.length / filled),
    nullShare: column.nullCount / Math.max(1, column.nullCount + filled),
    meanLength: Math.min(200, mean),
    lengthSpread: Math.sqrt(lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / count),
    meanWords: words / count,
    digitShare: digits / characters,
    letterShare: letters / characters,
    punctuationShare: (characters - digits - letters - spaces) / characters,
    capitalisedShare: capitalised / count,
    upperCaseShare: upper / count,
    integerShare: integers / count,
    decimalShare: (numbers.length - integers) / count,
    smallest: magnitudes.length === 0 ? -1 : Math.min(...magnitudes),
    largest: magnitudes.length === 0 ? -1 : Math.max(...magnitudes),
    isSequence: isRunning(numbers) ? 1 : 0,
  };
}

function isRunning(numbers: readonly number[]): boolean {
  if (numbers.length < 3) return false;
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted.every((value, index) => index === 0 || value - (sorted[index - 1] ?? value) === 1);
}

/** Whether the name was made by a machine and says nothing: `column1`, `V3`, `Unnamed: 0`, `_c4`. */
export const isNameless = (schema: ColumnSchema): boolean =>
  /^(?:|#|x|(?:unnamed|column|col|field|var|v|_?c|x|f|attr)[ :._-]*\d*)$/i.test(schema.name.trim());
