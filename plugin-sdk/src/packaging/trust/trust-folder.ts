import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrustFetch } from './receive.ts';

/** Nobody takes so long from writing a file to using it. */
const ABANDONED_MS = 3_600_000;

/** Files of metadata in a folder: each is written whole or not at all, whenever the process or the machine ends. */
export class TrustFolder {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Null where there is no such file. */
  async read(file: string): Promise<Uint8Array | null> {
    try {
      return await readFile(join(this.#directory, file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** On the disk when it resolves. */
  async write(file: string, bytes: Uint8Array): Promise<void> {
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const temporary = join(this.#directory, `.${file}.${randomUUID()}.tmp`);
    try {
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, join(this.#directory, file));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await this.#syncDirectory();
  }

  /** Whether or not they are there. */
  async remove(files: readonly string[]): Promise<void> {
    for (const file of files) await rm(join(this.#directory, file), { force: true });
  }

  /** Names of all files, without those that a process that ended left half written: they go. */
  async list(): Promise<readonly string[]> {
    const names = await readdir(this.#directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const kept: string[] = [];
    for (const name of names) {
      if (!(name.startsWith('.') && name.endsWith('.tmp'))) kept.push(name);
      else if (await this.isOld(name)) await this.remove([name]);
    }
    return kept;
  }

  /** Whether nobody can be about to use it any more. */
  async isOld(name: string): Promise<boolean> {
    const found = await stat(join(this.#directory, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    return found !== null && Date.now() - found.mtimeMs > ABANDONED_MS;
  }

  async #syncDirectory(): Promise<void> {
    // Windows opens no folders; there a rename is durable with the journal.
    if (process.platform === 'win32') return;
    const handle = await open(this.#directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}

/**
 * Gets metadata from a folder: a mirror on a disk, or what another client has kept.
 * @public
 */
export function fetchFromFolder(directory: string): TrustFetch {
  const folder = new TrustFolder(directory);
  return (file) =>
    /^[\w.-]+$/.test(file) && !file.startsWith('.') ? folder.read(file) : Promise.resolve(null);
}
