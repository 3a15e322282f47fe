import type { ModelFile } from '../src/model/column-model.ts';
import { createRandom } from './random.ts';

/** The candidates of one column: rows of features, and which of them is right; -1 when none is. */
export interface TrainingColumn {
  readonly rows: readonly Float64Array[];
  /** Scores to start from. */
  readonly margins: readonly number[];
  /** Positions that are right; several where the label was arguable. */
  readonly right: readonly number[];
  readonly weight: number;
}

/** How trees are grown. */
export interface BoostOptions {
  readonly trees: number;
  readonly depth: number;
  readonly learningRate: number;
  /** Rows of a leaf at least, by their second derivatives. */
  readonly leastHessian: number;
  /** L2 penalty of leaf scores. */
  readonly ridge: number;
  /** Share of the columns and of the features that each tree sees. */
  readonly sampleColumns: number;
  readonly sampleFeatures: number;
  readonly seed: number;
}

const BINS = 48;

/**
 * Gradient-boosted trees under a softmax over each column's candidates and "none", whose score stays 0, from given scores on: second-order
 * boosting after Friedman (2001) and Chen & Guestrin (2016), with histograms of quantile bins.
 */
export function boost(columns: readonly TrainingColumn[], options: BoostOptions): ModelFile['trees'] {
  const data = binRows(columns);
  const random = createRandom(options.seed);
  const scores = Float64Array.from(columns.flatMap((column) => column.margins));
  const gradient = new Float64Array(data.rowCount);
  const hessian = new Float64Array(data.rowCount);
  const trees = { feature: [], threshold: [], left: [], right: [], roots: [] } as Growing;
  for (let index = 0; index < options.trees; index++) {
    differentiate(columns, data.starts, scores, gradient, hessian);
    const rows = chooseRows(data, options.sampleColumns, random);
    const features = chooseFeatures(data.featureCount, options.sampleFeatures, random);
    const root = growNode(trees, { data, gradient, hessian, features, options, scores }, rows, 0);
    trees.roots.push(root);
    // Rows that the tree did not see move with it, too.
    for (let row = 0; row < data.rowCount; row++)
      scores[row] = (scores[row] ?? 0) + scoreBinned(trees, data, root, row);
  }
  return finish(trees, data);
}

interface Growing {
  readonly feature: number[];
  /** Bin of a split, score of a leaf. */
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly roots: number[];
}

interface BinnedRows {
  readonly rowCount: number;
  readonly featureCount: number;
  /** First row of each column; one more at the end. */
  readonly starts: Int32Array;
  /** `bins[feature][row]`. */
  readonly bins: readonly Uint8Array[];
  /** Upper edge of each bin of each feature. */
  readonly edges: readonly Float64Array[];
}

interface Growth {
  readonly data: BinnedRows;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly features: readonly number[];
  readonly options: BoostOptions;
  readonly scores: Float64Array;
}

function binRows(columns: readonly TrainingColumn[]): BinnedRows {
  const rows = columns.flatMap((column) => column.rows);
  const featureCount = rows[0]?.length ?? 0;
  const starts = new Int32Array(columns.length + 1);
  columns.forEach((column, index) => {
    starts[index + 1] = (starts[index] ?? 0) + column.rows.length;
  });
  const edges: Float64Array[] = [];
  const bins: Uint8Array[] = [];
  for (let feature = 0; feature < featureCount; feature++) {
    const values = Float64Array.from(rows, (row) => row[feature] ?? 0);
    const unique = Float64Array.from(new Set(values)).sort();
    const edge: number[] = [];
    if (unique.length <= BINS) {
      for (let index = 0; index + 1 < unique.length; index++)
        edge.push(((unique[index] ?? 0) + (unique[index + 1] ?? 0)) / 2);
    } else {
      const sorted = values.toSorted();
      for (let index = 1; index < BINS; index++) {
        const value = sorted[Math.floor((index * sorted.length) / BINS)] ?? 0;
        if (value !== edge.at(-1)) edge.push(value);
      }
    }
    const upper = Float64Array.from(edge);
    edges.push(upper);
    bins.push(Uint8Array.from(values, (value) => binOf(upper, value)));
  }
  return { rowCount: rows.length, featureCount, starts, bins, edges };
}

