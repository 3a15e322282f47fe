import { SCRIPTS, scriptOf } from './scripts.ts';

/** Signs that tell values apart, by position of their bit in {@link ValueFacts.signs}. */
export const SIGNS = ['@', '.', ',', '-', '/', ':', '_', '#', '(', "'", '&', '+', '%', ';', '|'] as const;
/** Bit of a currency sign, after those of {@link SIGNS}. */
const CURRENCY_BIT = SIGNS.length;

/** What one value is made of, from one pass over its characters. */
export interface ValueFacts {
  readonly length: number;
  readonly digits: number;
  readonly upper: number;
  readonly lower: number;
  /** Letters of scripts that have no case. */
  readonly uncased: number;
  readonly words: number;
  readonly capitalisedWords: number;
  readonly digitRuns: number;
  readonly longestDigitRun: number;
  /** Which of {@link SIGNS} it holds, as bits. */
  readonly signs: number;
  /** Same for values whose runs of digits, capitals, small letters and signs follow each other alike: `Aa 9`. */
  readonly form: number;
  readonly first: number;
  readonly last: number;
  readonly hasOnlyHexadecimal: boolean;
  /** Null unless it is a plain number. */
  readonly number: number | null;
  /** Digits behind the point of a number. */
  readonly decimals: number;
}

/** Counts over all characters that were read. */
export interface CharacterCounts {
  /** By character code, of ASCII. */
  readonly ascii: Uint32Array;
  /** By position in {@link SCRIPTS}. */
  readonly scripts: Uint32Array;
}

/** Characters of a value that are looked at. */
const MOST_CHARACTERS = 80;

const DIGIT = 1;
const UPPER = 2;
const LOWER = 3;
const SPACE = 4;
const SIGN = 5;
const OTHER = 6;

const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code >= 65 && code <= 90) return UPPER;
  if (code >= 97 && code <= 122) return LOWER;
  return code === 32 || (code >= 9 && code <= 13) ? SPACE : SIGN;
});
const SIGN_BITS = Int32Array.from({ length: 128 }, (_, code) => {
  const place = SIGNS.findIndex((sign) => sign.charCodeAt(0) === code);
  if (code === 36) return 1 << CURRENCY_BIT;
  return place < 0 ? 0 : 1 << place;
});
const CURRENCY = new Set([0xa3, 0xa5, 0x20ac, 0x20b9, 0x20bd]);
const NUMBER = /^-?\d+(?:[.,]\d+)?$/;

/** Reads a value and adds its characters to the counts. */
export function readValue(text: string, counts: CharacterCounts): ValueFacts {
  const length = Math.min(text.length, MOST_CHARACTERS);
  let digits = 0;
  let upper = 0;
  let lower = 0;
  let uncased = 0;
  let words = 0;
  let capitalisedWords = 0;
  let digitRuns = 0;
  let run = 0;
  let longestDigitRun = 0;
  let signs = 0;
  let form = 7;
  let before = SPACE;
  let isHexadecimal = length > 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    let kind: number;
    if (code < 128) {
      kind = CLASSES[code] ?? SIGN;
      counts.ascii[code] = (counts.ascii[code] ?? 0) + 1;
      signs |= SIGN_BITS[code] ?? 0;
    } else {
      const script = scriptOf(code);
      counts.scripts[script] = (counts.scripts[script] ?? 0) + 1;
      if (CURRENCY.has(code)) signs |= 1 << CURRENCY_BIT;
      kind = classBeyondAscii(text, index, script);
    }
    if (kind === DIGIT) {
      digits++;
      run = before === DIGIT ? run + 1 : 1;
      if (run === 1) digitRuns++;
      if (run > longestDigitRun) longestDigitRun = run;
    } else if (kind === UPPER) upper++;
    else if (kind === LOWER) lower++;
    else if (kind === OTHER) uncased++;
    if (before === SPACE && kind !== SPACE) {
      words++;
      if (kind === UPPER) capitalisedWords++;
    }
    if (isHexadecimal && kind !== DIGIT && !((code | 32) >= 97 && (code | 32) <= 102)) isHexadecimal = false;
    if (kind === SIGN) form = (Math.imul(form, 31) + code) | 0;
    else if (kind !== before || index === 0) form = (Math.imul(form, 31) + kind) | 0;
    before = kind;
  }
  const mayBeNumber = digits > 0 && upper + lower + uncased === 0 && length <= 24 && NUMBER.test(text);
  const point = mayBeNumber ? Math.max(text.indexOf('.'), text.indexOf(',')) : -1;
  return {
    length: Math.min(200, text.length),
    digits,
    upper,
    lower,
    uncased,
    words,
    capitalisedWords,
    digitRuns,
    longestDigitRun,
    signs,
    form,
    first: length === 0 ? 0 : text.charCodeAt(0),
    last: length === 0 ? 0 : text.charCodeAt(length - 1),
    hasOnlyHexadecimal: isHexadecimal,
    number: mayBeNumber ? Number(point < 0 ? text : text.replace(',', '.')) : null,
    decimals: point < 0 ? 0 : text.length - point - 1,
  };
}

function classBeyondAscii(text: string, index: number, script: number): number {
  const name = SCRIPTS[script];
  if (name === 'other') return SIGN;
  if (name !== 'latin' && name !== 'cyrillic' && name !== 'greek') return OTHER;
  const letter = text.charAt(index);
  return letter.toLowerCase() === letter ? LOWER : UPPER;
}
