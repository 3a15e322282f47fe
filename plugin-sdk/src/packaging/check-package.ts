import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { ArchiveLimits } from './archive/archive-limits.ts';
import { readArchive } from './archive/read-archive.ts';
import { checkFileList } from './file-list.ts';
import { checkNamedFiles, refuseNative } from './package-content.ts';
import { packageFault } from './package-fault.ts';
import {
  type CheckedPackage,
  type Envelope,
  FILE_LIST_PATH,
  FILE_LIST_TYPE,
  SIGNATURE_PATH,
} from './package-files.ts';
import { readPackageJson } from './package-json.ts';
import { parseJson } from './parse-json.ts';
import { checkEnvelope, payloadOf } from './signatures/envelope.ts';

/** What is asked of a package beyond holding together. @public */
export interface CheckPackageOptions {
  readonly limits?: Partial<ArchiveLimits>;
  /** The npm name that it was fetched under. */
  readonly name?: string;
  /** The version that it was fetched under. */
  readonly version?: string;
  /** Refuses a package without a list of its files: all that "datawave plugin pack" made have one. */
  readonly requireFileList?: boolean;
}

/**
 * Reads a package and finds whether it holds together: the archive, package.json and the manifest, the files that the manifest names, no scripts,
 * no dependencies, nothing native, and the list of files where there is one. Whether its signatures hold is not looked at here: see
 * {@link verifyPackage}. No code of it runs.
 * @throws DataWaveError DW_PACKAGE_* as {@link readArchive}, and DW_PACKAGE_MANIFEST, DW_PACKAGE_SCRIPTS, DW_PACKAGE_DEPENDENCIES,
 * DW_PACKAGE_NATIVE, DW_PACKAGE_INCOMPLETE, DW_PACKAGE_RENAMED, DW_PACKAGE_FILE_LIST, DW_PACKAGE_FILE_CHANGED, DW_PACKAGE_FILE_MISSING,
 * DW_PACKAGE_FILE_ADDED, DW_PACKAGE_UNLISTED, DW_PACKAGE_SIGNATURE_FORM, DW_PACKAGE_SIGNATURE_OTHER
 * @public
 */
export async function checkPackage(
  bytes: Uint8Array,
  options: CheckPackageOptions = {},
): Promise<CheckedPackage> {
  const archive = await readArchive(bytes, options.limits);
  const files = new Map([...archive.values()].map((file) => [file.path, file.bytes]));
  const { packageJson, manifest, sdk } = readPackageJson(files.get('package.json'));
  const { name, version } = packageJson;
  for (const [expected, found] of [
    [options.name, name],
    [options.version, version],
  ])
    if (expected !== undefined && expected !== found)
      throw packageFault(
        'DW_PACKAGE_RENAMED',
        `The package is ${name} ${version}, where ${options.name ?? name} ${options.version ?? version} is expected.`,
      );
  refuseNative(files);
  checkNamedFiles(packageJson, manifest, files);
  const list = files.get(FILE_LIST_PATH);
  if (list === undefined && options.requireFileList === true)
    throw packageFault('DW_PACKAGE_UNLISTED', `The package has no list of its files (${FILE_LIST_PATH}).`);
  const fileList =
    list === undefined ? null : checkFileList(list, { name, packageVersion: version, sdk }, files);
  const envelope = readSignatures(files.get(SIGNATURE_PATH), list);
  return {
    name,
    version,
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    unpackedSize: [...files.values()].reduce((sum, file) => sum + file.length, 0),
    packageJson,
    manifest,
    files,
    fileList,
    envelope,
    signatures: envelope?.signatures.map(({ keyid }) => ({ keyid })) ?? [],
  };
}

/** Signatures count for this package only if they are over the list that it carries. */
function readSignatures(bytes: Uint8Array | undefined, list: Uint8Array | undefined): Envelope | null {
  if (bytes === undefined) return null;
  const envelope = checkEnvelope(
    parseJson(bytes, (cause) =>
      packageFault('DW_PACKAGE_SIGNATURE_OTHER', `${SIGNATURE_PATH} is no JSON.`, { cause }),
    ),
  );
  if (
    envelope.payloadType !== FILE_LIST_TYPE ||
    list === undefined ||
    !Buffer.from(payloadOf(envelope)).equals(list)
  )
    throw packageFault(
      'DW_PACKAGE_SIGNATURE_OTHER',
      'What was signed is another list of files than the one in the package.',
    );
  return envelope;
}
