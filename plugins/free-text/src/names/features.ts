import type { FeatureGroup, FeatureGroups } from './feature-groups.ts';
import {
  ALL_CUES,
  describeForm,
  type Form,
  type FormSource,
  OWN_LISTS_AT,
  RUN_LISTS,
  WORD_LISTS,
} from './forms.ts';
import { featureHash, mixHash } from './hash.ts';
import { type Lexicon, lexiconKey } from './lexicon.ts';
import { type Tokens, tokenText } from './tokenize.ts';

/** Longest run of words that a list may hold. */
const LONGEST_RUN = 4;
/** Tokens before one among which a cue still counts. */
const CUE_REACH = 7;
/** Most features of a token. */
const MOST_FEATURES = 192;
/** Places before the first token and after the last. */
const MARGIN = 3;
/** What stands there. */
const OUTSIDE_WORD = 1;
const OUTSIDE_SHAPE = 2;

/** Lists of runs of words that begin at a token, and that go on there. */
interface Runs {
  readonly begin: Int32Array;
  readonly inside: Int32Array;
}

function findRuns(tokens: Tokens, forms: readonly Form[], lexicon: Lexicon): Runs {
  const begin = new Int32Array(forms.length);
  const inside = new Int32Array(forms.length);
  for (let first = 0; first < forms.length; first++) {
    const form = forms[first];
    if (form === undefined || form.initial < 65) continue;
    const longest = form.startsRun ? Math.min(LONGEST_RUN, forms.length - first) : 1;
    for (let length = longest; length >= 1; length--) {
      const run = length === 1 ? form.key : lexiconKey(wordsFrom(tokens, first, length));
      const bits = lexicon.bits(run) & RUN_LISTS;
      if (bits === 0) continue;
      begin[first] = (begin[first] as number) | bits;
      for (let at = first + 1; at < first + length; at++) inside[at] = (inside[at] as number) | bits;
      break;
    }
  }
  return { begin, inside };
}

const wordsFrom = (tokens: Tokens, begin: number, length: number): string => {
  let words = tokenText(tokens, begin);
  for (let index = begin + 1; index < begin + length; index++) words += ` ${tokenText(tokens, index)}`;
  return words;
};

/** Is called with the hashed features of each token, in order; the buffer is reused. */
export type UseFeatures = (index: number, features: Uint32Array, count: number) => void;

/** What is kept from text to text. */
export interface KeptFeatures {
  readonly forms: FormSource;
  readonly shapes: FeatureGroups;
  readonly listings: FeatureGroups;
  /** Is called with the groups of features of a token; they are left out of what follows. */
  readonly use: (index: number, group: FeatureGroup) => void;
}

