import { createHash } from 'node:crypto';
import { DataWaveError } from '@datawave/plugin-sdk';
import { checkPackage, FILE_LIST_PATH, readArchive } from '@datawave/plugin-sdk/packaging';
import type { Submission } from '../checks/publish-check.ts';
import type { NpmName } from '../npm/npm-names.ts';
import { invalidPublication } from '../registry-errors.ts';
import { isRecord, type PackageJson } from './package-json.ts';

/** A tarball that was read: what is checked, and what is kept of it. */
export interface ReadPackage {
  readonly submission: Submission;
  readonly sha1: string;
  readonly sha256: string;
  readonly sha512: string;
  readonly manifestSha256: string | null;
  readonly keyids: readonly string[];
  readonly readme: string;
  readonly changelog: string;
}

/** Characters of a readme or a changelog that are kept. */
const LONGEST_TEXT = 200_000;
/** Bytes of a package.json: it is stored and sent to everybody who installs. */
const LARGEST_PACKAGE_JSON = 256 * 1024;

/**
 * Unpacks a tarball in memory. What can be no package is refused here (links, paths that lead out, bombs, another name or version than
 * was asked for); what a policy decides upon is left to the checks.
 * @throws DataWaveError DW_PACKAGE_… from reading the archive, DW_REGISTRY_PUBLICATION
 */
export async function readPackage(
  bytes: Uint8Array,
  name: NpmName,
  version: string,
  limits: { readonly unpackedBytes: number },
): Promise<ReadPackage> {
  const archive = await readArchive(bytes, { unpackedBytes: limits.unpackedBytes });
  const files = new Map([...archive].map(([path, file]) => [path, file.bytes]));
  const packageJson = readPackageJson(files.get('package.json'));
  if (packageJson['name'] !== name.full || packageJson['version'] !== version)
    throw invalidPublication(
      `The package.json in the tarball says ${String(packageJson['name'])}@${String(packageJson['version'])}, and ${name.full}@${version} was to be published.`,
      'Pack it again and publish it under its own name.',
    );
  const checked = await checkedOrFaults(bytes, limits.unpackedBytes);
  const hash = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  const list = files.get(FILE_LIST_PATH);
  return {
    submission: {
      name,
      version,
      packageJson,
      files,
      unpackedSize: [...files.values()].reduce((sum, file) => sum + file.length, 0),
      faults: checked.faults,
    },
    sha1: hash('sha1'),
    sha256: hash('sha256'),
    sha512: hash('sha512'),
    manifestSha256: list === undefined ? null : createHash('sha256').update(list).digest('hex'),
    keyids: checked.keyids,
    readme: textOfFile(files, /^readme(?:\.md)?$/i),
    changelog: textOfFile(files, /^changelog(?:\.md)?$/i),
  };
}

/** What the packaging of plugins itself finds fault with: manifest, list of files, signatures that are about something else. */
async function checkedOrFaults(
  bytes: Uint8Array,
  unpackedBytes: number,
): Promise<{ readonly faults: Submission['faults']; readonly keyids: readonly string[] }> {
  try {
    const { signatures } = await checkPackage(bytes, { limits: { unpackedBytes } });
    return { faults: [], keyids: signatures.map(({ keyid }) => keyid) };
  } catch (error) {
    if (!DataWaveError.is(error)) throw error;
    return { faults: [{ code: error.code, message: error.message }], keyids: [] };
  }
}

function readPackageJson(bytes: Uint8Array | undefined): PackageJson {
  if (bytes === undefined)
    throw invalidPublication('The tarball has no package.json.', 'Pack it with an npm client.');
  if (bytes.length > LARGEST_PACKAGE_JSON)
    throw invalidPublication(
      `The package.json has ${bytes.length} bytes, and ${LARGEST_PACKAGE_JSON} are the most.`,
      'Move what is so large into a file of its own.',
    );
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isRecord(json)) return json;
  } catch {
    // Falls through: whatever it is, it is no package.json.
  }
  throw invalidPublication('The package.json in the tarball is no JSON object.', 'Mend it and pack again.');
}

function textOfFile(files: ReadonlyMap<string, Uint8Array>, pattern: RegExp): string {
  const path = [...files.keys()].filter((one) => pattern.test(one)).sort()[0];
  const bytes = path === undefined ? undefined : files.get(path);
  return bytes === undefined
    ? ''
    : new TextDecoder().decode(bytes.subarray(0, LONGEST_TEXT * 4)).slice(0, LONGEST_TEXT);
}
