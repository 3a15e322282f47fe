import type { ColumnSchema, ReadPlan, TableSample } from '@datawave/plugin-sdk';
import {
  chosenColumns,
  drawnRows,
  isoTimestamp,
  ownText,
  plainDecimal,
  strataMethod,
} from '@datawave/plugin-sdk/connector';
import { cutBytes } from './byte-slices.ts';
import { drawFromBlocks } from './csv-blocks.ts';
import { type CsvLayout, cellValue, csvAsset, readCsvLayout } from './csv-layout.ts';
import type { CsvRow } from './csv-parser.ts';
import { rowStartAfter } from './csv-record-start.ts';
import { CsvRows } from './csv-rows.ts';
import { type FileReader, HEAD_BYTES, MAX_CELL, WHOLE_BYTES } from './file-reader.ts';
import type { ReaderSettings } from './reader-settings.ts';
import { refuseOtherColumns } from './refuse-other-columns.ts';
import { batchesOf } from './row-batches.ts';
import {
  readEverything,
  sampleFromStart,
  type TextRequest,
  type TextSample,
  tallyRows,
} from './sample-text.ts';
import { replacementWarnings } from './text-encoding.ts';
import { textPlan } from './text-plan.ts';
import { kindOfText } from './value-kind.ts';

/** A value as the contract wants it. A file promises nothing, so that the value is looked at, not only the column. */
function contractText(text: string | null, column: ColumnSchema): string | null {
  if (text === null) return null;
  if (column.kind === 'decimal' && kindOfText(text) === 'decimal') return plainDecimal(text);
  return column.kind === 'timestamp' ? isoTimestamp(text) : text;
}

interface CsvRequest extends TextRequest<CsvRow> {
  readonly layout: CsvLayout;
}

async function sampleCsv(request: CsvRequest): Promise<TextSample> {
  const { file, layout, options, signal } = request;
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
  const checker = new CsvRows(layout, 1);
  return {
    tally: tallyRows(asked, rows, (row) => checker.check(row)),
    method: strataMethod(options, rows.length, `rows of ${blocks} blocks spread over the file`),
    rowCount: null,
    warnings: [...checker.warnings, ...replacementWarnings(replaced, layout.encoding)],
    readBytes: bytes,
  };
}

const cellOf = (row: CsvRow, column: ColumnSchema, settings: ReaderSettings): string | null =>
  contractText(cellValue(row[column.ordinal], settings), column);

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
    const { tally, ...how } = await sampleCsv({
      ...{ file, asset, layout, options, signal, noun: 'row', width: layout.columns.length },
      open: () => new CsvRows(layout, options.maxValueLength + 1),
      cell: (row, column) => cellOf(row, column, settings),
      keep: (row) => row.map((cell) => (cell === null ? null : ownText(cell))),
    });
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
    yield* batchesOf(new CsvRows(layout, MAX_CELL).groups(file, options.signal), {
      ...{ width: columns.length, options, refuseChanged: () => file.refuseChanged() },
      cell(row, at) {
        const column = columns[at];
        return column === undefined ? null : cellOf(row, column, settings);
      },
    });
  },
};
