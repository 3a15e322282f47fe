import { FEATURE_NAMES, PROOF } from './candidate-features.ts';

/**
 * An ensemble of regression trees in arrays: node `i` asks whether feature `feature[i]` is at most `threshold[i]` and goes on to
 * `left[i]` or `right[i]`; a leaf has the feature -1 and its score in `threshold`.
 */
export interface TreeEnsemble {
  readonly feature: Int16Array;
  readonly threshold: Float64Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** The first node of each tree. */
  readonly roots: Int32Array;
}

/** The most that the trees may raise what the rules say: what speaks strongly against a type is not outvoted by likeness. */
const MOST_RAISED = 2.5;

/** What remains of that however much speaks against a type. */
const LEAST_ROOM = 0.5;

const CHECKSUM = FEATURE_NAMES.indexOf('evidence.checksum');
const NEGATIVE = FEATURE_NAMES.indexOf('evidence.negative');

/**
 * What the trees add to the log odds that the rules give, within bounds.
 * @param mayRaise - whether labelled columns were of the type, of others the trees know only what is none; and nothing else is proven
 */
export function correctionOf(ensemble: TreeEnsemble, row: Float64Array, mayRaise: boolean): number {
  const least = (row[CHECKSUM] ?? 0) >= PROOF ? 0 : Number.NEGATIVE_INFINITY;
  // A counter-sign (a table about things, a word that describes) takes away room as it takes away odds.
  const room = Math.max(LEAST_ROOM, MOST_RAISED + (row[NEGATIVE] ?? 0) / 2);
  return Math.max(least, Math.min(mayRaise ? room : 0, scoreRow(ensemble, row)));
}

/** Sum of the leaves that a row falls into: what to add to the log odds that the rules give. */
export function scoreRow(ensemble: TreeEnsemble, row: Float64Array): number {
  const { feature, threshold, left, right, roots } = ensemble;
  let score = 0;
  for (let tree = 0; tree < roots.length; tree++) {
    let node = roots[tree] ?? 0;
    let asked = feature[node] ?? -1;
    while (asked >= 0) {
      node = (row[asked] ?? 0) <= (threshold[node] ?? 0) ? (left[node] ?? 0) : (right[node] ?? 0);
      asked = feature[node] ?? -1;
    }
    score += threshold[node] ?? 0;
  }
  return score;
}
