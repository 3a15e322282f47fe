import { foldText } from '@datawave/plugin-sdk';
import { FNV_BASIS, FNV_PRIME, finishHash, hashText, mixHash } from '../names/hash.ts';
import type { TextWindow } from '../scan/text-window.ts';
import { FOREIGN, OUTSIDE } from '../scan/word-codes.ts';

/** What a word may be in phrases; bits. */
export const BEGINS_PHRASE = 1;
export const GOES_ON_IN_PHRASE = 2;
export const IS_PHRASE = 4;
/** Words are marked by as many low bits of their hashes as tell so many apart. */
export const WORD_MARKS = 1 << 16;

/** The phrases of all rules by what finds them. */
export interface PhraseBook {
  /** Kinds of words by the low bits of their hashes: a word may be marked for another that shares them, never the reverse. */
  readonly marks: Uint8Array;
  /** Phrases by the mixed hashes of their words, signed: engines look small integers up quicker than others. */
  readonly phrases: ReadonlyMap<number, string>;
  /** Whether a phrase begins with a digit. */
  readonly beginsWithNumber: boolean;
}

/** Longest phrase, in words. */
const LONGEST = 3;

/** A phrase as contexts are compared: folded words with single blanks. */
export const contextPhrase = (phrase: string): string =>
  foldText(phrase)
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

/** Makes a book of phrases in the form of {@link contextPhrase}. */
export function createPhraseBook(written: Iterable<string>): PhraseBook {
  const marks = new Uint8Array(WORD_MARKS);
  const phrases = new Map<number, string>();
  const mark = (word: number, kind: number): void => {
    const place = word & (WORD_MARKS - 1);
    marks[place] = (marks[place] ?? 0) | kind;
  };
  let beginsWithNumber = false;
  for (const phrase of written) {
    if (/^\d/.test(phrase)) beginsWithNumber = true;
    const words = phrase.split(' ').map((word) => hashText(word));
    words.forEach((word, index) => mark(word, index === 0 ? BEGINS_PHRASE : GOES_ON_IN_PHRASE));
    if (words.length === 1) mark(words[0] ?? 0, IS_PHRASE);
    phrases.set(words.reduce(mixHash, 0) | 0, phrase);
  }
  return { marks, phrases, beginsWithNumber };
}

/**
 * The phrases within `before` code units before a stretch and `after` behind it, word for word: slower than reading along,
 * but right wherever the stretch begins and ends.
 */
export function collectPhrases(
  window: TextWindow,
  folded: Uint8Array,
  book: PhraseBook,
  start: number,
  end: number,
  before: number,
  after: number,
): readonly string[] {
  const { codes, length } = window;
  const isWord = (index: number): boolean => folded[codes[index] ?? 0] !== OUTSIDE;
  const found: string[] = [];
  // "discard" cut short is no card: whole words only at the far ends.
  let low = Math.max(0, start - before);
  if (low > 0 && isWord(low - 1)) while (low < start && isWord(low)) low++;
  let high = Math.min(length, end + after);
  if (high < length && isWord(high)) while (high > end && isWord(high - 1)) high--;
  collect(window, folded, book, low, start, found);
  collect(window, folded, book, end, high, found);
  return found;
}

function collect(
  { text, codes }: TextWindow,
  folded: Uint8Array,
  { marks, phrases }: PhraseBook,
  from: number,
  to: number,
  found: string[],
): void {
  const hashes: number[] = [];
  for (let index = from; index < to; index++) {
    if (folded[codes[index] ?? 0] === OUTSIDE) continue;
    const word = index;
    let hash = FNV_BASIS;
    let isPlain = true;
    for (; index < to; index++) {
      const unit = folded[codes[index] ?? 0] ?? 0;
      if (unit === OUTSIDE) break;
      if (unit === FOREIGN) isPlain = false;
      hash = Math.imul(hash ^ unit, FNV_PRIME);
    }
    hashes.push(isPlain ? finishHash(hash) : hashText(foldText(text.slice(word, index))));
  }
  hashes.forEach((word, first) => {
    if (((marks[word & (WORD_MARKS - 1)] ?? 0) & BEGINS_PHRASE) === 0) return;
    let hash = 0;
    for (const next of hashes.slice(first, first + LONGEST)) {
      hash = mixHash(hash, next);
      const phrase = phrases.get(hash | 0);
      if (phrase !== undefined) found.push(phrase);
    }
  });
}
