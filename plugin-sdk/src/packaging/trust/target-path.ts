import { createHash } from 'node:crypto';
import { trustError } from './trust-error.ts';

/** As npm takes them, with or without scope. */
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
/** As semantic versioning writes them, without build metadata. */
const VERSION = /^\d{1,16}\.\d{1,16}\.\d{1,16}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/**
 * The path of a version in the signed index: `@scope/name/-/name-1.0.0.tgz`.
 * @throws DataWaveError DW_TRUST_NAME for a name or a version that npm does not take
 * @public
 */
export function targetPath(name: string, version: string): string {
  if (name.length > 214 || version.length > 256 || !NAME.test(name) || !VERSION.test(version))
    throw trustError(
      'DW_TRUST_NAME',
      'target',
      'The name of the plugin or its version is none that a registry can have.',
      'Write NAME@VERSION as the registry lists them.',
    );
  return `${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
}

/**
 * The bin that a path belongs to, as TUF's succinct roles reckon: the first bits of the path's sha256.
 * @param bits - 1 to 32
 * @public
 */
export function binOf(path: string, bits: number): string {
  const first = createHash('sha256').update(path).digest().readUInt32BE() >>> (32 - bits);
  return `bin-${first.toString(16).padStart((2 ** bits - 1).toString(16).length, '0')}`;
}
