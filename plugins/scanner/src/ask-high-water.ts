import {
  type Asset,
  type ConnectorSession,
  DataWaveError,
  type HighWater,
  highWaterColumn,
  type ScanSource,
} from '@datawave/plugin-sdk';

/** It is asked of every asset of a source before any is read: what takes longer is better read. */
const MOST_MS = 10_000;

/** What concerns this one asset; after anything else the source is not asked for others either. */
const OF_ASSET: ReadonlySet<string> = new Set([
  'DW_SOURCE_PERMISSION',
  'DW_SOURCE_ASSET_MISSING',
  'DW_SOURCE_CHANGED',
  'DW_SOURCE_TIMEOUT',
  'DW_SOURCE_QUERY',
]);

/** The highest value of a column of an asset, or why it cannot be told. */
export async function askHighWater(
  session: ConnectorSession,
  { load }: ScanSource,
  asset: Asset,
  name: string,
  signal: AbortSignal,
): Promise<HighWater> {
  const found = highWaterColumn(asset, name);
  if ('hindrance' in found) return found;
  if (session.highWater === undefined)
    return { hindrance: 'its connector cannot tell the highest value of a column' };
  const timeoutMs = Math.min(load?.statementTimeoutMs ?? MOST_MS, MOST_MS);
  try {
    return await session.highWater(asset, found.column, { timeoutMs }, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!DataWaveError.is(error) || !OF_ASSET.has(error.code)) throw error;
    if (error.code === 'DW_SOURCE_TIMEOUT')
      return {
        hindrance: `the highest value of "${name}" could not be told within ${timeoutMs / 1000} s, which an index on it would mend`,
      };
    return {
      hindrance: `the highest value of "${name}" could not be asked for: ${error.message.replace(/\.$/, '')}`,
    };
  }
}
