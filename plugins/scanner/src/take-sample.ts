import type { Asset, Connector, ConnectorSession, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import { TableTally } from '@datawave/plugin-sdk/connector';

/** Rows of a batch of a full read: a few megabytes of ordinary rows. */
const BATCH_ROWS = 2_000;

/** Characters that the rows of a sample may have together, whatever the table. */
const SAMPLE_CHARACTERS = 64_000_000;
/** Enough of a value to tell what it is. */
const LEAST_LENGTH = 64;

/** Of a sample with very many cells each is cut shorter, so that a table of wide columns with large values fits into memory. */
function withinMemory(asset: Asset, options: SampleOptions): SampleOptions {
  if (options.rows === 'full') return options;
  const each = Math.floor(SAMPLE_CHARACTERS / Math.max(1, options.rows * asset.columns.length));
  return { ...options, maxValueLength: Math.min(options.maxValueLength, Math.max(LEAST_LENGTH, each)) };
}

/**
 * Samples an asset. A full scan is left to a source that can find distinct values itself, so that rows need not travel;
 * otherwise every row is read in bounded batches and tallied in bounded memory.
 */
export async function takeSample(
  connector: Connector,
  session: ConnectorSession,
  asset: Asset,
  options: SampleOptions,
  signal: AbortSignal,
): Promise<TableSample> {
  const { capabilities } = connector.info;
  // Only the source knows where its slices lie.
  const isPart = options.rows !== 'full' || options.slice !== undefined;
  if (isPart || capabilities.pushDown.includes('distinct') || !capabilities.fullRead)
    return session.sample(asset, withinMemory(asset, options), signal);
  const tally = new TableTally(asset.columns.length, options);
  for await (const batch of session.read(asset, { batchRows: BATCH_ROWS, signal })) {
    signal.throwIfAborted();
    for (let row = 0; row < batch.rows; row++) {
      tally.addRow(batch.columns.map((column) => column[row]));
    }
  }
  return tally.finish(asset, { method: 'every row', rowCount: tally.rows, warnings: [] });
}
