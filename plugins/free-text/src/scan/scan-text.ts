import type { Lexicon } from '../names/lexicon.ts';
import {
  AT,
  COLON,
  DIGIT,
  DOT,
  EQUALS,
  HOLDS_DIGIT,
  HOLDS_LOWER,
  HOLDS_SPACE,
  HOLDS_UNICODE,
  HOLDS_UPPER,
  parsePieceClasses,
  QUIET,
  UPPER,
} from './character-classes.ts';
import { createNameHints, type NameHints } from './name-hints.ts';
import { monthStampEnd, timestampEnd } from './timestamps.ts';
import type { WordMarks } from './word-marks.ts';

/** A run of characters that something woke the scan for. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** Bits of what it holds. */
  readonly classes: number;
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

/** What the scan calls back with. */
export interface ScanTargets {
  piece(piece: Piece): void;
  /** A word before a colon or an equals sign, from `start` to `end`, exclusive; the sign stands at `sign`. */
  label(start: number, end: number, sign: number): void;
  /** A word or number that may belong to a name. */
  hint(start: number, end: number): void;
}

/** The tables that a scan reads. */
export interface ScanTables {
  readonly waking: Uint8Array;
  readonly pieces: Uint32Array;
}

const SOLID = HOLDS_DIGIT | HOLDS_UPPER | HOLDS_LOWER | HOLDS_UNICODE;
const HOLDS_HYPHEN = parsePieceClasses('-');
const HOLDS_LOW_LINE = parsePieceClasses('_');
const HOLDS_COLON = parsePieceClasses(':');
const HOLDS_DOT = parsePieceClasses('.');

/** A piece ends here at the latest, so that a blob costs no more than it is long. */
const LONGEST_PIECE = 8_192;
/** Pieces joined over blanks are no longer than this. */
const LONGEST_JOINED = 128;
const LONGEST_LABEL = 64;
/** Longest stretch in which names in small letters are looked for. */
const LONGEST_SMALL = 4_096;

/**
 * Goes over a text once. Characters that can begin nothing are passed over by one look into a table each.
 * Without a lexicon no hints of names are given.
 */
