/** The candidates of one column: rows of features, and which of them is right; -1 when none is. */
export interface TrainingColumn {
  readonly rows: readonly Float64Array[];
  /** Scores to start from. */
  readonly margins: readonly number[];
  /** Positions that are right; several where the label was arguable. */
  readonly right: readonly number[];
  readonly weight: number;
}
