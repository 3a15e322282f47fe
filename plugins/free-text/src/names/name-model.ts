import { factorsOf, pathFinder, sumPaths } from './decode.ts';
import { keepGroups } from './feature-groups.ts';
import { extractFeatures } from './features.ts';
import { keepForms } from './forms.ts';
import { createGate } from './gate.ts';
import { isInside, kindOfLabel, LABEL_COUNT, NAME_KINDS, type NameKind } from './labels.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { type ModelData, WEIGHT_SCALE } from './model-file.ts';
import { type Tokens, tokenize } from './tokenize.ts';

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
   * What stands between `from` and `to`, in their order. With hints, the starts of words: nothing when at none of them
   * anything can stand.
   */
  find(text: string, from: number, to: number, hints?: readonly number[]): readonly NamedThing[];
}

/** Makes the model of what its file holds. */
export function createNameModel(data: ModelData): NameModel {
  const lexicon = createLexicon(data.lexiconKeys, data.lexiconBits);
  const addFeature = createWeights(data);
  const transitions = data.transitions.map((value) => value / data.temperature);
  const follow = factorsOf(transitions);
  const findPath = pathFinder(transitions);
  const kept = { forms: keepForms(lexicon), shapes: keepGroups(), listings: keepGroups() };
  const mayStand = createGate(transitions);
  // Numbers alone, no text: room that every window uses anew.
  let scratch = new Float64Array(0);
  let summed = new Int32Array(0);

  /** Scores of all tokens, or of those wanted. */
  function score(tokens: Tokens, wanted: Uint8Array | null, scores: Float64Array): void {
    // Whole numbers of stored weights: their sums are exact, so what was summed before can be added at once.
    const sums = summed;
    const length = tokens.starts.length;
    sums.fill(0, 0, length * LABEL_COUNT);
    extractFeatures(
      tokens,
      lexicon,
      (token, features, count) => {
        const at = token * LABEL_COUNT;
        for (let index = 0; index < count; index++) addFeature(features[index] as number, sums, at);
      },
      {
        ...kept,
        use: (token, group) => {
          group.weighed ??= weigh(group.features, addFeature);
          const { weighed } = group;
          const at = token * LABEL_COUNT;
          for (let index = 0; index < weighed.length; index += 2) {
            const label = at + (weighed[index] as number);
            sums[label] = (sums[label] as number) + (weighed[index + 1] as number);
          }
        },
      },
      wanted,
    );
    for (let token = 0; token < length; token++)
      if (wanted === null || wanted[token] === 1)
        for (let index = token * LABEL_COUNT; index < (token + 1) * LABEL_COUNT; index++)
          scores[index] = (sums[index] as number) / WEIGHT_SCALE / data.temperature;
  }

  return {
    version: data.version,
    lexicon,
    find(text, from, to, hints) {
      const tokens = tokenize(text, from, to);
      const length = tokens.starts.length;
      if (length === 0) return [];
      if (scratch.length < length * LABEL_COUNT) {
        scratch = new Float64Array(length * LABEL_COUNT * 2);
        summed = new Int32Array(scratch.length);
      }
      const scores = scratch;
      if (hints !== undefined) {
        const near = new Uint8Array(length);
        const at = tokensAt(tokens, hints);
        for (const token of at)
          for (let index = Math.max(0, token - 1); index <= token + 1 && index < length; index++)
            near[index] = 1;
        score(tokens, near, scores);
        if (!at.some((token) => isDigitAt(text, tokens.starts[token]) || mayStand(scores, token, length)))
          return [];
      }
      score(tokens, null, scores);
      const path = findPath(scores, length);
      if (!path.some((label) => label !== 0)) return [];
      const { forward, backward } = sumPaths(scores, length, follow);
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
          start: tokens.starts[token] ?? 0,
          end: tokens.ends[last] ?? 0,
          probability: Math.min(1, Math.exp(sum / (last - token + 1))),
        });
        token = last;
      }
      return found;
    },
  };
}

/** The tokens that stand where the hints are; both are in the order of the text. */
function tokensAt({ starts, ends }: Tokens, hints: readonly number[]): readonly number[] {
  const found: number[] = [];
  let token = 0;
  for (const hint of hints) {
    while (token < ends.length && (ends[token] as number) <= hint) token++;
    if (token < starts.length && found.at(-1) !== token) found.push(token);
  }
  return found;
}

const isDigitAt = (text: string, index = 0): boolean => {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
};

type AddFeature = (key: number, sums: Int32Array, at: number) => void;

/** Labels in turn with the sums of their weights, where they are not 0. */
function weigh(features: Uint32Array, addFeature: AddFeature): Int32Array {
  const sums = new Int32Array(LABEL_COUNT);
  for (const feature of features) addFeature(feature, sums, 0);
  const weighed: number[] = [];
  sums.forEach((sum, label) => {
    if (sum !== 0) weighed.push(label, sum);
  });
  return Int32Array.from(weighed);
}

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
  data.featureKeys.forEach((key, feature) => {
    let slot = key & mask;
    while (slots[slot * SLOT] !== 0) slot = (slot + 1) & mask;
    slots[slot * SLOT] = key;
    slots[slot * SLOT + 1] = data.offsets[feature] as number;
    slots[slot * SLOT + 2] = data.offsets[feature + 1] as number;
    const bit = (key >>> 12) & (FILTER_BITS - 1);
    filter[bit >>> 5] = (filter[bit >>> 5] as number) | (1 << (bit & 31));
  });
  // The label in the low byte, the signed weight above it.
  const entries = Int16Array.from(
    data.labels,
    (label, entry) => ((data.weights[entry] as number) << 8) | label,
  );
  return (key, sums, at) => {
    const bit = (key >>> 12) & (FILTER_BITS - 1);
    if (((filter[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return;
    let slot = key & mask;
    for (;;) {
      const found = slots[slot * SLOT] as number;
      if (found === 0) return;
      if (found === key) break;
      slot = (slot + 1) & mask;
    }
    const end = slots[slot * SLOT + 2] as number;
    for (let index = slots[slot * SLOT + 1] as number; index < end; index++) {
      const entry = entries[index] as number;
      const label = at + (entry & 255);
      sums[label] = (sums[label] as number) + (entry >> 8);
    }
  };
}
