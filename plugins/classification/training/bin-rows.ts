import type { TrainingColumn } from './training-column.ts';

/** Stretches that the values of a feature are told apart by, at most. */
export const BINS = 48;

/** Features of all candidates of all columns, in bins of about as many rows each. */
export interface BinnedRows {
  readonly rowCount: number;
  readonly featureCount: number;
  /** First row of each column; one more at the end. */
  readonly starts: Int32Array;
  /** `bins[feature][row]`. */
  readonly bins: readonly Uint8Array[];
  /** Upper edge of each bin of each feature. */
  readonly edges: readonly Float64Array[];
}

/** Sorts every feature of every row into bins between quantiles. */
export function binRows(columns: readonly TrainingColumn[]): BinnedRows {
  const rows = columns.flatMap((column) => column.rows);
  const featureCount = rows[0]?.length ?? 0;
  const starts = new Int32Array(columns.length + 1);
  columns.forEach((column, index) => {
    starts[index + 1] = (starts[index] ?? 0) + column.rows.length;
  });
  const edges: Float64Array[] = [];
  const bins: Uint8Array[] = [];
  const values = new Float64Array(rows.length);
  for (let feature = 0; feature < featureCount; feature++) {
    for (let row = 0; row < rows.length; row++) values[row] = rows[row]?.[feature] ?? 0;
    const upper = edgesOf(values.toSorted());
    const binned = new Uint8Array(rows.length);
    for (let row = 0; row < rows.length; row++) binned[row] = binOf(upper, values[row] ?? 0);
    edges.push(upper);
    bins.push(binned);
  }
  return { rowCount: rows.length, featureCount, starts, bins, edges };
}

/** Between all values where they are few, else at their quantiles. */
function edgesOf(sorted: Float64Array): Float64Array {
  const between: number[] = [];
  for (let index = 1; index < sorted.length && between.length < BINS; index++) {
    const before = sorted[index - 1] ?? 0;
    const value = sorted[index] ?? 0;
    if (value !== before) between.push((before + value) / 2);
  }
  if (between.length < BINS) return Float64Array.from(between);
  const quantiles: number[] = [];
  for (let index = 1; index < BINS; index++) {
    const value = sorted[Math.floor((index * sorted.length) / BINS)] ?? 0;
    if (value !== quantiles.at(-1)) quantiles.push(value);
  }
  return Float64Array.from(quantiles);
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
