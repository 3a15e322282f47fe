import type { TableView } from '@datawave/plugin-sdk';

/** What is known of a table beside its columns, counted once. */
export interface TableFacts {
  readonly view: TableView;
  /** Share of its columns that hold numbers. */
  readonly numericShare: number;
}

/** Counts the columns of a table by kind. */
export function readTable(view: TableView): TableFacts {
  const { columns } = view.asset;
  const numeric = columns.filter(({ kind }) => kind === 'integer' || kind === 'decimal').length;
  return { view, numericShare: numeric / Math.max(1, columns.length) };
}
