/** A cell by its place: row -1 is the header. */
export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** What the keyboard moves through. */
export interface CellField {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit on the screen. */
  readonly page: number;
  readonly hasHeader: boolean;
  readonly isRightToLeft: boolean;
}

/** Where a key leads from a cell, as the ARIA grid pattern has it; null when it is not one that moves. */
export function cellAfter(
  key: string,
  withControl: boolean,
  from: CellPlace,
  field: CellField,
): CellPlace | null {
  const first = field.hasHeader ? -1 : 0;
  const to = (row: number, column: number): CellPlace => ({
    row: Math.max(first, Math.min(field.rows - 1, row)),
    column: Math.max(0, Math.min(field.columns - 1, column)),
  });
  const forward = field.isRightToLeft ? -1 : 1;
  switch (key) {
    case 'ArrowDown':
      return to(from.row + 1, from.column);
    case 'ArrowUp':
      return to(from.row - 1, from.column);
    case 'ArrowRight':
      return to(from.row, from.column + forward);
    case 'ArrowLeft':
      return to(from.row, from.column - forward);
    case 'PageDown':
      return to(Math.max(0, from.row) + field.page, from.column);
    case 'PageUp':
      return to(Math.max(0, from.row - field.page), from.column);
    case 'Home':
      return to(withControl ? 0 : from.row, 0);
    case 'End':
      return to(withControl ? field.rows - 1 : from.row, field.columns - 1);
    default:
      return null;
  }
}
