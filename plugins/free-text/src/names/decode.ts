import { isInside, LABEL_COUNT } from './labels.ts';

/** Scores of labels following each other, `[from * LABEL_COUNT + to]`. Illegal ones are far below any other. */
export type Transitions = Float32Array;

/** Illegal: to go on with what was not begun. */
export const isLegal = (from: number, to: number): boolean => !isInside(to) || from === to || from === to - 1;

/** The labels that may follow every other. */
const FREE = Uint8Array.from(
  Array.from({ length: LABEL_COUNT }, (_, label) => label).filter((label) => !isInside(label)),
);

/** Score of what may not follow. */
export const FORBIDDEN = -1e4;

/**
 * Sums over all paths, scaled token by token: the probability of a label is `forward * backward` at
 * `[token * LABEL_COUNT + label]`.
 */
export interface PathSums {
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  /** Scores as factors, each token's greatest being 1. */
  readonly factors: Float64Array;
  /** What each token's forward sums were divided by. */
  readonly scales: Float64Array;
  /** The logarithm of the normaliser. */
  readonly logZ: number;
}

/** Transitions as factors. */
export const factorsOf = (transitions: Transitions): Float64Array =>
  Float64Array.from(transitions, (value) => Math.exp(value));

/** Arrays for the sums over so many tokens and fewer. */
export interface PathRoom extends Omit<PathSums, 'logZ'> {
  /** Of one token. */
  readonly weighted: Float64Array;
}

/** Room for `length` tokens. */
export const pathRoom = (length: number): PathRoom => ({
  forward: new Float64Array(length * LABEL_COUNT),
  backward: new Float64Array(length * LABEL_COUNT),
  factors: new Float64Array(length * LABEL_COUNT),
  scales: new Float64Array(length),
  weighted: new Float64Array(LABEL_COUNT),
});

/**
 * Forward and backward sums over `length` tokens with scores `[token * LABEL_COUNT + label]`.
 * @param room - is written over and given back: its own unless given, as making arrays takes longer than a short text
 */
export function sumPaths(
  scores: Float64Array,
  length: number,
  follow: Float64Array,
  room: PathRoom = pathRoom(length),
): PathSums {
  const n = LABEL_COUNT;
  const { forward, backward, factors, scales, weighted } = room;
  let logZ = 0;
  for (let token = 0; token < length; token++) {
    const at = token * n;
    let most = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < n; label++) most = Math.max(most, scores[at + label] ?? 0);
    logZ += most;
    let sum = 0;
    if (token === 0) for (let to = 0; to < n; to++) forward[to] = isInside(to) ? 0 : 1;
    else addPaths(forward, follow, at);
    for (let to = 0; to < n; to++) {
      const factor = Math.exp((scores[at + to] ?? 0) - most);
      factors[at + to] = factor;
      const value = (forward[at + to] ?? 0) * factor;
      forward[at + to] = value;
      sum += value;
    }
    scales[token] = sum;
    logZ += Math.log(sum);
    for (let to = 0; to < n; to++) forward[at + to] = (forward[at + to] ?? 0) / sum;
  }
  backward.fill(1, (length - 1) * n, length * n);
  for (let token = length - 2; token >= 0; token--) {
    const next = (token + 1) * n;
    const scale = scales[token + 1] ?? 0;
    for (let to = 0; to < n; to++)
      weighted[to] = ((factors[next + to] ?? 0) * (backward[next + to] ?? 0)) / scale;
    // Three sums at a time, of which none waits for the others; past the last label its sum is made again. What is illegal adds nothing.
    for (let one = 0; one < n; one += 3) {
      const two = Math.min(one + 1, n - 1);
      const three = Math.min(one + 2, n - 1);
      let fromOne = 0;
      let fromTwo = 0;
      let fromThree = 0;
      for (let to = 0; to < n; to++) {
        const weight = weighted[to] ?? 0;
        fromOne += (follow[one * n + to] ?? 0) * weight;
        fromTwo += (follow[two * n + to] ?? 0) * weight;
        fromThree += (follow[three * n + to] ?? 0) * weight;
      }
      backward[token * n + one] = fromOne;
      backward[token * n + two] = fromTwo;
      backward[token * n + three] = fromThree;
    }
  }
  return { forward, backward, factors, scales, logZ };
}

