import { FNV_BASIS, FNV_PRIME, mixWord } from '../names/hash.ts';
import { type Lexicon, lexiconKey, listBit } from '../names/lexicon.ts';
import { UPPER } from './character-classes.ts';
import type { TextWindow } from './text-window.ts';
import type { WordReader } from './word-reader.ts';

/** Tells which words are worth the model's time. */
export interface NameHints {
  /** Goes over to another text, at which the reader of words was opened. */
  open(window: TextWindow, words: WordReader): void;
  /** End of the word that begins here. */
  wordEnd(start: number): number;
  /** Whether the capitalised word may belong to a name: known ordinary words and parts of identifiers do not. */
  isHint(start: number, end: number): boolean;
  /** Whether the word, in small letters, is hardly ever anything but a name. */
  isNameInSmallLetters(start: number, end: number): boolean;
  /** Whether a word such as "card", "years" or "zip" stands near a number. */
  hasCue(start: number, end: number): boolean;
}

const ORDINARY = listBit('ordinary') | listBit('frequent') | listBit('month');
const FREQUENT = listBit('frequent');
const STREETS = listBit('street');
const NAMES =
  listBit('first-name') |
  listBit('last-name') |
  listBit('city') |
  listBit('country') |
  listBit('nationality') |
  listBit('organisation') |
  listBit('title') |
  listBit('street');
const SMALL_NAMES = listBit('first-name') | listBit('nationality') | listBit('country');
const AMBIGUOUS = listBit('ambiguous-name');
const SURE_NAMES = listBit('first-name') | listBit('nationality');
const RUN_START = listBit('run-start');
/** Lists of words that make a number beside them worth a look. */
export const CUES =
  listBit('hint') |
  listBit('cue-card') |
  listBit('cue-phone') |
  listBit('cue-age') |
  listBit('cue-postcode') |
  listBit('cue-licence');
/** Code units before a number among which a cue counts. */
const CUE_BEFORE = 40;
const CUE_AFTER = 16;
const LONGEST_WORD = 40;
/** Levels of logs, in capitals: no list of ordinary words has them all, and every other line may hold one. */
const LOG_LEVELS: ReadonlySet<number> = new Set(
  ['debug', 'trace', 'fatal', 'notice', 'severe', 'verbose', 'warning', 'error', 'critical'].map(lexiconKey),
);

const isOrdinaryAlone = (bits: number): boolean => (bits & ORDINARY) !== 0 && (bits & NAMES) === 0;
const isSmall = (code: number): boolean => code >= 97 && code <= 122;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 0xc0 && code < 0x2000);

/** Hints by a lexicon. */
export function createNameHints(lexicon: Lexicon, waking: Uint8Array): NameHints {
  let text = '';
  let codes: Uint16Array = new Uint16Array(0);
  let from = 0;
  let to = 0;
  let words: WordReader | null = null;

  return {
    open(window, reader) {
      ({ text, codes, from, to } = window);
      words = reader;
    },
    wordEnd(start) {
      const units = codes;
      let end = start + 1;
      while (end < to && isWordCode(units[end] ?? 0)) end++;
      return end;
    },
    isHint(start, end) {
      const length = end - start;
      if (length < 2 || length > LONGEST_WORD) return false;
      const before = start > from ? (codes[start - 1] ?? 32) : 32;
      // Within identifiers, paths and numbers: "fooBar", "a_B", "x.Y", "/Path", "5G".
      if (isWordCode(before) || before === 95 || before === 47 || before === 36 || isDigit(before))
        return false;
      if (before === 46 && start - 2 >= from) {
        const earlier = codes[start - 2] ?? 0;
        if (earlier > 32) return earlier >= 65 && earlier <= 90;
      }
      const after = end < to ? (codes[end] ?? 32) : 32;
      if (after === 95 || after === 40 || after === 47 || isDigit(after)) return false;
      if (after === 46 && isSmall(codes[end + 1] ?? 0)) return false;
      const key = keyOf(start, end);
      const bits = lexicon.bits(key);
      // The lists know many a word in the singular only.
      if (bits === 0)
        return isUnknownName(start, end, key) && !(isPluralOfOrdinary(start, end) && beginsSentence(start));
      if ((bits & ORDINARY) === 0) return (bits & (NAMES | RUN_START)) !== 0;
      const isFollowedByCapital = waking[codes[end + 1] ?? 0] === UPPER;
      const isWritten = (codes[start + 1] ?? 0) >= 97;
      // "United", "New" and "Los" begin names of more than one word.
      if ((bits & RUN_START) !== 0 && isWritten && isFollowedByCapital) return true;
      // Streets and boxes with their number.
      if ((bits & STREETS) !== 0 && end + 1 < to && isDigit(codes[end + 1] ?? 0)) return true;
      // "Bank", "Rose" or "Reading" say something only where no sentence begins; other ordinary words only in company.
      if ((bits & NAMES) === 0) return isWritten && isFollowedByCapital && !beginsSentence(start);
      return ((bits & SURE_NAMES) !== 0 && (bits & FREQUENT) === 0) || !beginsSentence(start);
    },
    isNameInSmallLetters(start, end) {
      if (end - start < 3 || end - start > LONGEST_WORD) return false;
      const bits = lexicon.bits(keyOf(start, end));
      return (bits & SMALL_NAMES) !== 0 && (bits & (ORDINARY | AMBIGUOUS)) === 0;
    },
    hasCue(start, end) {
      return (
        words !== null &&
        (words.hasCue(Math.max(from, start - CUE_BEFORE), start) ||
          words.hasCue(end, Math.min(to, end + CUE_AFTER)))
      );
    },
  };

  function keyOf(start: number, end: number): number {
    const units = codes;
    let hash = FNV_BASIS;
    for (let index = start; index < end; index++) {
      const code = units[index] ?? 0;
      if (code > 127) return lexiconKey(text.slice(start, end));
      hash = Math.imul(hash ^ (code | 32), FNV_PRIME);
    }
    return mixWord(hash);
  }

  function isPluralOfOrdinary(start: number, end: number): boolean {
    return end - start > 4 && codes[end - 1] === 115 && isOrdinaryAlone(lexicon.bits(keyOf(start, end - 1)));
  }

  function isUnknownName(start: number, end: number, key: number): boolean {
    let capitals = 0;
    for (let index = start; index < end; index++) if (waking[codes[index] ?? 0] === UPPER) capitals++;
    // Short words of capitals alone are abbreviations of all kinds; those of known organisations are in the lists.
    if (capitals === end - start) return capitals >= 5 && !LOG_LEVELS.has(key);
    return true;
  }

  function beginsSentence(start: number): boolean {
    let index = start - 1;
    while (index >= from && (codes[index] === 32 || codes[index] === 9)) index--;
    if (index < from) return true;
    const code = codes[index] ?? 0;
    return !isWordCode(code) && code !== 44 && code !== 45 && code !== 39;
  }
}
