import type { ColumnSchema, ReadPlan, TableSample } from '@datawave/plugin-sdk';
import {
  chosenColumns,
  cutText,
  drawnRows,
  isoTimestamp,
  plainDecimal,
  seededRandom,
  strataMethod,
} from '@datawave/plugin-sdk/connector';
import { cutBytes, lineAfter } from './byte-slices.ts';
import { type FileReader, HEAD_BYTES, MAX_CELL, WHOLE_BYTES } from './file-reader.ts';
import { type DescribedJson, describeJson, jsonAsset } from './json-layout.ts';
import { parseRecord } from './json-record.ts';
import { JsonRecords, type JsonRow, rowsOf } from './json-records.ts';
import { refuseOtherColumns } from './refuse-other-columns.ts';
import { batchesOf } from './row-batches.ts';
import {
  readEverything,
  sampleFromStart,
  type TextRequest,
  type TextSample,
  tallyRows,
} from './sample-text.ts';
import type { SourceFile } from './source-file.ts';
import { TextReader } from './text-encoding.ts';
import { textPlan } from './text-plan.ts';

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
): Promise<{ readonly rows: readonly JsonRow[]; readonly bytes: number }> {
  let bytes = 0;
  const random = seededRandom(seed);
  const blocks = Math.min(STRATA, wanted);
  const drawn: JsonRow[] = [];
  const { encoding } = described.layout;
  const evenly = encoding.label.startsWith('utf-16') ? 2 : 1;
  for (let block = 0; block < blocks && drawn.length < wanted; block += 1) {
    signal.throwIfAborted();
    const place = Math.floor((file.sizeBytes * (block + random())) / blocks);
    const position = encoding.markBytes + Math.floor(place / evenly) * evenly;
    const read = await file.block(position, BLOCK_BYTES);
    bytes += read.length;
    const text = new TextReader(encoding).write(read);
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
  return { rows: drawn, bytes };
}

interface JsonRequest extends TextRequest<JsonRow> {
  readonly described: DescribedJson;
}

async function sampleJson(request: JsonRequest): Promise<TextSample> {
  const { file, described, options, signal } = request;
  if (options.rows === 'full') return await readEverything(request);
  const asked = { ...request, options: { ...options, rows: options.rows } };
  const isCuttable =
    described.layout.arrangement === 'lines' && file.compression === 'none' && file.sizeBytes > WHOLE_BYTES;
  if (isCuttable && options.slice === undefined && options.strategy !== 'head') {
    const wanted = options.stratifyBy === undefined ? options.rows : drawnRows(asked.options, request.width);
    const { rows, bytes } = await drawLines(file, described, wanted, options.seed, signal);
    const method = `lines of ${Math.min(STRATA, wanted)} blocks spread over the file`;
    if (rows.length >= options.rows / 2)
      return {
        tally: tallyRows(asked, rows),
        method: strataMethod(options, rows.length, method),
        rowCount: null,
        warnings: [],
        readBytes: bytes,
      };
  }
  return await sampleFromStart(asked, options.slice === undefined ? HEAD_BYTES : Number.POSITIVE_INFINITY);
}

const recordsOf = ({ layout, columns }: DescribedJson): JsonRecords =>
  new JsonRecords(
    layout,
    columns.map(({ name }) => name),
  );

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
    const { tally, ...how } = await sampleJson({
      ...{ file, asset, described, options, signal, noun: 'record', width: described.columns.length },
      open: () => recordsOf(described),
      cell: cellOf,
      keep: (row) => row,
    });
    await file.refuseChanged(options.slice);
    return tally.finish(asset, how);
  },
  async plan(file, asset, settings, options, signal): Promise<ReadPlan> {
    const { layout } = await describeJson(file, settings, signal);
    // Lines hold no line break but the one that ends them; elsewhere only reading from the beginning tells records apart.
    const { slices, reason } = await cutBytes(file, asset, options, layout.encoding.label, async (place) =>
      layout.arrangement === 'lines' ? await lineAfter(file, place) : null,
    );
    return textPlan(file, asset, options.sample, slices, reason);
  },
  async *read(file, asset, settings, options) {
    const described = await describeJson(file, settings, options.signal);
    refuseOtherColumns(
      asset,
      described.columns.map((column) => column.name),
      file.label,
    );
    const columns = chosenColumns(asset, options.columns, file.label);
    yield* batchesOf(recordsOf(described).groups(file, options.signal), {
      ...{ width: columns.length, options, refuseChanged: () => file.refuseChanged() },
      cell(row, at) {
        const column = columns[at];
        const text = column === undefined ? null : cellOf(row, column);
        return text === null ? null : cutText(text, MAX_CELL);
      },
    });
  },
};
