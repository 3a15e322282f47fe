import { foldText } from '@datawave/plugin-sdk';
import { FNV_BASIS, FNV_PRIME, featureHash, finishHash, hashText } from './hash.ts';
import { type Lexicon, LISTS, listBit, listedAs } from './lexicon.ts';

const CUES = LISTS.filter((name) => name.startsWith('cue-')).map(listBit);
/** Lists of words that speak of what stands near them. */
export const ALL_CUES = CUES.reduce((all, bit) => all | bit, 0);
/** Lists that hold runs of words. */
export const RUN_LISTS =
  listBit('city') | listBit('country') | listBit('organisation') | listBit('occupation');
const RUN_START = listBit('run-start');
/** Lists that hold words. */
export const WORD_LISTS = ~(RUN_LISTS | ALL_CUES | RUN_START | listBit('hint'));

/** What a token says by itself, wherever it stands. */
export interface Form {
  /** UTF-16 code unit that it begins with. */
  readonly initial: number;
  readonly word: number;
  readonly shape: number;
  readonly lists: number;
  /** Of the lists those of cues, and those of runs of words. */
  readonly cues: number;
  readonly runs: number;
  /** Whether names of more than one word begin with this one. */
  readonly startsRun: boolean;
  /** As lists hold it. */
  readonly listed: string;
  /** Its features that nothing around it changes: the first three, one for each list of words, and its affixes. */
  readonly features: Uint32Array;
  /** Its number among those kept, below {@link MOST_FORMS}; -1 when it is not kept. One that was let go leaves its number. */
  readonly number: number;
}

/** Gives the form of a token that stands from `start` to `end`. */
export type FormSource = (text: string, codes: Uint16Array, start: number, end: number) => Form;

/** Looks at a token. */
export function describeForm(token: string, lexicon: Lexicon, number = -1): Form {
  const listed = listedAs(token);
  return formOf(token, listed, lexicon.bits(hashText(listed) || 1), number);
}

function formOf(token: string, listed: string, lists: number, number: number): Form {
  const initial = token.charCodeAt(0);
  const isDigits = initial >= 48 && initial <= 57;
  const folded = foldText(token);
  const word = hashText(isDigits ? folded.replace(/\d/g, '0') : folded);
  const shape = hashText(shapeOf(token));
  const own = [featureHash(0, 0), featureHash(1, word), featureHash(9, shape)];
  for (let bit = lists & WORD_LISTS; bit !== 0; bit &= bit - 1) own.push(featureHash(26, bit & -bit));
  if (!isDigits && folded.length > 3) {
    own.push(
      featureHash(34, hashText(folded.slice(-2))),
      featureHash(35, hashText(folded.slice(-3))),
      featureHash(36, hashText(folded.slice(0, 2))),
      featureHash(37, hashText(folded.slice(0, 3))),
    );
    if (folded.length > 5) own.push(featureHash(38, hashText(folded.slice(-4))));
  }
  return {
    initial,
    word,
    shape,
    lists: lists & (WORD_LISTS | ALL_CUES),
    cues: lists & ALL_CUES,
    runs: lists & RUN_LISTS,
    startsRun: (lists & RUN_START) !== 0,
    listed,
    features: Uint32Array.from(own),
    number,
  };
}

/** Forms kept at hand: texts repeat their words. When there are so many, all are let go. */
export const MOST_FORMS = 1 << 14;
/** Longer tokens are described anew each time. */
const LONGEST_KEPT = 40;
/** So are longer ones with digits: they hardly come again, and what may be a secret is not to stay. */
const LONGEST_KEPT_DIGITS = 4;

const isKept = (token: string): boolean =>
  token.length <= LONGEST_KEPT && (token.length <= LONGEST_KEPT_DIGITS || !/\d/.test(token));

/** Stands for a number that no list holds, nor holds in a run of words. */
const NOT_LISTED = '\0';

