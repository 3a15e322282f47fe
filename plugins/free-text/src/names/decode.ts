import { isInside, LABEL_COUNT } from './labels.ts';

/** Scores of labels following each other, `[from * LABEL_COUNT + to]`. Illegal ones are far below any other. */
export type Transitions = Float32Array;

/** Illegal: to go on with what was not begun. */
export const isLegal = (from: number, to: number): boolean => !isInside(to) || from === to || from === to - 1;

/** Score of what may not follow. */
export const FORBIDDEN = -1e4;

const logSumExp = (values: Float64Array, count: number): number => {
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < count; index++) most = Math.max(most, values[index] ?? 0);
  let sum = 0;
  for (let index = 0; index < count; index++) sum += Math.exp((values[index] ?? 0) - most);
  return most + Math.log(sum);
};

/** Probabilities of labels for each token, and the logarithm of the normaliser, by forward and backward sums. */
export interface Marginals {
  readonly forward: Float64Array;
  readonly backward: Float64Array;
  readonly logZ: number;
}

/** Forward and backward sums over `length` tokens with scores `[token * LABEL_COUNT + label]`. */
export function sumPaths(scores: Float64Array, length: number, transitions: Transitions): Marginals {
  const n = LABEL_COUNT;
  const forward = new Float64Array(length * n);
  const backward = new Float64Array(length * n);
  const row = new Float64Array(n);
  for (let to = 0; to < n; to++) forward[to] = isInside(to) ? FORBIDDEN : (scores[to] ?? 0);
  for (let token = 1; token < length; token++) {
    for (let to = 0; to < n; to++) {
      for (let from = 0; from < n; from++)
        row[from] = (forward[(token - 1) * n + from] ?? 0) + (transitions[from * n + to] ?? 0);
      forward[token * n + to] = logSumExp(row, n) + (scores[token * n + to] ?? 0);
    }
  }
  for (let token = length - 2; token >= 0; token--) {
    for (let from = 0; from < n; from++) {
      for (let to = 0; to < n; to++)
        row[to] =
          (transitions[from * n + to] ?? 0) +
          (scores[(token + 1) * n + to] ?? 0) +
          (backward[(token + 1) * n + to] ?? 0);
      backward[token * n + from] = logSumExp(row, n);
    }
  }
  return { forward, backward, logZ: logSumExp(forward.subarray((length - 1) * n), n) };
}

/** The likeliest labels (Viterbi). */
export function bestPath(scores: Float64Array, length: number, transitions: Transitions): Uint8Array {
  const n = LABEL_COUNT;
  const best = new Float64Array(n);
  const next = new Float64Array(n);
  const back = new Uint8Array(length * n);
  for (let to = 0; to < n; to++) best[to] = isInside(to) ? FORBIDDEN : (scores[to] ?? 0);
  for (let token = 1; token < length; token++) {
    for (let to = 0; to < n; to++) {
      let most = Number.NEGATIVE_INFINITY;
      let chosen = 0;
      for (let from = 0; from < n; from++) {
        const score = (best[from] ?? 0) + (transitions[from * n + to] ?? 0);
        if (score > most) {
          most = score;
          chosen = from;
        }
      }
      next[to] = most + (scores[token * n + to] ?? 0);
      back[token * n + to] = chosen;
    }
    best.set(next);
  }
  const path = new Uint8Array(length);
  let label = 0;
  for (let to = 1; to < n; to++) if ((best[to] ?? 0) > (best[label] ?? 0)) label = to;
  for (let token = length - 1; token >= 0; token--) {
    path[token] = label;
    label = back[token * n + label] ?? 0;
  }
  return path;
}
