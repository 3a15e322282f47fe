import { printable } from '@datawave/plugin-sdk';

/** Left-aligned columns of text, two spaces apart; the last is not padded. Nothing in a cell is obeyed by a terminal or begins a line of its own. */
export function formatTable(head: readonly string[] | null, rows: readonly (readonly string[])[]): string {
  const lines = (head === null ? rows : [head, ...rows]).map((line) => line.map(printable));
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => (column === line.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
