import { foldText } from '@datawave/plugin-sdk';
import { hashText, mixHash } from './hash.ts';
import { type Lexicon, LISTS, lexiconKey, listBit } from './lexicon.ts';
import { type Tokens, tokenText } from './tokenize.ts';

/** Longest run of words that a list may hold. */
const LONGEST_RUN = 4;
/** Tokens before one among which a cue still counts. */
const CUE_REACH = 7;
const CUES = LISTS.filter((name) => name.startsWith('cue-')).map(listBit);
const ALL_CUES = CUES.reduce((all, bit) => all | bit, 0);
const RUN_LISTS = listBit('city') | listBit('country') | listBit('organisation') | listBit('occupation');
const RUN_START = listBit('run-start');
const WORD_LISTS = ~(RUN_LISTS | ALL_CUES | RUN_START | listBit('hint'));

interface Described {
  readonly word: number;
  readonly shape: number;
  readonly lists: number;
  /** Lists of runs that begin here, and that go on here. */
  runBegin: number;
  runInside: number;
  readonly isDigits: boolean;
  /** Whether names of more than one word begin with this one. */
  readonly startsRun: boolean;
  readonly key: number;
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

function describe(tokens: Tokens, lexicon: Lexicon): readonly Described[] {
  const described = tokens.starts.map((_, index): Described => {
    const token = tokenText(tokens, index);
    const code = token.charCodeAt(0);
    const isDigits = code >= 48 && code <= 57;
    const folded = foldText(token);
    const key = lexiconKey(token);
    const lists = lexicon.bits(key);
    return {
      word: hashText(isDigits ? folded.replace(/\d/g, '0') : folded),
      shape: hashText(shapeOf(token)),
      lists: lists & (WORD_LISTS | ALL_CUES),
      runBegin: 0,
      runInside: 0,
      isDigits,
      startsRun: (lists & RUN_START) !== 0,
      key,
    };
  });
  markRuns(tokens, described, lexicon);
  return described;
}

function markRuns(tokens: Tokens, described: readonly Described[], lexicon: Lexicon): void {
  for (let begin = 0; begin < described.length; begin++) {
    const code = tokenText(tokens, begin).charCodeAt(0);
    if (code < 65) continue;
    const longest =
      described[begin]?.startsRun === true ? Math.min(LONGEST_RUN, described.length - begin) : 1;
    for (let length = longest; length >= 1; length--) {
      const run = length === 1 ? (described[begin]?.key ?? 0) : lexiconKey(wordsFrom(tokens, begin, length));
      const bits = lexicon.bits(run) & RUN_LISTS;
      if (bits === 0) continue;
      for (let at = begin; at < begin + length; at++) {
        const token = described[at];
        if (token === undefined) continue;
        if (at === begin) token.runBegin |= bits;
        else token.runInside |= bits;
      }
      break;
    }
  }
}

const wordsFrom = (tokens: Tokens, begin: number, length: number): string => {
  let words = tokenText(tokens, begin);
  for (let index = begin + 1; index < begin + length; index++) words += ` ${tokenText(tokens, index)}`;
  return words;
};

const OUTSIDE: Described = {
  word: 1,
  shape: 2,
  lists: 0,
  runBegin: 0,
  runInside: 0,
  isDigits: false,
  startsRun: false,
  key: 0,
};

/** Calls back with the hashed features of each token, in order; the buffer is reused. */
export function extractFeatures(
  tokens: Tokens,
  lexicon: Lexicon,
  use: (index: number, features: Uint32Array, count: number) => void,
): void {
  const described = describe(tokens, lexicon);
  const buffer = new Uint32Array(96);
  const at = (index: number): Described => described[index] ?? OUTSIDE;
  for (let index = 0; index < described.length; index++) {
    let count = 0;
    const add = (template: number, value: number): void => {
      buffer[count++] = mixHash(mixHash(0x51ed270b, template), value);
    };
    const here = at(index);
    const before = at(index - 1);
    const after = at(index + 1);
    const before2 = at(index - 2);
    const after2 = at(index + 2);
    const listing = (token: Described): number =>
      mixHash(mixHash(token.lists & WORD_LISTS, token.runBegin), token.runInside);
    add(0, 0);
    add(1, here.word);
    add(2, before.word);
    add(3, after.word);
    add(4, before2.word);
    add(5, after2.word);
    add(6, mixHash(before.word, here.word));
    add(7, mixHash(here.word, after.word));
    add(8, mixHash(before2.word, before.word));
    add(9, here.shape);
    add(10, mixHash(before.shape, here.shape));
    add(11, mixHash(here.shape, after.shape));
    add(12, mixHash(mixHash(before.shape, here.shape), after.shape));
    add(13, mixHash(before.word, here.shape));
    add(14, mixHash(after.word, here.shape));
    add(15, listing(here));
    add(16, mixHash(listing(here), here.shape));
    add(17, mixHash(listing(before), listing(here)));
    add(18, mixHash(listing(here), listing(after)));
    add(19, mixHash(mixHash(listing(before), here.shape), before.shape));
    add(20, mixHash(mixHash(listing(after), here.shape), after.shape));
    add(21, mixHash(mixHash(before2.word, before.word), here.shape));
    add(22, mixHash(mixHash(before2.shape, before.shape), here.shape));
    add(23, mixHash(mixHash(here.shape, after.shape), after2.shape));
    const breaks =
      (tokens.afterBreak[index] ? 1 : 0) + (tokens.afterBreak[index + 1] ? 2 : 0) + (index === 0 ? 4 : 0);
    add(24, mixHash(breaks, here.shape));
    add(25, mixHash(mixHash(breaks, before.shape), here.shape));
    const lists = here.lists & WORD_LISTS;
    for (let bit = lists; bit !== 0; bit &= bit - 1) {
      const one = bit & -bit;
      add(26, one);
      add(27, mixHash(one, before.word));
      add(28, mixHash(one, after.word));
    }
    for (let bit = here.runBegin; bit !== 0; bit &= bit - 1) add(29, bit & -bit);
    for (let bit = here.runInside; bit !== 0; bit &= bit - 1) add(30, bit & -bit);
    let cues = 0;
    for (let back = 1; back <= CUE_REACH; back++) {
      const bits = at(index - back).lists & ALL_CUES;
      if (bits !== 0 && (cues & bits) === 0) {
        cues |= bits;
        for (let bit = bits; bit !== 0; bit &= bit - 1) {
          add(31, mixHash(bit & -bit, here.shape));
          if (back <= 2) add(32, mixHash(bit & -bit, here.shape));
        }
      }
    }
    for (let ahead = 1; ahead <= 3; ahead++) {
      for (let bit = at(index + ahead).lists & ALL_CUES; bit !== 0; bit &= bit - 1)
        add(33, mixHash(bit & -bit, here.shape));
    }
    if (!here.isDigits) {
      const token = foldText(tokenText(tokens, index));
      if (token.length > 3) {
        add(34, hashText(token.slice(-2)));
        add(35, hashText(token.slice(-3)));
        add(36, hashText(token.slice(0, 2)));
        add(37, hashText(token.slice(0, 3)));
        if (token.length > 5) add(38, hashText(token.slice(-4)));
      }
    }
    use(index, buffer, count);
  }
}
