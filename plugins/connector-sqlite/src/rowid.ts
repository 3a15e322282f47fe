import type { DatabaseSync } from 'node:sqlite';
import type { ColumnSchema } from '@datawave/plugin-sdk';
import { quote } from './quote.ts';

/** Row numbers of a table. `rows` bounds the number of rows from above. */
export interface RowidRange {
  /** The name under which the row number can be asked for. */
  readonly alias: string;
  readonly first: bigint;
  readonly last: bigint;
  readonly rows: bigint;
}

/** The range of row numbers, by two look-ups in the index; null for views, tables WITHOUT ROWID and where columns hide the name. */
export function rowidRange(
  database: DatabaseSync,
  table: string,
  columns: readonly Pick<ColumnSchema, 'name'>[],
): RowidRange | null {
  const taken = new Set(columns.map((column) => column.name.toLowerCase()));
  const alias = ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name));
  if (alias === undefined) return null;
  const listed = database
    .prepare("SELECT type, wr FROM pragma_table_list WHERE schema = 'main' AND name = ?")
    .get(table);
  if (listed?.['type'] !== 'table' || Number(listed['wr']) !== 0) return null;
  const from = `FROM main.${quote(table)}`;
  const ends = database.prepare(
    `SELECT (SELECT min(${alias}) ${from}) AS first, (SELECT max(${alias}) ${from}) AS last`,
  );
  ends.setReadBigInts(true);
  const { first, last } = ends.get() ?? {};
  if (typeof first !== 'bigint' || typeof last !== 'bigint') return { alias, first: 0n, last: -1n, rows: 0n };
  return { alias, first, last, rows: last - first + 1n };
}
