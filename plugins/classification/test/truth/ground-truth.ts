/**
 * What the columns of a well-known database hold, by the people who looked at them. Keys are `table.column`, folded:
 * lower case without underscores and spaces, since the same database is spelled differently on each engine.
 */
export interface GroundTruth {
  /** Columns that hold personal data or the like, with the type that must be found. */
  readonly holds: Readonly<Record<string, string>>;
  /** Columns on which reasonable people differ; either answer is right. */
  readonly arguable: readonly string[];
  // Every other column must not be flagged.
}

/** `Customer.First_Name` and `customer.FirstName` are one. */
export const foldKey = (table: string, column: string): string =>
  `${table}.${column}`.toLowerCase().replace(/[_\s]/g, '');
