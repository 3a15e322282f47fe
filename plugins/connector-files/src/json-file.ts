import type { ColumnSchema, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import {
  cutText,
  isoTimestamp,
  plainDecimal,
  Reservoir,
  seededRandom,
  sourceError,
  TableTally,
} from '@datawave/plugin-sdk/connector';
import { chosenColumns, refuseOtherColumns } from './chosen-columns.ts';
import { type FileReader, HEAD_BYTES, MAX_CELL, WHOLE_BYTES } from './file-reader.ts';
import { type DescribedJson, describeJson, jsonAsset } from './json-layout.ts';
import { parseRecord } from './json-record.ts';
import { JsonRecords, type JsonRow, rowsOf } from './json-records.ts';
import { RowBatches } from './row-batches.ts';
import type { SourceFile } from './source-file.ts';
import { TextReader } from './text-encoding.ts';

/** Places of a big file at which lines are taken. */
const STRATA = 100;
const BLOCK_BYTES = 128 * 1024;

function cellOf(row: JsonRow, column: ColumnSchema): string | null {
  const field = row.get(column.name);
  if (field === undefined || field.text === null) return null;
  if (field.type === 'number') return plainDecimal(field.text);
  return column.kind === 'timestamp' ? isoTimestamp(field.text) : field.text;
}

/** Draws lines from blocks spread evenly over a file of lines, each block begun at a random place of its stratum. */
async function drawLines(
  file: SourceFile,
  described: DescribedJson,
  wanted: number,
  seed: number,
  signal: AbortSignal,
): Promise<readonly JsonRow[]> {
  const random = seededRandom(seed);
  const blocks = Math.min(STRATA, wanted);
  const drawn: JsonRow[] = [];
  const { encoding } = described.layout;
  const evenly = encoding.label.startsWith('utf-16') ? 2 : 1;
  for (let block = 0; block < blocks && drawn.length < wanted; block += 1) {
    signal.throwIfAborted();
    const place = Math.floor((file.sizeBytes * (block + random())) / blocks);
    const text = new TextReader(encoding).write(
      await file.block(encoding.markBytes + Math.floor(place / evenly) * evenly, BLOCK_BYTES),
    );
    const lines = text
      .split('\n')
      .slice(1, -1)
      .filter((line) => line.trim() !== '');
    const quota = Math.min(lines.length, Math.ceil((wanted - drawn.length) / (blocks - block)));
    const first = Math.floor(random() * (lines.length - quota + 1));
    for (const line of lines.slice(first, first + quota)) {
      const value = parseRecord(line);
      if (value !== undefined) drawn.push(...rowsOf(value, null));
    }
  }
  return drawn;
}

async function sampleJson(
  file: SourceFile,
  described: DescribedJson,
  options: SampleOptions,
  signal: AbortSignal,
): Promise<{ tally: TableTally; method: string; rowCount: number | null; warnings: readonly string[] }> {
  const { columns, layout } = described;
  const tally = new TableTally(columns.length, options);
  const count = (row: JsonRow): void => tally.addRow(columns.map((column) => cellOf(row, column)));
  if (
    options.rows !== 'full' &&
    layout.arrangement === 'lines' &&
    file.compression === 'none' &&
    file.sizeBytes > WHOLE_BYTES
  ) {
    const rows = await drawLines(file, described, options.rows, options.seed, signal);
    if (rows.length >= options.rows / 2) {
      for (const row of rows) count(row);
      return {
        tally,
        method: `lines of ${Math.min(STRATA, options.rows)} blocks spread over the file`,
        rowCount: null,
        warnings: [],
      };
    }
  }
  // Reading everything takes as long as it takes; it can be called off.
  const end = performance.now() + (options.rows === 'full' ? Number.POSITIVE_INFINITY : options.timeoutMs);
  const source = new JsonRecords(
    layout,
    columns.map((column) => column.name),
  );
  const reservoir = options.rows === 'full' ? null : new Reservoir<JsonRow>(options.rows, options.seed);
  let isWhole = true;
  for await (const rows of source.groups(file, signal)) {
    if (performance.now() > end)
      throw sourceError(
        'DW_SOURCE_TIMEOUT',
        `Reading ${file.label} took longer than ${options.timeoutMs} ms.`,
        'Raise the time-out or sample instead of reading everything.',
      );
    for (const row of rows) {
      if (reservoir === null) count(row);
      else reservoir.offer(row);
    }
    if (reservoir === null || source.bytes < HEAD_BYTES) continue;
    isWhole = false;
    break;
  }
  for (const row of reservoir?.items() ?? []) count(row);
  const seen = reservoir === null ? tally.rows : reservoir.offered;
  const method = isWhole
    ? seen === tally.rows
      ? 'every record'
      : 'random records'
    : `random records of the first ${Math.round(source.bytes / 1024 / 1024)} MB`;
  return { tally, method, rowCount: isWhole ? seen : null, warnings: source.warnings };
}

/** Reads JSON and NDJSON. */
export const jsonReader: FileReader = {
  async describe(file, path, settings, signal) {
    return jsonAsset(file, path, await describeJson(file, settings, signal));
  },
  async sample(file, asset, settings, options, signal): Promise<TableSample> {
    const described = await describeJson(file, settings, signal);
    refuseOtherColumns(
      asset,
      described.columns.map((column) => column.name),
      file.label,
    );
    const { tally, ...how } = await sampleJson(file, described, options, signal);
    await file.refuseChanged();
    return tally.finish(asset, how);
  },
  async *read(file, asset, settings, options) {
    const described = await describeJson(file, settings, options.signal);
    refuseOtherColumns(
      asset,
      described.columns.map((column) => column.name),
      file.label,
    );
    const columns = chosenColumns(asset, options.columns, file.label);
    const batches = new RowBatches(columns.length, options.batchRows);
    const source = new JsonRecords(
      described.layout,
      described.columns.map((column) => column.name),
    );
    for await (const rows of source.groups(file, options.signal)) {
      for (const row of rows) {
        const isFull = batches.add((at) => {
          const column = columns[at];
          const text = column === undefined ? null : cellOf(row, column);
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
  },
};
