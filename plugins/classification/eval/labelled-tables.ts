import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TableSample } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { parse } from 'csv-parse/sync';
import { kindOfTexts } from '../../connector-files/src/value-kind.ts';
import { type ColumnLabel, labelOf, readLabels } from './label-files.ts';

/** A column with what people say it is. Values are those of the rows, in their order. */
export interface LabelledColumn {
  readonly name: string;
  readonly values: readonly (string | null)[];
  readonly label: ColumnLabel;
}

/** Keys as a catalog declares them; columns by their position. */
export interface TableKeys {
  readonly primary: readonly number[];
  readonly foreign: readonly {
    readonly column: number;
    /** Name of the table that it refers to. */
    readonly table: string;
  }[];
}

/** A real table with what people say its columns are. */
export interface LabelledTable {
  readonly id: string;
  /** The label file it stands in: `rdatasets`, `packages`. */
  readonly origin: string;
  /** Tables of one group share an author or a source and never stand on both sides of a split. */
  readonly group: string;
  readonly name: string;
  readonly columns: readonly LabelledColumn[];
  /** Those that its source declares; files declare none. */
  readonly keys?: TableKeys;
}

/** Rows that are kept of a table at most. */
const MOST_ROWS = 200;

/**
 * Reads the CSV files of a folder that a label file lists.
 * @param groupOf - the group of a table, by its id
 * @throws Error naming a labelled table or column that the folder lacks
 */
export function readLabelledTables(
  folder: string,
  labelFile: string,
  origin: string,
  groupOf: (id: string) => string = (id) => id,
): readonly LabelledTable[] {
  const labels = readLabels(labelFile);
  const files = new Set(readdirSync(folder));
  return [...labels].map(([id, own]): LabelledTable => {
    const file = [id, `${id}.csv`].find((name) => files.has(name));
    if (file === undefined) throw new Error(`${labelFile} names the table ${id}, which ${folder} lacks`);
    const [header = [], ...rows] = readRows(join(folder, file));
    const missing = [...own.keys()].find((key) => !key.startsWith('#') && !header.includes(key));
    if (missing !== undefined) throw new Error(`${labelFile}: the table ${id} has no column "${missing}"`);
    return {
      id,
      origin,
      group: `${origin}/${groupOf(id)}`,
      name: id.replace(/^.*__/, '').replace(/\.csv$/, ''),
      columns: header.map((name, position) => ({
        name,
        values: rows.map((row) => toValue(row[position])),
        label: labelOf(own, name, position),
      })),
    };
  });
}

function readRows(path: string): readonly (readonly string[])[] {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const firstLine = text.slice(0, Math.max(0, text.indexOf('\n')));
  const delimiter = [',', ';', '\t', '|'].toSorted(
    (a, b) => firstLine.split(b).length - firstLine.split(a).length,
  )[0];
  const rows: string[][] = parse(text, {
    delimiter: delimiter ?? ',',
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: MOST_ROWS + 1,
  });
  return rows;
}

const toValue = (cell: string | undefined): string | null =>
  cell === undefined || cell === '' || cell === '\\N' || cell === 'NULL' ? null : cell;

/** Which rows of a table are looked at, and what is hidden of it. */
export interface Look {
  /** Positions of the rows. */
  readonly rows: readonly number[];
  /** What stands in place of a column's name; the name itself unless given. */
  readonly rename?: (name: string, position: number) => string;
  /** Keys in place of those that its source declares; null hides them. */
  readonly keys?: TableKeys | null;
}

/** The sample that a scan of just these rows would take. */
export function sampleOf(table: LabelledTable, look: Look): TableSample {
  const keys = look.keys === undefined ? table.keys : look.keys;
  const nameAt = (position: number): string => {
    const name = table.columns[position]?.name ?? '';
    return look.rename?.(name, position) ?? name;
  };
  const sample = buildSample(
    table.name,
    table.columns.map(({ values }, position) => {
      const seen = look.rows.map((row) => values[row] ?? null);
      return { name: nameAt(position), kind: kindOfTexts(seen), values: seen };
    }),
    { primaryKey: keys?.primary.map(nameAt) ?? [] },
  );
  const foreignKeys = (keys?.foreign ?? []).map(({ column, table: referred }) => ({
    columns: [nameAt(column)],
    referencedPath: ['test', referred],
    referencedColumns: ['id'],
  }));
  return { ...sample, asset: { ...sample.asset, foreignKeys } };
}

/** The most rows that a table has. */
export const rowCount = (table: LabelledTable): number =>
  Math.max(0, ...table.columns.map(({ values }) => values.length));
