import type { Asset, ColumnSchema, ReadPlan, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import {
  chosenColumns,
  drawnRows,
  isoTimestamp,
  ownText,
  pickStrata,
  plainDecimal,
  Reservoir,
  sourceError,
  strataMethod,
  stratumColumn,
  TableTally,
} from '@datawave/plugin-sdk/connector';
import { cutBytes, partOf } from './byte-slices.ts';
import { drawFromBlocks } from './csv-blocks.ts';
import { type CsvLayout, cellValue, csvAsset, readCsvLayout } from './csv-layout.ts';
import type { CsvRow } from './csv-parser.ts';
import { rowStartAfter } from './csv-record-start.ts';
import { CsvRows } from './csv-rows.ts';
import { type FileReader, HEAD_BYTES, MAX_CELL, WHOLE_BYTES } from './file-reader.ts';
import type { ReaderSettings } from './reader-settings.ts';
import { refuseOtherColumns } from './refuse-other-columns.ts';
import { RowBatches } from './row-batches.ts';
import type { SourceFile } from './source-file.ts';
import { replacementWarnings } from './text-encoding.ts';
import { textPlan } from './text-plan.ts';
import { kindOfText } from './value-kind.ts';

/** A value as the contract wants it. A file promises nothing, so that the value is looked at, not only the column. */
function contractText(text: string | null, column: ColumnSchema): string | null {
  if (text === null) return null;
  if (column.kind === 'decimal' && kindOfText(text) === 'decimal') return plainDecimal(text);
  return column.kind === 'timestamp' ? isoTimestamp(text) : text;
}

const rowCells = (row: CsvRow, { columns }: Asset, settings: ReaderSettings): (string | null)[] =>
  columns.map((column) => contractText(cellValue(row[column.ordinal], settings), column));

/** Throws when reading has taken too long. */
const deadline = (label: string, timeoutMs: number): (() => void) => {
  const end = performance.now() + timeoutMs;
  return () => {
    if (performance.now() > end)
      throw sourceError(
        'DW_SOURCE_TIMEOUT',
        `Reading ${label} took longer than ${timeoutMs} ms.`,
        'Raise the time-out or sample instead of reading everything.',
      );
  };
};

/** What was read of a file, before it is known whether the file stayed as it is. */
interface CsvSample {
  readonly tally: TableTally;
  readonly method: string;
  readonly rowCount: number | null;
  readonly warnings: readonly string[];
  readonly readBytes: number | null;
}

interface CsvRequest {
  readonly file: SourceFile;
  readonly asset: Asset;
  readonly layout: CsvLayout;
  readonly settings: ReaderSettings;
  readonly options: SampleOptions;
  readonly signal: AbortSignal;
}

/** Every row of the file or of a part of it. */
async function readEverything(request: CsvRequest): Promise<CsvSample> {
  const { file, asset, layout, settings, options, signal } = request;
  const tally = new TableTally(asset.columns.length, options);
  const source = new CsvRows(layout, options.maxValueLength + 1);
  // Reading everything takes as long as it takes; it can be called off.
  for await (const rows of source.groups(file, signal, partOf(file, asset, options.slice)))
    for (const row of rows) tally.addRow(rowCells(row, asset, settings));
  return {
    tally,
    method: 'every row',
    rowCount: tally.rows,
    warnings: source.warnings,
    readBytes: file.compression === 'none' ? source.bytes : file.sizeBytes,
  };
}

/** The first rows, or a random draw from all rows of the first `most` bytes of content. */
async function sampleFromStart(
  request: CsvRequest & { readonly options: { readonly rows: number } },
  most: number,
): Promise<CsvSample> {
  const { file, asset, layout, settings, options, signal } = request;
  const isHead = options.strategy === 'head';
  const source = new CsvRows(layout, options.maxValueLength + 1);
  const refuseLate = deadline(file.label, options.timeoutMs);
  const reservoir = new Reservoir<CsvRow>(drawnRows(options, layout.columns.length), options.seed);
  let isWhole = true;
  for await (const rows of source.groups(file, signal, partOf(file, asset, options.slice))) {
    refuseLate();
    for (const row of rows) {
      if (reservoir.isWanted && !(isHead && reservoir.offered >= options.rows))
        reservoir.offer(row.map((cell) => (cell === null ? null : ownText(cell))));
      else reservoir.skip();
    }
    if (isHead ? reservoir.offered <= options.rows : source.bytes < most) continue;
    isWhole = false;
    break;
  }
  const drawn = reservoir.items();
  const tally = new TableTally(asset.columns.length, options);
  for (const row of pickRows(request, drawn)) tally.addRow(rowCells(row, asset, settings));
  const method = isHead
    ? `first ${options.rows} rows`
    : isWhole
      ? 'random rows'
      : `random rows of the first ${Math.round(source.bytes / 1024 / 1024)} MB`;
  return {
    tally,
    method:
      isWhole && reservoir.offered <= options.rows
        ? 'every row'
        : strataMethod(options, drawn.length, method),
    rowCount: isWhole ? reservoir.offered : null,
    warnings: source.warnings,
    readBytes: file.compression === 'none' ? source.bytes : null,
  };
}

function pickRows(
  { asset, settings, options }: CsvRequest & { readonly options: { readonly rows: number } },
  rows: readonly CsvRow[],
): readonly CsvRow[] {
  const stratum = stratumColumn(asset, options);
  const column = stratum === null ? undefined : asset.columns[stratum];
  return pickStrata(rows, options, (row) =>
    column === undefined ? null : contractText(cellValue(row[column.ordinal], settings), column),
  );
}

async function sampleCsv(request: CsvRequest): Promise<CsvSample> {
  const { file, asset, layout, settings, options, signal } = request;
  if (options.rows === 'full') return await readEverything(request);
  const asked = { ...request, options: { ...options, rows: options.rows } };
  if (options.slice !== undefined || options.strategy === 'head')
    return await sampleFromStart(asked, Number.POSITIVE_INFINITY);
  if (file.compression !== 'none' || file.sizeBytes <= WHOLE_BYTES)
    return await sampleFromStart(asked, HEAD_BYTES);
  const wanted =
    options.stratifyBy === undefined ? options.rows : drawnRows(asked.options, layout.columns.length);
  const { rows, blocks, bytes, replaced } = await drawFromBlocks(
    file,
    layout,
    { rows: wanted, seed: options.seed, maxValueLength: options.maxValueLength },
    signal,
  );
  // Rows longer than a block, or rows of every width: then only reading from the start tells them apart.
  if (rows.length < options.rows / 2) return await sampleFromStart(asked, HEAD_BYTES * 4);
  const tally = new TableTally(asset.columns.length, options);
  const checker = new CsvRows(layout, 1);
  for (const row of pickRows(asked, rows)) {
    checker.check(row);
    tally.addRow(rowCells(row, asset, settings));
  }
  return {
    tally,
    method: strataMethod(options, rows.length, `rows of ${blocks} blocks spread over the file`),
    rowCount: null,
    warnings: [...checker.warnings, ...replacementWarnings(replaced, layout.encoding)],
    readBytes: bytes,
  };
}

/** Reads CSV, TSV and their kin. */
export const csvReader: FileReader = {
  async describe(file, path, settings, signal) {
    return csvAsset(file, path, await readCsvLayout(file, settings, signal));
  },
  async sample(file, asset, settings, options, signal): Promise<TableSample> {
    const layout = await readCsvLayout(file, settings, signal);
    refuseOtherColumns(
      asset,
      layout.columns.map((column) => column.name),
      file.label,
    );
    const { tally, ...how } = await sampleCsv({ file, asset, layout, settings, options, signal });
    await file.refuseChanged(options.slice);
    return tally.finish(asset, how);
  },
  async plan(file, asset, settings, options, signal): Promise<ReadPlan> {
    const layout = await readCsvLayout(file, settings, signal);
    const { slices, reason } = await cutBytes(file, asset, options, layout.encoding.label, (place) =>
      rowStartAfter(file, layout, place),
    );
    return textPlan(file, asset, options.sample, slices, reason);
  },
  async *read(file, asset, settings, options) {
    const layout = await readCsvLayout(file, settings, options.signal);
    refuseOtherColumns(
      asset,
      layout.columns.map((column) => column.name),
      file.label,
    );
    const columns = chosenColumns(asset, options.columns, file.label);
    const batches = new RowBatches(columns.length, options.batchRows);
    for await (const rows of new CsvRows(layout, MAX_CELL).groups(file, options.signal)) {
      for (const row of rows) {
        const isFull = batches.add((at) => {
          const column = columns[at];
          return column === undefined ? null : contractText(cellValue(row[column.ordinal], settings), column);
        });
        const batch = isFull ? batches.take() : null;
        if (batch !== null) yield batch;
        options.signal.throwIfAborted();
      }
    }
    await file.refuseChanged();
    const last = batches.take();
    if (last !== null) yield last;
  },
};
