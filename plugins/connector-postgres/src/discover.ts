import type {
  Asset,
  AssetType,
  ColumnSchema,
  Discovered,
  DiscoverOptions,
  ForeignKey,
} from '@datawave/plugin-sdk';
import { assetFilter, assetFingerprint, type TextRow } from '@datawave/plugin-sdk/connector';
import { COUNTING, changeMarkers, type Marked, POSITION, WRITTEN } from './change-marker.ts';
import { columnKind } from './column-kind.ts';
import { inCatalogTransaction, type PostgresConnection, type Query } from './postgres-connection.ts';
import { sqlState } from './postgres-error.ts';

/** Assets described at a time: each time is half a dozen round trips. */
const BATCH = 500;
const TIMEOUT_MS = 60_000;

// Partitions are left out: their rows are the parent's.
const RELATIONS = `
  SELECT c.oid::text, n.nspname::text, c.relname::text, c.relkind::text, obj_description(c.oid, 'pg_class'),
    CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid) WHEN c.relkind = 'p' THEN (SELECT sum(pg_table_size(t.relid)) FROM pg_partition_tree(c.oid) t WHERE t.isleaf) END::text,
    CASE WHEN c.relkind IN ('r', 'm', 'f') THEN nullif(c.reltuples, -1)
      WHEN c.relkind = 'p' THEN (SELECT sum(greatest(k.reltuples, 0)) FROM pg_partition_tree(c.oid) t JOIN pg_class k ON k.oid = t.relid WHERE t.isleaf) END::numeric::text,
    CASE WHEN c.relkind IN ('r', 'm') THEN c.relpages END::text
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND ($1::text[] IS NULL OR n.nspname = ANY ($1))
  ORDER BY 2, 3`;

const COLUMNS = `
  SELECT a.attrelid::text, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull::text, col_description(a.attrelid, a.attnum), b.typname::text, b.typcategory::text
  FROM pg_attribute a
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
  WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum`;

const KEYS = `
  SELECT i.indrelid::text, i.indisprimary::text, json_agg(a.attname ORDER BY k.place)::text
  FROM pg_index i CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
  WHERE i.indrelid = ANY ($1::oid[]) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
  GROUP BY i.indexrelid, i.indrelid, i.indisprimary
  ORDER BY i.indexrelid`;

const FOREIGN_KEYS = `
  SELECT c.conrelid::text, n.nspname::text, r.relname::text,
    (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(c.conkey) WITH ORDINALITY AS k(number, place) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number)::text,
    (SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(c.confkey) WITH ORDINALITY AS k(number, place) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number)::text
  FROM pg_constraint c JOIN pg_class r ON r.oid = c.confrelid JOIN pg_namespace n ON n.oid = r.relnamespace
  WHERE c.contype = 'f' AND c.conrelid = ANY ($1::oid[])
  ORDER BY c.conrelid, c.conname`;

const TYPES: Readonly<Record<string, AssetType>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized-view',
  f: 'foreign-table',
};

const names = (json: string | null | undefined): readonly string[] => {
  const parsed: unknown = JSON.parse(json ?? '[]');
  return Array.isArray(parsed) ? parsed.map(String) : [];
};

const toColumn = (row: TextRow, ordinal: number): ColumnSchema => ({
  name: row[1] ?? '',
  ordinal,
  dataType: row[2] ?? '',
  kind: columnKind(row[5] ?? '', row[6] ?? ''),
  nullable: row[3] !== 'true',
  comment: row[4] ?? null,
});

const toForeignKey = (row: TextRow): ForeignKey => ({
  columns: names(row[3]),
  referencedPath: [row[1] ?? '', row[2] ?? ''],
  referencedColumns: names(row[4]),
});

