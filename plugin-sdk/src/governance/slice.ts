/**
 * How an asset is cut: by the pages it lies on, ranges of its key, row groups of a column file, or bytes of a text file. @public
 */
export type SliceKind = 'pages' | 'key-range' | 'row-groups' | 'byte-range';

/**
 * A part of a large asset that is read on its own, so that the parts can be shared out, retried and counted one by one.
 * Together the slices hold every row once. Stored with the task, so `bounds` holds positions, or rounded bounds of an integer
 * or time key; never a value of a column that could be anybody's.
 * @public
 */
export interface AssetSlice {
  /** From 0. */
  readonly index: number;
  /** How many slices the asset was cut into. */
  readonly count: number;
  readonly kind: SliceKind;
  /** What the connector needs to find the rows again; null for an open end. */
  readonly bounds: Readonly<Record<string, string | number | boolean | null>>;
  /** For people: `pages 0 to 40,000`. */
  readonly title: string;
  /** Rows expected; null when unknown. */
  readonly rowEstimate: number | null;
}
