import {
  AT,
  COLON,
  DIGIT,
  DOT,
  EQUALS,
  HOLDS_DIGIT,
  HOLDS_LOWER,
  HOLDS_SPACE,
  HOLDS_UPPER,
  QUIET,
  UPPER,
} from './character-classes.ts';
import type { NameHints } from './name-hints.ts';
import { type Piece, readPiece } from './piece.ts';
import type { TextWindow } from './text-window.ts';
import { monthStampEnd, timestampEnd } from './timestamps.ts';

/** What the scan calls back with. */
export interface ScanTargets {
  /** The window's piece; it is read over by the next one. */
  piece(piece: Piece): void;
  /** Whether a label that is worth a report may end here; else none is looked for. */
  mayEndLabel(end: number): boolean;
  /** A word before a colon or an equals sign, from `start` to `end`, exclusive. */
  label(start: number, end: number): void;
  /** A word or number that may belong to a name. */
  hint(start: number, end: number): void;
}

/** The tables that a scan reads. */
export interface ScanTables {
  readonly waking: Uint8Array;
  readonly pieces: Uint32Array;
  readonly marks: Uint32Array;
}

const LONGEST_LABEL = 64;
/** Longest stretch in which names in small letters are looked for. */
const LONGEST_SMALL = 4_096;

/**
 * Goes over the window's stretch once. Characters that can begin nothing are passed over by one look into a table each.
 * Hints, opened at the window, are given where there is something to tell them by.
 */
export function scanText(
  window: TextWindow,
  tables: ScanTables,
  hints: NameHints | null,
  targets: ScanTargets,
): void {
  const { codes, from, to, piece } = window;
  const { waking, pieces } = tables;
  /** Up to where pieces were handed on. */
  let done = from;
  let at = from;
  for (;;) {
    let woken = QUIET;
    while (at < to) {
      woken = waking[codes[at] ?? 0] ?? QUIET;
      if (woken !== QUIET) break;
      at++;
    }
    if (at >= to) break;
    if (woken === UPPER) {
      const past = monthStampEnd(codes, at, to);
      if (past > at) {
        done = past;
        at = past;
      } else if (hints === null) at++;
      else {
        const end = hints.wordEnd(at);
        if (hints.isHint(at, end)) targets.hint(at, end);
        at = Math.max(at + 1, end);
      }
      continue;
    }
    if (woken === COLON || woken === EQUALS) reportLabel(window, pieces, at, targets);
    else if (woken === DIGIT) {
      const past = timestampEnd(codes, at, to);
      if (past > at) {
        done = past;
        at = past;
        continue;
      }
    }
    if (!isPiece(window, pieces, woken, at)) {
      at++;
      continue;
    }
    readPiece(window, tables, at, done);
    targets.piece(piece);
    if (hints !== null) {
      if (woken === DIGIT && hints.hasCue(piece.start, piece.end)) targets.hint(piece.start, piece.end);
      // Capitals within the piece may be of names; they are looked at when nothing else begins there.
      if ((piece.classes & HOLDS_UPPER) !== 0 && (piece.classes & HOLDS_SPACE) !== 0)
        hintWithin(codes, waking, piece, hints, targets);
    }
    done = piece.end;
    at = Math.max(at + 1, piece.end);
  }
  if (hints !== null && to - from <= LONGEST_SMALL) hintInSmallLetters(window, hints, targets);
}

function isPiece({ codes, from }: TextWindow, pieces: Uint32Array, woken: number, at: number): boolean {
  if (woken === DIGIT || woken === AT || woken === EQUALS) return true;
  const next = pieces[codes[at + 1] ?? 0] ?? 0;
  if (woken === COLON) return next !== 0;
  // A dot within a word, as in names of hosts; at the end of a sentence a blank follows.
  if (woken !== DOT || (next & (HOLDS_LOWER | HOLDS_DIGIT)) === 0) return false;
  const before = at > from ? (pieces[codes[at - 1] ?? 0] ?? 0) : 0;
  return (before & (HOLDS_LOWER | HOLDS_DIGIT)) !== 0;
}

function reportLabel(
  { codes, from }: TextWindow,
  pieces: Uint32Array,
  sign: number,
  targets: ScanTargets,
): void {
  let end = sign;
  while (end > from && sign - end < 3) {
    const code = codes[end - 1];
    if (code !== 32 && code !== 34 && code !== 39) break;
    end--;
  }
  if (!targets.mayEndLabel(end)) return;
  let start = end;
  const earliest = Math.max(from, end - LONGEST_LABEL);
  while (start > earliest) {
    const code = codes[start - 1] ?? 0;
    const isWord =
      ((pieces[code] ?? 0) & (HOLDS_DIGIT | HOLDS_UPPER | HOLDS_LOWER)) !== 0 ||
      code === 95 ||
      code === 45 ||
      code === 46;
    if (!isWord) break;
    start--;
  }
  if (end - start >= 2) targets.label(start, end);
}

function hintWithin(
  codes: Uint16Array,
  waking: Uint8Array,
  piece: Piece,
  hints: NameHints,
  targets: ScanTargets,
): void {
  for (let index = piece.start; index < piece.end; index++) {
    if (waking[codes[index] ?? 0] !== UPPER) continue;
    const end = hints.wordEnd(index);
    if (hints.isHint(index, end)) targets.hint(index, end);
    index = Math.max(index, end - 1);
  }
}

/** Short messages hold names in small letters; in long texts that is too rare to look at every word for. */
function hintInSmallLetters({ codes, from, to }: TextWindow, hints: NameHints, targets: ScanTargets): void {
  for (let index = from; index < to; index++) {
    const isStart = (codes[index] ?? 0) >= 97 && (index === from || (codes[index - 1] ?? 0) <= 32);
    if (!isStart) continue;
    const word = index;
    index = hints.wordEnd(word);
    if (hints.isNameInSmallLetters(word, index)) targets.hint(word, index);
  }
}
