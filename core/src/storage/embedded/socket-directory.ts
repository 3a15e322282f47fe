import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import type { Unprivileged } from './unprivileged.ts';

/** A unix socket's path may have 107 bytes on Linux and 103 on macOS; PostgreSQL adds the longest name below. */
const LIMIT = 103;
const LONGEST_NAME = '/.s.PGSQL.5432.lock';

/**
 * A folder of our own with mode 0700 for the server's socket: in the data folder, or in the system's temporary
 * folder under a name derived from it when that path would be too long.
 *
 * @throws DataWaveError DW_STORAGE_EMBEDDED_SOCKET when someone else owns the folder
 */
export async function socketDirectory(dataDirectory: string, user: Unprivileged['user']): Promise<string> {
  const near = join(dataDirectory, 'run');
  const fits = Buffer.byteLength(near + LONGEST_NAME) <= LIMIT;
  const hash = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  const far = (root: string): string => join(root, `datawave-${hash}`);
  const directory = fits
    ? near
    : far(Buffer.byteLength(far(tmpdir()) + LONGEST_NAME) <= LIMIT ? tmpdir() : '/tmp');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const found = await lstat(directory);
  const ours = process.getuid?.();
  if (!found.isDirectory() || (ours !== undefined && found.uid !== ours && found.uid !== user?.uid)) {
    throw new DataWaveError({
      code: 'DW_STORAGE_EMBEDDED_SOCKET',
      message: `The folder ${directory}, which is to hold the embedded database's socket, belongs to another user.`,
      hint: 'Remove it, or choose another data folder with --data or storage.data.',
    });
  }
  if (user && found.uid !== user.uid) await chown(directory, user.uid, user.gid);
  await chmod(directory, 0o700);
  return directory;
}