function toAsset(
  relation: TextRow,
  columns: readonly TextRow[],
  keys: readonly TextRow[],
  foreignKeys: readonly TextRow[],
  marked: Marked,
): Asset {
  const [, schema = '', name = '', kind = '', comment, size, rows, pages] = relation;
  const shape = {
    path: [schema ?? '', name ?? ''],
    type: TYPES[kind ?? ''] ?? 'table',
    columns: columns.map(toColumn),
    comment: comment ?? null,
    primaryKey: names(keys.find((key) => key[1] === 'true')?.[2]),
    uniqueKeys: keys.filter((key) => key[1] !== 'true').map((key) => names(key[2])),
    foreignKeys: foreignKeys.map(toForeignKey),
  };
  // Before PostgreSQL 14 a table that was never analysed claims no rows and no pages.
  const isUnknown =
    rows === null || rows === undefined || (Number(rows) === 0 && pages === '0' && Number(size ?? 0) > 0);
  return {
    ...shape,
    rowEstimate: isUnknown ? null : Math.round(Number(rows)),
    sizeBytes: size === null || size === undefined ? null : Number(size),
    fingerprint: assetFingerprint(shape),
    ...marked,
  };
}

const UNMARKED: Marked = { unmarked: 'the server keeps no counts as PostgreSQL does' };

/** What is known of the content of relations. Asked last in its transaction, which goes no further where it cannot be told. */
async function marksOf(
  query: Query,
  serverVersion: number,
  oids: readonly unknown[],
): Promise<ReadonlyMap<string, Marked>> {
  try {
    // In this order: what a session counts in between must not pass for counted before.
    const position = await query(POSITION);
    const counting = await query(COUNTING);
    return changeMarkers({ serverVersion, position, counting, written: await query(WRITTEN, [oids]) });
  } catch (error) {
    // Servers that only resemble PostgreSQL count otherwise or not at all; a broken connection shows in what follows.
    if (sqlState(error) === null) throw error;
    return new Map();
  }
}

/** Relations of one batch with all that is known of them. */
async function describe(
  query: Query,
  serverVersion: number,
  relations: readonly TextRow[],
): Promise<readonly Discovered[]> {
  if (relations.length === 0) return [];
  const oids = relations.map((row) => row[0]);
  const of = async (text: string): Promise<(oid: TextRow[number] | undefined) => readonly TextRow[]> => {
    const rows = Map.groupBy(await query(text, [oids]), (row) => row[0]);
    return (oid) => rows.get(oid) ?? [];
  };
  const columns = await of(COLUMNS);
  const keys = await of(KEYS);
  const foreignKeys = await of(FOREIGN_KEYS);
  const markers = await marksOf(query, serverVersion, oids);
  return relations.map((relation) => {
    const [oid] = relation;
    const marked = markers.get(oid ?? '') ?? UNMARKED;
    return { asset: toAsset(relation, columns(oid), keys(oid), foreignKeys(oid), marked) };
  });
}

/** Tables, views and foreign tables of the database but those of the system. */
export async function* discoverRelations(
  use: <T>(signal: AbortSignal, work: (connection: PostgresConnection) => Promise<T>) => Promise<T>,
  schemas: readonly string[],
  options: DiscoverOptions,
): AsyncGenerator<Discovered> {
  const limits = { timeoutMs: TIMEOUT_MS, signal: options.signal };
  const inCatalog = <T>(work: (query: Query, serverVersion: number) => Promise<T>): Promise<T> =>
    use(options.signal, (connection) =>
      inCatalogTransaction(connection, limits, (query) => work(query, connection.serverVersion)),
    );
  const admits = assetFilter(options);
  // A source may be far away: what the first batch needs is asked in the same transaction, each further one has its own, because a
  // transaction sees the server's counts as they were when it asked first.
  const { relations, first } = await inCatalog(async (query, version) => {
    const all = await query(RELATIONS, [schemas.length === 0 ? null : schemas]);
    const relations = all.filter((row) => admits([row[1] ?? '', row[2] ?? '']));
    return { relations, first: await describe(query, version, relations.slice(0, BATCH)) };
  });
  yield* first;
  for (let at = BATCH; at < relations.length; at += BATCH)
    yield* await inCatalog((query, version) => describe(query, version, relations.slice(at, at + BATCH)));
}
