import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import { packageFault } from './package-fault.ts';
import { FILE_LIST_PATH, type PackageFileEntry, type PackageFiles, SIGNATURE_PATH } from './package-files.ts';
import { isRecord, parseJson } from './parse-json.ts';

const isListed = (path: string): boolean => path !== FILE_LIST_PATH && path !== SIGNATURE_PATH;

const entryOf = (bytes: Uint8Array): PackageFileEntry => ({
  sha256: createHash('sha256').update(bytes).digest('hex'),
  size: bytes.length,
});

/** The list of a package's files, which is what its publisher signs. @param files - bytes by path below the package @public */
export function listPackageFiles(
  identity: Pick<PackageFiles, 'name' | 'packageVersion' | 'sdk'>,
  files: ReadonlyMap<string, Uint8Array>,
): PackageFiles {
  const entries = [...files]
    .filter(([path]) => isListed(path))
    .map(([path, bytes]) => [path, entryOf(bytes)]);
  const { name, packageVersion, sdk } = identity;
  return { version: 1, name, packageVersion, sdk, files: Object.fromEntries(entries) };
}

/** The list as it stands in a package and is signed. @public */
export const writeFileList = (list: PackageFiles): Uint8Array =>
  new Uint8Array(Buffer.from(canonicalJson(list)));

/**
 * Reads a list of files and holds it against the files.
 * @throws DataWaveError DW_PACKAGE_FILE_LIST, DW_PACKAGE_RENAMED, DW_PACKAGE_FILE_CHANGED, DW_PACKAGE_FILE_MISSING, DW_PACKAGE_FILE_ADDED
 */
export function checkFileList(
  bytes: Uint8Array,
  identity: Pick<PackageFiles, 'name' | 'packageVersion' | 'sdk'>,
  files: ReadonlyMap<string, Uint8Array>,
): PackageFiles {
  const list = readFileList(bytes);
  for (const key of ['name', 'packageVersion', 'sdk'] as const)
    if (list[key] !== identity[key])
      throw packageFault(
        'DW_PACKAGE_RENAMED',
        `The list of its files was made for "${list[key]}" where package.json says "${identity[key]}".`,
      );
  for (const [path, { sha256, size }] of Object.entries(list.files)) {
    const file = files.get(path);
    if (file === undefined)
      throw packageFault('DW_PACKAGE_FILE_MISSING', `"${path}" is listed and not there.`);
    if (file.length !== size || entryOf(file).sha256 !== sha256)
      throw packageFault(
        'DW_PACKAGE_FILE_CHANGED',
        `"${path}" is not the file that was listed when it was packed.`,
      );
  }
  const added = [...files.keys()].find((path) => isListed(path) && !Object.hasOwn(list.files, path));
  if (added !== undefined)
    throw packageFault(
      'DW_PACKAGE_FILE_ADDED',
      `"${added}" is there and not listed: it came in after packing.`,
    );
  return list;
}

function readFileList(bytes: Uint8Array): PackageFiles {
  const refuse = (why: string, cause?: unknown): Error =>
    packageFault('DW_PACKAGE_FILE_LIST', `${FILE_LIST_PATH} ${why}.`, cause === undefined ? {} : { cause });
  const value = parseJson(bytes, (cause) => refuse('is no JSON', cause));
  if (!isRecord(value) || Object.keys(value).sort().join() !== 'files,name,packageVersion,sdk,version')
    throw refuse('must have version, name, packageVersion, sdk and files, and nothing else');
  const { version, name, packageVersion, sdk, files } = value;
  if (version !== 1) throw refuse(`is of version ${JSON.stringify(version)}; this platform reads version 1`);
  if (typeof name !== 'string' || typeof packageVersion !== 'string' || typeof sdk !== 'string')
    throw refuse('must name package, version and SDK as texts');
  if (!isRecord(files)) throw refuse('must have files by their paths');
  const entries = Object.entries(files).map(([path, entry]): readonly [string, PackageFileEntry] => {
    if (!isRecord(entry) || Object.keys(entry).sort().join() !== 'sha256,size')
      throw refuse(`must say sha256 and size of ${JSON.stringify(path.slice(0, 200))}`);
    const { sha256, size } = entry;
    if (
      typeof sha256 !== 'string' ||
      !/^[0-9a-f]{64}$/.test(sha256) ||
      !Number.isSafeInteger(size) ||
      Number(size) < 0
    )
      throw refuse(`says no hash or size of ${JSON.stringify(path.slice(0, 200))}`);
    return [path, { sha256, size: Number(size) }];
  });
  const list: PackageFiles = { version: 1, name, packageVersion, sdk, files: Object.fromEntries(entries) };
  if (!Buffer.from(writeFileList(list)).equals(bytes))
    throw refuse('is not written in the one form that is signed (RFC 8785)');
  return list;
}
