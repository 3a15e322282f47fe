/** What a column looks like, without any of its values. May be stored. @public */
export interface ColumnProfile {
  readonly nullCount: number;
  readonly distinctCount: number;
  /** Lengths of the sampled values in characters; null when there are none. */
  readonly length: { readonly min: number; readonly max: number; readonly mean: number } | null;
  /** Commonest shapes with their share of the sampled values, letters as `a` and `A`, digits as `9`, runs over three as `+`: `9+-AAA`. At most ten. */
  readonly shapes: readonly { readonly shape: string; readonly share: number }[];
  /** Shannon entropy of the characters, bits each. */
  readonly entropy: number;
  /** At most three masked examples: `j***@e***.com`. */
  readonly maskedExamples: readonly string[];
}
