import type { DatabaseSync } from 'node:sqlite';
import type {
  Asset,
  AssetType,
  ChangeMarker,
  ColumnSchema,
  DataKind,
  Discovered,
  DiscoverOptions,
  ForeignKey,
} from '@datawave/plugin-sdk';
import {
  assetFilter,
  assetFingerprint,
  assetLabel,
  assetProblem,
  uniqueColumnNames,
} from '@datawave/plugin-sdk/connector';
import { viewsAreSteady } from './change-marker.ts';
import { columnKind } from './column-kind.ts';
import { quote } from './quote.ts';
import { estimateRowBytes, estimateRows, type RowidRange, rowidRange } from './rowid.ts';
import { sqliteError } from './sqlite-error.ts';

/** Below this many row numbers counting is quicker than asking whether to count. */
const COUNTED_ROWS = 200_000n;

type Row = Record<string, unknown>;
const text = (row: Row, name: string): string => String(row[name] ?? '');

function columnsOf(
  database: DatabaseSync,
  table: string,
): { columns: readonly ColumnSchema[]; primaryKey: readonly string[] } {
  // hidden 1 marks the arguments of virtual tables; 2 and 3 are generated columns, which are data.
  const rows = database
    .prepare('SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid')
    .all(table);
  const names = uniqueColumnNames(rows.map((row) => text(row, 'name')));
  return {
    columns: rows.map((row, ordinal) => ({
      name: names[ordinal] ?? '',
      ordinal,
      dataType: text(row, 'type') === '' ? 'ANY' : text(row, 'type'),
      kind: columnKind(text(row, 'type')),
      nullable: Number(row['notnull']) === 0 && Number(row['pk']) === 0,
      comment: null,
    })),
    primaryKey: rows
      .filter((row) => Number(row['pk']) > 0)
      .toSorted((a, b) => Number(a['pk']) - Number(b['pk']))
      .map((row) => text(row, 'name')),
  };
}

/** Rows whose values tell what a column holds that was declared without a type. */
const TYPE_ROWS = 100;
const VALUE_KINDS: Readonly<Record<string, DataKind>> = {
  integer: 'integer',
  real: 'decimal',
  text: 'text',
  blob: 'binary',
};

/** Columns without a type hold what their first values are; of a view, whose rows may be costly, anything may be text. */
function withKinds(
  database: DatabaseSync,
  table: string,
  type: AssetType,
  columns: readonly ColumnSchema[],
): readonly ColumnSchema[] {
  const kinds = new Map<string, DataKind>();
  for (const { name, dataType } of columns) {
    if (dataType !== 'ANY') continue;
    const found =
      type === 'view'
        ? []
        : database
            .prepare(
              `SELECT DISTINCT typeof(v) AS type FROM (SELECT ${quote(name)} AS v FROM main.${quote(table)} LIMIT ${TYPE_ROWS}) WHERE v IS NOT NULL`,
            )
            .all()
            .map((row) => text(row, 'type'));
    const [only, ...more] = found;
    kinds.set(name, only === undefined || more.length > 0 ? 'text' : (VALUE_KINDS[only] ?? 'text'));
  }
  return kinds.size === 0
    ? columns
    : columns.map((column) => ({ ...column, kind: kinds.get(column.name) ?? column.kind }));
}

function uniqueKeysOf(database: DatabaseSync, table: string): readonly (readonly string[])[] {
  const indexes = database
    .prepare(
      'SELECT name FROM pragma_index_list(?) WHERE "unique" = 1 AND partial = 0 AND origin <> \'pk\' ORDER BY seq',
    )
    .all(table);
  return indexes
    .map((index) =>
      database.prepare('SELECT name FROM pragma_index_info(?) ORDER BY seqno').all(text(index, 'name')),
    )
    .filter((columns) => columns.every((column) => column['name'] !== null))
    .map((columns) => columns.map((column) => text(column, 'name')));
}

function foreignKeysOf(database: DatabaseSync, table: string): readonly ForeignKey[] {
  const rows = database
    .prepare(
      'SELECT id, "table" AS parent, "from" AS own, "to" AS other FROM pragma_foreign_key_list(?) ORDER BY id, seq',
    )
    .all(table);
  const keys = Map.groupBy(rows, (row) => text(row, 'id'));
  return [...keys.values()].map((parts) => {
    const parent = text(parts[0] ?? {}, 'parent');
    // Without named columns a foreign key refers to the parent's primary key.
    const named = parts.map((part) => part['other']).filter((name) => typeof name === 'string');
    return {
      columns: parts.map((part) => text(part, 'own')),
      referencedPath: ['main', parent],
      referencedColumns: named.length === parts.length ? named : columnsOf(database, parent).primaryKey,
    };
  });
}

function sizeOf(
  database: DatabaseSync,
  table: string,
  columns: readonly ColumnSchema[],
): Pick<Asset, 'rowEstimate' | 'sizeBytes'> {
  const range = rowidRange(database, table, columns);
  if (range === null) return { rowEstimate: null, sizeBytes: null };
  const rows = rowsOf(database, table, range);
  const bytes = Math.round(rows * estimateRowBytes(database, table, range, columns));
  return { rowEstimate: rows, sizeBytes: bytes };
}

function rowsOf(database: DatabaseSync, table: string, range: RowidRange): number {
  if (range.rows <= COUNTED_ROWS)
    return Number(database.prepare(`SELECT count(*) AS rows FROM main.${quote(table)}`).get()?.['rows']);
  const hasStatistics =
    database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").get() !== undefined;
  const stat = hasStatistics
    ? database.prepare('SELECT max(cast(stat AS INTEGER)) AS rows FROM sqlite_stat1 WHERE tbl = ?').get(table)
    : undefined;
  return typeof stat?.['rows'] === 'number' ? stat['rows'] : estimateRows(database, table, range);
}

function describe(
  database: DatabaseSync,
  table: string,
  type: AssetType,
  changeMarker: ChangeMarker | null,
): Asset {
  const declared = columnsOf(database, table);
  const { primaryKey } = declared;
  const columns = withKinds(database, table, type, declared.columns);
  const shape = {
    path: ['main', table],
    type,
    columns,
    comment: null,
    primaryKey,
    uniqueKeys: type === 'table' ? uniqueKeysOf(database, table) : [],
    foreignKeys: type === 'table' ? foreignKeysOf(database, table) : [],
  };
  return {
    ...shape,
    ...(type === 'table' ? sizeOf(database, table, columns) : { rowEstimate: null, sizeBytes: null }),
    fingerprint: assetFingerprint(shape),
    changeMarker,
  };
}

/** Tables and views of the database; SQLite's own and the shadow tables of virtual ones are left out. */
export async function* discoverTables(
  database: DatabaseSync,
  options: DiscoverOptions,
  marker: ChangeMarker | null,
): AsyncGenerator<Discovered> {
  const viewMarker = marker !== null && viewsAreSteady(database) ? marker : null;
  const admits = assetFilter(options);
  const rows = database
    .prepare(
      "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .all();
  for (const row of rows) {
    options.signal.throwIfAborted();
    const name = text(row, 'name');
    const path = ['main', name];
    if (!admits(path)) continue;
    try {
      // What a virtual table shows may lie elsewhere.
      const own = row['type'] === 'table' ? marker : row['type'] === 'view' ? viewMarker : null;
      yield { asset: describe(database, name, row['type'] === 'view' ? 'view' : 'table', own) };
    } catch (error) {
      yield { problem: assetProblem(path, sqliteError(error, assetLabel(path), 'read')) };
    }
  }
}
