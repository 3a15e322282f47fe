import type { Asset, ReadPlan, RowBatch, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import {
  assetFingerprint,
  chosenColumns,
  cutText,
  drawnRows,
  pickStrata,
  seededRandom,
  sourceError,
  strataMethod,
  stratumColumn,
  TableTally,
} from '@datawave/plugin-sdk/connector';
import { openDuckdb, type ParquetDatabase, type TextRow } from './duckdb.ts';
import { type FileReader, MAX_CELL } from './file-reader.ts';
import { leavesOf, type ParquetLeaf } from './parquet-columns.ts';
import { countAll } from './parquet-counts.ts';
import { cutRowGroups, withinSlice } from './parquet-slices.ts';
import { cellText, type DescribedParquet } from './parquet-table.ts';
import { refuseOtherColumns } from './refuse-other-columns.ts';
import { batchesOf } from './row-batches.ts';
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

/** Which rows a sample is drawn from, as SQL after the SELECT list, and what that is called. */
interface ParquetDraw {
  readonly rest: string;
  readonly method: string;
  readonly rows: number;
}

function planDraw(
  database: ParquetDatabase,
  described: DescribedParquet,
  options: SampleOptions & { readonly rows: number },
): ParquetDraw {
  const { rows } = described;
  const table = database.numberedTable;
  if (rows <= options.rows) return { rest: `FROM ${table}`, method: 'every row', rows };
  if (options.strategy === 'head')
    return {
      rest: `FROM ${table} ORDER BY file_row_number LIMIT ${options.rows}`,
      method: `first ${options.rows} rows`,
      rows: options.rows,
    };
  const drawn = Math.min(rows, drawnRows(options, described.columns.length));
  if (rows <= Math.max(drawn, WHOLE_ROWS)) {
    const chosen = `SELECT * FROM ${table} ORDER BY hash(file_row_number, ${Math.trunc(options.seed)}) LIMIT ${drawn}`;
    return {
      rest: `FROM (${chosen}) ORDER BY file_row_number`,
      method: strataMethod(options, drawn, 'random rows'),
      rows,
    };
  }
  const wanted = options.stratifyBy === undefined ? options.rows : drawn;
  const random = seededRandom(options.seed);
  const strata = Math.min(STRATA, wanted);
  const each = Math.ceil(wanted / strata);
  const places: string[] = [];
  let left = wanted;
  for (let stratum = 0; stratum < strata && left > 0; stratum += 1) {
    const first = Math.min(rows - each, Math.floor(((stratum + random()) / strata) * rows));
    const most = Math.min(left, each);
    places.push(`file_row_number BETWEEN ${first} AND ${first + most - 1}`);
    left -= most;
  }
  // One query, so that the file's footer is read once.
  const method = `${strata} groups of neighbouring rows spread over the file`;
  return {
    rest: `FROM ${table} WHERE ${places.join(' OR ')}`,
    method: options.stratifyBy === undefined ? method : strataMethod(options, wanted, `rows of ${method}`),
    rows: wanted,
  };
}

/** The rows of a query; column by column where all columns of a large row group do not fit into memory together. */
async function readLeaves(
  database: ParquetDatabase,
  leaves: readonly ParquetLeaf[],
  maxLength: number,
  rest: string,
  signal: AbortSignal,
): Promise<readonly TextRow[]> {
  const read = async (some: readonly ParquetLeaf[]): Promise<TextRow[]> => {
    const rows: TextRow[] = [];
    for await (const more of database.stream(`SELECT ${selectList(some, maxLength)} ${rest}`, signal))
      rows.push(...more);
    return rows;
  };
  try {
    return await read(leaves);
  } catch (error) {
    if (!database.ranOutOfMemory(error) || leaves.length < 2) throw error;
  }
  const columns: TextRow[][] = [];
  for (const leaf of leaves) columns.push(await read([leaf]));
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row]?.[0] ?? null));
}

async function drawRows(
  database: ParquetDatabase,
  described: DescribedParquet,
  asset: Asset,
  options: SampleOptions & { readonly rows: number },
  signal: AbortSignal,
  tally: TableTally,
): Promise<string> {
  const { leaves } = described;
  const stratum = stratumColumn(asset, options);
  const { rest, method } = planDraw(database, described, options);
  const drawn = await readLeaves(database, leaves, options.maxValueLength + 1, rest, signal);
  for (const row of pickStrata(drawn, options, (cells) =>
    stratum === null ? null : (cells[stratum] ?? null),
  ))
    tally.addRow(leaves.map((leaf, at) => cellText(row[at], leaf)));
  return method;
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
        changeMarker: file.changeMarker,
      };
    }),
  sample: (file, asset, _settings, options, signal) =>
    inDuckdb(file, async (database): Promise<TableSample> => {
      const all = await describeParquet(database, file);
      refuseOtherColumns(
        asset,
        all.columns.map((column) => column.name),
        file.label,
      );
      const leaves = asset.columns.flatMap(({ ordinal }) => all.leaves[ordinal] ?? []);
      const described = { ...all, leaves, columns: asset.columns };
      // Reading everything takes as long as it takes; it can be called off.
      const late =
        options.rows === 'full' ? new AbortController().signal : AbortSignal.timeout(options.timeoutMs);
      try {
        const either = AbortSignal.any([signal, late]);
        const { slice } = options;
        const part =
          slice === undefined
            ? { database, described }
            : withinSlice(database, described, file, asset, slice);
        const rowCount = part.described.rows;
        if (options.rows === 'full') {
          const columns = await countAll(part.database, part.described, options, either);
          await file.refuseChanged();
          const readBytes = Math.round((file.sizeBytes * rowCount) / Math.max(1, described.rows));
          return {
            asset,
            sampledRows: rowCount,
            rowCount,
            columns,
            method: 'every row',
            warnings: [],
            readBytes,
          };
        }
        const tally = new TableTally(described.columns.length, options);
        const asked = { ...options, rows: options.rows };
        const method = await drawRows(part.database, part.described, asset, asked, either, tally);
        await file.refuseChanged();
        return tally.finish(asset, { method, rowCount, warnings: [] });
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
  plan: (file, asset, _settings, options, signal) =>
    inDuckdb(file, async (database): Promise<ReadPlan> => {
      const described = await describeParquet(database, file);
      const { sample } = options;
      if (sample.rows !== 'full') {
        stratumColumn(asset, sample);
        const { method, rows } = planDraw(database, described, { ...sample, rows: sample.rows });
        return { method, pushedDown: [], statements: [], rows, bytes: null, slices: [] };
      }
      return {
        method: 'every row',
        // DuckDB is no server: it counts here, so that nothing is spared the source.
        pushedDown: ['distinct', 'count'],
        statements: [],
        rows: described.rows,
        bytes: file.sizeBytes,
        slices: await cutRowGroups(database, file, options, signal),
      };
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
      yield* batchesOf(
        database.stream(`SELECT ${selectList(leaves, MAX_CELL)} FROM ${database.table}`, options.signal),
        {
          ...{ width: leaves.length, options, refuseChanged: () => file.refuseChanged() },
          cell(row, at) {
            const leaf = leaves[at];
            const text = leaf === undefined ? null : cellText(row[at], leaf);
            return text === null ? null : cutText(text, MAX_CELL);
          },
        },
      );
    } finally {
      database.close();
    }
  },
};
