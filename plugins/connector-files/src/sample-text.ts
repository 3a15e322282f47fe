import type { Asset, SampleOptions } from '@datawave/plugin-sdk';
import {
  drawnRows,
  pickStrata,
  Reservoir,
  sourceError,
  strataMethod,
  stratumColumn,
  TableTally,
} from '@datawave/plugin-sdk/connector';
import { partOf } from './byte-slices.ts';
import type { FilePart, SourceFile } from './source-file.ts';

/** Rows of a text file, taken apart as they are read. */
export interface TextRows<Row> {
  /** Bytes of content read so far. */
  readonly bytes: number;
  readonly warnings: readonly string[];
  groups(file: SourceFile, signal: AbortSignal, part?: FilePart): AsyncIterable<readonly Row[]>;
}

/** What was read of a file, before it is known whether the file stayed as it is. */
export interface TextSample {
  readonly tally: TableTally;
  readonly method: string;
  readonly rowCount: number | null;
  readonly warnings: readonly string[];
  readonly readBytes: number | null;
}

/** A sample that is asked of a text file of one format. */
export interface TextRequest<Row> {
  readonly file: SourceFile;
  readonly asset: Asset;
  readonly options: SampleOptions;
  readonly signal: AbortSignal;
  /** What people call a row of the format. */
  readonly noun: 'row' | 'record';
  /** Columns of the file, also of an asset that is narrowed to some of them. */
  readonly width: number;
  /** Begins to read the file. */
  readonly open: () => TextRows<Row>;
  /** A value as the contract wants it. */
  readonly cell: (row: Row, column: Asset['columns'][number]) => string | null;
  /** A copy that does not hold on to the text that it was cut from. */
  readonly keep: (row: Row) => Row;
}

/** A sample of some rows. */
export type DrawRequest<Row> = TextRequest<Row> & { readonly options: { readonly rows: number } };

const addRow = <Row>(tally: TableTally, row: Row, { asset, cell }: TextRequest<Row>): void =>
  tally.addRow(asset.columns.map((column) => cell(row, column)));

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

/** Every row of the file or of a part of it. */
export async function readEverything<Row>(request: TextRequest<Row>): Promise<TextSample> {
  const { file, asset, options, signal } = request;
  const tally = new TableTally(asset.columns.length, options);
  const source = request.open();
  // Reading everything takes as long as it takes; it can be called off.
  for await (const rows of source.groups(file, signal, partOf(file, asset, options.slice)))
    for (const row of rows) addRow(tally, row, request);
  return {
    tally,
    method: `every ${request.noun}`,
    rowCount: tally.rows,
    warnings: source.warnings,
    readBytes: file.compression === 'none' ? source.bytes : file.sizeBytes,
  };
}

/** The first rows, or a random draw from all rows of the first `most` bytes of content. */
export async function sampleFromStart<Row>(request: DrawRequest<Row>, most: number): Promise<TextSample> {
  const { file, asset, options, signal, noun } = request;
  const isHead = options.strategy === 'head';
  const source = request.open();
  const refuseLate = deadline(file.label, options.timeoutMs);
  const reservoir = new Reservoir<Row>(drawnRows(options, request.width), options.seed);
  let isWhole = true;
  for await (const rows of source.groups(file, signal, partOf(file, asset, options.slice))) {
    refuseLate();
    for (const row of rows) {
      if (reservoir.isWanted && !(isHead && reservoir.offered >= options.rows))
        reservoir.offer(request.keep(row));
      else reservoir.skip();
    }
    if (isHead ? reservoir.offered <= options.rows : source.bytes < most) continue;
    isWhole = false;
    break;
  }
  const drawn = reservoir.items();
  const method = isHead
    ? `first ${options.rows} ${noun}s`
    : isWhole
      ? `random ${noun}s`
      : `random ${noun}s of the first ${Math.round(source.bytes / 1024 / 1024)} MB`;
  return {
    tally: tallyRows(request, drawn),
    method:
      isWhole && reservoir.offered <= options.rows
        ? `every ${noun}`
        : strataMethod(options, drawn.length, method),
    rowCount: isWhole ? reservoir.offered : null,
    warnings: source.warnings,
    readBytes: file.compression === 'none' ? source.bytes : null,
  };
}

/** Counts those of the rows drawn that the strategy picks; `onPicked` is told of each. */
export function tallyRows<Row>(
  request: DrawRequest<Row>,
  drawn: readonly Row[],
  onPicked: (row: Row) => void = () => undefined,
): TableTally {
  const { asset, options, cell } = request;
  const stratum = stratumColumn(asset, options);
  const column = stratum === null ? undefined : asset.columns[stratum];
  const tally = new TableTally(asset.columns.length, options);
  for (const row of pickStrata(drawn, options, (one) => (column === undefined ? null : cell(one, column)))) {
    onPicked(row);
    addRow(tally, row, request);
  }
  return tally;
}
