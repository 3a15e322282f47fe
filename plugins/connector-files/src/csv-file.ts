import type { ColumnSchema, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import {
  isoTimestamp,
  ownText,
  plainDecimal,
  Reservoir,
  sourceError,
  TableTally,
} from '@datawave/plugin-sdk/connector';
import { chosenColumns, refuseOtherColumns } from './chosen-columns.ts';
import { drawFromBlocks } from './csv-blocks.ts';
import { type CsvLayout, cellValue, csvAsset, readCsvLayout } from './csv-layout.ts';
import type { CsvRow } from './csv-parser.ts';
import { CsvRows } from './csv-rows.ts';
import { type FileReader, HEAD_BYTES, MAX_CELL, WHOLE_BYTES } from './file-reader.ts';
import type { ReaderSettings } from './reader-settings.ts';
import { RowBatches } from './row-batches.ts';
import type { SourceFile } from './source-file.ts';
import { replacementWarnings } from './text-encoding.ts';
import { kindOfText } from './value-kind.ts';

/** A value as the contract wants it. A file promises nothing, so that the value is looked at, not only the column. */
function contractText(text: string | null, column: ColumnSchema): string | null {
  if (text === null) return null;
  if (column.kind === 'decimal' && kindOfText(text) === 'decimal') return plainDecimal(text);
  return column.kind === 'timestamp' ? isoTimestamp(text) : text;
}

const rowCells = (row: CsvRow, layout: CsvLayout, settings: ReaderSettings): (string | null)[] =>
  layout.columns.map((column, at) => contractText(cellValue(row[at], settings), column));

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

/** Every row, or a random draw from all rows of the first `most` bytes of content. */
async function sampleFromStart(
  file: SourceFile,
  layout: CsvLayout,
  settings: ReaderSettings,
  options: SampleOptions,
  most: number,
  signal: AbortSignal,
): Promise<{ tally: TableTally; method: string; rowCount: number | null; warnings: readonly string[] }> {
  const tally = new TableTally(layout.columns.length, options);
  const source = new CsvRows(layout, options.maxValueLength + 1);
  // Reading everything takes as long as it takes; it can be called off.
  const refuseLate = deadline(
    file.label,
    options.rows === 'full' ? Number.POSITIVE_INFINITY : options.timeoutMs,
  );
  const reservoir = options.rows === 'full' ? null : new Reservoir<CsvRow>(options.rows, options.seed);
  let isWhole = true;
  for await (const rows of source.groups(file, signal)) {
    refuseLate();
    for (const row of rows) {
      if (reservoir === null) tally.addRow(rowCells(row, layout, settings));
      else if (reservoir.isWanted) reservoir.offer(row.map((cell) => (cell === null ? null : ownText(cell))));
      else reservoir.skip();
    }
    if (source.bytes < most) continue;
    isWhole = false;
    break;
  }
  for (const row of reservoir?.items() ?? []) tally.addRow(rowCells(row, layout, settings));
  const seen = reservoir === null ? tally.rows : reservoir.offered;
  const method = isWhole
    ? seen === tally.rows
      ? 'every row'
      : 'random rows'
    : `random rows of the first ${Math.round(source.bytes / 1024 / 1024)} MB`;
  return { tally, method, rowCount: isWhole ? seen : null, warnings: source.warnings };
}

async function sampleCsv(
  file: SourceFile,
  layout: CsvLayout,
  settings: ReaderSettings,
  options: SampleOptions,
  signal: AbortSignal,
): Promise<{ tally: TableTally; method: string; rowCount: number | null; warnings: readonly string[] }> {
  if (options.rows === 'full')
    return await sampleFromStart(file, layout, settings, options, Number.POSITIVE_INFINITY, signal);
  if (file.compression !== 'none' || file.sizeBytes <= WHOLE_BYTES)
    return await sampleFromStart(file, layout, settings, options, HEAD_BYTES, signal);
  const { rows, blocks, replaced } = await drawFromBlocks(
    file,
    layout,
    { rows: options.rows, seed: options.seed, maxValueLength: options.maxValueLength },
    signal,
  );
  // Rows longer than a block, or rows of every width: then only reading from the start tells them apart.
  if (rows.length < options.rows / 2)
    return await sampleFromStart(file, layout, settings, options, HEAD_BYTES * 4, signal);
  const tally = new TableTally(layout.columns.length, options);
  const checker = new CsvRows(layout, 1);
  for (const row of rows) {
    checker.check(row);
    tally.addRow(rowCells(row, layout, settings));
  }
  return {
    tally,
    method: `rows of ${blocks} blocks spread over the file`,
    rowCount: null,
    warnings: [...checker.warnings, ...replacementWarnings(replaced, layout.encoding)],
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
    const { tally, ...how } = await sampleCsv(file, layout, settings, options, signal);
    await file.refuseChanged();
    return tally.finish(asset, how);
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
