import type { Asset, AssetSlice, ReadPlan, SampleOptions } from '@datawave/plugin-sdk';
import { HEAD_BYTES, WHOLE_BYTES } from './file-reader.ts';
import type { SourceFile } from './source-file.ts';

/** Places of a big text file at which records are taken, and bytes read there. */
const BLOCKS = 200;
const BLOCK_BYTES = 32 * 1024;

/** How a text file would be read. Nothing is done for the reader where files lie. */
export function textPlan(
  file: SourceFile,
  asset: Asset,
  { rows, strategy = 'random' }: SampleOptions,
  slices: readonly AssetSlice[],
  reason: string | null,
): ReadPlan {
  const plan = { pushedDown: [], statements: [], slices };
  if (rows === 'full')
    return {
      ...plan,
      method: `every row${reason === null ? '' : `, in one go: ${reason}`}`,
      rows: asset.rowEstimate,
      bytes: file.sizeBytes,
    };
  if (strategy === 'head') return { ...plan, method: `first ${rows} rows`, rows, bytes: null };
  if (file.compression !== 'none' || file.sizeBytes <= WHOLE_BYTES)
    return {
      ...plan,
      method: `${strategy === 'random' ? 'random' : 'stratified'} rows of the first ${HEAD_BYTES / 1024 / 1024} MB at most`,
      rows: asset.rowEstimate,
      bytes: file.compression === 'none' ? file.sizeBytes : null,
    };
  return {
    ...plan,
    method: `${strategy === 'random' ? 'rows' : 'stratified rows'} of ${BLOCKS} blocks spread over the file`,
    rows,
    bytes: BLOCKS * BLOCK_BYTES,
  };
}
