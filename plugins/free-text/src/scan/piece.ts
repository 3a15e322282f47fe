import {
  CLASS_BITS,
  HOLDS_DIGIT,
  HOLDS_LETTER,
  HOLDS_LOWER,
  HOLDS_SPACE,
  HOLDS_UNICODE,
  HOLDS_UPPER,
  parsePieceClasses,
  SYMBOL_SHIFT,
} from './character-classes.ts';
import type { ScanTables } from './scan-text.ts';
import { LONGEST_SHAPE, SHAPE_WORDS } from './shape-symbols.ts';
import type { TextWindow } from './text-window.ts';

/** A run of characters that something woke the scan for. One is read after the other into the same place. */
export interface Piece {
  start: number;
  end: number;
  /** Bits of what it holds. */
  classes: number;
  /** Its first characters by kind, as many as {@link LONGEST_SHAPE}. */
  readonly symbols: Uint8Array;
  /** The same memory, four characters to a number; behind a shorter piece zeros fill up the last one. */
  readonly shape: Uint32Array;
  /** How many characters it has. */
  length: number;
}

/** Room for a piece. */
export function noPiece(): Piece {
  const shape = new Uint32Array(SHAPE_WORDS);
  return { start: 0, end: 0, classes: 0, symbols: new Uint8Array(shape.buffer), shape, length: 0 };
}

/** A piece ends here at the latest, so that a blob costs no more than it is long. */
const LONGEST_PIECE = 8_192;
/** Pieces joined over blanks are no longer than this. */
const LONGEST_JOINED = 128;

/** Reads into the window's piece the one that holds the character at `woken` and begins at `done` at the earliest. */
export function readPiece(
  { codes, to, piece }: TextWindow,
  { pieces, marks }: ScanTables,
  woken: number,
  done: number,
): void {
  let start = woken;
  const earliest = Math.max(done, woken - LONGEST_PIECE);
  while (start > earliest && pieces[codes[start - 1] ?? 0] !== 0) start--;
  if (isBehindName(codes, pieces, start, woken)) start = woken;
  const { symbols } = piece;
  let classes = 0;
  let end = start;
  let shaped = 0;
  const latest = Math.min(to, start + LONGEST_PIECE);
  for (;;) {
    while (end < latest) {
      const mark = marks[codes[end] ?? 0] ?? 0;
      if (mark === 0) break;
      classes |= mark;
      if (shaped < LONGEST_SHAPE) symbols[shaped++] = mark >>> SYMBOL_SHIFT;
      end++;
    }
    const isJoined =
      (classes & HOLDS_DIGIT) !== 0 && end - start < LONGEST_JOINED && joins(codes, pieces, end, to);
    if (!isJoined) break;
    classes |= HOLDS_SPACE;
    if (shaped < LONGEST_SHAPE) symbols[shaped++] = 32;
    end++;
  }
  while ((shaped & 3) !== 0) symbols[shaped++] = 0;
  piece.start = start;
  piece.end = end;
  piece.classes = classes & CLASS_BITS;
  piece.length = end - start;
}

const NUMBER_SIGN = 35;

/** Whether only letters and a number sign stand before a number: they are its name, `SIN#046-454-286`, and no part of it. */
function isBehindName(codes: Uint16Array, pieces: Uint32Array, start: number, woken: number): boolean {
  if (woken - start < 2 || codes[woken - 1] !== NUMBER_SIGN || pieces[codes[woken] ?? 0] !== HOLDS_DIGIT)
    return false;
  let letter = start;
  while (letter < woken - 1 && ((pieces[codes[letter] ?? 0] ?? 0) & HOLDS_LETTER) !== 0) letter++;
  return letter === woken - 1;
}

/** Whether the piece that ends here goes on with digits over one blank, or over two where a hyphen stands between. */
function joins(codes: Uint16Array, pieces: Uint32Array, end: number, to: number): boolean {
  if (end + 1 >= to || codes[end] !== 32) return false;
  const next = codes[end + 1] ?? 0;
  const first = pieces[next];
  if (first === HOLDS_DIGIT) return true;
  const second = codes[end + 2] ?? 0;
  // "(0)38", "- 42", "x123"
  if ((next === 40 || next === 43 || next === 120) && pieces[second] === HOLDS_DIGIT) return true;
  if (next === 45 && second === 32 && pieces[codes[end + 3] ?? 0] === HOLDS_DIGIT) return true;
  // Groups of capitals within numbers, as in bank accounts: "NL91 ABNA 0417".
  if (first !== HOLDS_UPPER) return false;
  let letter = end + 1;
  while (letter < to && letter - end <= 5 && pieces[codes[letter] ?? 0] === HOLDS_UPPER) letter++;
  const after = codes[letter] ?? 0;
  return pieces[after] === HOLDS_DIGIT || (after === 32 && pieces[codes[letter + 1] ?? 0] === HOLDS_DIGIT);
}

/** How many characters of a kind a piece holds. */
export interface PieceCounts {
  readonly digits: number;
  /** Letters, and whatever is not ASCII. */
  readonly letters: number;
  readonly colons: number;
  readonly dots: number;
  /** Other ASCII characters between letters and digits. */
  readonly inner: number;
  /** Most digits in a row. */
  readonly digitRun: number;
  /** Most ASCII letters, digits, low lines and hyphens in a row. */
  readonly wordRun: number;
}

const SOLID = HOLDS_DIGIT | HOLDS_UPPER | HOLDS_LOWER | HOLDS_UNICODE;
const HOLDS_HYPHEN = parsePieceClasses('-');
const HOLDS_LOW_LINE = parsePieceClasses('_');
const HOLDS_COLON = parsePieceClasses(':');
const HOLDS_DOT = parsePieceClasses('.');

/** Counts what a piece holds. */
export function countPiece(codes: Uint16Array, pieces: Uint32Array, start: number, end: number): PieceCounts {
  let digits = 0;
  let letters = 0;
  let colons = 0;
  let dots = 0;
  let inner = 0;
  let digitRun = 0;
  let wordRun = 0;
  let digitsInRow = 0;
  let wordInRow = 0;
  /** Other characters since the last letter or digit; before the first one they stand for nothing. */
  let others = 0;
  let isSolid = false;
  for (let index = start; index < end; index++) {
    const found = pieces[codes[index] ?? 0] ?? 0;
    if ((found & SOLID) !== 0) {
      if (isSolid) inner += others;
      isSolid = true;
      others = 0;
      if (found === HOLDS_DIGIT) {
        digits++;
        digitsInRow++;
        if (digitsInRow > digitRun) digitRun = digitsInRow;
      } else {
        letters++;
        digitsInRow = 0;
      }
      wordInRow = found === HOLDS_UNICODE ? 0 : wordInRow + 1;
    } else {
      others++;
      digitsInRow = 0;
      wordInRow = found === HOLDS_HYPHEN || found === HOLDS_LOW_LINE ? wordInRow + 1 : 0;
      if (found === HOLDS_COLON) colons++;
      else if (found === HOLDS_DOT) dots++;
    }
    if (wordInRow > wordRun) wordRun = wordInRow;
  }
  return { digits, letters, colons, dots, inner, digitRun, wordRun };
}
