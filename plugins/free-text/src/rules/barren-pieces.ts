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
  /** Where pieces with digits are. */
  const passing: number[] = [];
  const isKept = ({ classes, length }: Piece): boolean =>
    length <= LONGEST && ((classes & HOLDS_DIGIT) === 0 || (classes & HOLDS_LETTER) !== 0);
  const placeOf = ({ start, end }: Piece, codes: Uint16Array): number => {
    let hash = FNV_BASIS;
    for (let index = start; index < end; index++) hash = Math.imul(hash ^ (codes[index] ?? 0), FNV_PRIME);
    return finishHash(hash) & (PLACES - 1);
  };
  return {
    holds(piece, codes) {
      if (!isKept(piece)) return false;
      const place = placeOf(piece, codes);
      if (lengths[place] !== piece.length) return false;
      const at = place * LONGEST;
      for (let index = 0; index < piece.length; index++)
        if (kept[at + index] !== codes[piece.start + index]) return false;
      return true;
    },
    add(piece, codes) {
      if (!isKept(piece)) return;
      const place = placeOf(piece, codes);
      lengths[place] = piece.length;
      if ((piece.classes & HOLDS_DIGIT) !== 0) passing.push(place);
      kept.set(codes.subarray(piece.start, piece.end), place * LONGEST);
    },
    endText() {
      for (const place of passing) {
        lengths[place] = 0;
        kept.fill(0, place * LONGEST, (place + 1) * LONGEST);
      }
      passing.length = 0;
    },
  };
}
