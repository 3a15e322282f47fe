import { factorsOf, pathFinder, pathRoom, sumPaths } from './decode.ts';
import { noGroups } from './feature-groups.ts';
import { type KeptFeatures, MOST_FEATURES, writeFeatures } from './features.ts';
import { type Form, keepForms, MOST_FORMS } from './forms.ts';
import { createGate } from './gate.ts';
import { isInside, kindOfLabel, LABEL_COUNT, NAME_KINDS, type NameKind } from './labels.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { type ModelData, WEIGHT_SCALE } from './model-file.ts';
import { createNeighbourhoods, type Neighbourhood } from './neighbourhood.ts';
import { createTokenizer, type TokenStretch, type Tokens } from './tokenize.ts';

/** Something that the model found. */
export interface NamedThing {
  readonly kind: NameKind;
  /** Offsets in the whole text. */
  readonly start: number;
  readonly end: number;
  /** Geometric mean of the probabilities of its tokens' labels. */
  readonly probability: number;
}

/** A linear-chain conditional random field over words, ready to be asked. */
export interface NameModel {
  readonly version: string;
  readonly lexicon: Lexicon;
  /**
   * What stands in the stretch, in the order of the text. With hints, the starts of words: nothing when at none of them
   * anything can stand.
   */
  find(stretch: TokenStretch, hints?: readonly number[]): readonly NamedThing[];
}

/** Makes the model of what its file holds. */
export function createNameModel(data: ModelData): NameModel {
  // Taken out, as the tables below are made without functions, so that the arrays of the file are let go.
  const { version, temperature } = data;
  const lexicon = createLexicon(data.lexiconKeys, data.lexiconBits);
  const addFeature = createWeights(data);
  const transitions = data.transitions.map((value) => value / temperature);
  const follow = factorsOf(transitions);
  const findPath = pathFinder(transitions);
  const tokenizer = createTokenizer();
  const readTokens = createNeighbourhoods(keepForms(lexicon), lexicon);
  const mayStand = createGate(transitions);
  const buffer = new Uint32Array(MOST_FEATURES);
  // Numbers alone, no text: room that every window uses anew.
  let scores = new Float64Array(0);
  let sums = new Int16Array(0);
  let scored = new Uint8Array(0);
  let room = pathRoom(0);

  /** What the model gives for forms by their numbers, and whose it is. */
  const formSums = new Int16Array(MOST_FORMS * LABEL_COUNT);
  const formsWeighed: Form[] = [];

  const kept: KeptFeatures = {
    groups: noGroups(),
    weigh: addFeature,
    useForm(token, form) {
      if (form.number < 0) {
        for (const feature of form.features) addFeature(feature, sums, token * LABEL_COUNT);
        return;
      }
      const row = form.number * LABEL_COUNT;
      if (formsWeighed[form.number] !== form) {
        formsWeighed[form.number] = form;
        formSums.fill(0, row, row + LABEL_COUNT);
        for (const feature of form.features) addFeature(feature, formSums, row);
      }
      kept.useRow(token, formSums, row);
    },
    useRow(token, rows, row) {
      const all = sums;
      const at = token * LABEL_COUNT;
      for (let label = 0; label < LABEL_COUNT; label++)
        all[at + label] = (all[at + label] ?? 0) + (rows[row + label] ?? 0);
    },
  };

  function prepare(length: number): void {
    if (scored.length < length) {
      scored = new Uint8Array(length * 2);
      scores = new Float64Array(length * 2 * LABEL_COUNT);
      sums = new Int16Array(scores.length);
      room = pathRoom(scored.length);
    }
    scored.fill(0, 0, length);
    sums.fill(0, 0, length * LABEL_COUNT);
  }

  /** Scores a token once. Whole numbers of stored weights: their sums are exact, in whatever order they are added. */
  function score(near: Neighbourhood, token: number): void {
    if (scored[token] === 1) return;
    scored[token] = 1;
    const count = writeFeatures(near, token, kept, buffer);
    const at = token * LABEL_COUNT;
    for (let index = 0; index < count; index++) addFeature(buffer[index] ?? 0, sums, at);
    for (let index = at; index < at + LABEL_COUNT; index++)
      scores[index] = (sums[index] ?? 0) / WEIGHT_SCALE / temperature;
  }

  /** Whether at one of the hints anything can stand, as far as the tokens beside it tell. */
  function isAnyOpen(near: Neighbourhood, tokens: Tokens, hints: readonly number[]): boolean {
    for (const token of tokensAt(tokens, hints)) {
      if (isDigitAt(tokens, token)) return true;
      if (token > 0) score(near, token - 1);
      score(near, token);
      if (token + 1 < near.length) score(near, token + 1);
      if (mayStand(scores, token, near.length)) return true;
    }
    return false;
  }

  return {
    version,
    lexicon,
    find(stretch, hints) {
      const tokens = tokenizer.cut(stretch);
      const { length, starts, ends } = tokens;
      if (length === 0) return [];
      const near = readTokens(tokens);
      prepare(length);
      if (hints !== undefined && !isAnyOpen(near, tokens, hints)) return [];
      for (let token = 0; token < length; token++) score(near, token);
      const path = findPath(scores, length);
      if (!path.some((label) => label !== 0)) return [];
      const { forward, backward } = sumPaths(scores, length, follow, room);
      const found: NamedThing[] = [];
      for (let token = 0; token < length; token++) {
        const label = path[token] ?? 0;
        const kind = NAME_KINDS[kindOfLabel(label)];
        if (kind === undefined) continue;
        let last = token;
        let sum = 0;
        for (;;) {
          const at = last * LABEL_COUNT + (path[last] ?? 0);
          sum += Math.log((forward[at] ?? 0) * (backward[at] ?? 0) + 1e-12);
          const next = path[last + 1] ?? 0;
          if (!isInside(next) || last + 1 >= length) break;
          last++;
        }
        found.push({
          kind,
          start: starts[token] ?? 0,
          end: ends[last] ?? 0,
          probability: Math.min(1, Math.exp(sum / (last - token + 1))),
        });
        token = last;
      }
      return found;
    },
  };
}

