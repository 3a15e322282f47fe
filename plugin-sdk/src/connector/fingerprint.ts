import { createHash } from 'node:crypto';
import type { Asset } from '../governance/asset.ts';

/**
 * A fingerprint of an asset's shape, and of whatever else is handed in (a file's size and time of change).
 * @public
 */
export function assetFingerprint(
  asset: Omit<Asset, 'fingerprint' | 'rowEstimate' | 'sizeBytes'>,
  ...more: readonly (string | number | bigint)[]
): string {
  const shape = [
    asset.path,
    asset.type,
    asset.comment,
    asset.primaryKey,
    asset.uniqueKeys,
    asset.foreignKeys,
    asset.columns.map((column) => [column.name, column.dataType, column.nullable, column.comment]),
    more.map(String),
  ];
  return createHash('sha256').update(JSON.stringify(shape)).digest('base64url').slice(0, 22);
}
