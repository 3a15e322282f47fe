import type { FeatureGroups, KeptGroups } from './feature-groups.ts';
import { describeForm, type Form, type FormSource, WORD_LISTS } from './forms.ts';
import { featureHash, mixHash } from './hash.ts';
import type { Lexicon } from './lexicon.ts';
import { createNeighbourhoods, MARGIN, type Neighbourhood } from './neighbourhood.ts';
import type { Tokens } from './tokenize.ts';

/** Tokens before one among which a cue still counts. */
const CUE_REACH = 7;
/** Most features of a token. */
export const MOST_FEATURES = 192;

/** What is kept from text to text. */
export interface KeptFeatures {
  readonly groups: KeptGroups;
  /** Adds what the model gives for a feature to the sums that begin there. */
  readonly weigh: (feature: number, sums: Int16Array, at: number) => void;
  /** Adds what it gives for the form of a token to the token's sums. */
  readonly useForm: (index: number, form: Form) => void;
  /** Adds a row of sums to the token's. */
  readonly useRow: (index: number, sums: Int16Array, row: number) => void;
}

/**
 * Writes the hashed features of a token, as many as are answered. With those kept, the ones that come in groups are added
 * up group by group instead.
 */
export function writeFeatures(
  near: Neighbourhood,
  index: number,
  kept: KeptFeatures | null,
  buffer: Uint32Array,
): number {
  const { words } = near;
  const form = near.forms[index];
  if (form === undefined) return 0;
  const { shape } = form;
  const at = MARGIN + index;
  const twoBefore = words[at - 2] ?? 0;
  let count = 0;
  if (kept === null) {
    for (const feature of form.features) buffer[count++] = feature;
    count = addShapes(near, index, buffer, count);
    count = addListings(near, index, buffer, count);
    count = addBefore(form, words[at - 1] ?? 0, buffer, count);
    count = addAfter(form, words[at + 1] ?? 0, buffer, count);
  } else {
    const { groups } = kept;
    kept.useForm(index, form);
    useShapes(kept, groups.shapes, near, index, buffer);
    useListings(kept, groups.listings, near, index, buffer);
    usePair(kept, groups.before, form, index, words[at - 1] ?? 0, addBefore, buffer);
    usePair(kept, groups.after, form, index, words[at + 1] ?? 0, addAfter, buffer);
  }
  const pairBefore = mixHash(twoBefore, words[at - 1] ?? 0);
  buffer[count++] = featureHash(4, twoBefore);
  buffer[count++] = featureHash(5, words[at + 2] ?? 0);
  buffer[count++] = featureHash(8, pairBefore);
  buffer[count++] = featureHash(21, mixHash(pairBefore, shape));
  for (let bit = near.begins[index] ?? 0; bit !== 0; bit &= bit - 1)
    buffer[count++] = featureHash(29, bit & -bit);
  for (let bit = near.insides[index] ?? 0; bit !== 0; bit &= bit - 1)
    buffer[count++] = featureHash(30, bit & -bit);
  return near.hasCues ? addCues(near, index, shape, buffer, count) : count;
}

/** Whether a line break stands before the token (1), behind it (2), or no token before it (4). */
const breaksAt = ({ breaks, length }: Neighbourhood, index: number): number =>
  (breaks[index] === 1 ? 1 : 0) +
  (index + 1 < length && breaks[index + 1] === 1 ? 2 : 0) +
  (index === 0 ? 4 : 0);

function addShapes(near: Neighbourhood, index: number, buffer: Uint32Array, from: number): number {
  const at = MARGIN + index;
  const [twoBefore = 0, before = 0, shape = 0, after = 0, twoAfter = 0] = near.shapes.subarray(
    at - 2,
    at + 3,
  );
  const breaks = breaksAt(near, index);
  const pair = mixHash(before, shape);
  const pairAfter = mixHash(shape, after);
  let count = from;
  buffer[count++] = featureHash(10, pair);
  buffer[count++] = featureHash(11, pairAfter);
  buffer[count++] = featureHash(12, mixHash(pair, after));
  buffer[count++] = featureHash(22, mixHash(mixHash(twoBefore, before), shape));
  buffer[count++] = featureHash(23, mixHash(pairAfter, twoAfter));
  buffer[count++] = featureHash(24, mixHash(breaks, shape));
  buffer[count++] = featureHash(25, mixHash(mixHash(breaks, before), shape));
  return count;
}

function addListings(near: Neighbourhood, index: number, buffer: Uint32Array, from: number): number {
  const at = MARGIN + index;
  const [shapeBefore = 0, shape = 0, shapeAfter = 0] = near.shapes.subarray(at - 1, at + 2);
  const [before = 0, listing = 0, after = 0] = near.listings.subarray(at - 1, at + 2);
  let count = from;
  buffer[count++] = featureHash(15, listing);
  buffer[count++] = featureHash(16, mixHash(listing, shape));
  buffer[count++] = featureHash(17, mixHash(before, listing));
  buffer[count++] = featureHash(18, mixHash(listing, after));
  buffer[count++] = featureHash(19, mixHash(mixHash(before, shape), shapeBefore));
  buffer[count++] = featureHash(20, mixHash(mixHash(after, shape), shapeAfter));
  return count;
}