/** The tokens that stand where the hints are; both are in the order of the text. */
function tokensAt({ length, ends }: Tokens, hints: readonly number[]): readonly number[] {
  const found: number[] = [];
  let token = 0;
  for (const hint of hints) {
    while (token < length && (ends[token] ?? 0) <= hint) token++;
    if (token < length && found.at(-1) !== token) found.push(token);
  }
  return found;
}

const isDigitAt = ({ codes, starts }: Tokens, token: number): boolean => {
  const code = codes[starts[token] ?? 0] ?? 0;
  return code >= 48 && code <= 57;
};

/** Sums stay far below what 16 bits hold: a token has at most {@link MOST_FEATURES} features, and few have great weights. */
type AddFeature = (key: number, sums: Int16Array, at: number) => void;

/** Bits of keys that say whether a feature may be known: most are not, and this small table stays in the cache. */
const FILTER_BITS = 1 << 20;

/** Numbers for each slot of the table: the key, and where its entries begin and end. */
const SLOT = 3;

/**
 * Adds the stored weights of a feature to the sums from a position on: keys by open addressing. What one look-up needs
 * lies together, as it comes from all over the memory.
 */
function createWeights(data: ModelData): AddFeature {
  let capacity = 1024;
  while (capacity < data.featureKeys.length * 2) capacity *= 2;
  const mask = capacity - 1;
  const filter = new Uint32Array(FILTER_BITS / 32);
  const slots = new Uint32Array(capacity * SLOT);
  const { featureKeys, offsets, labels, weights } = data;
  for (let feature = 0; feature < featureKeys.length; feature++) {
    const key = featureKeys[feature] ?? 0;
    let slot = key & mask;
    while (slots[slot * SLOT] !== 0) slot = (slot + 1) & mask;
    slots[slot * SLOT] = key;
    slots[slot * SLOT + 1] = offsets[feature] ?? 0;
    slots[slot * SLOT + 2] = offsets[feature + 1] ?? 0;
    const bit = (key >>> 12) & (FILTER_BITS - 1);
    filter[bit >>> 5] = (filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
  }
  // The label in the low byte, the signed weight above it.
  const entries = new Int16Array(labels.length);
  for (let entry = 0; entry < labels.length; entry++)
    entries[entry] = ((weights[entry] ?? 0) << 8) | (labels[entry] ?? 0);
  return (key, sums, at) => {
    const bit = (key >>> 12) & (FILTER_BITS - 1);
    if (((filter[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return;
    let slot = key & mask;
    for (;;) {
      const found = slots[slot * SLOT] ?? 0;
      if (found === 0) return;
      if (found === key) break;
      slot = (slot + 1) & mask;
    }
    const end = slots[slot * SLOT + 2] ?? 0;
    for (let index = slots[slot * SLOT + 1] ?? 0; index < end; index++) {
      const entry = entries[index] ?? 0;
      const label = at + (entry & 255);
      sums[label] = (sums[label] ?? 0) + (entry >> 8);
    }
  };
}
