import type { Asset, ColumnSchema } from '@datawave/plugin-sdk';
import { sourceError } from '@datawave/plugin-sdk/connector';

/** The columns of an asset that were asked for, in the order asked. */
export function chosenColumns(
  asset: Asset,
  names: readonly string[] | undefined,
  label: string,
): readonly ColumnSchema[] {
  if (names === undefined) return asset.columns;
  return names.map((name) => {
    const column = asset.columns.find((candidate) => candidate.name === name);
    if (column === undefined)
      throw sourceError(
        'DW_SOURCE_QUERY',
        `${label} has no column "${name}".`,
        'Name columns that discovery found.',
      );
    return column;
  });
}

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
