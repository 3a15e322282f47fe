import type { Asset } from './asset.ts';
import type { AssetSlice } from './slice.ts';

/**
 * Distinct values of a column with how often each occurs, columnar. Held in memory only, never stored.
 * `values[i]` occurs `counts[i]` times; most frequent first is not promised. Every value is text:
 * numbers in plain decimal notation, dates and timestamps in ISO 8601, booleans `true` and `false`, JSON as text,
 * binary as `\x` and the hexadecimal of its first 64 bytes.
 * @public
 */
export interface ColumnSample {
  readonly values: readonly string[];
  readonly counts: readonly number[];
  /** Nulls among the sampled rows. */
  readonly nullCount: number;
  /** Distinct values among the sampled rows, or in the whole column when the source could count them; at least `values.length`. */
  readonly distinctCount: number;
  /** Values longer than the limit were cut to it. */
  readonly truncated: boolean;
}

/** A sample of a whole asset: one {@link ColumnSample} for each of `asset.columns`, in their order. @public */
export interface TableSample {
  readonly asset: Asset;
  /** Rows that the sample was drawn from. */
  readonly sampledRows: number;
  /** Exact number of rows, when it is known; else null. */
  readonly rowCount: number | null;
  readonly columns: readonly ColumnSample[];
  /** How it was drawn, for people: `TABLESAMPLE SYSTEM`, `every row`. */
  readonly method: string;
  /** Bytes that were read for it, in the source or from a file; absent when unknown. */
  readonly readBytes?: number;
  /** What went wrong without spoiling the whole: rows skipped, encoding replaced. */
  readonly warnings: readonly string[];
}

/**
 * Which rows: `random` ones, every row alike; the `head`, the first in the source's own order, cheapest; `stratified`, as many
 * from each part, the parts being even stretches of the asset or, with `stratifyBy`, the values of a column. @public
 */
export type SampleStrategy = 'random' | 'head' | 'stratified';

/** How much of an asset is read. @public */
export interface SampleOptions {
  /** Rows to sample; `full` reads every row. */
  readonly rows: number | 'full';
  /** `random` unless given. A source that cannot draw so takes what comes closest and says it in `method`. */
  readonly strategy?: SampleStrategy;
  /** Column whose values make the strata; those beyond the commonest 100 share one. */
  readonly stratifyBy?: string;
  /** Read this part only. */
  readonly slice?: AssetSlice;
  /** The same seed on unchanged data gives the same sample. */
  readonly seed: number;
  /** Longer values are cut, in UTF-16 code units. */
  readonly maxValueLength: number;
  /** At most so many distinct values a column are kept; the rest is counted. */
  readonly maxDistinct: number;
  /** Statement time-out in the source, milliseconds. */
  readonly timeoutMs: number;
}

/** The sample that is taken unless something else is asked for. @public */
export const DEFAULT_SAMPLE: SampleOptions = {
  rows: 1000,
  seed: 1,
  maxValueLength: 4096,
  maxDistinct: 10_000,
  timeoutMs: 60_000,
};

/** Rows of an asset as columns of text, null where the source has none. `columns[c][r]`. @public */
export interface RowBatch {
  readonly rows: number;
  readonly columns: readonly (readonly (string | null)[])[];
}
