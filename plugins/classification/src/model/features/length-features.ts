import type { ColumnFacts } from './read-column.ts';
import type { ValueFacts } from './read-value.ts';

/** `length.*` in characters; `words.*` by spaces; `case.*`: share of the values written so. */
export const LENGTH_FEATURES: readonly string[] = [
  ...['mean', 'spread', 'least', 'lowerQuartile', 'median', 'upperQuartile', 'most', 'commonest'].map(
    (name) => `length.${name}`,
  ),
  ...['mean', 'one', 'two', 'three', 'fourToSeven', 'eightAndMore'].map((name) => `words.${name}`),
  ...['capitalised', 'everyWord', 'upper', 'lower', 'within'].map((name) => `case.${name}`),
];

/** @see LENGTH_FEATURES */
export function describeLengths({ values }: ColumnFacts): readonly number[] {
  const count = Math.max(1, values.length);
  const lengths = new Float64Array(values.length);
  const wordsOf = [0, 0, 0, 0, 0];
  let total = 0;
  let words = 0;
  let capitalised = 0;
  let everyWord = 0;
  let upperOnly = 0;
  let lowerOnly = 0;
  let within = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === undefined) continue;
    lengths[index] = value.length;
    total += value.length;
    words += value.words;
    const group = value.words < 4 ? value.words - 1 : value.words < 8 ? 3 : 4;
    if (value.words > 0) wordsOf[group] = (wordsOf[group] ?? 0) + 1;
    if (value.lower === 0) {
      if (value.upper > 0) upperOnly++;
      continue;
    }
    if (value.upper === 0) lowerOnly++;
    if (value.capitalisedWords > 0) capitalised++;
    if (value.words > 1 && value.capitalisedWords === value.words) everyWord++;
    // Capitals within words: McDonald, iPhone, camelCase.
    if (value.upper > value.capitalisedWords) within++;
  }
  lengths.sort();
  const mean = total / count;
  const at = (share: number): number => lengths[Math.floor(share * (lengths.length - 1))] ?? 0;
  const [one = 0, two = 0, three = 0, some = 0, many = 0] = wordsOf;
  return [
    mean,
    spreadAround(mean, values),
    ...[at(0), at(0.25), at(0.5), at(0.75), at(1)],
    ...[longestRun(lengths) / count, words / count],
    ...[one / count, two / count, three / count, some / count, many / count],
    ...[capitalised / count, everyWord / count, upperOnly / count, lowerOnly / count, within / count],
  ];
}

function spreadAround(mean: number, values: readonly ValueFacts[]): number {
  let sum = 0;
  for (const { length } of values) sum += (length - mean) ** 2;
  return Math.sqrt(sum / Math.max(1, values.length));
}

/** How many values have the commonest length, of lengths in order. */
function longestRun(lengths: Float64Array): number {
  let longest = 0;
  let run = 0;
  for (let index = 0; index < lengths.length; index++) {
    run = index > 0 && lengths[index] === lengths[index - 1] ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return longest;
}