/** Adds up the paths to each label of the token whose sums begin at `at`, from those of the token before it. */
function addPaths(forward: Float64Array, follow: Float64Array, at: number): void {
  const n = LABEL_COUNT;
  const before = at - n;
  // What is inside comes only from its own beginning, or from itself.
  for (let to = 2; to < n; to += 2)
    forward[at + to] =
      (forward[before + to - 1] ?? 0) * (follow[(to - 1) * n + to] ?? 0) +
      (forward[before + to] ?? 0) * (follow[to * n + to] ?? 0);
  // Two sums at a time, of which neither waits for the other.
  for (let index = 0; index < FREE.length; index += 2) {
    const one = FREE[index] ?? 0;
    const other = FREE[index + 1] ?? one;
    let toOne = 0;
    let toOther = 0;
    for (let from = 0; from < n; from++) {
      const paths = forward[before + from] ?? 0;
      toOne += paths * (follow[from * n + one] ?? 0);
      toOther += paths * (follow[from * n + other] ?? 0);
    }
    forward[at + one] = toOne;
    forward[at + other] = toOther;
  }
}

/** The likeliest labels of `length` tokens, to be read before it is asked again. */
export type PathFinder = (scores: Float64Array, length: number) => Uint8Array;

/** More than sums of scores can be rounded by. */
const ROUNDING = 1e-6;

/**
 * The likeliest labels (Viterbi). A label that lags so far behind "outside" that nothing it leads to could be likelier
 * from it than from there is passed over: in most texts that is all of them.
 */
export function pathFinder(transitions: Transitions): PathFinder {
  const n = LABEL_COUNT;
  /** By how much a label may lag and still lead somewhere. */
  const leads = new Float64Array(n);
  for (let from = 1; from < n; from++) {
    let lead = Number.NEGATIVE_INFINITY;
    for (let to = 0; to < n; to++)
      if (!isInside(to)) lead = Math.max(lead, (transitions[from * n + to] ?? 0) - (transitions[to] ?? 0));
    leads[from] = lead + ROUNDING;
  }
  let best = new Float64Array(n);
  let next = new Float64Array(n);
  const leading = new Uint8Array(n);
  let back = new Uint8Array(0);
  let room = new Uint8Array(0);
  return (scores, length) => {
    if (room.length < length) {
      room = new Uint8Array(length * 2);
      back = new Uint8Array(length * 2 * n);
    }
    for (let to = 0; to < n; to++) best[to] = isInside(to) ? FORBIDDEN : (scores[to] ?? 0);
    for (let token = 1; token < length; token++) {
      const at = token * n;
      const outside = best[0] ?? 0;
      let count = 1;
      for (let from = 1; from < n; from++)
        if ((best[from] ?? 0) + (leads[from] ?? 0) >= outside) leading[count++] = from;
      for (let to = 0; to < n; to++) {
        let chosen = isInside(to) ? to - 1 : 0;
        let most = (best[chosen] ?? 0) + (transitions[chosen * n + to] ?? 0);
        if (isInside(to)) {
          const score = (best[to] ?? 0) + (transitions[to * n + to] ?? 0);
          if (score > most) {
            most = score;
            chosen = to;
          }
        } else
          for (let index = 1; index < count; index++) {
            const from = leading[index] ?? 0;
            const score = (best[from] ?? 0) + (transitions[from * n + to] ?? 0);
            if (score > most) {
              most = score;
              chosen = from;
            }
          }
        next[to] = most + (scores[at + to] ?? 0);
        back[at + to] = chosen;
      }
      [best, next] = [next, best];
    }
    const path = room.subarray(0, length);
    let label = 0;
    for (let to = 1; to < n; to++) if ((best[to] ?? 0) > (best[label] ?? 0)) label = to;
    for (let token = length - 1; token >= 0; token--) {
      path[token] = label;
      label = back[token * n + label] ?? 0;
    }
    return path;
  };
}

/** The likeliest labels of some tokens, once. */
export const bestPath = (scores: Float64Array, length: number, transitions: Transitions): Uint8Array =>
  pathFinder(transitions)(scores, length);
