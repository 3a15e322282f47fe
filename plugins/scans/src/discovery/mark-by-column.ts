import { createHmac } from 'node:crypto';
import type { Asset, HighWater } from '@datawave/plugin-sdk';

/** Assets asked for at a time, unless told otherwise; the source's own bound holds as well. */
const AT_ONCE = 4;

/** How a source is asked, and the workspace's key under which what it answers is hashed. */
export interface MarkingBy {
  readonly ask: (asset: Asset, column: string) => Promise<HighWater>;
  readonly key: () => Promise<Uint8Array>;
  /** Assets asked for at a time. */
  readonly atOnce?: number;
}

/**
 * Marks assets by the highest value of a column, where their source keeps no mark of its own that is of the asset alone: such a
 * mark sees more. The value itself is neither kept nor told.
 * @param columns - of each asset, in their order; null for none
 */
export async function markByColumn(
  assets: readonly Asset[],
  columns: readonly (string | null)[],
  by: MarkingBy,
): Promise<readonly Asset[]> {
  const wanted = assets.flatMap((asset, index) => {
    const column = columns[index] ?? null;
    return column === null || isMarked(asset) ? [] : [{ asset, index, column }];
  });
  if (wanted.length === 0) return assets;
  const key = await by.key();
  const marked = [...assets];
  const waiting = wanted.values();
  const work = async (): Promise<void> => {
    for (const { asset, index, column } of waiting)
      marked[index] = withMark(asset, column, await by.ask(asset, column), key);
  };
  await Promise.all(Array.from({ length: by.atOnce ?? AT_ONCE }, work));
  return marked;
}

/** A position in a log is one of the whole server: it goes on whoever writes to it. */
const isMarked = ({ changeMarker }: Asset): boolean =>
  changeMarker !== undefined && changeMarker !== null && changeMarker.kind !== 'log-position';

function withMark(asset: Asset, column: string, found: HighWater, key: Uint8Array): Asset {
  const { unmarked: _, ...rest } = asset;
  if ('hindrance' in found)
    return asset.changeMarker === undefined || asset.changeMarker === null
      ? { ...rest, unmarked: found.hindrance }
      : asset;
  const value = createHmac('sha256', key)
    .update(JSON.stringify(['high-water', asset.path, column, found.value]))
    .digest('base64url')
    .slice(0, 22);
  return { ...rest, changeMarker: { kind: 'high-water', value, column } };
}
