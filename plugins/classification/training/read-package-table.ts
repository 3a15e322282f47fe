import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { PackageTable } from './package-manifest.ts';

/** Rows that are kept of a table, besides its header. */
const MOST_ROWS = 200;

/** A header and rows below it, all as text; an empty text where there is no value. */
export type TextTable = readonly (readonly string[])[];

/** Reads the head of a table. White space in headers is made single blanks, and unnamed columns get `#POSITION`. */
export function readPackageTable(file: string, table: PackageTable): TextTable {
  const [header = [], ...rows] = readRows(file, table);
  const names = header.map((name, position) => name.replace(/\s+/g, ' ').trim() || `#${position}`);
  const body = rows
    .slice(0, MOST_ROWS)
    .map((row) => names.map((_, position) => (row[position] ?? '').trim()));
  if (body.length === 0) throw new Error(`the table ${table.id} has no rows`);
  return [names, ...body];
}

/** CSV as RFC 4180 has it. */
export function toCsv(table: TextTable): string {
  const quote = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return table.map((row) => `${row.map(quote).join(',')}\n`).join('');
}

function readRows(file: string, table: PackageTable): TextTable {
  switch (table.format) {
    case 'csv':
      return readCsv(readText(file, table), table);
    case 'json':
      return readJson(JSON.parse(readText(file, table)), table);
    case 'sqlite':
      return readSqlite(file, table.table ?? '');
  }
}

function readText(file: string, { path, encoding }: PackageTable): string {
  const content = readFileSync(file);
  return new TextDecoder(encoding ?? 'utf-8').decode(path.endsWith('.gz') ? gunzipSync(content) : content);
}

function readCsv(text: string, { delimiter = ',', skip = 0, header = true }: PackageTable): TextTable {
  const rows: string[][] = parse(text.replace(/\r\n?/g, '\n'), {
    delimiter,
    from_line: skip + 1,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    // Blanks before a quote would make the quote part of the value; those after it are cut off below.
    ltrim: true,
    to: MOST_ROWS + 1,
  });
  return header ? rows : [(rows[0] ?? []).map(() => ''), ...rows];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const follow = (value: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);

function readJson(content: unknown, { rows = [], fields = [], columns }: PackageTable): TextTable {
  const found = follow(content, rows);
  const list: readonly unknown[] = Array.isArray(found) ? found : Object.values(isRecord(found) ? found : {});
  const head = list.slice(0, MOST_ROWS);
  if (columns !== undefined) {
    return [columns, ...head.flatMap((row) => (Array.isArray(row) ? [row.map(toText)] : []))];
  }
  const records = head.map((row) => follow(row, fields)).filter(isRecord);
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return [names, ...records.map((record) => names.map((name) => toText(record[name])))];
}

function readSqlite(file: string, table: string): TextTable {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare(`SELECT * FROM "${table.replaceAll('"', '""')}" LIMIT ?`).all(MOST_ROWS);
    const names = Object.keys(rows[0] ?? {});
    return [names, ...rows.map((row) => names.map((name) => toText(row[name])))];
  } finally {
    database.close();
  }
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
