import { Buffer } from 'node:buffer';
import { archiveFault } from './archive-fault.ts';
import type { ArchiveLimits } from './archive-limits.ts';

/** Every path in an npm tarball begins so. */
const ROOT = 'package/';

/** Names that Windows keeps for devices, with whatever follows a point. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)/i;

/** Control and formatting characters: they end a path, hide a part of it, or show it in another order. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What Windows takes for something else: a drive or a stream of a file, a pattern, a pipe. */
const RESERVED = /[<>:"|?*]/;

/**
 * The path below the package of an entry in an npm tarball, which means the same on every file system.
 * @throws DataWaveError DW_PACKAGE_PATH, DW_PACKAGE_TOO_LARGE
 */
export function entryPath(name: string, limits: ArchiveLimits): string {
  const refuse = (why: string): never => {
    throw archiveFault('DW_PACKAGE_PATH', `The path "${name.slice(0, 200)}" ${why}.`);
  };
  if (Buffer.byteLength(name) > limits.pathBytes)
    throw archiveFault(
      'DW_PACKAGE_TOO_LARGE',
      `The path "${name.slice(0, 80)}…" has ${Buffer.byteLength(name)} bytes, ${limits.pathBytes} at most.`,
    );
  if (!name.isWellFormed()) refuse('is no Unicode text');
  if (UNSEEN.test(name)) refuse('has characters that cannot be seen');
  if (name.includes('\\')) refuse('has a backslash');
  if (name.startsWith('/')) refuse('begins at the root of the file system');
  if (/^[a-z]:/i.test(name)) refuse('names a drive');
  if (RESERVED.test(name)) refuse('has a character that Windows reserves');
  for (const segment of name.split('/')) {
    if (segment === '') refuse('has an empty part');
    if (segment === '.' || segment === '..') refuse('leads elsewhere than it says');
    if (/[. ]$/.test(segment)) refuse('has a part that ends in a point or a space, which Windows leaves out');
    if (DEVICE.test(segment)) refuse('has a part that is a device on Windows');
    if (Buffer.byteLength(segment) > limits.segmentBytes)
      throw archiveFault(
        'DW_PACKAGE_TOO_LARGE',
        `"${segment.slice(0, 80)}…" has ${Buffer.byteLength(segment)} bytes, a name ${limits.segmentBytes} at most.`,
      );
  }
  if (!name.startsWith(ROOT)) refuse('does not lie below "package/", as all of an npm package does');
  return name.slice(ROOT.length);
}

/** Two paths with one fold are one file to some file system: case and composition of letters do not tell them apart. */
export const foldPath = (path: string): string =>
  path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