function isNumber(codes: Uint16Array, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const code = codes[index] ?? 0;
    if (code < 48 || code > 57) return false;
  }
  return true;
}

/** Places for forms, of which at most half are taken. */
const PLACES = MOST_FORMS * 2;
/** Room for the code units of tokens kept. */
const MOST_UNITS = MOST_FORMS * 12;

/** Forms that are looked at once while they are kept; a token is known by its code units, no text is cut out for it. */
export function keepForms(lexicon: Lexicon): FormSource {
  /** One more than the number of the form, 0 where there is none. */
  const places = new Uint16Array(PLACES);
  const forms: Form[] = [];
  /** The code units of form f stand from `begins[f]` to `begins[f + 1]`. */
  const units = new Uint16Array(MOST_UNITS);
  const begins = new Uint32Array(MOST_FORMS + 1);
  const numbers: (Form | undefined)[] = [];

  function clear(): void {
    places.fill(0);
    forms.length = 0;
  }

  return (text, codes, start, end) => {
    let hash = FNV_BASIS;
    for (let index = start; index < end; index++) hash = Math.imul(hash ^ (codes[index] ?? 0), FNV_PRIME);
    let place = finishHash(hash) & (PLACES - 1);
    for (let number = places[place] ?? 0; number !== 0; number = places[place] ?? 0) {
      const form = forms[number - 1];
      if (form !== undefined && isOf(number - 1, codes, start, end)) return form;
      place = (place + 1) & (PLACES - 1);
    }
    const length = end - start;
    if (length > LONGEST_KEPT_DIGITS && length <= LONGEST_KEPT && isNumber(codes, start, end))
      if (lexicon.bits(finishHash(hash) || 1) === 0) return formOfNumber(length);
    const token = text.slice(start, end);
    if (!isKept(token)) return describeForm(token, lexicon);
    const begin = begins[forms.length] ?? 0;
    if (forms.length >= MOST_FORMS || begin + token.length > MOST_UNITS) {
      clear();
      return describeForm(token, lexicon);
    }
    const form = describeForm(token, lexicon, forms.length);
    units.set(codes.subarray(start, end), begin);
    forms.push(form);
    begins[forms.length] = begin + token.length;
    places[place] = forms.length;
    return form;
  };

  /** Numbers that no list holds tell nothing but how long they are. */
  function formOfNumber(length: number): Form {
    const known = numbers[length];
    if (known !== undefined) return known;
    const form = formOf('0'.repeat(length), NOT_LISTED, 0, -1);
    numbers[length] = form;
    return form;
  }

  function isOf(form: number, codes: Uint16Array, start: number, end: number): boolean {
    const begin = begins[form] ?? 0;
    if ((begins[form + 1] ?? 0) - begin !== end - start) return false;
    for (let index = start; index < end; index++)
      if (units[begin + index - start] !== codes[index]) return false;
    return true;
  }
}

/** The shape of a token: `Xx`, `XX`, `x`, digits by number, punctuation as it is. */
export function shapeOf(token: string): string {
  const first = token.charCodeAt(0);
  if (first >= 48 && first <= 57) {
    if (/^\d+$/.test(token)) return token.length > 12 ? 'd13+' : `d${token.length}`;
    return /^\d+(?:st|nd|rd|th)$/i.test(token) ? 'dth' : 'dx';
  }
  if (!/^[\p{L}\p{M}]/u.test(token)) return token.length === 1 ? token : 'p';
  if (/\d/.test(token)) return 'xd';
  const upper = token.toUpperCase();
  const lower = token.toLowerCase();
  if (upper === lower) return 'c';
  if (token === upper) return token.length === 1 ? 'X' : token.length <= 3 ? 'XX' : 'XXX';
  if (token === lower) return 'x';
  const initial = token[0] ?? '';
  if (initial === initial.toUpperCase()) {
    if (token.slice(1) === lower.slice(1)) return 'Xx';
    return /[-'’]/.test(token) ? 'X-X' : 'XxX';
  }
  return 'xX';
}
