import type { KeyObject } from 'node:crypto';
import { packageFault } from './package-fault.ts';
import { type CheckedPackage, FILE_LIST_TYPE } from './package-files.ts';
import { verifyEnvelope } from './signatures/envelope.ts';

/**
 * Which of the given keys signed a package, by its list of files and so by every file of it.
 * @param keys - public keys by their ids, see {@link keyIdOf}
 * @param threshold - how many of them must have; 1 unless given
 * @throws DataWaveError DW_PACKAGE_UNLISTED, DW_PACKAGE_UNSIGNED, DW_PACKAGE_SIGNER_UNKNOWN, DW_PACKAGE_SIGNATURE_INVALID,
 * DW_PACKAGE_SIGNATURES_FEW
 * @public
 */
export function verifyPackage(
  checked: CheckedPackage,
  keys: ReadonlyMap<string, KeyObject>,
  threshold = 1,
): readonly string[] {
  if (checked.fileList === null)
    throw packageFault(
      'DW_PACKAGE_UNLISTED',
      'The package has no list of its files, so nothing of it can be signed.',
    );
  if (checked.envelope === null)
    throw packageFault('DW_PACKAGE_UNSIGNED', `${checked.name} ${checked.version} is not signed.`);
  return verifyEnvelope(checked.envelope, FILE_LIST_TYPE, keys, threshold).keyids;
}
