import { type GridColumn, textIn } from './column.ts';

/** Headings and cells of these rows as text, as they are shown. */
export const shownTable = (
  columns: readonly GridColumn<never>[],
  rows: readonly unknown[],
): readonly (readonly string[])[] => [
  columns.map(({ title }) => title),
  ...rows.map((row) => columns.map((column) => textIn(column, row))),
];

/** Marks a file as UTF-8 for spreadsheets that would guess otherwise. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Lets the browser save a text as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([BYTE_ORDER_MARK, text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replaceAll(/[\\/:*?"<>|]+/g, '-');
  link.click();
  // The browser has taken it by the next task.
  setTimeout(() => URL.revokeObjectURL(url));
}
