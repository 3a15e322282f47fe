import type { KeyObject } from 'node:crypto';
import { type CheckedPackage, FILE_LIST_PATH } from '../package-files.ts';
import { keyIdOf } from '../signatures/envelope.ts';
import { verifyPackage } from '../verify-package.ts';
import { sha256Of } from './metadata.ts';
import { trustError } from './trust-error.ts';
import type { TrustedTarget } from './trusted-target.ts';

/**
 * Whether a package is signed by the publisher that the registry names for it. The keys may come from anywhere: only those count whose
 * ids the signed index names, and an id is the hash of its key.
 * @returns ids of the keys that signed; none where the registry names no keys, which is a package that nobody signed
 * @throws DataWaveError DW_TRUST_PUBLISHER when it is another package, or none of the keys has signed it
 * @public
 */
export function verifyPublisher(
  target: TrustedTarget,
  checked: CheckedPackage,
  keys: Iterable<KeyObject>,
): readonly string[] {
  const { name, version } = target;
  const refused = (message: string, cause?: unknown) =>
    trustError(
      'DW_TRUST_PUBLISHER',
      target.path,
      message,
      'Do not install it. Ask its publisher by another way whether they published it, and with which key.',
      cause,
    );
  if (checked.name !== name || checked.version !== version || checked.sha256 !== target.sha256)
    throw refused(`This package is not the ${name}@${version} that the registry vouches for.`);
  const list = checked.files.get(FILE_LIST_PATH);
  if (target.manifestSha256 !== null && (list === undefined || sha256Of(list) !== target.manifestSha256))
    throw refused(`The list of files in ${name}@${version} is not the one that was published.`);
  if (target.keyids.length === 0) return [];
  const known = new Map([...keys].map((key) => [keyIdOf(key), key] as const));
  const named = new Map([...known].filter(([keyid]) => target.keyids.includes(keyid)));
  try {
    return verifyPackage(checked, named);
  } catch (error) {
    throw refused(`${name}@${version} is not signed by a key of its publisher.`, error);
  }
}
