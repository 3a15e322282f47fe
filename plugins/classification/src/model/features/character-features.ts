import { type ColumnFacts, entropyOf, shareOf, tally } from './read-column.ts';
import { SIGNS } from './read-value.ts';
import { SCRIPTS } from './scripts.ts';

const SIGN_NAMES = [
  ...['at', 'point', 'comma', 'hyphen', 'slash', 'colon', 'underscore', 'hash', 'bracket', 'apostrophe'],
  ...['ampersand', 'plus', 'percent', 'semicolon', 'bar'],
] as const;

/**
 * `characters.*`: shares of all characters; `sign.*`: share of the values that hold a sign; `script.*`: share of all characters in a
 * writing system; `entropy.*`: bits a character, of all, of the first and of the last ones.
 */
export const CHARACTER_FEATURES: readonly string[] = [
  ...['digit', 'upper', 'lower', 'space', 'sign', 'vowel', 'hexadecimal', 'alphanumeric'].map(
    (name) => `characters.${name}`,
  ),
  ...SIGN_NAMES.map((name) => `sign.${name}`),
  'sign.currency',
  ...SCRIPTS.map((name) => `script.${name}`),
  'script.beyondAscii',
  ...['all', 'digits', 'letters', 'first', 'last'].map((name) => `entropy.${name}`),
];

const VOWELS = [...'aeiouyAEIOUY'].map((letter) => letter.charCodeAt(0));

/** @see CHARACTER_FEATURES */
export function describeCharacters({ values, counts, characters }: ColumnFacts): readonly number[] {
  const { ascii, scripts } = counts;
  const between = (from: number, to: number): number => {
    let sum = 0;
    for (let code = from; code <= to; code++) sum += ascii[code] ?? 0;
    return sum;
  };
  const digits = between(48, 57);
  const upper = between(65, 90);
  const lower = between(97, 122);
  const letters = Math.max(1, upper + lower);
  let beyond = 0;
  for (const count of scripts) beyond += count;
  const ofSign = new Float64Array(SIGNS.length + 1);
  for (const { signs } of values)
    for (let bit = 0; signs >> bit > 0; bit++) if ((signs >> bit) & 1) ofSign[bit] = (ofSign[bit] ?? 0) + 1;
  const count = Math.max(1, values.length);
  const spaces = ascii[32] ?? 0;
  return [
    digits / characters,
    upper / characters,
    lower / characters,
    spaces / characters,
    (characters - digits - upper - lower - spaces - beyond) / characters,
    VOWELS.reduce((sum, code) => sum + (ascii[code] ?? 0), 0) / letters,
    shareOf(values, (value) => value.hasOnlyHexadecimal && value.length >= 6),
    shareOf(values, (value) => value.digits > 0 && value.upper + value.lower > 0),
    ...Array.from(ofSign, (sum) => sum / count),
    ...Array.from(scripts, (sum) => sum / characters),
    beyond / characters,
    entropyOf(ascii, characters),
    entropyOf(ascii.subarray(48, 58), Math.max(1, digits)),
    entropyOf(ascii.subarray(65, 123), letters),
    entropyOf(
      tally(values, ({ first }) => first),
      count,
    ),
    entropyOf(
      tally(values, ({ last }) => last),
      count,
    ),
  ];
}
