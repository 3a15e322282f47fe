import { foldText } from '@datawave/plugin-sdk';
import { FNV_BASIS, FNV_PRIME, finishHash, hashText } from '../names/hash.ts';

/** Kinds of words that are marked; bits. */
export const TELLS_PHRASE = 1;
export const IS_CUE = 2;

/** Kinds of words by the low bits of their hashes: a word may be marked for another that shares them, never the reverse. */
export type MarkedWords = Uint8Array;

const PLACES = 1 << 16;

/** Marks the words with these hashes as of a kind. */
export function markWords(marked: MarkedWords, hashes: Iterable<number>, kind: number): void {
  for (const hash of hashes) marked[hash & (PLACES - 1)] = (marked[hash & (PLACES - 1)] as number) | kind;
}

/** Words of no kind yet. */
export const noMarkedWords = (): MarkedWords => new Uint8Array(PLACES);

/** Tells where in a text words of some kinds stand. Looks at each word once, and only near places that were asked about. */
export interface WordMarks {
  /** Whether a whole word of the kind may stand from `from` to `to`. `isCertain` is asked about its hash. */
  has(from: number, to: number, kind: number, isCertain?: (hash: number) => boolean): boolean;
}

/** Stretches so far apart are not looked through in between. */
const GAP = 128;

const OUTSIDE = 0;
/** Stands for a letter that is not ASCII. */
const FOREIGN = 1;
const DIGITS_END = 58;

/** What an ASCII character is hashed as, 0 when it is part of no word. */
const FOLDED = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[a-z\d]/i.test(character) ? character.toLowerCase().charCodeAt(0) : OUTSIDE;
});

const foldedAt = (text: string, index: number): number => {
  const code = text.charCodeAt(index);
  if (code < 128) return FOLDED[code] as number;
  return code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7 ? FOREIGN : OUTSIDE;
};

/** Marks over one text; to be let go of with it. */
export function createWordMarks(text: string, marked: MarkedWords): WordMarks {
  const starts: number[] = [];
  const ends: number[] = [];
  const kinds: number[] = [];
  const hashes: number[] = [];
  /** Words between these were looked at. */
  let first = 0;
  let past = 0;
  let cursor = 0;

  function lookUpTo(to: number): void {
    const length = text.length;
    let at = past;
    while (at < to) {
      let folded = foldedAt(text, at);
      if (folded === OUTSIDE) {
        at++;
        continue;
      }
      const start = at;
      let hash = FNV_BASIS;
      let hasDigit = false;
      let isPlain = true;
      do {
        hash = Math.imul(hash ^ folded, FNV_PRIME);
        if (folded === FOREIGN) isPlain = false;
        else if (folded < DIGITS_END) hasDigit = true;
        folded = ++at < length ? foldedAt(text, at) : OUTSIDE;
      } while (folded !== OUTSIDE);
      const ended = isPlain ? finishHash(hash) : hashText(foldText(text.slice(start, at)));
      const kind = marked[ended & (PLACES - 1)] as number;
      if (kind === 0) continue;
      // Cues are words of two letters and more.
      const ruled = hasDigit || at - start < 2 ? kind & ~IS_CUE : kind;
      if (ruled === 0) continue;
      starts.push(start);
      ends.push(at);
      kinds.push(ruled);
      hashes.push(ended);
    }
    past = at;
  }

  return {
    has(from, to, kind, isCertain) {
      if (from > past + GAP) {
        // Nothing is asked about what lies between: go on with the first word that begins here.
        first = from;
        past = from;
        if (from > 0 && foldedAt(text, from - 1) !== OUTSIDE)
          while (past < to && foldedAt(text, past) !== OUTSIDE) past++;
        starts.length = ends.length = kinds.length = hashes.length = cursor = 0;
      }
      if (from < first) return true;
      if (to > past) lookUpTo(to);
      while (cursor > 0 && (starts[cursor - 1] as number) >= from) cursor--;
      while (cursor < starts.length && (starts[cursor] as number) < from) cursor++;
      for (let index = cursor; index < starts.length && (ends[index] as number) <= to; index++)
        if (
          ((kinds[index] as number) & kind) !== 0 &&
          (isCertain === undefined || isCertain(hashes[index] as number))
        )
          return true;
      return false;
    },
  };
}