export function scanText(
  text: string,
  from: number,
  to: number,
  { waking, pieces }: ScanTables,
  lexicon: Lexicon | null,
  marks: WordMarks,
  targets: ScanTargets,
): void {
  const hints: NameHints | null =
    lexicon === null ? null : createNameHints(text, from, to, waking, lexicon, marks);
  /** Up to where pieces were handed on. */
  let done = from;
  let at = from;
  while (at < to) {
    const woken = waking[text.charCodeAt(at)] as number;
    if (woken === QUIET) {
      at++;
      continue;
    }
    if (woken === UPPER) {
      const past = monthStampEnd(text, at, to);
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
    if (woken === COLON || woken === EQUALS) reportLabel(at);
    if (woken === DIGIT) {
      const past = timestampEnd(text, at, to);
      if (past > at) {
        done = past;
        at = past;
        continue;
      }
    }
    if (!isPiece(woken)) {
      at++;
      continue;
    }
    const piece = readPiece(at);
    targets.piece(piece);
    if (woken === DIGIT && hints?.hasCue(piece.start, piece.end) === true)
      targets.hint(piece.start, piece.end);
    // Capitals within the piece may be of names; they are looked at when nothing else begins there.
    hintWithin(piece);
    done = piece.end;
    at = Math.max(at + 1, piece.end);
  }
  if (hints !== null && to - from <= LONGEST_SMALL) hintInSmallLetters(hints);

  /** Short messages hold names in small letters; in long texts that is too rare to look at every word for. */
  function hintInSmallLetters(names: NameHints): void {
    let word = from;
    for (let index = from; index < to; index++) {
      const isLetter = text.charCodeAt(index) >= 97;
      const isStart = isLetter && (index === from || text.charCodeAt(index - 1) <= 32);
      if (!isStart) continue;
      word = index;
      index = names.wordEnd(word);
      if (names.isNameInSmallLetters(word, index)) targets.hint(word, index);
    }
  }

  function isPiece(woken: number): boolean {
    if (woken === DIGIT || woken === AT || woken === EQUALS) return true;
    const next = pieces[text.charCodeAt(at + 1)] ?? 0;
    if (woken === COLON) return next !== 0;
    // A dot within a word, as in names of hosts; at the end of a sentence a blank follows.
    const before = at > from ? (pieces[text.charCodeAt(at - 1)] ?? 0) : 0;
    return (
      woken === DOT &&
      (next & (HOLDS_LOWER | HOLDS_DIGIT)) !== 0 &&
      (before & (HOLDS_LOWER | HOLDS_DIGIT)) !== 0
    );
  }

  function readPiece(woken: number): Piece {
    let start = woken;
    const earliest = Math.max(done, woken - LONGEST_PIECE);
    while (start > earliest && (pieces[text.charCodeAt(start - 1)] as number) !== 0) start--;
    let classes = 0;
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
    let end = start;
    const latest = Math.min(to, start + LONGEST_PIECE);
    for (;;) {
      while (end < latest) {
        const found = pieces[text.charCodeAt(end)] as number;
        if (found === 0) break;
        classes |= found;
        end++;
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
          if (found === HOLDS_UNICODE) wordInRow = 0;
          else wordInRow++;
        } else {
          others++;
          digitsInRow = 0;
          if (found === HOLDS_HYPHEN || found === HOLDS_LOW_LINE) wordInRow++;
          else wordInRow = 0;
          if (found === HOLDS_COLON) colons++;
          else if (found === HOLDS_DOT) dots++;
        }
        if (wordInRow > wordRun) wordRun = wordInRow;
      }
      const next = digits > 0 && end - start < LONGEST_JOINED ? joins(end) : 0;
      if (next === 0) return { start, end, classes, digits, letters, colons, dots, inner, digitRun, wordRun };
      classes |= HOLDS_SPACE;
      others += next - end;
      digitsInRow = 0;
      wordInRow = 0;
      end = next;
    }
  }

  /** Where the next piece begins when it goes on with digits over one blank, or over two where a hyphen stands between. */
  function joins(end: number): number {
    if (end + 1 >= to || text.charCodeAt(end) !== 32) return 0;
    const next = text.charCodeAt(end + 1);
    const first = pieces[next] ?? 0;
    if (first === HOLDS_DIGIT) return end + 1;
    const second = pieces[text.charCodeAt(end + 2)] ?? 0;
    // "(0)38", "- 42", "x123"
    if ((next === 40 || next === 43 || next === 120) && second === HOLDS_DIGIT) return end + 1;
    if (
      next === 45 &&
      text.charCodeAt(end + 2) === 32 &&
      (pieces[text.charCodeAt(end + 3)] ?? 0) === HOLDS_DIGIT
    )
      return end + 1;
    // Groups of capitals within numbers, as in bank accounts: "NL91 ABNA 0417".
    if (first === HOLDS_UPPER) {
      let letter = end + 1;
      while (letter < to && letter - end <= 5 && (pieces[text.charCodeAt(letter)] ?? 0) === HOLDS_UPPER)
        letter++;
      const after = pieces[text.charCodeAt(letter)] ?? 0;
      if (
        after === HOLDS_DIGIT ||
        (text.charCodeAt(letter) === 32 && (pieces[text.charCodeAt(letter + 1)] ?? 0) === HOLDS_DIGIT)
      )
        return end + 1;
    }
    return 0;
  }

  function reportLabel(sign: number): void {
    let end = sign;
    while (
      end > from &&
      sign - end < 3 &&
      (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 34 || text.charCodeAt(end - 1) === 39)
    )
      end--;
    let start = end;
    const earliest = Math.max(from, end - LONGEST_LABEL);
    while (start > earliest) {
      const code = text.charCodeAt(start - 1);
      const isWord =
        ((pieces[code] ?? 0) & (HOLDS_DIGIT | HOLDS_UPPER | HOLDS_LOWER)) !== 0 ||
        code === 95 ||
        code === 45 ||
        code === 46;
      if (!isWord) break;
      start--;
    }
    if (end - start >= 2) targets.label(start, end, sign);
  }

  function hintWithin(piece: Piece): void {
    if (hints === null || (piece.classes & HOLDS_UPPER) === 0 || (piece.classes & HOLDS_SPACE) === 0) return;
    for (let index = piece.start; index < piece.end; index++) {
      if (waking[text.charCodeAt(index)] !== UPPER) continue;
      const end = hints.wordEnd(index);
      if (hints.isHint(index, end)) targets.hint(index, end);
      index = Math.max(index, end - 1);
    }
  }
}
