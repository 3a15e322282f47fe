import type { Asset, ColumnSchema, ReadPlan, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import {
  chosenColumns,
  cutText,
  drawnRows,
  isoTimestamp,
  pickStrata,
  plainDecimal,
  Reservoir,
  seededRandom,
  sourceError,
  strataMethod,
  stratumColumn,
  TableTally,
} from '@datawave/plugin-sdk/connector';
import { cutBytes, lineAfter, partOf } from './byte-slices.ts';
import { type FileReader, HEAD_BYTES, MAX_CELL, WHOLE_BYTES } from './file-reader.ts';
import { type DescribedJson, describeJson, jsonAsset } from './json-layout.ts';
import { parseRecord } from './json-record.ts';
import { JsonRecords, type JsonRow, rowsOf } from './json-records.ts';
import { refuseOtherColumns } from './refuse-other-columns.ts';
import { RowBatches } from './row-batches.ts';
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

/** What was read of a file, before it is known whether the file stayed as it is. */
interface JsonSample {
  readonly tally: TableTally;
  readonly method: string;
  readonly rowCount: number | null;
  readonly warnings: readonly string[];
  readonly readBytes: number | null;
}

interface JsonRequest {
  readonly file: SourceFile;
  readonly asset: Asset;
  readonly described: DescribedJson;
  readonly options: SampleOptions;
  readonly signal: AbortSignal;
}

async function sampleJson(request: JsonRequest): Promise<JsonSample> {
  const { file, described, options } = request;
  if (options.rows === 'full') return await readEverything(request);
  const asked = { ...request, options: { ...options, rows: options.rows } };
  const isCuttable =
    described.layout.arrangement === 'lines' && file.compression === 'none' && file.sizeBytes > WHOLE_BYTES;
  const isSpread = isCuttable && options.slice === undefined && options.strategy !== 'head';
  return (isSpread ? await sampleFromBlocks(asked) : null) ?? (await sampleFromStart(asked));
}

type DrawRequest = JsonRequest & { readonly options: { readonly rows: number } };

async function sampleFromBlocks(request: DrawRequest): Promise<JsonSample | null> {
  const { file, asset, described, options, signal } = request;
  const wanted =
    options.stratifyBy === undefined ? options.rows : drawnRows(options, described.columns.length);
  const { rows, bytes } = await drawLines(file, described, wanted, options.seed, signal);
  if (rows.length < options.rows / 2) return null;
  const tally = new TableTally(asset.columns.length, options);
  for (const row of pickRows(request, rows)) addRow(tally, row, asset);
  const method = `lines of ${Math.min(STRATA, wanted)} blocks spread over the file`;
  return {
    tally,
    method: strataMethod(options, rows.length, method),
    rowCount: null,
    warnings: [],
    readBytes: bytes,
  };
}

async function readEverything(request: JsonRequest): Promise<JsonSample> {
  const { file, asset, described, options, signal } = request;
  const tally = new TableTally(asset.columns.length, options);
  const source = recordsOf(described);
  // Reading everything takes as long as it takes; it can be called off.
  for await (const rows of source.groups(file, signal, partOf(file, asset, options.slice)))
    for (const row of rows) addRow(tally, row, asset);
  return {
    tally,
    method: 'every record',
    rowCount: tally.rows,
    warnings: source.warnings,
    readBytes: file.compression === 'none' ? source.bytes : file.sizeBytes,
  };
}

async function sampleFromStart(request: DrawRequest): Promise<JsonSample> {
  const { file, asset, described, options, signal } = request;
  const isHead = options.strategy === 'head';
  const end = performance.now() + options.timeoutMs;
  const source = recordsOf(described);
  const reservoir = new Reservoir<JsonRow>(drawnRows(options, described.columns.length), options.seed);
  let isWhole = true;
  for await (const rows of source.groups(file, signal, partOf(file, asset, options.slice))) {
    if (performance.now() > end)
      throw sourceError(
        'DW_SOURCE_TIMEOUT',
        `Reading ${file.label} took longer than ${options.timeoutMs} ms.`,
        'Raise the time-out or sample instead of reading everything.',
      );
    for (const row of rows) {
      if (isHead && reservoir.offered >= options.rows) reservoir.skip();
      else reservoir.offer(row);
    }
    const isEnough = isHead
      ? reservoir.offered > options.rows
      : source.bytes >= HEAD_BYTES && options.slice === undefined;
    if (!isEnough) continue;
    isWhole = false;
    break;
  }
  const drawn = reservoir.items();
  const tally = new TableTally(asset.columns.length, options);
  for (const row of pickRows(request, drawn)) addRow(tally, row, asset);
  const method = isHead
    ? `first ${options.rows} records`
    : isWhole
      ? 'random records'
      : `random records of the first ${Math.round(source.bytes / 1024 / 1024)} MB`;
  return {
    tally,
    method:
      isWhole && reservoir.offered <= options.rows
        ? 'every record'
        : strataMethod(options, drawn.length, method),
    rowCount: isWhole ? reservoir.offered : null,
    warnings: source.warnings,
    readBytes: file.compression === 'none' ? source.bytes : null,
  };
}

const recordsOf = ({ layout, columns }: DescribedJson): JsonRecords =>
  new JsonRecords(
    layout,
    columns.map(({ name }) => name),
  );

const addRow = (tally: TableTally, row: JsonRow, { columns }: Asset): void =>
  tally.addRow(columns.map((column) => cellOf(row, column)));

function pickRows({ asset, options }: DrawRequest, rows: readonly JsonRow[]): readonly JsonRow[] {
  const stratum = stratumColumn(asset, options);
  const column = stratum === null ? undefined : asset.columns[stratum];
  return pickStrata(rows, options, (row) => (column === undefined ? null : cellOf(row, column)));
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
    const { tally, ...how } = await sampleJson({ file, asset, described, options, signal });
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
