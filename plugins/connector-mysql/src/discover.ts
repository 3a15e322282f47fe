import type { Asset, ColumnSchema, Discovered, DiscoverOptions } from '@datawave/plugin-sdk';
import {
  assetFilter,
  assetFingerprint,
  assetLabel,
  assetProblem,
  sourceError,
  type TextRow,
} from '@datawave/plugin-sdk/connector';
import { columnKind } from './column-kind.ts';
import { inReadOnlyTransaction, type MysqlConnection } from './mysql-connection.ts';
import { startedStatement } from './mysql-flavour.ts';

const TIMEOUT_MS = 60_000;

const DATABASES = `
  SELECT CAST(schema_name AS CHAR) FROM information_schema.schemata
  WHERE schema_name NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys', 'ndbinfo') ORDER BY 1`;

/** The server tells to the second when a table was last committed to: another commit in the same one would go unnoticed. */
const SETTLED_SECONDS = 2;

/** Tables that are asked for in one statement. MariaDB opens the tables that are named and no other; of all it reads the names. */
const TABLES_AT_ONCE = 500;

/** In an order that is always the same: the collation of names takes those that differ in case alone for equal. */
const NAMES = `SELECT table_name FROM information_schema.tables WHERE table_schema = ? ORDER BY table_name, CAST(table_name AS BINARY)`;

const TABLES = `
  SELECT table_name, table_type, CAST(table_rows AS CHAR), CAST(data_length AS CHAR), LEFT(table_comment, 2048),
    CASE WHEN engine = 'InnoDB' AND create_options NOT LIKE '%partitioned%' AND update_time < NOW() - INTERVAL ${SETTLED_SECONDS} SECOND
      THEN CONCAT_WS(' / ', CAST(create_time AS CHAR), CAST(update_time AS CHAR)) END
  FROM information_schema.tables
  WHERE table_schema = ? AND table_name IN (NAMES) AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')`;

const COLUMNS = `
  SELECT table_name, column_name, CAST(column_type AS CHAR), LOWER(data_type), is_nullable, LEFT(column_comment, 1024) FROM information_schema.columns
  WHERE table_schema = ? AND table_name IN (NAMES) ORDER BY table_name, ordinal_position`;

const KEYS = `
  SELECT table_name, index_name, column_name, CAST(sub_part AS CHAR) FROM information_schema.statistics
  WHERE table_schema = ? AND table_name IN (NAMES) AND non_unique = 0 ORDER BY table_name, index_name, seq_in_index`;

const FOREIGN_KEYS = `
  SELECT table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name, referenced_column_name FROM information_schema.key_column_usage
  WHERE table_schema = ? AND table_name IN (NAMES) AND referenced_table_name IS NOT NULL ORDER BY table_name, constraint_name, ordinal_position`;

/** A statement about so many tables. */
const about = (text: string, tables: readonly string[]): string =>
  text.replace('NAMES', tables.map(() => '?').join(', '));

const toColumn = (row: TextRow, ordinal: number): ColumnSchema => ({
  name: row[1] ?? '',
  ordinal,
  dataType: row[2] ?? '',
  kind: columnKind(row[3] ?? '', row[2] ?? ''),
  nullable: row[4] === 'YES',
  comment: row[5] === '' ? null : (row[5] ?? null),
});

/** Keys over whole columns; parts of texts and expressions identify no row. */
function keysOf(rows: readonly TextRow[]): ReadonlyMap<string, readonly string[]> {
  const indexes = [...Map.groupBy(rows, (row) => row[1] ?? '')];
  return new Map(
    indexes
      .filter(([, parts]) => parts.every((part) => typeof part[2] === 'string' && (part[3] ?? null) === null))
      .map(([name, parts]) => [name, parts.map((part) => part[2] ?? '')]),
  );
}

