import { foldText } from '@datawave/plugin-sdk';
import { FNV_BASIS, FNV_PRIME, finishHash, hashText, mixHash } from '../names/hash.ts';
import {
  BEGINS_PHRASE,
  collectPhrases,
  GOES_ON_IN_PHRASE,
  IS_PHRASE,
  type PhraseBook,
  WORD_MARKS,
} from '../rules/phrase-book.ts';
import type { TextWindow } from './text-window.ts';
import { DIGITS_END, FOREIGN, OUTSIDE } from './word-codes.ts';

/** Finds words and phrases near places of a text. Reads each word once, and only near places that were asked about. */
export interface WordReader {
  /** Goes over to another text. */
  open(window: TextWindow): void;
  /** Whether a cue stands, as a whole word, from `from` to `to`. */
  hasCue(from: number, to: number): boolean;
  /** The phrases within reach of the stretch, those before it first; the answer for the stretch asked last is kept. */
  phrasesAround(start: number, end: number): readonly string[];
  /** Those of them that stand on the lines of the stretch. Looked up anew each time. */
  phrasesOnLine(start: number, end: number): readonly string[];
}

/** Code units before and after a stretch among which words count. */
const BEFORE = 80;
const AFTER = 40;
/** Stretches so far apart are not read through in between. */
const GAP = 128;
const BREAK = 10;
/** Another kind of word than those of phrases. */
const IS_CUE = 128;
const NOTHING: readonly string[] = [];

