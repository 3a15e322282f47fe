import type { Transitions } from './decode.ts';
import { isInside, LABEL_COUNT } from './labels.ts';

/** By how much what stands at a hint may fall short of being nothing and yet be looked at: what stands farther off may add to it. */
const SHORT_BY = 2;

/** Tells from the scores of one token and of its neighbours whether something may stand there. */
export type Gate = (scores: Float64Array, token: number, length: number) => boolean;

/**
 * Makes a gate: how much likelier at best than nothing is a thing that holds the token, as far as it and the token before
 * and after it tell. Things go on beyond them at no cost but that of going on.
 */
export function createGate(transitions: Transitions): Gate {
  const n = LABEL_COUNT;
  const nothing = transitions[0] ?? 0;
  const step = (from: number, to: number): number => (transitions[from * n + to] ?? 0) - nothing;
  /** Steps to a label, of all that may be before it: `[to * n + from]`. */
  const steps = new Float64Array(n * n);
  const begin = new Float64Array(n);
  const end = new Float64Array(n);
  for (let label = 0; label < n; label++) {
    for (let from = 0; from < n; from++) steps[label * n + from] = step(from, label);
    begin[label] = isInside(label)
      ? step(0, label - 1) + Math.max(step(label - 1, label), step(label, label))
      : step(0, label);
    if (label > 0)
      end[label] = Math.max(
        step(label, 0),
        isInside(label) ? step(label, label) + step(label, 0) : step(label, label + 1) + step(label + 1, 0),
      );
  }
  const mostIn = new Float64Array(n);
  const mostOut = new Float64Array(n);
  for (let label = 0; label < n; label++) {
    mostIn[label] = Math.max(...steps.subarray(label * n, (label + 1) * n));
    for (let to = 0; to < n; to++)
      mostOut[label] = Math.max(to === 0 ? -Infinity : (mostOut[label] ?? 0), step(label, to));
  }
  const before = new Float64Array(n);
  const here = new Float64Array(n);
  return (scores, token, length) => {
    const at = token * n;
    const outside = scores[at] ?? 0;
    if (token === 0) before.fill(Number.NEGATIVE_INFINITY);
    for (let label = 0; label < n; label++)
      if (token > 0 || label === 0)
        before[label] =
          (begin[label] ?? 0) + (token > 0 ? (scores[at - n + label] ?? 0) - (scores[at - n] ?? 0) : 0);
    const isLast = token + 1 >= length;
    // Most labels are out of the question whatever stands beside them.
    let mostBefore = Number.NEGATIVE_INFINITY;
    let mostAfter = 0;
    for (let label = 0; label < n; label++) {
      mostBefore = Math.max(mostBefore, before[label] ?? 0);
      if (!isLast)
        mostAfter = Math.max(
          mostAfter,
          (scores[at + n + label] ?? 0) - (scores[at + n] ?? 0) + (end[label] ?? 0),
        );
    }
    let isOpen = false;
    for (let label = 1; label < n; label++) {
      here[label] = Number.NEGATIVE_INFINITY;
      const likelier = (scores[at + label] ?? 0) - outside;
      const bound = likelier + mostBefore + mostAfter + (mostIn[label] ?? 0) + (mostOut[label] ?? 0);
      if (bound < -SHORT_BY) continue;
      isOpen = true;
      let best = Number.NEGATIVE_INFINITY;
      for (let from = 0; from < n; from++)
        best = Math.max(best, (before[from] ?? 0) + (steps[label * n + from] ?? 0));
      here[label] = best + likelier;
    }
    if (!isOpen) return false;
    for (let label = 0; label < n; label++) {
      if (isLast && label > 0) break;
      let best = Number.NEGATIVE_INFINITY;
      for (let from = 1; from < n; from++)
        best = Math.max(best, (here[from] ?? 0) + (steps[label * n + from] ?? 0));
      const after = isLast ? 0 : (scores[at + n + label] ?? 0) - (scores[at + n] ?? 0);
      if (best + after + (end[label] ?? 0) >= -SHORT_BY) return true;
    }
    return false;
  };
}
