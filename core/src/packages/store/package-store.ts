import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { canonicalJson } from '@datawave/plugin-sdk/packaging';
import { damaged, diskFull, isDiskFull, tooLarge } from '../package-errors.ts';
import { syncDirectory } from './durable-file.ts';
import {
  FILE_MODE,
  filesBelow,
  linkSdk,
  makeFolder,
  noEntries,
  nothing,
  openFolders,
  strangerBeside,
} from './store-folder.ts';

/** A tarball that has arrived. */
export interface ReceivedPackage {
  readonly sha256: string;
  /** `sha512-…`. */
  readonly integrity: string;
  readonly size: number;
}

/** What an unpacked package consists of; written last, so that a folder with it is whole. */
interface Content {
  readonly sha256: string;
  readonly files: Readonly<Record<string, { readonly sha256: string; readonly size: number }>>;
}

const CONTENT_FILE = 'content.json';
const INCOMING = '.incoming-';
const SHA256 = /^[0-9a-f]{64}$/;
/** What a process leaves behind that was killed is removed after this time, when nobody can be at work on it any more. */
const ABANDONED_MS = 3_600_000;
/** All that there is in the folder of a package. */
const PARTS: ReadonlySet<string> = new Set([CONTENT_FILE, 'package', 'node_modules']);

const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const describeFiles = (files: ReadonlyMap<string, Uint8Array>): Content['files'] =>
  Object.fromEntries(
    [...files].map(([path, bytes]) => [path, { sha256: hashOf(bytes), size: bytes.byteLength }]),
  );

/** SHA-256 of what a package consists of, hexadecimal: by it the list of files in the store is known to be the one that was checked. */
export const contentsOf = (files: ReadonlyMap<string, Uint8Array>): string =>
  hashOf(canonicalJson(describeFiles(files)));

/** Packages on disk, each below the SHA-256 of its tarball: `HASH.tgz`, and unpacked `HASH/package`. Anybody may read them: no secret is in them, and isolated plugins run as another user. */
export class PackageStore {
  readonly #directory: string;
  readonly #sdkDirectory: string;

  /**
   * @param directory - made when the first package arrives
   * @param sdkDirectory - the SDK that packages import
   */
  constructor(directory: string, sdkDirectory: string) {
    this.#directory = directory;
    this.#sdkDirectory = sdkDirectory;
  }