/** Makes a reader of the phrases of a book, and of cues by the hashes of their words. */
export function createWordReader(
  book: PhraseBook,
  folded: Uint8Array,
  cues: ReadonlySet<number>,
): WordReader {
  const marks = Uint8Array.from(book.marks);
  for (const cue of cues) marks[cue & (WORD_MARKS - 1)] = (marks[cue & (WORD_MARKS - 1)] ?? 0) | IS_CUE;
  /** What is less begins nothing: numbers are no cues, and phrases hardly ever begin with one. */
  const quietEnd = book.beginsWithNumber ? OUTSIDE + 1 : DIGITS_END;
  let window: TextWindow | null = null;
  let codes: Uint16Array = new Uint16Array(0);
  let length = 0;
  /** Words between these were read. */
  let first = 0;
  let past = 0;
  const cueStarts: number[] = [];
  const cueEnds: number[] = [];
  /** Phrases by where they begin, the shorter first. */
  const starts: number[] = [];
  const ends: number[] = [];
  const phrases: string[] = [];
  /** Where a phrase of which one word, or two, were read may have begun; -1 for none. */
  let oneStart = -1;
  let oneHash = 0;
  let twoStart = -1;
  let twoHash = 0;
  let lastStart = -1;
  let lastEnd = -1;
  let last = NOTHING;

  function restart(from: number): void {
    first = past = from;
    oneStart = twoStart = -1;
    cueStarts.length = cueEnds.length = starts.length = ends.length = phrases.length = 0;
    if (isCut(from)) past = wordEnd(from);
  }

  /** Where the word ends that the place lies in; behind the text are zeros, which end words. */
  function wordEnd(within: number): number {
    let at = within;
    while ((folded[codes[at] ?? 0] ?? 0) !== OUTSIDE) at++;
    return at;
  }

  function readUpTo(to: number): void {
    const units = codes;
    const table = folded;
    let at = past;
    for (;;) {
      const quiet = oneStart < 0 && twoStart < 0 ? quietEnd : OUTSIDE + 1;
      let unit = OUTSIDE;
      let before = OUTSIDE;
      while (at < to) {
        unit = table[units[at] ?? 0] ?? 0;
        if (unit >= quiet) break;
        before = unit;
        at++;
      }
      if (at >= to) break;
      if (before !== OUTSIDE) {
        // The letters behind a number that was passed over belong to it.
        at = wordEnd(at);
        continue;
      }
      const start = at;
      let hash = FNV_BASIS;
      let all = 0;
      do {
        hash = Math.imul(hash ^ unit, FNV_PRIME);
        all |= unit;
        unit = table[units[++at] ?? 0] ?? 0;
      } while (unit !== OUTSIDE);
      const ended = (all & FOREIGN) === 0 ? finishHash(hash) : hashOfForeign(start, at);
      const kind = marks[ended & (WORD_MARKS - 1)] ?? 0;
      if (kind === 0) oneStart = twoStart = -1;
      else note(kind, ended, start, at);
    }
    // The last number is passed over whole.
    past = isCut(at) ? wordEnd(at) : at;
  }

  const hashOfForeign = (start: number, end: number): number =>
    hashText(foldText(window?.text.slice(start, end) ?? ''));

  function hasDigit(start: number, end: number): boolean {
    for (let at = start; at < end; at++) {
      const unit = folded[codes[at] ?? 0] ?? 0;
      if (unit < DIGITS_END) return true;
    }
    return false;
  }

  function note(kind: number, hash: number, start: number, end: number): void {
    // Cues are words of two letters and more.
    if ((kind & IS_CUE) !== 0 && end - start >= 2 && cues.has(hash || 1) && !hasDigit(start, end)) {
      cueStarts.push(start);
      cueEnds.push(end);
    }
    if ((kind & GOES_ON_IN_PHRASE) === 0) twoStart = -1;
    else {
      if (twoStart >= 0) keepPhrase(mixHash(twoHash, hash), twoStart, end);
      twoStart = oneStart;
      if (oneStart >= 0) {
        twoHash = mixHash(oneHash, hash);
        keepPhrase(twoHash, oneStart, end);
      }
    }
    oneStart = -1;
    if ((kind & BEGINS_PHRASE) === 0) return;
    oneStart = start;
    oneHash = mixHash(0, hash);
    if ((kind & IS_PHRASE) !== 0) keepPhrase(oneHash, start, end);
  }

  function keepPhrase(hash: number, start: number, end: number): void {
    const phrase = book.phrases.get(hash | 0);
    if (phrase === undefined) return;
    let place = starts.length;
    if (place === 0 || (starts[place - 1] ?? 0) <= start) {
      starts.push(start);
      ends.push(end);
      phrases.push(phrase);
      return;
    }
    while (place > 0 && (starts[place - 1] ?? 0) > start) place--;
    starts.splice(place, 0, start);
    ends.splice(place, 0, end);
    phrases.splice(place, 0, phrase);
  }

  function readBetween(from: number, to: number): void {
    // Nothing was asked about what lies between, or it was let go.
    if (from > past + GAP || from < first) restart(from);
    if (to > past) readUpTo(to);
  }

  const isCut = (at: number): boolean =>
    at > 0 && folded[codes[at - 1] ?? 0] !== OUTSIDE && folded[codes[at] ?? 0] !== OUTSIDE;

  return {
    open(next) {
      window = next;
      ({ codes, length } = next);
      lastStart = lastEnd = -1;
      restart(0);
    },
    hasCue(from, to) {
      // Phrases reach farther: so that they are read with the cues.
      readBetween(Math.max(0, Math.min(from, to - BEFORE)), to);
      if (cueStarts.length === 0) return false;
      for (let index = firstFrom(cueStarts, from); index < cueStarts.length; index++) {
        if ((cueStarts[index] ?? 0) >= to) return false;
        if ((cueEnds[index] ?? 0) <= to) return true;
      }
      return false;
    },
    phrasesAround(start, end) {
      if (lastStart === start && lastEnd === end) return last;
      lastStart = start;
      lastEnd = end;
      last = NOTHING;
      if (window === null) return last;
      // Where words are cut in two, the parts count.
      if (isCut(start) || isCut(end)) {
        last = collectPhrases(window, folded, book, start, end, BEFORE, AFTER);
        return last;
      }
      const low = Math.max(0, start - BEFORE);
      const high = Math.min(length, end + AFTER);
      readBetween(low, high);
      let index = firstFrom(starts, low);
      if (index >= starts.length) return last;
      const found: string[] = [];
      for (; index < starts.length; index++) {
        const begins = starts[index] ?? 0;
        if (begins >= high) break;
        const isNear = begins >= end ? (ends[index] ?? 0) <= high : (ends[index] ?? 0) <= start;
        if (isNear) found.push(phrases[index] ?? '');
      }
      if (found.length > 0) last = found;
      return last;
    },
    phrasesOnLine(start, end) {
      if (window === null) return NOTHING;
      let low = start;
      while (low > 0 && start - low < BEFORE && codes[low - 1] !== BREAK) low--;
      let high = end;
      while (high < length && high - end < AFTER && codes[high] !== BREAK) high++;
      return collectPhrases(window, folded, book, start, end, start - low, high - end);
    },
  };
}

/** The first of sorted numbers that is not less. */
function firstFrom(sorted: readonly number[], least: number): number {
  let index = sorted.length;
  while (index > 0 && (sorted[index - 1] ?? 0) >= least) index--;
  return index;
}