/** Calls back with the features of each token, or of those wanted; with those that come in kept groups by group. */
export function extractFeatures(
  tokens: Tokens,
  lexicon: Lexicon,
  use: UseFeatures,
  kept: KeptFeatures | null = null,
  wanted: Uint8Array | null = null,
): void {
  const length = tokens.starts.length;
  const forms: Form[] = [];
  const words = new Uint32Array(length + 2 * MARGIN).fill(OUTSIDE_WORD);
  const shapes = new Uint32Array(length + 2 * MARGIN).fill(OUTSIDE_SHAPE);
  for (let index = 0; index < length; index++) {
    const token = tokenText(tokens, index);
    const form = kept === null ? describeForm(token, lexicon) : kept.forms(token);
    forms.push(form);
    words[MARGIN + index] = form.word;
    shapes[MARGIN + index] = form.shape;
  }
  const runs = findRuns(tokens, forms, lexicon);
  const listings = new Uint32Array(length + 2 * MARGIN).fill(mixHash(mixHash(0, 0), 0));
  const cuesOf = new Int32Array(length);
  let hasCues = false;
  for (let index = 0; index < length; index++) {
    const lists = forms[index]?.lists ?? 0;
    listings[MARGIN + index] = mixHash(
      mixHash(lists & WORD_LISTS, runs.begin[index] as number),
      runs.inside[index] as number,
    );
    cuesOf[index] = lists & ALL_CUES;
    if ((lists & ALL_CUES) !== 0) hasCues = true;
  }
  // Words and shapes with the one before, and shapes with the one after as well: each is part of several features.
  const wordPairs = new Uint32Array(length + 2 * MARGIN);
  const shapePairs = new Uint32Array(length + 2 * MARGIN);
  const shapeTriples = new Uint32Array(length + 2 * MARGIN);
  for (let at = 1; at < words.length; at++) {
    wordPairs[at] = mixHash(words[at - 1] as number, words[at] as number);
    const pair = mixHash(shapes[at - 1] as number, shapes[at] as number);
    shapePairs[at] = pair;
    if (at + 1 < words.length) shapeTriples[at] = mixHash(pair, shapes[at + 1] as number);
  }
  const buffer = new Uint32Array(MOST_FEATURES);
  let count = 0;
  const add = (template: number, value: number): void => {
    buffer[count++] = featureHash(template, value);
  };
  for (let index = 0; index < length; index++) {
    const form = forms[index];
    if (form === undefined) break;
    if (wanted !== null && wanted[index] !== 1) continue;
    const { features: own, shape } = form;
    const at = MARGIN + index;
    const before = words[at - 1] as number;
    const after = words[at + 1] as number;
    const breaks =
      (tokens.afterBreak[index] ? 1 : 0) + (tokens.afterBreak[index + 1] ? 2 : 0) + (index === 0 ? 4 : 0);
    count = 0;
    if (kept !== null) {
      kept.use(index, form);
      kept.use(index, shapeGroup(kept.shapes, at, breaks));
      kept.use(index, listingGroup(kept.listings, at));
      count = 0;
    } else {
      buffer[count++] = own[0] as number;
      buffer[count++] = own[1] as number;
    }
    add(2, before);
    add(3, after);
    add(4, words[at - 2] as number);
    add(5, words[at + 2] as number);
    add(6, wordPairs[at] as number);
    add(7, wordPairs[at + 1] as number);
    add(8, wordPairs[at - 1] as number);
    if (kept === null) {
      buffer[count++] = own[2] as number;
      addShapes(at);
    }
    add(13, mixHash(before, shape));
    add(14, mixHash(after, shape));
    if (kept === null) addListings(at);
    add(21, mixHash(wordPairs[at - 1] as number, shape));
    if (kept === null) addWiderShapes(at, breaks);
    let nextOwn = OWN_LISTS_AT;
    for (let bit = form.lists & WORD_LISTS; bit !== 0; bit &= bit - 1) {
      const one = bit & -bit;
      if (kept === null) buffer[count++] = own[nextOwn++] as number;
      add(27, mixHash(one, before));
      add(28, mixHash(one, after));
    }
    for (let bit = runs.begin[index] as number; bit !== 0; bit &= bit - 1) add(29, bit & -bit);
    for (let bit = runs.inside[index] as number; bit !== 0; bit &= bit - 1) add(30, bit & -bit);
    if (hasCues) addCues(index, shape);
    if (kept === null) while (nextOwn < own.length) buffer[count++] = own[nextOwn++] as number;
    use(index, buffer, count);
  }

  function addShapes(at: number): void {
    add(10, shapePairs[at] as number);
    add(11, shapePairs[at + 1] as number);
    add(12, shapeTriples[at] as number);
  }

  function addWiderShapes(at: number, breaks: number): void {
    const shape = shapes[at] as number;
    add(22, shapeTriples[at - 1] as number);
    add(23, shapeTriples[at + 1] as number);
    add(24, mixHash(breaks, shape));
    add(25, mixHash(mixHash(breaks, shapes[at - 1] as number), shape));
  }

  function addListings(at: number): void {
    const shape = shapes[at] as number;
    const listing = listings[at] as number;
    const before = listings[at - 1] as number;
    const after = listings[at + 1] as number;
    add(15, listing);
    add(16, mixHash(listing, shape));
    add(17, mixHash(before, listing));
    add(18, mixHash(listing, after));
    add(19, mixHash(mixHash(before, shape), shapes[at - 1] as number));
    add(20, mixHash(mixHash(after, shape), shapes[at + 1] as number));
  }

  function shapeGroup(groups: FeatureGroups, at: number, breaks: number): FeatureGroup {
    const { wanted } = groups;
    for (let place = 0; place < 5; place++) wanted[place] = shapes[at - 2 + place] as number;
    wanted[5] = breaks;
    const known = groups.find();
    if (known !== null) return known;
    count = 0;
    addShapes(at);
    addWiderShapes(at, breaks);
    return groups.keep(buffer.slice(0, count));
  }

  function listingGroup(groups: FeatureGroups, at: number): FeatureGroup {
    const { wanted } = groups;
    for (let place = 0; place < 3; place++) {
      wanted[place] = listings[at - 1 + place] as number;
      wanted[3 + place] = shapes[at - 1 + place] as number;
    }
    const known = groups.find();
    if (known !== null) return known;
    count = 0;
    addListings(at);
    return groups.keep(buffer.slice(0, count));
  }

  function addCues(index: number, shape: number): void {
    let cues = 0;
    for (let back = 1; back <= CUE_REACH && back <= index; back++) {
      const bits = cuesOf[index - back] as number;
      if (bits === 0 || (cues & bits) !== 0) continue;
      cues |= bits;
      for (let bit = bits; bit !== 0; bit &= bit - 1) {
        add(31, mixHash(bit & -bit, shape));
        if (back <= 2) add(32, mixHash(bit & -bit, shape));
      }
    }
    for (let ahead = index + 1; ahead <= index + 3 && ahead < length; ahead++)
      for (let bit = cuesOf[ahead] as number; bit !== 0; bit &= bit - 1) add(33, mixHash(bit & -bit, shape));
  }
}
