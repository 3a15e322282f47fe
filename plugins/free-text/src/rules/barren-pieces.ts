import { FNV_BASIS, FNV_PRIME, finishHash } from '../names/hash.ts';
import { HOLDS_DIGIT, HOLDS_LETTER } from '../scan/character-classes.ts';
import type { Piece } from '../scan/piece.ts';

/** Pieces that came lately, in which rules found nothing: texts repeat "e.g.", names of files, of modules and of threads. */
export interface BarrenPieces {
  holds(piece: Piece, codes: Uint16Array): boolean;
  add(piece: Piece, codes: Uint16Array): void;
  /** Wipes the pieces that may be secrets, because a text has ended. */
  endText(): void;
}

/** Pieces kept; one that falls on the place of another takes it. */
const PLACES = 1 << 10;
/** Names of classes with their packages, and paths, are as long; longer pieces hardly come again. */
const LONGEST = 96;

/**
 * None yet. Neither long pieces nor such without letters are kept, if they hold digits: they hardly come again. Identifiers with
 * digits may be secrets: they are kept to the end of the text.
 */
export function createBarrenPieces(): BarrenPieces {
  const lengths = new Uint8Array(PLACES);
  const kept = new Uint16Array(PLACES * LONGEST);
  /** Where pieces with digits are, or were; each place once, however many a long text has. */
  const passing: number[] = [];
  const isPassing = new Uint8Array(PLACES);
  const isKept = ({ classes, length }: Piece): boolean =>
    length <= LONGEST && ((classes & HOLDS_DIGIT) === 0 || (classes & HOLDS_LETTER) !== 0);
  const placeOf = ({ start, end }: Piece, codes: Uint16Array): number => {
    let hash = FNV_BASIS;
    let index = start;
    // Two at a time: each step waits for the one before.
    for (; index + 1 < end; index += 2)
      hash = Math.imul(hash ^ ((codes[index] ?? 0) | ((codes[index + 1] ?? 0) << 8)), FNV_PRIME);
    if (index < end) hash = Math.imul(hash ^ (codes[index] ?? 0), FNV_PRIME);
    return finishHash(hash) & (PLACES - 1);
  };
  return {
    holds(piece, codes) {
      if (!isKept(piece)) return false;
      const place = placeOf(piece, codes);
      const { start, length } = piece;
      if (lengths[place] !== length) return false;
      const at = place * LONGEST;
      for (let index = 0; index < length; index++)
        if (kept[at + index] !== codes[start + index]) return false;
      return true;
    },
    add(piece, codes) {
      if (!isKept(piece)) return;
      const place = placeOf(piece, codes);
      const { start, length } = piece;
      const at = place * LONGEST;
      for (let index = 0; index < length; index++) kept[at + index] = codes[start + index] ?? 0;
      lengths[place] = length;
      if ((piece.classes & HOLDS_DIGIT) === 0 || isPassing[place] === 1) return;
      isPassing[place] = 1;
      passing.push(place);
    },
    endText() {
      for (const place of passing) {
        isPassing[place] = lengths[place] = 0;
        kept.fill(0, place * LONGEST, (place + 1) * LONGEST);
      }
      passing.length = 0;
    },
  };
}
