import { CODES, markCodes } from '../scan/character-classes.ts';

/** Tokens of a stretch of text, columnar: token t is `text.slice(starts[t], ends[t])`. */
export interface Tokens {
  readonly text: string;
  readonly codes: Uint16Array;
  readonly length: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where a line break stands between the token and the one before. */
  readonly afterBreak: Uint8Array;
}

/** A text as code units, and where in it to cut. */
export interface TokenStretch {
  readonly text: string;
  readonly codes: Uint16Array;
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts text into tokens. Words keep inner apostrophes and hyphens ("O'Brien", "Kędzierzyn-Koźle") but not a possessive, and
 * digits behind them; numbers keep up to three letters; all else but blanks stands alone.
 */
export interface Tokenizer {
  /** The answer is written over by the next one. Offsets are those of the whole text. */
  cut(stretch: TokenStretch): Tokens;
}

const OTHER = 0;
const BLANK = 1;
const BREAK = 2;
const LETTER = 3;
const DIGIT = 4;
const APOSTROPHE = 5;
const HYPHEN = 6;
/** The first half of a surrogate pair. */
const HALF = 7;
const LETTER_S = 115;
/** Most letters that stay with the number before them. */
const MOST_SUFFIX = 3;
const LEAST_ROOM = 256;

const isLetterPair = (first: number, second: number): boolean =>
  second >= 0xdc00 && second < 0xe000 && /[\p{L}\p{M}]/u.test(String.fromCharCode(first, second));

function tokenClasses(): Uint8Array {
  const classes = new Uint8Array(CODES);
  markCodes(classes, /[\p{L}\p{M}]+/gu, LETTER, CODES);
  markCodes(classes, /\s+/gu, BLANK, CODES);
  classes.fill(HALF, 0xd800, 0xdc00);
  classes.fill(DIGIT, 48, 58);
  classes[10] = classes[13] = BREAK;
  classes[39] = classes[0x2019] = APOSTROPHE;
  classes[45] = HYPHEN;
  return classes;
}

/** Makes a tokenizer. */
export function createTokenizer(): Tokenizer {
  const classes = tokenClasses();
  let starts = new Int32Array(LEAST_ROOM);
  let ends = new Int32Array(LEAST_ROOM);
  let afterBreak = new Uint8Array(LEAST_ROOM);

  function grow(): void {
    const grown = { starts, ends, afterBreak };
    starts = new Int32Array(grown.starts.length * 2);
    ends = new Int32Array(starts.length);
    afterBreak = new Uint8Array(starts.length);
    starts.set(grown.starts);
    ends.set(grown.ends);
    afterBreak.set(grown.afterBreak);
  }

  return {
    cut({ text, codes, from, to }) {
      let length = 0;
      let hasBreak = 0;
      let at = from;
      while (at < to) {
        const kind = classes[codes[at] ?? 0] ?? OTHER;
        if (kind === BLANK || kind === BREAK) {
          if (kind === BREAK) hasBreak = 1;
          at++;
          continue;
        }
        const end = tokenEnd(classes, codes, at, to, kind);
        if (length === starts.length) grow();
        starts[length] = at;
        ends[length] = end;
        afterBreak[length++] = hasBreak;
        hasBreak = 0;
        at = end;
      }
      return { text, codes, length, starts, ends, afterBreak };
    },
  };
}

function tokenEnd(classes: Uint8Array, codes: Uint16Array, at: number, to: number, kind: number): number {
  if (kind === LETTER) return wordEnd(classes, codes, at, to);
  if (kind === DIGIT) return numberEnd(classes, codes, at, to);
  if (kind === APOSTROPHE)
    return isS(codes, at + 1, to) && letterLength(classes, codes, at + 2, to) === 0 ? at + 2 : at + 1;
  if (kind !== HALF || at + 1 >= to) return at + 1;
  const second = codes[at + 1] ?? 0;
  if (isLetterPair(codes[at] ?? 0, second)) return wordEnd(classes, codes, at, to);
  return second >= 0xdc00 && second < 0xe000 ? at + 2 : at + 1;
}

const isS = (codes: Uint16Array, at: number, to: number): boolean => at < to && codes[at] === LETTER_S;

/** How many code units the letter here has; 0 when there is none. */
function letterLength(classes: Uint8Array, codes: Uint16Array, at: number, to: number): number {
  if (at >= to) return 0;
  const code = codes[at] ?? 0;
  const kind = classes[code];
  if (kind === LETTER) return 1;
  return kind === HALF && at + 1 < to && isLetterPair(code, codes[at + 1] ?? 0) ? 2 : 0;
}

function lettersEnd(classes: Uint8Array, codes: Uint16Array, at: number, to: number): number {
  let end = at;
  for (;;) {
    while (end < to && classes[codes[end] ?? 0] === LETTER) end++;
    const more = letterLength(classes, codes, end, to);
    if (more === 0) return end;
    end += more;
  }
}

function digitsEnd(classes: Uint8Array, codes: Uint16Array, at: number, to: number): number {
  let end = at;
  while (end < to && classes[codes[end] ?? 0] === DIGIT) end++;
  return end;
}

function wordEnd(classes: Uint8Array, codes: Uint16Array, at: number, to: number): number {
  let end = lettersEnd(classes, codes, at, to);
  while (end < to) {
    const kind = classes[codes[end] ?? 0];
    if (kind !== APOSTROPHE && kind !== HYPHEN) break;
    const isPossessive =
      kind === APOSTROPHE && isS(codes, end + 1, to) && letterLength(classes, codes, end + 2, to) === 0;
    const past = isPossessive ? end + 1 : lettersEnd(classes, codes, end + 1, to);
    if (past === end + 1) break;
    end = past;
  }
  return digitsEnd(classes, codes, end, to);
}

function numberEnd(classes: Uint8Array, codes: Uint16Array, at: number, to: number): number {
  const digits = digitsEnd(classes, codes, at, to);
  let end = digits;
  for (let letters = 0; letters < MOST_SUFFIX; letters++) end += letterLength(classes, codes, end, to);
  if (letterLength(classes, codes, end, to) === 0) return end;
  // Of a number that a longer word follows, the last digit stands alone: the model learned it so.
  return digits - at > 1 ? digits - 1 : digits;
}

/** Cuts a text, or a stretch of it, into tokens that are kept. */
export function tokenize(
  text: string,
  from = 0,
  to = text.length,
  tokenizer: Tokenizer = createTokenizer(),
): Tokens {
  const codes = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const { length, starts, ends, afterBreak } = tokenizer.cut({ text, codes, from, to });
  return {
    text,
    codes,
    length,
    starts: starts.slice(0, length),
    ends: ends.slice(0, length),
    afterBreak: afterBreak.slice(0, length),
  };
}

/** The token's text. */
export const tokenText = (tokens: Tokens, index: number): string =>
  tokens.text.slice(tokens.starts[index], tokens.ends[index]);
