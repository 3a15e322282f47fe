import type { Asset, RowBatch, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import {
  assetFingerprint,
  cutText,
  seededRandom,
  sourceError,
  TableTally,
} from '@datawave/plugin-sdk/connector';
import { chosenColumns, refuseOtherColumns } from './chosen-columns.ts';
import { openDuckdb, type ParquetDatabase } from './duckdb.ts';
import { type FileReader, MAX_CELL } from './file-reader.ts';
import { leavesOf, type ParquetLeaf } from './parquet-columns.ts';
import { countAll } from './parquet-counts.ts';
import { cellText, type DescribedParquet } from './parquet-table.ts';
import { RowBatches } from './row-batches.ts';
import type { SourceFile } from './source-file.ts';

/** Files with so few rows are read whole for a sample. */
const WHOLE_ROWS = 50_000;
/** Places of a big file at which neighbouring rows are taken. */
const STRATA = 40;

async function describeParquet(database: ParquetDatabase, file: SourceFile): Promise<DescribedParquet> {
  if (file.compression !== 'none')
    throw sourceError(
      'DW_SOURCE_QUERY',
      `${file.label} is a compressed Parquet file.`,
      'Unpack it: Parquet compresses its own pages.',
    );
  const described = await database.rows(
    `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${database.table})`,
  );
  const [[rows] = []] = await database.rows(`SELECT sum(num_rows)::VARCHAR FROM ${database.metadata}`);
  const leaves = leavesOf(described.map(([name, type]) => ({ name: name ?? '', type: type ?? '' })));
  return {
    leaves,
    columns: leaves.map((leaf, ordinal) => ({
      name: leaf.name,
      ordinal,
      dataType: leaf.type,
      kind: leaf.kind,
      nullable: true,
      comment: null,
    })),
    rows: Number(rows ?? 0),
  };
}

const selectList = (leaves: readonly ParquetLeaf[], maxLength: number): string =>
  leaves.length === 0 ? 'NULL' : leaves.map((leaf) => leaf.expression(maxLength)).join(', ');

async function drawRows(
  database: ParquetDatabase,
  described: DescribedParquet,
  wanted: number,
  options: SampleOptions,
  signal: AbortSignal,
  tally: TableTally,
): Promise<string> {
  const list = selectList(described.leaves, options.maxValueLength + 1);
  const count = (row: readonly (string | null)[]): void =>
    tally.addRow(described.leaves.map((leaf, at) => cellText(row[at], leaf)));
  if (described.rows <= Math.max(wanted, WHOLE_ROWS)) {
    const isWhole = described.rows <= wanted;
    const order = isWhole
      ? ''
      : ` ORDER BY hash(file_row_number, ${Math.trunc(options.seed)}) LIMIT ${wanted}`;
    for await (const rows of database.stream(`SELECT ${list} FROM ${database.numberedTable}${order}`, signal))
      rows.forEach(count);
    return isWhole ? 'every row' : 'random rows';
  }
  const random = seededRandom(options.seed);
  const strata = Math.min(STRATA, wanted);
  const each = Math.ceil(wanted / strata);
  const places: string[] = [];
  let left = wanted;
  for (let stratum = 0; stratum < strata && left > 0; stratum += 1) {
    const first = Math.min(
      described.rows - each,
      Math.floor(((stratum + random()) / strata) * described.rows),
    );
    const most = Math.min(left, each);
    places.push(`file_row_number BETWEEN ${first} AND ${first + most - 1}`);
    left -= most;
  }
  // One query, so that the file's footer is read once.
  for await (const rows of database.stream(
    `SELECT ${list} FROM ${database.numberedTable} WHERE ${places.join(' OR ')}`,
    signal,
  ))
    rows.forEach(count);
  return `${strata} groups of neighbouring rows spread over the file`;
}

/** Runs work on the file inside a DuckDB of its own. */
async function inDuckdb<T>(file: SourceFile, work: (database: ParquetDatabase) => Promise<T>): Promise<T> {
  const database = await openDuckdb(file);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** Reads Parquet through DuckDB. */
export const parquetReader: FileReader = {
  describe: (file, path) =>
    inDuckdb(file, async (database): Promise<Asset> => {
      const { columns, rows } = await describeParquet(database, file);
      const shape = {
        path,
        type: 'file' as const,
        columns,
        comment: null,
        primaryKey: [],
        uniqueKeys: [],
        foreignKeys: [],
      };
      return {
        ...shape,
        rowEstimate: rows,
        sizeBytes: file.sizeBytes,
        fingerprint: assetFingerprint(shape, file.identity),
      };
    }),
  sample: (file, asset, _settings, options, signal) =>
    inDuckdb(file, async (database): Promise<TableSample> => {
      const described = await describeParquet(database, file);
      refuseOtherColumns(
        asset,
        described.columns.map((column) => column.name),
        file.label,
      );
      // Reading everything takes as long as it takes; it can be called off.
      const late =
        options.rows === 'full' ? new AbortController().signal : AbortSignal.timeout(options.timeoutMs);
      try {
        const either = AbortSignal.any([signal, late]);
        if (options.rows === 'full') {
          const columns = await countAll(database, described, options, either);
          await file.refuseChanged();
          return {
            asset,
            sampledRows: described.rows,
            rowCount: described.rows,
            columns,
            method: 'every row',
            warnings: [],
          };
        }
        const tally = new TableTally(described.columns.length, options);
        const method = await drawRows(database, described, options.rows, options, either, tally);
        await file.refuseChanged();
        return tally.finish(asset, { method, rowCount: described.rows, warnings: [] });
      } catch (error) {
        signal.throwIfAborted();
        if (late.aborted)
          throw sourceError(
            'DW_SOURCE_TIMEOUT',
            `Reading ${file.label} took longer than ${options.timeoutMs} ms.`,
            'Raise the time-out or sample fewer rows.',
          );
        throw error;
      }
    }),
  async *read(file, asset, _settings, options): AsyncGenerator<RowBatch, void, void> {
    const database = await openDuckdb(file);
    try {
      const described = await describeParquet(database, file);
      refuseOtherColumns(
        asset,
        described.columns.map((column) => column.name),
        file.label,
      );
      const leaves = chosenColumns(asset, options.columns, file.label).flatMap(
        (column) => described.leaves[column.ordinal] ?? [],
      );
      const batches = new RowBatches(leaves.length, options.batchRows);
      for await (const rows of database.stream(
        `SELECT ${selectList(leaves, MAX_CELL)} FROM ${database.table}`,
        options.signal,
      )) {
        for (const row of rows) {
          const isFull = batches.add((at) => {
            const leaf = leaves[at];
            const text = leaf === undefined ? null : cellText(row[at], leaf);
            return text === null ? null : cutText(text, MAX_CELL);
          });
          const batch = isFull ? batches.take() : null;
          if (batch !== null) yield batch;
          options.signal.throwIfAborted();
        }
      }
      await file.refuseChanged();
      const last = batches.take();
      if (last !== null) yield last;
    } finally {
      database.close();
    }
  },
};
