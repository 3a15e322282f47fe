import { foldText } from '@datawave/plugin-sdk';
import { FNV_BASIS, FNV_PRIME, finishHash, hashText, mixHash } from '../names/hash.ts';
import { TELLS_PHRASE, type WordMarks } from '../scan/word-marks.ts';

/** Code units before and after a match among which words count. */
const BEFORE = 80;
const AFTER = 40;
/** Longest phrase, in words. */
const LONGEST = 3;

/** Phrases of the rules that stand around a place of the text. */
export type Around = readonly string[];

/** Finds phrases around places of a text, all rules' phrases in one look. */
export interface ContextReader {
  /** The hash of the longest word of each phrase: where none of them stands, no phrase does. */
  readonly telling: ReadonlySet<number>;
  /** Opens a text. What is kept of it is kept by the answer alone. */
  over(text: string, marks: WordMarks): TextContext;
}

/** Finds phrases around places of one text. */
export interface TextContext {
  /** The phrases within reach of the stretch; the answer for the stretch asked last is kept. */
  around(start: number, end: number): Around;
  /** The same for a stretch that begins and ends where words do. */
  aroundPiece(start: number, end: number): Around;
}

/** A phrase as contexts are compared: folded words with single blanks. */
export const contextPhrase = (phrase: string): string =>
  foldText(phrase)
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

const NOTHING: Around = [];

/** Makes a reader for phrases in the form of {@link contextPhrase}. */
export function createContextReader(phrases: Iterable<string>): ContextReader {
  const known = new Map<number, string>();
  const beginnings = new Set<number>();
  const telling = new Set<number>();
  for (const phrase of phrases) {
    const parts = phrase.split(' ');
    const words = parts.map((word) => hashText(word));
    telling.add(hashText(parts.reduce((longest, word) => (word.length > longest.length ? word : longest))));
    beginnings.add(words[0] ?? 0);
    known.set(words.reduce(mixHash, 0), phrase);
  }
  const hashes = new Uint32Array(BEFORE + AFTER);
  return {
    telling,
    over(text, marks) {
      let lastStart = -1;
      let lastEnd = -1;
      let last = NOTHING;
      const keep = (start: number, end: number, found: Around): Around => {
        lastStart = start;
        lastEnd = end;
        last = found;
        return found;
      };
      const around = (start: number, end: number): Around => {
        if (lastStart === start && lastEnd === end) return last;
        const found: string[] = [];
        collect(text, wordStart(text, Math.max(0, start - BEFORE), start), start, found);
        collect(text, end, wordEnd(text, end, Math.min(text.length, end + AFTER)), found);
        return keep(start, end, found);
      };
      return {
        around,
        aroundPiece(start, end) {
          if (lastStart === start && lastEnd === end) return last;
          const isNear =
            marks.has(Math.max(0, start - BEFORE), start, TELLS_PHRASE) ||
            marks.has(end, Math.min(text.length, end + AFTER), TELLS_PHRASE);
          return isNear ? around(start, end) : keep(start, end, NOTHING);
        },
      };
    },
  };

  function collect(text: string, from: number, to: number, found: string[]): void {
    let count = 0;
    let word = -1;
    let hash = FNV_BASIS;
    let isPlain = true;
    for (let index = from; index <= to; index++) {
      const code = index < to ? text.charCodeAt(index) : 32;
      if (isWordCode(code)) {
        if (word < 0) {
          word = index;
          hash = FNV_BASIS;
          isPlain = true;
        }
        if (code > 127) isPlain = false;
        hash = Math.imul(hash ^ (code >= 65 && code <= 90 ? code | 32 : code), FNV_PRIME);
      } else if (word >= 0) {
        hashes[count++] = isPlain ? finishHash(hash) : hashText(foldText(text.slice(word, index)));
        word = -1;
      }
    }
    for (let first = 0; first < count; first++) {
      if (!beginnings.has(hashes[first] ?? 0)) continue;
      let hash = 0;
      for (let length = 0; length < LONGEST && first + length < count; length++) {
        hash = mixHash(hash, hashes[first + length] ?? 0);
        const phrase = known.get(hash);
        if (phrase !== undefined) found.push(phrase);
      }
    }
  }
}

/** Where the first whole word can begin: "discard" cut short is no card. */
function wordStart(text: string, from: number, to: number): number {
  let start = from;
  if (from > 0 && isWordCode(text.charCodeAt(from - 1)))
    while (start < to && isWordCode(text.charCodeAt(start))) start++;
  return start;
}

/** Where the last whole word has ended. */
function wordEnd(text: string, from: number, to: number): number {
  let end = to;
  if (to < text.length && isWordCode(text.charCodeAt(to)))
    while (end > from && isWordCode(text.charCodeAt(end - 1))) end--;
  return end;
}

const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7);
