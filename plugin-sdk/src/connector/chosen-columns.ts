import type { Asset, ColumnSchema } from '../governance/asset.ts';
import { assetLabel, sourceError } from './source-error.ts';

/**
 * The columns of an asset that were asked for, in the order asked; all of them where none are named.
 * @param label - what the asset is called in the error; its path unless given
 * @throws DataWaveError DW_SOURCE_QUERY for a column that discovery did not find
 * @public
 */
export function chosenColumns(
  asset: Asset,
  names: readonly string[] | undefined,
  label: string = assetLabel(asset.path),
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
