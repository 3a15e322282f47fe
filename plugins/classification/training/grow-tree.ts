import { BINS, type BinnedRows } from './bin-rows.ts';

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

/** Trees as far as they are grown, as their file has them but for bins in place of values. */
export interface Growing {
  readonly feature: number[];
  /** Bin of a split, score of a leaf. */
  readonly threshold: number[];
  readonly left: number[];
  readonly right: number[];
  readonly roots: number[];
}

/** What a tree is grown from. */
export interface Growth {
  readonly data: BinnedRows;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly features: readonly number[];
  readonly options: BoostOptions;
}

/**
 * Grows a node and what is below it. The sums of the larger child are its parent's less its sibling's, which halves the work.
 * @param sums - of the node's rows; null for the first node
 */
export function growNode(
  trees: Growing,
  growth: Growth,
  rows: Int32Array,
  depth: number,
  sums: BinSums | null = null,
): number {
  const node = trees.feature.length;
  trees.feature.push(-1);
  trees.threshold.push(0);
  trees.left.push(-1);
  trees.right.push(-1);
  const own = depth < growth.options.depth ? (sums ?? sumByBin(growth, rows)) : null;
  const split = own === null ? null : bestSplit(growth, rows, own);
  if (own === null || split === null) {
    trees.threshold[node] = leafScore(growth, rows);
    return node;
  }
  const bins = growth.data.bins[split.feature];
  const left = rows.filter((row) => (bins?.[row] ?? 0) <= split.bin);
  const right = rows.filter((row) => (bins?.[row] ?? 0) > split.bin);
  trees.feature[node] = split.feature;
  trees.threshold[node] = split.bin;
  const goesOn = depth + 1 < growth.options.depth;
  const isLeftSmaller = left.length <= right.length;
  const smaller = goesOn ? sumByBin(growth, isLeftSmaller ? left : right) : null;
  const larger = smaller === null ? null : without(own, smaller);
  trees.left[node] = growNode(trees, growth, left, depth + 1, isLeftSmaller ? smaller : larger);
  trees.right[node] = growNode(trees, growth, right, depth + 1, isLeftSmaller ? larger : smaller);
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

/** First and second derivatives summed by bin: {@link BINS} places for each of the chosen features, in their order. */
interface BinSums {
  readonly slopes: Float64Array;
  readonly curvatures: Float64Array;
}

function sumByBin({ data, gradient, hessian, features }: Growth, rows: Int32Array): BinSums {
  const slopes = new Float64Array(features.length * BINS);
  const curvatures = new Float64Array(features.length * BINS);
  const ownSlopes = new Float64Array(rows.length);
  const ownCurvatures = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) {
    ownSlopes[index] = gradient[rows[index] ?? 0] ?? 0;
    ownCurvatures[index] = hessian[rows[index] ?? 0] ?? 0;
  }
  for (let place = 0; place < features.length; place++) {
    const feature = features[place] ?? 0;
    const bins = data.bins[feature];
    if (bins === undefined || data.edges[feature]?.length === 0) continue;
    const first = place * BINS;
    for (let index = 0; index < rows.length; index++) {
      const at = first + (bins[rows[index] ?? 0] ?? 0);
      slopes[at] = (slopes[at] ?? 0) + (ownSlopes[index] ?? 0);
      curvatures[at] = (curvatures[at] ?? 0) + (ownCurvatures[index] ?? 0);
    }
  }
  return { slopes, curvatures };
}

const without = (all: BinSums, part: BinSums): BinSums => ({
  slopes: all.slopes.map((sum, at) => sum - (part.slopes[at] ?? 0)),
  curvatures: all.curvatures.map((sum, at) => sum - (part.curvatures[at] ?? 0)),
});

interface Split {
  readonly feature: number;
  readonly bin: number;
}

function bestSplit(
  { data, gradient, hessian, features, options }: Growth,
  rows: Int32Array,
  { slopes, curvatures }: BinSums,
): Split | null {
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
  for (const [place, feature] of features.entries()) {
    const edges = data.edges[feature];
    if (edges === undefined || edges.length === 0) continue;
    let leftSlope = 0;
    let leftCurvature = 0;
    for (let bin = 0; bin < edges.length; bin++) {
      leftSlope += slopes[place * BINS + bin] ?? 0;
      leftCurvature += curvatures[place * BINS + bin] ?? 0;
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

/** The score of the leaf that a row falls into. */
export function scoreBinned(trees: Growing, data: BinnedRows, root: number, row: number): number {
  let node = root;
  let feature = trees.feature[node] ?? -1;
  while (feature >= 0) {
    const goesLeft = (data.bins[feature]?.[row] ?? 0) <= (trees.threshold[node] ?? 0);
    node = (goesLeft ? trees.left[node] : trees.right[node]) ?? 0;
    feature = trees.feature[node] ?? -1;
  }
  return trees.threshold[node] ?? 0;
}
