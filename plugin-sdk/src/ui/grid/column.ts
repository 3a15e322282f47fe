import type { GridFilterKind } from './filter.ts';

/** What a cell holds before it is drawn: what is sorted, filtered, copied and exported. @public */
export type GridValue = string | number | boolean | Date | null | undefined;

/** A column of a grid of rows. @public */
export interface GridColumn<Row> {
  /** Names the column in the state and, unless `value` says otherwise, the row's property. */
  readonly key: string;
  readonly title: string;
  /** What is sorted, filtered and copied; the row's property of that key unless given. */
  value?(row: Row): GridValue;
  /** What is drawn; the value unless given. Drawn within the grid: its styles are those of `styles` in the options. */
  cell?(row: Row): unknown;
  /** Words that are copied and exported; the value unless given. */
  text?(row: Row): string;
  readonly align?: 'start' | 'end';
  /** Pixels at first; 160 unless given. */
  readonly width?: number;
  /** Takes what room is left; the first column unless one says so. */
  readonly grows?: boolean;
  /** Whether its header sorts. With rows in an array all do unless they say `false`; with a source only those that say `true`. */
  readonly sortable?: boolean;
  /** How it can be narrowed; not at all unless given. */
  readonly filter?: GridFilterKind;
  /** Left out until somebody chooses it. */
  readonly hidden?: boolean;
  /** Left out where rows are cards. */
  readonly wide?: boolean;
}

/** Narrowest a column can be made, in pixels. */
export const LEAST_WIDTH = 64;
const USUAL_WIDTH = 160;

export const valueIn = (column: GridColumn<never>, row: unknown): GridValue =>
  column.value === undefined
    ? (row as Readonly<Record<string, GridValue>>)[column.key]
    : column.value(row as never);

/** What is copied of a cell. */
export function textIn(column: GridColumn<never>, row: unknown): string {
  if (column.text !== undefined) return column.text(row as never);
  const value = valueIn(column, row);
  if (value === null || value === undefined) return '';
  return value instanceof Date ? value.toISOString() : String(value);
}

/** What somebody made of the columns: which are shown in which order, and how wide those are that were resized. */
export interface ColumnLayout {
  /** Keys of the columns that are shown, in order; null while nobody chose. */
  readonly shown: readonly string[] | null;
  /** Keys of all columns in the order of the choice, shown or not. */
  readonly order: readonly string[];
  /** Pixels by key. */
  readonly widths: Readonly<Record<string, number>>;
}

export const FIRST_LAYOUT: ColumnLayout = { shown: null, order: [], widths: {} };

/** Columns in the order in which they are offered; those that the layout does not know yet come last. */
export function orderedColumns<Column extends { readonly key: string }>(
  columns: readonly Column[],
  layout: ColumnLayout,
): readonly Column[] {
  const place = new Map(layout.order.map((key, index) => [key, index]));
  const at = (column: Column): number => place.get(column.key) ?? layout.order.length;
  return columns.toSorted((one, other) => at(one) - at(other));
}

/** Columns that are shown, in their order: never none. */
export function shownColumns<Column extends { readonly key: string; readonly hidden?: boolean }>(
  columns: readonly Column[],
  layout: ColumnLayout,
): readonly Column[] {
  const ordered = orderedColumns(columns, layout);
  const { shown } = layout;
  const chosen = ordered.filter((column) =>
    shown === null ? column.hidden !== true : shown.includes(column.key),
  );
  return chosen.length === 0 ? ordered.slice(0, 1) : chosen;
}

/** Tracks of a CSS grid for these columns: fixed where somebody resized, else at least the width, and one takes the rest. */
export function columnTracks(columns: readonly GridColumn<never>[], layout: ColumnLayout): string {
  const growing = Math.max(
    0,
    columns.findIndex((column) => column.grows === true),
  );
  return columns
    .map((column, index) => {
      const chosen = layout.widths[column.key];
      const width = chosen ?? column.width ?? USUAL_WIDTH;
      if (index === growing) return `minmax(${chosen ?? Math.max(width, USUAL_WIDTH)}px, 1fr)`;
      return `${width}px`;
    })
    .join(' ');
}

/** Moves a column by one place among all of them. */
export function moveColumn(keys: readonly string[], key: string, by: -1 | 1): readonly string[] {
  const from = keys.indexOf(key);
  const to = from + by;
  if (from < 0 || to < 0 || to >= keys.length) return keys;
  return keys.toSpliced(from, 1).toSpliced(to, 0, key);
}
