import { foldText } from '@datawave/plugin-sdk';
import type { FeatureGroup } from './feature-groups.ts';
import { featureHash, hashText } from './hash.ts';
import { type Lexicon, LISTS, lexiconKey, listBit } from './lexicon.ts';

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
export interface Form extends FeatureGroup {
  /** UTF-16 code unit that it begins with. */
  readonly initial: number;
  readonly word: number;
  readonly shape: number;
  readonly lists: number;
  readonly isDigits: boolean;
  /** Whether names of more than one word begin with this one. */
  readonly startsRun: boolean;
  readonly key: number;
  /** Its features that nothing around it changes: the first three, one for each list of words, and its affixes. */
  readonly features: Uint32Array;
}

/** Where the features of lists begin in `features`. */
export const OWN_LISTS_AT = 3;

/** Gives the form of a token. */
export type FormSource = (token: string) => Form;

/** Looks at a token. */
export function describeForm(token: string, lexicon: Lexicon): Form {
  const initial = token.charCodeAt(0);
  const isDigits = initial >= 48 && initial <= 57;
  const folded = foldText(token);
  const key = lexiconKey(token);
  const lists = lexicon.bits(key);
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
    isDigits,
    startsRun: (lists & RUN_START) !== 0,
    key,
    features: Uint32Array.from(own),
    weighed: null,
  };
}

/** Forms kept at hand: texts repeat their words. When there are so many, all are let go. */
const MOST_FORMS = 16_384;
/** Longer tokens are described anew each time. */
const LONGEST_KEPT = 40;
/** So are longer ones with digits: they hardly come again, and what may be a secret is not to stay. */
const LONGEST_KEPT_DIGITS = 4;

const isKept = (token: string): boolean =>
  token.length <= LONGEST_KEPT && (token.length <= LONGEST_KEPT_DIGITS || !/\d/.test(token));

/** Forms that are looked at once while they are kept. */
export function keepForms(lexicon: Lexicon): FormSource {
  const forms = new Map<string, Form>();
  return (token) => {
    const known = forms.get(token);
    if (known !== undefined) return known;
    const form = describeForm(token, lexicon);
    if (!isKept(token)) return form;
    if (forms.size >= MOST_FORMS) forms.clear();
    // A copy: a slice would keep the whole text that it was cut from.
    forms.set(Buffer.from(token, 'utf16le').toString('utf16le'), form);
    return form;
  };
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
