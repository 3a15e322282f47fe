import { type ColumnFacts, entropyOf, meanOf, shareOf, tally } from './read-column.ts';
import { SIGNS, type ValueFacts } from './read-value.ts';

/** `form.*`: how alike the values are built (`Aa 9` is a form), where digits stand in them, and what they are built like. */
export const FORM_FEATURES: readonly string[] = [
  ...['commonest', 'secondCommonest', 'distinct', 'entropy'],
  ...['digitRuns', 'longestDigitRun', 'digitFirst', 'digitLast', 'hasDigit', 'digitsOnly', 'lettersOnly'],
  ...['date', 'time', 'dotted', 'prefixed'],
].map((name) => `form.${name}`);

const bitsOf = (...signs: readonly (typeof SIGNS)[number][]): number =>
  signs.reduce((bits, sign) => bits | (1 << SIGNS.indexOf(sign)), 0);
const OF_DATES = bitsOf('-', '/', '.');
const COLON = bitsOf(':');
const POINT = bitsOf('.');
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const letters = ({ upper, lower, uncased }: ValueFacts): number => upper + lower + uncased;

/** @see FORM_FEATURES */
export function describeForms({ values }: ColumnFacts): readonly number[] {
  const forms = tally(values, ({ form }) => form);
  const sorted = forms.toSorted((a, b) => b - a);
  const count = Math.max(1, values.length);
  return [
    (sorted[0] ?? 0) / count,
    (sorted[1] ?? 0) / count,
    forms.length / count,
    entropyOf(sorted, count),
    meanOf(values, ({ digitRuns }) => digitRuns),
    meanOf(values, ({ longestDigitRun }) => longestDigitRun),
    shareOf(values, ({ first }) => isDigit(first)),
    shareOf(values, ({ last }) => isDigit(last)),
    shareOf(values, ({ digits }) => digits > 0),
    shareOf(values, ({ digits, length }) => digits > 0 && digits === length),
    shareOf(values, (value) => value.length > 0 && letters(value) === value.length),
    // 1984-02-29, 2/29/84, 29.2.1984, with or without a time of day.
    shareOf(
      values,
      (value) =>
        letters(value) <= 2 &&
        value.digits >= 6 &&
        value.digits <= 17 &&
        value.digitRuns >= 3 &&
        (value.digitRuns === 3 || (value.signs & COLON) !== 0) &&
        (value.signs & OF_DATES) !== 0,
    ),
    shareOf(values, ({ signs, digitRuns }) => digitRuns >= 2 && (signs & COLON) !== 0),
    shareOf(values, ({ signs, digitRuns }) => digitRuns >= 2 && (signs & POINT) !== 0),
    shareOf(values, ({ first, last }) => !isDigit(first) && isDigit(last)),
  ];
}