function toAsset(
  database: string,
  table: TextRow,
  columns: readonly TextRow[],
  keyRows: readonly TextRow[],
  foreignRows: readonly TextRow[],
  started: string | null,
): Asset {
  const [name, type, rows, size, comment, written] = table;
  const isView = type === 'VIEW';
  const keys = keysOf(keyRows);
  const shape = {
    path: [database, name ?? ''],
    type: isView ? ('view' as const) : ('table' as const),
    columns: columns.map(toColumn),
    // A view's comment is the word VIEW, or a complaint of the server.
    comment: isView || comment === '' ? null : (comment ?? null),
    primaryKey: keys.get('PRIMARY') ?? [],
    uniqueKeys: [...keys].filter(([index]) => index !== 'PRIMARY').map(([, names]) => names),
    foreignKeys: [...Map.groupBy(foreignRows, (row) => row[1]).values()].map((parts) => ({
      columns: parts.map((part) => part[2] ?? ''),
      referencedPath: [parts[0]?.[3] ?? '', parts[0]?.[4] ?? ''],
      referencedColumns: parts.map((part) => part[5] ?? ''),
    })),
  };
  const number = (text: string | null | undefined): number | null =>
    isView || text === null || text === undefined ? null : Number(text);
  return {
    ...shape,
    rowEstimate: number(rows),
    sizeBytes: number(size),
    fingerprint: assetFingerprint(shape),
    changeMarker:
      started === null || typeof written !== 'string'
        ? null
        : { kind: 'modified-at', value: `${written} / ${started}` },
  };
}

/**
 * Tables and views of one database, or of all that the user may see but the system's. All that is held of a database is the names
 * of its tables; the rest is asked for by so many tables at a time.
 */
export async function* discoverTables(
  use: <T>(signal: AbortSignal, work: (connection: MysqlConnection) => Promise<T>) => Promise<T>,
  database: string | undefined,
  options: DiscoverOptions,
  tablesAtOnce = TABLES_AT_ONCE,
): AsyncGenerator<Discovered> {
  const limits = { timeoutMs: TIMEOUT_MS, signal: options.signal };
  const ask = (text: string, parameters: readonly string[]): Promise<readonly TextRow[]> =>
    use(options.signal, (connection) =>
      inReadOnlyTransaction(connection, limits, () => connection.query(text, parameters, limits)),
    );
  const started = await use(options.signal, (connection) =>
    connection.query(startedStatement(connection.flavour), [], limits),
  )
    .then((rows) => rows[0]?.[0] ?? null)
    // Without the right to ask, tables have no mark; a broken connection shows in what follows.
    .catch(() => null);
  const admits = assetFilter(options);
  const databases =
    database === undefined ? (await ask(DATABASES, [])).map(([name]) => name ?? '') : [database];
  for (const name of databases) {
    const names = (await ask(NAMES, [name]))
      .map(([table]) => table ?? '')
      .filter((table) => admits([name, table]));
    for (let from = 0; from < names.length; from += tablesAtOnce)
      yield* describeTables(ask, name, names.slice(from, from + tablesAtOnce), started);
  }
}

/** Some tables of a database, in the order in which they are named. */
async function* describeTables(
  ask: (text: string, parameters: readonly string[]) => Promise<readonly TextRow[]>,
  database: string,
  names: readonly string[],
  started: string | null,
): AsyncGenerator<Discovered> {
  const [tables, columns, keys, foreignKeys] = (
    await Promise.all(
      [TABLES, COLUMNS, KEYS, FOREIGN_KEYS].map((text) => ask(about(text, names), [database, ...names])),
    )
  ).map((rows) => Map.groupBy(rows, (row) => row[0]));
  for (const name of names) {
    const [table] = tables?.get(name) ?? [];
    // Not of a kind that holds rows, or gone since its name was read.
    if (table === undefined) continue;
    const path = [database, name];
    const own = columns?.get(name) ?? [];
    // Of a view whose tables are gone the server knows no columns.
    if (own.length === 0)
      yield {
        problem: assetProblem(
          path,
          sourceError(
            'DW_SOURCE_QUERY',
            `${assetLabel(path)} has no columns that can be seen: it refers to what is gone, or rights are missing.`,
            'Mend or drop the view, or grant SELECT on it.',
          ),
        ),
      };
    else
      yield {
        asset: toAsset(database, table, own, keys?.get(name) ?? [], foreignKeys?.get(name) ?? [], started),
      };
  }
}