  /** Folder of an unpacked package, whether it is there or not. */
  packageDirectory(sha256: string): string {
    return join(this.#directory, sha256, 'package');
  }

  /**
   * Takes a tarball in part by part, hashing what arrives. It is there as a whole or not at all.
   * @throws DataWaveError DW_PACKAGES_TOO_LARGE, DW_PACKAGES_DISK_FULL
   */
  async receive(parts: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ReceivedPackage> {
    const temporary = join(this.#directory, `${INCOMING}${randomUUID()}`);
    const hashes = [createHash('sha256'), createHash('sha512')] as const;
    let size = 0;
    try {
      await makeFolder(this.#directory);
      const handle = await open(temporary, 'wx', FILE_MODE);
      try {
        for await (const part of parts) {
          size += part.byteLength;
          if (size > maxBytes) throw tooLarge(maxBytes);
          for (const hash of hashes) hash.update(part);
          await handle.writeFile(part);
        }
        await handle.chmod(FILE_MODE);
        await handle.sync();
      } finally {
        await handle.close();
      }
      const sha256 = hashes[0].digest('hex');
      await rename(temporary, this.#tarball(sha256));
      await syncDirectory(this.#directory);
      return { sha256, integrity: `sha512-${hashes[1].digest('base64')}`, size };
    } catch (error) {
      await rm(temporary, { force: true });
      throw isDiskFull(error) ? diskFull(this.#directory, error) : error;
    }
  }

  /** The bytes of a tarball; null when it is not there or is not what its name says, and then it is removed. */
  async read(sha256: string): Promise<Uint8Array | null> {
    const bytes = await readFile(this.#tarball(sha256)).catch(nothing);
    if (bytes === null) return null;
    if (hashOf(bytes) === sha256) return bytes;
    await rm(this.#tarball(sha256), { force: true });
    return null;
  }

  /**
   * Unpacks the files of a package beside its tarball, with the platform's SDK for it to import. It is there as a whole or not at all;
   * what is there already and unharmed stays.
   * @param files - by path without `package/`, as they were checked
   * @throws DataWaveError DW_PACKAGES_DISK_FULL
   */
  async unpack(sha256: string, files: ReadonlyMap<string, Uint8Array>): Promise<string> {
    const target = join(this.#directory, sha256);
    const contents = contentsOf(files);
    if ((await this.fault(sha256, contents)) === null && (await touch(target)))
      return this.packageDirectory(sha256);
    const temporary = join(this.#directory, `${INCOMING}${randomUUID()}`);
    try {
      for (const [path, bytes] of files) await writeSynced(join(temporary, 'package', path), bytes);
      await linkSdk(temporary, this.#sdkDirectory);
      const written: Content = { sha256, files: describeFiles(files) };
      await writeSynced(join(temporary, CONTENT_FILE), Buffer.from(JSON.stringify(written)));
      await syncDirectory(temporary);
      // A damaged one makes way; whoever runs with it has read it already.
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
      await syncDirectory(this.#directory);
      return this.packageDirectory(sha256);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      // Somebody else has unpacked the same meanwhile.
      if ((await this.fault(sha256, contents)) === null) return this.packageDirectory(sha256);
      throw isDiskFull(error) ? diskFull(this.#directory, error) : error;
    }
  }

  /**
   * What is wrong with an unpacked package, every file looked at; null when it is what was unpacked. Puts the link to the SDK and the modes
   * right.
   * @param contents - {@link contentsOf} it, as somebody knows who does not read it here; the list in the store is believed without
   */
  async fault(sha256: string, contents?: string): Promise<string | null> {
    const directory = join(this.#directory, sha256);
    const text = await readFile(join(directory, CONTENT_FILE), 'utf8').catch(nothing);
    if (text === null) return 'it is not there';
    let content: Content;
    try {
      content = JSON.parse(text) as Content;
      if (contents !== undefined && hashOf(canonicalJson(content.files)) !== contents)
        return 'its list of files was changed';
    } catch {
      return 'its list of files is damaged';
    }
    if (content.sha256 !== sha256) return 'it is another package';
    await openFolders(join(directory, 'node_modules/@datawave'), this.#directory);
    const stranger = await strangerBeside(directory, PARTS);
    if (stranger !== null) return `${stranger} was added`;
    const expected = new Map(Object.entries(content.files));
    for (const path of await filesBelow(join(directory, 'package'))) {
      const file = expected.get(path);
      if (file === undefined) return `${path} was added`;
      expected.delete(path);
      const bytes = await readFile(join(directory, 'package', path)).catch(nothing);
      if (bytes === null || hashOf(bytes) !== file.sha256) return `${path} was changed`;
    }
    const [missing] = expected.keys();
    if (missing !== undefined) return `${missing} is missing`;
    await linkSdk(directory, this.#sdkDirectory);
    return null;
  }

  /** @throws DataWaveError DW_PACKAGES_DAMAGED when the unpacked package is not what was unpacked */
  async check(name: string, sha256: string, contents?: string): Promise<void> {
    const fault = await this.fault(sha256, contents);
    if (fault !== null) throw damaged(name, fault, join(this.#directory, sha256));
  }

  /**
   * Removes all packages but these, and what was left half done, unless somebody was at work with it within the last hour: a change that names
   * it may be on its way. Answers the hashes of those removed.
   */
  async collect(keep: ReadonlySet<string>, now = Date.now()): Promise<readonly string[]> {
    const removed = new Set<string>();
    for (const entry of await readdir(this.#directory, { withFileTypes: true }).catch(noEntries)) {
      const path = join(this.#directory, entry.name);
      const sha256 = entry.name.replace(/\.tgz$/, '');
      const isPackage = SHA256.test(sha256);
      if (isPackage ? keep.has(sha256) : !entry.name.startsWith(INCOMING)) continue;
      const found = await stat(path).catch(() => null);
      if (found === null || now - found.mtimeMs <= ABANDONED_MS) continue;
      await rm(path, { recursive: true, force: true });
      if (isPackage) removed.add(sha256);
    }
    return [...removed].sort();
  }

  #tarball(sha256: string): string {
    return join(this.#directory, `${sha256}.tgz`);
  }
}

/** Says that somebody is at work with a package; see {@link PackageStore.collect}. Answers false where it has just been removed. */
async function touch(directory: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(directory, now, now);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  await makeFolder(dirname(file));
  const handle = await open(file, 'wx', FILE_MODE);
  try {
    await handle.writeFile(bytes);
    await handle.chmod(FILE_MODE);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
