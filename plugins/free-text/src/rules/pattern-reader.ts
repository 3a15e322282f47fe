/** A pattern, and how far it was read. */
export interface PatternReader {
  readonly source: string;
  at: number;
  /** Whether letter case counts for nothing. */
  readonly folds: boolean;
  readonly isUnicode: boolean;
}

/** Thrown at what the reader of patterns does not know. */
export class NotUnderstood extends Error {}
