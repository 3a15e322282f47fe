import { bestPath, factorsOf, sumPaths } from './decode.ts';
import { extractFeatures } from './features.ts';
import { isInside, kindOfLabel, LABEL_COUNT, NAME_KINDS, type NameKind } from './labels.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { type ModelData, WEIGHT_SCALE } from './model-file.ts';
import { tokenize } from './tokenize.ts';

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
  /** What stands between `from` and `to`, in their order. */
  find(text: string, from: number, to: number): readonly NamedThing[];
}

/** Makes the model of what its file holds. */
export function createNameModel(data: ModelData): NameModel {
  const lexicon = createLexicon(data.lexiconKeys, data.lexiconBits);
  const scoreFeature = createWeights(data);
  const transitions = data.transitions.map((value) => value / data.temperature);
  const follow = factorsOf(transitions);
  return {
    version: data.version,
    lexicon,
    find(text, from, to) {
      const tokens = tokenize(text, from, to);
      const length = tokens.starts.length;
      if (length === 0) return [];
      const scores = new Float64Array(length * LABEL_COUNT);
      extractFeatures(tokens, lexicon, (token, features, count) => {
        for (let index = 0; index < count; index++)
          scoreFeature(features[index] ?? 0, scores, token * LABEL_COUNT);
      });
      for (let index = 0; index < scores.length; index++)
        scores[index] = (scores[index] ?? 0) / data.temperature;
      const path = bestPath(scores, length, transitions);
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

/** Bits of keys that say whether a feature may be known: most are not, and this small table stays in the cache. */
const FILTER_BITS = 1 << 20;

/** Adds the weights of a feature to the scores from a position on: keys by open addressing. */
function createWeights(data: ModelData): (key: number, scores: Float64Array, at: number) => void {
  let capacity = 1024;
  while (capacity < data.featureKeys.length * 2) capacity *= 2;
  const mask = capacity - 1;
  const filter = new Uint32Array(FILTER_BITS / 32);
  const keys = new Uint32Array(capacity);
  const features = new Uint32Array(capacity);
  data.featureKeys.forEach((key, feature) => {
    let slot = key & mask;
    while (keys[slot] !== 0) slot = (slot + 1) & mask;
    keys[slot] = key;
    features[slot] = feature;
    const bit = (key >>> 12) & (FILTER_BITS - 1);
    filter[bit >>> 5] = (filter[bit >>> 5] as number) | (1 << (bit & 31));
  });
  const { offsets, labels, weights } = data;
  return (key, scores, at) => {
    const bit = (key >>> 12) & (FILTER_BITS - 1);
    if (((filter[bit >>> 5] as number) & (1 << (bit & 31))) === 0) return;
    let slot = key & mask;
    for (;;) {
      const found = keys[slot] as number;
      if (found === 0) return;
      if (found === key) break;
      slot = (slot + 1) & mask;
    }
    const feature = features[slot] as number;
    const end = offsets[feature + 1] as number;
    for (let entry = offsets[feature] as number; entry < end; entry++) {
      const label = at + (labels[entry] as number);
      scores[label] = (scores[label] as number) + (weights[entry] as number) / WEIGHT_SCALE;
    }
  };
}
