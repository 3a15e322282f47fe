import type { ColumnFacts } from './read-column.ts';

/** `number.*`: of the values that are plain numbers; magnitudes as log10 of one plus them, -1 where there is none. */
export const NUMBER_FEATURES: readonly string[] = [
  ...['integer', 'decimal', 'negative', 'leadingZero', 'smallest', 'median', 'largest', 'spread'],
  ...['isSequence', 'density', 'decimals', 'round', 'year', 'age', 'unit', 'latitude', 'longitude', 'small'],
].map((name) => `number.${name}`);

const magnitude = (value: number): number => Math.log10(1 + Math.abs(value));

/** @see NUMBER_FEATURES */
export function describeNumbers({ values, numbers }: ColumnFacts): readonly number[] {
  const count = Math.max(1, values.length);
  const many = numbers.length;
  const share = (holds: (value: number) => boolean): number => {
    let sum = 0;
    for (const value of numbers) if (holds(value)) sum++;
    return sum / count;
  };
  let integers = 0;
  let leadingZeros = 0;
  let decimals = 0;
  for (const value of values) {
    if (value.number === null) continue;
    if (value.decimals === 0) integers++;
    decimals += value.decimals;
    if (value.first === 48 && value.digits > 1 && value.decimals === 0) leadingZeros++;
  }
  const least = numbers[0] ?? 0;
  const most = numbers[many - 1] ?? 0;
  const within = (from: number, to: number): number => share((value) => value >= from && value <= to);
  const fractions = (many - integers) / count;
  return [
    integers / count,
    fractions,
    share((value) => value < 0),
    leadingZeros / count,
    many === 0 ? -1 : magnitude(least),
    many === 0 ? -1 : magnitude(numbers[many >> 1] ?? 0),
    many === 0 ? -1 : magnitude(most),
    many === 0 ? -1 : magnitude(most - least),
    Number(isRunning(numbers)),
    many < 2 ? 0 : Math.min(1, many / (most - least + 1)),
    decimals / Math.max(1, many),
    share((value) => value !== 0 && value % 10 === 0),
    share((value) => Number.isInteger(value) && value >= 1800 && value <= 2100),
    share((value) => Number.isInteger(value) && value >= 0 && value <= 110),
    within(0, 1),
    fractions * within(-90, 90),
    fractions * within(-180, 180),
    within(0, 9),
  ];
}

function isRunning(numbers: Float64Array): boolean {
  if (numbers.length < 3) return false;
  for (let index = 1; index < numbers.length; index++)
    if ((numbers[index] ?? 0) - (numbers[index - 1] ?? 0) !== 1) return false;
  return true;
}
