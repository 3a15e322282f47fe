/** A value that SQLite keeps as it is. */
export type Cell = string | number | null;

/** A table with its rows. */
export interface Table {
  readonly name: string;
  /** Columns with their declarations, in order, and the table's constraints after them. */
  readonly columns: Readonly<Record<string, string>>;
  readonly constraints?: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** So many rows, each made from its number, which starts at 1. */
export const rows = (
  count: number,
  make: (number: number) => readonly Cell[],
): readonly (readonly Cell[])[] => Array.from({ length: count }, (_, index) => make(index + 1));
