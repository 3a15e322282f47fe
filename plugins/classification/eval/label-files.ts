import { readFileSync } from 'node:fs';

/** What a column is, by people: the likeliest label first; null where it could only be guessed. */
export type ColumnLabel = readonly string[] | null;

/** Labels of the columns of each table; a listed table's other columns hold nothing. */
export type TableLabels = ReadonlyMap<string, ReadonlyMap<string, ColumnLabel>>;

/** The label of a column that holds no info type. */
export const NONE = 'none';

/**
 * Reads a label file as `labelling-guide.md` describes it.
 * @throws Error naming file and line when a line has fewer than three cells
 */
export function readLabels(file: string): TableLabels {
  const tables = new Map<string, Map<string, ColumnLabel>>();
  const lines = readFileSync(file, 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    const [table, column, label] = line.split('\t');
    if (table === undefined || column === undefined || label === undefined)
      throw new Error(`${file}:${index + 1} needs table, column and label, separated by tabs`);
    const columns = tables.get(table) ?? new Map<string, ColumnLabel>();
    if (column !== '*') columns.set(column, label === '?' ? null : label.split('|'));
    tables.set(table, columns);
  }
  return tables;
}

/** The label of one column: by its name, by its position as `#3`, else none. */
export const labelOf = (
  labels: ReadonlyMap<string, ColumnLabel>,
  name: string,
  position: number,
): ColumnLabel => {
  for (const key of [name, `#${position}`]) {
    const label = labels.get(key);
    if (label !== undefined) return label;
  }
  return [NONE];
};
