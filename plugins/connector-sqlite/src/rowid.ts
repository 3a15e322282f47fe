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

/** Places at which it is looked how close row numbers lie, and rows looked at there. */
const PLACES = 5;
const NEIGHBOURS = 32;

/** About how many rows a range of row numbers holds, by how close they lie at a few places. Exact where they are few. */
export function estimateRows(database: DatabaseSync, table: string, range: RowidRange): number {
  const { alias, first, last, rows } = range;
  if (rows <= 1n) return Number(rows);
  const next = database.prepare(
    `SELECT count(*) AS rows, max(r) AS last FROM (SELECT ${alias} AS r FROM main.${quote(table)} WHERE ${alias} >= ? AND ${alias} <= ? ORDER BY ${alias} LIMIT ${NEIGHBOURS})`,
  );
  next.setReadBigInts(true);
  let density = 0;
  for (let place = 0; place < PLACES; place += 1) {
    const from = first + (rows * BigInt(place)) / BigInt(PLACES);
    const { rows: seen, last: end } = next.get(from, last) ?? {};
    if (typeof seen !== 'bigint' || typeof end !== 'bigint') continue;
    // Fewer than were asked for are all there are from here on.
    const width = seen < BigInt(NEIGHBOURS) ? last - from + 1n : end - from + 1n;
    if (place === 0 && seen < BigInt(NEIGHBOURS)) return Number(seen);
    density += Number(seen) / Number(width);
  }
  return Math.max(1, Math.round((Number(rows) * density) / PLACES));
}

/** Columns whose lengths are looked at; the others are taken to be as long. */
const MEASURED_COLUMNS = 200;
/** What a row costs beside its values, bytes. */
const ROW_BYTES = 8;

/** About how many bytes a row takes, by some at a few places. */
export function estimateRowBytes(
  database: DatabaseSync,
  table: string,
  range: RowidRange,
  columns: readonly Pick<ColumnSchema, 'name'>[],
): number {
  const measured = columns.slice(0, MEASURED_COLUMNS);
  if (measured.length === 0) return ROW_BYTES;
  const lengths = measured.map(({ name }) => `coalesce(octet_length(${quote(name)}), 0)`).join(' + ');
  const next = database.prepare(
    `SELECT avg(bytes) AS bytes FROM (SELECT ${lengths} AS bytes FROM main.${quote(table)} WHERE ${range.alias} >= ? ORDER BY ${range.alias} LIMIT 8)`,
  );
  const found = Array.from({ length: PLACES }, (_, place) =>
    Number(next.get(range.first + (range.rows * BigInt(place)) / BigInt(PLACES))?.['bytes'] ?? 0),
  );
  const mean = found.reduce((sum, bytes) => sum + bytes, 0) / PLACES;
  return ROW_BYTES + (mean * columns.length) / measured.length;
}