type AddNeighbour = (form: Form, neighbour: number, buffer: Uint32Array, from: number) => number;

const addBefore: AddNeighbour = (form, before, buffer, from) => {
  let count = from;
  buffer[count++] = featureHash(2, before);
  buffer[count++] = featureHash(6, mixHash(before, form.word));
  buffer[count++] = featureHash(13, mixHash(before, form.shape));
  for (let bit = form.lists & WORD_LISTS; bit !== 0; bit &= bit - 1)
    buffer[count++] = featureHash(27, mixHash(bit & -bit, before));
  return count;
};

const addAfter: AddNeighbour = (form, after, buffer, from) => {
  let count = from;
  buffer[count++] = featureHash(3, after);
  buffer[count++] = featureHash(7, mixHash(form.word, after));
  buffer[count++] = featureHash(14, mixHash(after, form.shape));
  for (let bit = form.lists & WORD_LISTS; bit !== 0; bit &= bit - 1)
    buffer[count++] = featureHash(28, mixHash(bit & -bit, after));
  return count;
};

function usePair(
  kept: KeptFeatures,
  groups: FeatureGroups,
  form: Form,
  index: number,
  neighbour: number,
  add: AddNeighbour,
  buffer: Uint32Array,
): void {
  const { wanted } = groups;
  wanted[0] = neighbour;
  wanted[1] = form.word;
  wanted[2] = form.shape;
  wanted[3] = form.lists & WORD_LISTS;
  let row = groups.find();
  if (row < 0) row = weighGroup(kept, groups, buffer, add(form, neighbour, buffer, 0));
  kept.useRow(index, groups.sums, row);
}

function useShapes(
  kept: KeptFeatures,
  groups: FeatureGroups,
  near: Neighbourhood,
  index: number,
  buffer: Uint32Array,
): void {
  const { wanted } = groups;
  const { shapes } = near;
  for (let place = 0; place < 5; place++) wanted[place] = shapes[MARGIN + index - 2 + place] ?? 0;
  wanted[5] = breaksAt(near, index);
  let row = groups.find();
  if (row < 0) row = weighGroup(kept, groups, buffer, addShapes(near, index, buffer, 0));
  kept.useRow(index, groups.sums, row);
}

function useListings(
  kept: KeptFeatures,
  groups: FeatureGroups,
  near: Neighbourhood,
  index: number,
  buffer: Uint32Array,
): void {
  const { wanted } = groups;
  const { listings, shapes } = near;
  for (let place = 0; place < 3; place++) {
    wanted[place] = listings[MARGIN + index - 1 + place] ?? 0;
    wanted[3 + place] = shapes[MARGIN + index - 1 + place] ?? 0;
  }
  let row = groups.find();
  if (row < 0) row = weighGroup(kept, groups, buffer, addListings(near, index, buffer, 0));
  kept.useRow(index, groups.sums, row);
}

function weighGroup(kept: KeptFeatures, groups: FeatureGroups, buffer: Uint32Array, count: number): number {
  const row = groups.keep();
  for (let feature = 0; feature < count; feature++) kept.weigh(buffer[feature] ?? 0, groups.sums, row);
  return row;
}

function addCues(
  { forms, length }: Neighbourhood,
  index: number,
  shape: number,
  buffer: Uint32Array,
  from: number,
): number {
  let count = from;
  let cues = 0;
  for (let back = 1; back <= CUE_REACH && back <= index; back++) {
    const bits = forms[index - back]?.cues ?? 0;
    if (bits === 0 || (cues & bits) !== 0) continue;
    cues |= bits;
    for (let bit = bits; bit !== 0; bit &= bit - 1) {
      buffer[count++] = featureHash(31, mixHash(bit & -bit, shape));
      if (back <= 2) buffer[count++] = featureHash(32, mixHash(bit & -bit, shape));
    }
  }
  for (let ahead = index + 1; ahead <= index + 3 && ahead < length; ahead++)
    for (let bit = forms[ahead]?.cues ?? 0; bit !== 0; bit &= bit - 1)
      buffer[count++] = featureHash(33, mixHash(bit & -bit, shape));
  return count;
}

/** Is called with the hashed features of each token, in order; the buffer is reused. */
export type UseFeatures = (index: number, features: Uint32Array, count: number) => void;

/** Calls back with all features of each token. */
export function extractFeatures(tokens: Tokens, lexicon: Lexicon, use: UseFeatures): void {
  const formOf: FormSource = (text, _, start, end) => describeForm(text.slice(start, end), lexicon);
  const near = createNeighbourhoods(formOf, lexicon)(tokens);
  const buffer = new Uint32Array(MOST_FEATURES);
  for (let index = 0; index < near.length; index++)
    use(index, buffer, writeFeatures(near, index, null, buffer));
}
