import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { packTar } from 'modern-tar';
import { ARCHIVE_LIMITS } from './archive-limits.ts';
import { entryPath } from './entry-path.ts';

/** The moment that npm gives every file, so that a package has the same bytes whenever it is packed. */
const PACKED_AT = new Date('1985-10-26T08:15:00.000Z');

/** Where the head of a gzip file names the operating system; 255 is none. */
const SYSTEM_BYTE = 9;

/**
 * An npm tarball of these files: sorted by path, all of one age, mode and owner. The same files give the same bytes, with the same Node on every
 * kind of system. (Another version of zlib may pack the same archive into other bytes; what is signed is the list of files.)
 * @param files - bytes by path below the package
 * @throws DataWaveError DW_PACKAGE_PATH, DW_PACKAGE_TOO_LARGE for a path that {@link readArchive} would refuse
 * @public
 */
export async function writeArchive(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const sorted = [...files].sort(([left], [right]) => (left < right ? -1 : 1));
  const archive = await packTar(
    sorted.map(([path, body]) => {
      const name = `package/${path}`;
      entryPath(name, ARCHIVE_LIMITS);
      return { header: { name, size: body.length, mtime: PACKED_AT, mode: 0o644, uid: 0, gid: 0 }, body };
    }),
  );
  const packed = await promisify(gzip)(archive, { level: 9 });
  packed[SYSTEM_BYTE] = 255;
  return new Uint8Array(Buffer.from(packed));
}
