import type { ModelFile } from '../src/model/column-model.ts';
import { type BinnedRows, binRows } from './bin-rows.ts';
import { type BoostOptions, type Growing, growNode, scoreBinned } from './grow-tree.ts';
import { createRandom } from './random.ts';
import type { TrainingColumn } from './training-column.ts';

/**
 * Gradient-boosted trees under a softmax over each column's candidates and "none", whose score stays 0, from given scores on: second-order
 * boosting after Friedman (2001) and Chen & Guestrin (2016), with histograms of quantile bins.
 */
export function boost(
  columns: readonly TrainingColumn[],
  options: BoostOptions,
  data = binRows(columns),
): ModelFile['trees'] {
  const random = createRandom(options.seed);
  const scores = Float64Array.from(columns.flatMap((column) => column.margins));
  const gradient = new Float64Array(data.rowCount);
  const hessian = new Float64Array(data.rowCount);
  const trees: Growing = { feature: [], threshold: [], left: [], right: [], roots: [] };
  for (let index = 0; index < options.trees; index++) {
    differentiate(columns, data.starts, scores, gradient, hessian);
    const rows = chooseRows(data, options.sampleColumns, random);
    const features = chooseFeatures(data.featureCount, options.sampleFeatures, random);
    const root = growNode(trees, { data, gradient, hessian, features, options }, rows, 0);
    trees.roots.push(root);
    // Rows that the tree did not see move with it, too.
    for (let row = 0; row < data.rowCount; row++)
      scores[row] = (scores[row] ?? 0) + scoreBinned(trees, data, root, row);
  }
  return finish(trees, data);
}

function differentiate(
  columns: readonly TrainingColumn[],
  starts: Int32Array,
  scores: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): void {
  columns.forEach((column, index) => {
    const start = starts[index] ?? 0;
    const end = starts[index + 1] ?? start;
    let most = 0;
    for (let row = start; row < end; row++) most = Math.max(most, scores[row] ?? 0);
    let total = Math.exp(-most);
    for (let row = start; row < end; row++) total += Math.exp((scores[row] ?? 0) - most);
    let rightTotal = 0;
    for (const place of column.right) rightTotal += Math.exp((scores[start + place] ?? 0) - most);
    for (let row = start; row < end; row++) {
      const share = Math.exp((scores[row] ?? 0) - most);
      const probability = share / total;
      // Where several labels are right, the credit goes by how likely each is held to be already.
      const wanted = column.right.includes(row - start) ? share / Math.max(1e-12, rightTotal) : 0;
      gradient[row] = column.weight * (probability - wanted);
      hessian[row] = column.weight * Math.max(1e-6, probability * (1 - probability));
    }
  });
}

function chooseRows(data: BinnedRows, share: number, random: () => number): Int32Array {
  const rows: number[] = [];
  for (let column = 0; column + 1 < data.starts.length; column++) {
    if (random() >= share) continue;
    for (let row = data.starts[column] ?? 0; row < (data.starts[column + 1] ?? 0); row++) rows.push(row);
  }
  return Int32Array.from(rows);
}

function chooseFeatures(count: number, share: number, random: () => number): readonly number[] {
  const chosen = Array.from({ length: count }, (_, index) => index).filter(() => random() < share);
  return chosen.length > 0 ? chosen : [0];
}

// Bins become the values between which they lie; scores keep five digits, which is more than they are worth.
function finish(trees: Growing, data: BinnedRows): ModelFile['trees'] {
  const round = (value: number): number => Math.round(value * 1e5) / 1e5;
  return {
    ...trees,
    threshold: trees.threshold.map((value, node) => {
      const feature = trees.feature[node] ?? -1;
      return feature < 0 ? round(value) : (data.edges[feature]?.[value] ?? 0);
    }),
  };
}
