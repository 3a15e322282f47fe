import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'yaml';
import { labelOf, type TableLabels } from './label-files.ts';
import type { LabelledTable, TableKeys } from './labelled-tables.ts';

/** Rows that are kept of a table at most. */
const MOST_ROWS = 200;

type Row = ReadonlyMap<string, string | null>;

/** The tables of Chinook, from its SQLite file. */
export function chinookTables(folder: string, labels: TableLabels): readonly LabelledTable[] {
  const database = new DatabaseSync(join(folder, 'chinook/chinook.sqlite'), { readOnly: true });
  try {
    return [...labels.keys()]
      .filter((id) => id.startsWith('chinook/'))
      .map((id) => {
        const table = id.slice('chinook/'.length);
        const rows = database
          .prepare(`select * from "${table.replaceAll('"', '""')}" limit ${MOST_ROWS}`)
          .all();
        const read = toTable(
          id,
          rows.map((row) => new Map(Object.entries(row).map(([name, value]) => [name, toText(value)]))),
          labels,
        );
        return { ...read, keys: keysOf(database, table, read) };
      });
  } finally {
    database.close();
  }
}

/** What the database declares of a table. */
function keysOf(database: DatabaseSync, table: string, { columns }: LabelledTable): TableKeys {
  const at = (name: unknown): number => columns.findIndex((column) => column.name === name);
  const info = database.prepare('select name, pk from pragma_table_info(?) order by cid').all(table);
  const references = database.prepare('select * from pragma_foreign_key_list(?)').all(table);
  return {
    primary: info.flatMap(({ name, pk }) => (pk === 0 ? [] : [at(name)])),
    foreign: references.map(({ from, table: referred }) => ({ column: at(from), table: String(referred) })),
  };
}

/** Members of the United States Congress, their offices and accounts; nested fields as dotted columns, lists as further rows. */
export function legislatorTables(folder: string, labels: TableLabels): readonly LabelledTable[] {
  return [...labels.keys()]
    .filter((id) => id.startsWith('legislators/'))
    .map((id) => {
      const text = readFileSync(join(folder, `${id}.yaml`), 'utf8');
      const records: unknown = parse(text);
      const rows = Array.isArray(records) ? records.flatMap((record: unknown) => flatten(record)) : [];
      return toTable(id, spread(rows), labels);
    });
}

function toTable(id: string, rows: readonly Row[], labels: TableLabels): LabelledTable {
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const own = labels.get(id) ?? new Map();
  return {
    id,
    origin: 'databases',
    group: `databases/${id.split('/')[0] ?? id}`,
    name: id.split('/')[1] ?? id,
    columns: names.map((name, position) => ({
      name,
      values: rows.map((row) => row.get(name) ?? null),
      label: labelOf(own, name, position),
    })),
  };
}

const toText = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);

/** Some from everywhere: neighbours in a file are alike. */
function spread(rows: readonly Row[]): readonly Row[] {
  const step = Math.max(1, Math.floor(rows.length / MOST_ROWS));
  return rows.filter((_, index) => index % step === 0).slice(0, MOST_ROWS);
}

/** A record as rows: scalar fields by their path; a list of objects makes a row of each, a list of scalars counts by its first. */
function flatten(record: unknown, path = ''): readonly Row[] {
  if (typeof record !== 'object' || record === null) return [new Map([[path, toText(record)]])];
  let rows: readonly Row[] = [new Map()];
  for (const [key, value] of Object.entries(record)) {
    const below = path === '' ? key : `${path}.${key}`;
    const parts = !Array.isArray(value)
      ? flatten(value, below)
      : value.some((entry) => typeof entry === 'object')
        ? value.slice(-3).flatMap((entry: unknown) => flatten(entry, below))
        : flatten(value[0], below);
    rows = rows.flatMap((row) => parts.map((part) => new Map([...row, ...part])));
  }
  return rows;
}
