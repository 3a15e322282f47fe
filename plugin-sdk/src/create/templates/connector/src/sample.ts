import type { Asset, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import { assetLabel, Reservoir, sourceError, TableTally } from '@datawave/plugin-sdk/connector';
import { cellOf, type JsonRecord, type ReadNotes, readRecords } from './records.ts';

/** Random records of a file, its first ones, or all. The file is read through once; what is kept in memory is bounded by `rows`. */
export async function sampleFile(
  file: string,
  asset: Asset,
  options: SampleOptions,
  signal: AbortSignal,
): Promise<TableSample> {
  const notes: ReadNotes = { broken: 0 };
  const tally = new TableTally(asset.columns.length, options);
  const add = (record: JsonRecord): void =>
    tally.addRow(asset.columns.map(({ name }) => cellOf(record.get(name))));
  const end = performance.now() + options.timeoutMs;
  const wanted = options.rows === 'full' ? 0 : options.rows;
  const drawn = new Reservoir<JsonRecord>(wanted, options.seed);
  let rowCount: number | null = 0;
  for await (const record of readRecords(file, signal, notes)) {
    if (performance.now() > end)
      throw sourceError(
        'DW_SOURCE_TIMEOUT',
        `Reading ${assetLabel(asset.path)} took longer than ${options.timeoutMs} ms.`,
        'Raise the time-out.',
      );
    if (options.strategy === 'head' && options.rows !== 'full' && rowCount >= wanted) {
      rowCount = null;
      break;
    }
    rowCount += 1;
    if (options.rows === 'full') add(record);
    else drawn.offer(record);
  }
  for (const record of drawn.items()) add(record);
  const isWhole = rowCount !== null && rowCount === tally.rows;
  return tally.finish(asset, {
    method: isWhole
      ? 'every record'
      : options.strategy === 'head'
        ? `first ${wanted} records`
        : 'random records',
    rowCount,
    warnings: notes.broken === 0 ? [] : [`${notes.broken} lines are no JSON objects and were left out`],
  });
}
