import type { Asset } from '@datawave/plugin-sdk';
import { sourceError } from '@datawave/plugin-sdk/connector';

/**
 * The asset may be narrowed to some of its columns.
 * @throws DataWaveError DW_SOURCE_CHANGED when the file's columns are no longer those that were discovered.
 */
export function refuseOtherColumns(asset: Asset, names: readonly string[], label: string): void {
  const isSame = asset.columns.every(({ name, ordinal }) => name === names[ordinal]);
  if (!isSame)
    throw sourceError(
      'DW_SOURCE_CHANGED',
      `${label} has other columns than when it was discovered.`,
      'Discover the source again.',
    );
}
