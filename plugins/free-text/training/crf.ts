import { bestPath, FORBIDDEN, factorsOf, isLegal, sumPaths } from '../src/names/decode.ts';
import { extractFeatures } from '../src/names/features.ts';
import { beginLabel, isInside, kindOfLabel, LABEL_COUNT } from '../src/names/labels.ts';
import { createLexicon, type Lexicon, type ListName, listBit } from '../src/names/lexicon.ts';
import { type ModelData, WEIGHT_SCALE } from '../src/names/model-file.ts';
import { createTokenizer, type Tokens, tokenize } from '../src/names/tokenize.ts';
import type { LabelledText } from './fill.ts';
import type { Chance } from './random.ts';

interface Example {
  readonly features: readonly Uint32Array[];
  readonly gold: Uint8Array;
}

export interface TrainingOptions {
  readonly texts: readonly LabelledText[];
  readonly dev: readonly LabelledText[];
  readonly lexicon: ReadonlyMap<number, number>;
  readonly chance: Chance;
  readonly epochs: number;
  readonly version: string;
}

const LONGEST = 160;
/** Share of features that a token does without in training, so that none carries alone. */
const DROPPED = 0.3;
/** Share of look-ups in lists of names that find nothing in training. */
const FORGOTTEN = 0.3;
const NAME_LISTS = [
  'first-name',
  'last-name',
  'city',
  'country',
  'nationality',
  'organisation',
  'occupation',
  'ambiguous-name',
]
  .map((name) => listBit(name as ListName))
  .reduce((all, bit) => all | bit, 0);
const RATE = 0.15;
const SHRINK = 2e-5;
/** Weights below this are left out of the file. */
const SMALLEST_WEIGHT = 0.09;