function binOf(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (edges[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
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

function growNode(trees: Growing, growth: Growth, rows: Int32Array, depth: number): number {
  const node = trees.feature.length;
  trees.feature.push(-1);
  trees.threshold.push(0);
  trees.left.push(-1);
  trees.right.push(-1);
  const split = depth < growth.options.depth ? bestSplit(growth, rows) : null;
  if (split === null) {
    trees.threshold[node] = leafScore(growth, rows);
    return node;
  }
  const bins = growth.data.bins[split.feature];
  const left = rows.filter((row) => (bins?.[row] ?? 0) <= split.bin);
  const right = rows.filter((row) => (bins?.[row] ?? 0) > split.bin);
  trees.feature[node] = split.feature;
  trees.threshold[node] = split.bin;
  trees.left[node] = growNode(trees, growth, left, depth + 1);
  trees.right[node] = growNode(trees, growth, right, depth + 1);
  return node;
}

function leafScore({ gradient, hessian, options }: Growth, rows: Int32Array): number {
  let slope = 0;
  let curvature = 0;
  for (const row of rows) {
    slope += gradient[row] ?? 0;
    curvature += hessian[row] ?? 0;
  }
  return (-options.learningRate * slope) / (curvature + options.ridge);
}

interface Split {
  readonly feature: number;
  readonly bin: number;
}

function bestSplit({ data, gradient, hessian, features, options }: Growth, rows: Int32Array): Split | null {
  let slope = 0;
  let curvature = 0;
  for (const row of rows) {
    slope += gradient[row] ?? 0;
    curvature += hessian[row] ?? 0;
  }
  if (curvature < 2 * options.leastHessian) return null;
  const parent = slope ** 2 / (curvature + options.ridge);
  let best: Split | null = null;
  let bestGain = 1e-3;
  const slopes = new Float64Array(BINS + 1);
  const curvatures = new Float64Array(BINS + 1);
  for (const feature of features) {
    const bins = data.bins[feature];
    const edges = data.edges[feature];
    if (bins === undefined || edges === undefined || edges.length === 0) continue;
    slopes.fill(0);
    curvatures.fill(0);
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index] ?? 0;
      const bin = bins[row] ?? 0;
      slopes[bin] = (slopes[bin] ?? 0) + (gradient[row] ?? 0);
      curvatures[bin] = (curvatures[bin] ?? 0) + (hessian[row] ?? 0);
    }
    let leftSlope = 0;
    let leftCurvature = 0;
    for (let bin = 0; bin < edges.length; bin++) {
      leftSlope += slopes[bin] ?? 0;
      leftCurvature += curvatures[bin] ?? 0;
      const rightCurvature = curvature - leftCurvature;
      if (leftCurvature < options.leastHessian || rightCurvature < options.leastHessian) continue;
      const gain =
        leftSlope ** 2 / (leftCurvature + options.ridge) +
        (slope - leftSlope) ** 2 / (rightCurvature + options.ridge) -
        parent;
      if (gain > bestGain) {
        bestGain = gain;
        best = { feature, bin };
      }
    }
  }
  return best;
}

function scoreBinned(trees: Growing, data: BinnedRows, root: number, row: number): number {
  let node = root;
  let feature = trees.feature[node] ?? -1;
  while (feature >= 0) {
    const goesLeft = (data.bins[feature]?.[row] ?? 0) <= (trees.threshold[node] ?? 0);
    node = (goesLeft ? trees.left[node] : trees.right[node]) ?? 0;
    feature = trees.feature[node] ?? -1;
  }
  return trees.threshold[node] ?? 0;
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
