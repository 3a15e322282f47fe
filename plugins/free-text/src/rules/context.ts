import { foldText } from '@datawave/plugin-sdk';
import { FNV_BASIS, FNV_PRIME, finishHash, hashText, mixHash } from '../names/hash.ts';

/** Code units before and after a match among which words count. */
const BEFORE = 80;
const AFTER = 40;
/** Longest phrase, in words. */
const LONGEST = 3;

/** Phrases of the rules that stand around a place of the text. */
export type Around = readonly string[];

/** Finds phrases around places of a text, all rules' phrases in one look. */
export interface ContextReader {
  /** The phrases within reach of the stretch; the answer for the stretch asked last is kept. */
  around(text: string, start: number, end: number): Around;
}

/** A phrase as contexts are compared: folded words with single blanks. */
export const contextPhrase = (phrase: string): string =>
  foldText(phrase)
    .replace(/[^\p{L}\d]+/gu, ' ')
    .trim();

/** Makes a reader for phrases in the form of {@link contextPhrase}. */
export function createContextReader(phrases: Iterable<string>): ContextReader {
  const known = new Map<number, string>();
  const starts = new Set<number>();
  for (const phrase of phrases) {
    const words = phrase.split(' ').map((word) => hashText(word));
    starts.add(words[0] ?? 0);
    known.set(words.reduce(mixHash, 0), phrase);
  }
  const hashes = new Uint32Array(BEFORE + AFTER);
  let last: { text: string; start: number; end: number; found: Around } | null = null;
  return {
    around(text, start, end) {
      if (last !== null && last.start === start && last.end === end && last.text === text) return last.found;
      const found: string[] = [];
      collect(text, Math.max(0, start - BEFORE), start, found);
      collect(text, end, Math.min(text.length, end + AFTER), found);
      last = { text, start, end, found };
      return found;
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
      if (!starts.has(hashes[first] ?? 0)) continue;
      let hash = 0;
      for (let length = 0; length < LONGEST && first + length < count; length++) {
        hash = mixHash(hash, hashes[first + length] ?? 0);
        const phrase = known.get(hash);
        if (phrase !== undefined) found.push(phrase);
      }
    }
  }
}

const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) ||
  (code >= 65 && code <= 90) ||
  (code >= 48 && code <= 57) ||
  (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7);
