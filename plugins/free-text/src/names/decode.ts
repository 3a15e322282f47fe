import { isInside, LABEL_COUNT } from './labels.ts';

/** Scores of labels following each other, `[from * LABEL_COUNT + to]`. Illegal ones are far below any other. */
export type Transitions = Float32Array;

/** Illegal: to go on with what was not begun. */
export const isLegal = (from: number, to: number): boolean => !isInside(to) || from === to || from === to - 1;

/** The labels that may follow each, in order: those after `from` stand from `legalFrom[from]` to `legalFrom[from + 1]`. */
const LEGAL = legalPairs();

function legalPairs(): { readonly legalFrom: Uint16Array; readonly legal: Uint8Array } {
  const legalFrom = new Uint16Array(LABEL_COUNT + 1);
  const legal: number[] = [];
  for (let from = 0; from < LABEL_COUNT; from++) {
    for (let to = 0; to < LABEL_COUNT; to++) if (isLegal(from, to)) legal.push(to);
    legalFrom[from + 1] = legal.length;
  }
  return { legalFrom, legal: Uint8Array.from(legal) };
}

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

/** Forward and backward sums over `length` tokens with scores `[token * LABEL_COUNT + label]`. */
export function sumPaths(scores: Float64Array, length: number, follow: Float64Array): PathSums {
  const n = LABEL_COUNT;
  const forward = new Float64Array(length * n);
  const backward = new Float64Array(length * n);
  const factors = new Float64Array(length * n);
  const scales = new Float64Array(length);
  let logZ = 0;
  for (let token = 0; token < length; token++) {
    const at = token * n;
    let most = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < n; label++) most = Math.max(most, scores[at + label] as number);
    logZ += most;
    let sum = 0;
    for (let to = 0; to < n; to++) {
      const factor = Math.exp((scores[at + to] as number) - most);
      factors[at + to] = factor;
      const before = at - n;
      let paths = 0;
      if (isInside(to)) {
        // Only from its own beginning, or from itself.
        if (token > 0)
          paths =
            (forward[before + to - 1] as number) * (follow[(to - 1) * n + to] as number) +
            (forward[before + to] as number) * (follow[to * n + to] as number);
      } else if (token === 0) paths = 1;
      else
        for (let from = 0; from < n; from++)
          paths += (forward[before + from] as number) * (follow[from * n + to] as number);
      const value = paths * factor;
      forward[at + to] = value;
      sum += value;
    }
    scales[token] = sum;
    logZ += Math.log(sum);
    for (let to = 0; to < n; to++) forward[at + to] = (forward[at + to] as number) / sum;
  }
  const { legalFrom, legal } = LEGAL;
  backward.fill(1, (length - 1) * n);
  const weighted = new Float64Array(n);
  for (let token = length - 2; token >= 0; token--) {
    const next = (token + 1) * n;
    const scale = scales[token + 1] as number;
    for (let to = 0; to < n; to++)
      weighted[to] = ((factors[next + to] as number) * (backward[next + to] as number)) / scale;
    for (let from = 0; from < n; from++) {
      let paths = 0;
      for (let index = legalFrom[from] as number; index < (legalFrom[from + 1] as number); index++) {
        const to = legal[index] as number;
        paths += (follow[from * n + to] as number) * (weighted[to] as number);
      }
      backward[token * n + from] = paths;
    }
  }
  return { forward, backward, factors, scales, logZ };
}

/** The likeliest labels of `length` tokens. */
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
      if (!isInside(to))
        lead = Math.max(lead, (transitions[from * n + to] as number) - (transitions[to] as number));
    leads[from] = lead + ROUNDING;
  }
  return (scores, length) => {
    let best = new Float64Array(n);
    let next = new Float64Array(n);
    const back = new Uint8Array(length * n);
    const leading = new Uint8Array(n);
    for (let to = 0; to < n; to++) best[to] = isInside(to) ? FORBIDDEN : (scores[to] as number);
    for (let token = 1; token < length; token++) {
      const at = token * n;
      const outside = best[0] as number;
      let count = 1;
      for (let from = 1; from < n; from++)
        if ((best[from] as number) + (leads[from] as number) >= outside) leading[count++] = from;
      for (let to = 0; to < n; to++) {
        let chosen = isInside(to) ? to - 1 : 0;
        let most = (best[chosen] as number) + (transitions[chosen * n + to] as number);
        if (isInside(to)) {
          const score = (best[to] as number) + (transitions[to * n + to] as number);
          if (score > most) {
            most = score;
            chosen = to;
          }
        } else
          for (let index = 1; index < count; index++) {
            const from = leading[index] as number;
            const score = (best[from] as number) + (transitions[from * n + to] as number);
            if (score > most) {
              most = score;
              chosen = from;
            }
          }
        next[to] = most + (scores[at + to] as number);
        back[at + to] = chosen;
      }
      [best, next] = [next, best];
    }
    const path = new Uint8Array(length);
    let label = 0;
    for (let to = 1; to < n; to++) if ((best[to] as number) > (best[label] as number)) label = to;
    for (let token = length - 1; token >= 0; token--) {
      path[token] = label;
      label = back[token * n + label] as number;
    }
    return path;
  };
}

/** The likeliest labels of some tokens, once. */
export const bestPath = (scores: Float64Array, length: number, transitions: Transitions): Uint8Array =>
  pathFinder(transitions)(scores, length);