/** A linear-chain conditional random field by AdaGrad; answers what the file holds. */
export function trainModel(options: TrainingOptions): ModelData {
  const { keys, bits } = sortedLexicon(options.lexicon);
  const lexicon = createLexicon(keys, bits);
  const seen = new Map<number, number>();
  // A name that no list has must be found, too: in training some look-ups find nothing.
  const forgetful: Lexicon = {
    size: lexicon.size,
    holding: lexicon.holding,
    bits: (hash) =>
      options.chance.happens(FORGOTTEN) ? lexicon.bits(hash) & ~NAME_LISTS : lexicon.bits(hash),
  };
  const tokenizer = createTokenizer();
  const encode = (
    text: LabelledText,
    lists: Lexicon,
  ): { tokens: Tokens; gold: Uint8Array; hashes: Uint32Array[] } => {
    const tokens = tokenize(text.text, 0, cut(text), tokenizer);
    const hashes: Uint32Array[] = [];
    extractFeatures(tokens, lists, (_, features, count) => hashes.push(features.slice(0, count)));
    return { tokens, gold: goldLabels(tokens, text), hashes };
  };
  const raw = options.texts
    .map((text) => encode(text, forgetful))
    .filter((example) => example.hashes.length > 0);
  for (const example of raw)
    for (const token of example.hashes) for (const hash of token) seen.set(hash, (seen.get(hash) ?? 0) + 1);
  const index = new Map<number, number>();
  for (const [hash, count] of seen) if (count >= 3) index.set(hash, index.size);
  seen.clear();
  const compact = (hashes: readonly Uint32Array[]): Uint32Array[] =>
    hashes.map((token) => Uint32Array.from([...token].flatMap((hash) => index.get(hash) ?? [])));
  const examples: Example[] = raw.map(({ hashes, gold }) => ({ features: compact(hashes), gold }));
  const dev: Example[] = options.dev
    .map((text) => encode(text, lexicon))
    .map(({ hashes, gold }) => ({ features: compact(hashes), gold }));
  const n = LABEL_COUNT;
  const weights = new Float32Array(index.size * n);
  const squares = new Float32Array(index.size * n);
  const transitions = new Float32Array(n * n);
  const transitionSquares = new Float32Array(n * n);
  for (let from = 0; from < n; from++)
    for (let to = 0; to < n; to++) if (!isLegal(from, to)) transitions[from * n + to] = FORBIDDEN;
  const tokenCount = examples.reduce((sum, example) => sum + example.gold.length, 0);
  console.log(`${tokenCount} tokens, ${index.size} features, lexicon of ${keys.length}`);
  const order = examples.map((_, position) => position);
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const started = performance.now();
    shuffle(order, options.chance);
    let loss = 0;
    for (const position of order) {
      const example = examples[position];
      if (example !== undefined)
        loss += learn(dropSome(example, options.chance), weights, squares, transitions, transitionSquares);
    }
    console.log(
      `epoch ${epoch}: loss ${(loss / tokenCount).toFixed(4)} a token, dev ${describe(dev, weights, transitions)}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
  }
  return pack({ options, keys, bits, index, weights, transitions, dev });
}

const dropSome = ({ features, gold }: Example, chance: Chance): Example => ({
  features: features.map((token) => token.filter(() => !chance.happens(DROPPED))),
  gold,
});

const cut = (text: LabelledText): number => Math.min(text.text.length, LONGEST * 8);

/** The label of each token: that of the span that it touches. */
export function goldLabels(tokens: Tokens, text: LabelledText): Uint8Array {
  const gold = new Uint8Array(tokens.length);
  for (const span of text.spans) {
    let isFirst = true;
    for (let token = 0; token < gold.length; token++) {
      if ((tokens.ends[token] ?? 0) <= span.start || (tokens.starts[token] ?? 0) >= span.end) continue;
      gold[token] = beginLabel(span.kind) + (isFirst ? 0 : 1);
      isFirst = false;
    }
  }
  // A token that two spans touch may have cut one short.
  for (let token = 0; token < gold.length; token++) {
    const label = gold[token] ?? 0;
    if (isInside(label) && kindOfLabel(gold[token - 1] ?? 0) !== kindOfLabel(label)) gold[token] = label - 1;
  }
  return gold;
}

function scoreTokens(example: Example, weights: Float32Array): Float64Array {
  const n = LABEL_COUNT;
  const scores = new Float64Array(example.features.length * n);
  example.features.forEach((features, token) => {
    for (const feature of features) {
      const base = feature * n;
      for (let label = 0; label < n; label++)
        scores[token * n + label] = (scores[token * n + label] ?? 0) + (weights[base + label] ?? 0);
    }
  });
  return scores;
}

function learn(
  { features, gold }: Example,
  weights: Float32Array,
  squares: Float32Array,
  transitions: Float32Array,
  transitionSquares: Float32Array,
): number {
  const n = LABEL_COUNT;
  const length = features.length;
  const scores = scoreTokens({ features, gold }, weights);
  const follow = factorsOf(transitions);
  const { forward, backward, factors, scales, logZ } = sumPaths(scores, length, follow);
  let score = 0;
  for (let token = 0; token < length; token++) {
    const label = gold[token] ?? 0;
    score +=
      (scores[token * n + label] ?? 0) +
      (token === 0 ? 0 : (transitions[(gold[token - 1] ?? 0) * n + label] ?? 0));
  }
  const active: number[] = [];
  const gradients: number[] = [];
  for (let token = 0; token < length; token++) {
    active.length = 0;
    gradients.length = 0;
    for (let label = 0; label < n; label++) {
      const probability = (forward[token * n + label] ?? 0) * (backward[token * n + label] ?? 0);
      const gradient = (label === gold[token] ? 1 : 0) - probability;
      if (Math.abs(gradient) < 2e-3) continue;
      active.push(label);
      gradients.push(gradient);
    }
    for (const feature of features[token] ?? []) {
      for (let position = 0; position < active.length; position++) {
        const at = feature * n + (active[position] ?? 0);
        step(weights, squares, at, gradients[position] ?? 0);
      }
    }
    if (token === 0 || active.length === 0) continue;
    for (let from = 0; from < n; from++) {
      for (let to = 0; to < n; to++) {
        const at = from * n + to;
        const transition = transitions[at] ?? 0;
        if (transition <= FORBIDDEN / 2) continue;
        const probability =
          ((forward[(token - 1) * n + from] ?? 0) *
            (follow[at] ?? 0) *
            (factors[token * n + to] ?? 0) *
            (backward[token * n + to] ?? 0)) /
          (scales[token] ?? 1);
        const gradient = (from === gold[token - 1] && to === gold[token] ? 1 : 0) - probability;
        if (Math.abs(gradient) > 2e-3) step(transitions, transitionSquares, at, gradient);
      }
    }
  }
  return logZ - score;
}

function step(weights: Float32Array, squares: Float32Array, at: number, gradient: number): void {
  const weight = weights[at] ?? 0;
  const slope = gradient - SHRINK * 50 * weight;
  const square = (squares[at] ?? 0) + slope * slope;
  squares[at] = square;
  weights[at] = weight + (RATE * slope) / Math.sqrt(square + 0.1);
}

function describe(dev: readonly Example[], weights: Float32Array, transitions: Float32Array): string {
  let right = 0;
  let found = 0;
  let wanted = 0;
  for (const example of dev) {
    const path = bestPath(scoreTokens(example, weights), example.features.length, transitions);
    path.forEach((label, token) => {
      const gold = kindOfLabel(example.gold[token] ?? 0);
      const kind = kindOfLabel(label);
      if (gold >= 0) wanted++;
      if (kind >= 0) found++;
      if (kind >= 0 && kind === gold) right++;
    });
  }
  return `tokens: precision ${(right / found).toFixed(3)}, recall ${(right / wanted).toFixed(3)}`;
}

interface Packing {
  readonly options: TrainingOptions;
  readonly keys: Uint32Array;
  readonly bits: Uint32Array;
  readonly index: ReadonlyMap<number, number>;
  readonly weights: Float32Array;
  readonly transitions: Float32Array;
  readonly dev: readonly Example[];
}

function pack({ options, keys, bits, index, weights, transitions, dev }: Packing): ModelData {
  const n = LABEL_COUNT;
  const featureKeys: number[] = [];
  const counts: number[] = [];
  const labels: number[] = [];
  const values: number[] = [];
  for (const [hash, feature] of [...index].sort((a, b) => a[0] - b[0])) {
    const before = labels.length;
    for (let label = 0; label < n; label++) {
      const weight = weights[feature * n + label] ?? 0;
      if (Math.abs(weight) < SMALLEST_WEIGHT) continue;
      labels.push(label);
      values.push(Math.max(-127, Math.min(127, Math.round(weight * WEIGHT_SCALE))));
    }
    if (labels.length === before) continue;
    featureKeys.push(hash);
    counts.push(labels.length - before);
  }
  const offsets = new Uint32Array(counts.length + 1);
  counts.forEach((count, position) => {
    offsets[position + 1] = (offsets[position] ?? 0) + count;
  });
  return {
    version: options.version,
    temperature: fitTemperature(dev, weights, transitions),
    lexiconKeys: keys,
    lexiconBits: bits,
    featureKeys: Uint32Array.from(featureKeys),
    offsets,
    labels: Uint8Array.from(labels),
    weights: Int8Array.from(values),
    transitions,
  };
}

/** The temperature at which the probabilities of the held-out texts' labels are likeliest. */
function fitTemperature(dev: readonly Example[], weights: Float32Array, transitions: Float32Array): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let temperature = 0.8; temperature <= 3; temperature += 0.1) {
    const cooled = factorsOf(transitions.map((value) => value / temperature));
    let loss = 0;
    for (const example of dev) {
      const length = example.features.length;
      const scores = scoreTokens(example, weights).map((score) => score / temperature);
      const { forward, backward } = sumPaths(scores, length, cooled);
      example.gold.forEach((label, token) => {
        loss -= Math.log(
          (forward[token * LABEL_COUNT + label] ?? 0) * (backward[token * LABEL_COUNT + label] ?? 0) + 1e-9,
        );
      });
    }
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}

function sortedLexicon(lexicon: ReadonlyMap<number, number>): {
  readonly keys: Uint32Array;
  readonly bits: Uint32Array;
} {
  const entries = [...lexicon].sort((a, b) => a[0] - b[0]);
  return {
    keys: Uint32Array.from(entries, ([key]) => key),
    bits: Uint32Array.from(entries, ([, value]) => value),
  };
}

function shuffle(items: number[], chance: Chance): void {
  for (let index = items.length - 1; index > 0; index--) {
    const other = chance.below(index + 1);
    const kept = items[index] ?? 0;
    items[index] = items[other] ?? 0;
    items[other] = kept;
  }
}
