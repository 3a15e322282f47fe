import { FNV_BASIS, FNV_PRIME, mixWord } from '../names/hash.ts';
import { type Lexicon, lexiconKey, listBit } from '../names/lexicon.ts';
import { UPPER } from './character-classes.ts';
import { IS_CUE, type WordMarks } from './word-marks.ts';

/** Tells which words are worth the model's time. */
export interface NameHints {
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

const isOrdinaryAlone = (bits: number): boolean => (bits & ORDINARY) !== 0 && (bits & NAMES) === 0;

/** Hints over one stretch of a text. */
export function createNameHints(
  text: string,
  from: number,
  to: number,
  waking: Uint8Array,
  lexicon: Lexicon,
  marks: WordMarks,
): NameHints {
  const isCue = (hash: number): boolean => (lexicon.bits(hash || 1) & CUES) !== 0;
  const isWordCode = (code: number): boolean =>
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 0xc0 && code < 0x2000);

  return {
    wordEnd(start) {
      let end = start + 1;
      while (end < to && isWordCode(text.charCodeAt(end))) end++;
      return end;
    },
    isHint(start, end) {
      const length = end - start;
      if (length < 2 || length > LONGEST_WORD) return false;
      const before = start > from ? text.charCodeAt(start - 1) : 32;
      // Within identifiers, paths and numbers: "fooBar", "a_B", "x.Y", "/Path", "5G".
      if (
        isWordCode(before) ||
        before === 95 ||
        before === 47 ||
        before === 36 ||
        (before >= 48 && before <= 57)
      )
        return false;
      if (before === 46 && start - 2 >= from && text.charCodeAt(start - 2) > 32)
        return /[A-Z]/.test(text[start - 2] ?? '');
      const after = end < to ? text.charCodeAt(end) : 32;
      if (after === 95 || after === 40 || after === 47 || (after >= 48 && after <= 57)) return false;
      if (after === 46 && text.charCodeAt(end + 1) >= 97 && text.charCodeAt(end + 1) <= 122) return false;
      const bits = lexicon.bits(keyOf(start, end));
      // The lists know many a word in the singular only.
      if (bits === 0)
        return isUnknownName(start, end) && !(isPluralOfOrdinary(start, end) && beginsSentence(start));
      if ((bits & ORDINARY) === 0) return (bits & (NAMES | RUN_START)) !== 0;
      // "United", "New" and "Los" begin names of more than one word.
      if (
        (bits & RUN_START) !== 0 &&
        text.charCodeAt(start + 1) >= 97 &&
        waking[text.charCodeAt(end + 1)] === UPPER
      )
        return true;
      // Streets and boxes with their number.
      if ((bits & STREETS) !== 0 && isDigitAt(end + 1)) return true;
      // "Bank", "Rose" or "Reading" say something only where no sentence begins; other ordinary words only in company.
      if ((bits & NAMES) === 0)
        return (
          text.charCodeAt(start + 1) >= 97 &&
          waking[text.charCodeAt(end + 1)] === UPPER &&
          !beginsSentence(start)
        );
      return ((bits & SURE_NAMES) !== 0 && (bits & FREQUENT) === 0) || !beginsSentence(start);
    },
    isNameInSmallLetters(start, end) {
      if (end - start < 3 || end - start > LONGEST_WORD) return false;
      const bits = lexicon.bits(keyOf(start, end));
      return (bits & SMALL_NAMES) !== 0 && (bits & (ORDINARY | AMBIGUOUS)) === 0;
    },
    hasCue(start, end) {
      return (
        marks.has(Math.max(from, start - CUE_BEFORE), start, IS_CUE, isCue) ||
        marks.has(end, Math.min(to, end + CUE_AFTER), IS_CUE, isCue)
      );
    },
  };

  function keyOf(start: number, end: number): number {
    let hash = FNV_BASIS;
    for (let index = start; index < end; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) return lexiconKey(text.slice(start, end));
      hash = Math.imul(hash ^ (code | 32), FNV_PRIME);
    }
    return mixWord(hash);
  }

  function isPluralOfOrdinary(start: number, end: number): boolean {
    return (
      end - start > 4 &&
      text.charCodeAt(end - 1) === 115 &&
      isOrdinaryAlone(lexicon.bits(keyOf(start, end - 1)))
    );
  }

  function isUnknownName(start: number, end: number): boolean {
    let capitals = 0;
    for (let index = start; index < end; index++) if (waking[text.charCodeAt(index)] === UPPER) capitals++;
    // Short words of capitals alone are abbreviations of all kinds; those of known organisations are in the lists.
    return capitals === 1 || (capitals === end - start ? capitals >= 5 : true);
  }

  function isDigitAt(index: number): boolean {
    const code = index < to ? text.charCodeAt(index) : 0;
    return code >= 48 && code <= 57;
  }

  function beginsSentence(start: number): boolean {
    let index = start - 1;
    while (index >= from && (text.charCodeAt(index) === 32 || text.charCodeAt(index) === 9)) index--;
    if (index < from) return true;
    const code = text.charCodeAt(index);
    return !isWordCode(code) && code !== 44 && code !== 45 && code !== 39;
  }
}
