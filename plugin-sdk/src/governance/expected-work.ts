import type { Asset } from './asset.ts';

/** Milliseconds that an asset may take: for each column, and at least. */
const COLUMN_MS = 1.5;
const ASSET_MS = 10;
/** A full read goes at about so many bytes a millisecond. */
const BYTES_A_MS = 50_000;

/**
 * Milliseconds that reading and classifying an asset may take of which no earlier scan is known. What counts is how assets compare:
 * the time that remains is told by how long those took that have ended.
 * @param columns - how many of its columns are read
 * @param isFull - whether every row is read, and not a sample
 * @public
 */
export const expectedWork = (
  { sizeBytes }: Pick<Asset, 'sizeBytes'>,
  columns: number,
  isFull: boolean,
): number => ASSET_MS + COLUMN_MS * columns + (isFull ? (sizeBytes ?? 0) / BYTES_A_MS : 0);
