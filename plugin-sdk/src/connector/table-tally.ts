import type { Asset } from '../governance/asset.ts';
import type { ColumnSample, TableSample } from '../governance/sample.ts';
import { ColumnTally, type TallyOptions } from './column-tally.ts';

/** Characters (two bytes each at worst) that the tallies of one table may hold together. */
const CHARACTER_BUDGET = 48_000_000;

/** One {@link ColumnTally} a column, within one memory budget for the table. @public */
export class TableTally {
  readonly columns: readonly ColumnTally[];
  #rows = 0;

  constructor(columnCount: number, options: TallyOptions) {
    this.columns = Array.from({ length: columnCount }, () => new ColumnTally(options));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds a row; a cell that is missing at its end counts as null. */
  addRow(cells: readonly (string | null | undefined)[]): void {
    this.countRow();
    for (let at = 0; at < this.columns.length; at += 1) this.columns[at]?.add(cells[at] ?? null);
  }

  /** Counts a row whose cells the caller adds to {@link TableTally.columns} itself. */
  countRow(): void {
    this.#rows += 1;
    if (this.#rows % 1024 === 0) this.#keepWithinBudget();
  }

  /** The sample. `rowCount` is the exact number of rows, when it is known. */
  finish(
    asset: Asset,
    how: {
      readonly method: string;
      readonly rowCount: number | null;
      readonly warnings: readonly string[];
      readonly readBytes?: number | null;
    },
  ): TableSample {
    const columns: ColumnSample[] = this.columns.map((column) => column.finish());
    return {
      asset,
      sampledRows: this.#rows,
      rowCount: how.rowCount,
      columns,
      method: how.method,
      warnings: how.warnings,
      ...(how.readBytes === undefined || how.readBytes === null ? {} : { readBytes: how.readBytes }),
    };
  }

  #keepWithinBudget(): void {
    let held = this.columns.reduce((sum, column) => sum + column.characters, 0);
    while (held > CHARACTER_BUDGET) {
      const largest = this.columns.reduce((a, b) => (b.characters > a.characters ? b : a));
      const before = largest.characters;
      largest.halve();
      held -= before - largest.characters;
      if (largest.characters === before) return;
    }
  }
}
