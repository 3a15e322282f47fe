import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenTrustOptions, openTrust, type RegistryTrust } from '../../src/packaging/trust/index.ts';
import { type RegistryOfFiles, START } from './registry-of-files.ts';

const folders: string[] = [];

export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'datawave-trust-'));
  folders.push(folder);
  return folder;
}

export async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
}

/** A client of a registry with its first root pinned, and a clock that tests turn. */
export class Client {
  readonly registry: RegistryOfFiles;
  readonly directory: string;
  readonly root: Uint8Array;
  now = START;

  constructor(registry: RegistryOfFiles, directory: string) {
    this.registry = registry;
    this.directory = directory;
    this.root = registry.file('1.root.json');
  }

  static async of(registry: RegistryOfFiles): Promise<Client> {
    return new Client(registry, await makeFolder());
  }

  open(options: Partial<OpenTrustOptions> = {}): Promise<RegistryTrust> {
    return openTrust({
      root: this.root,
      directory: this.directory,
      fetch: this.registry.fetch,
      now: () => this.now,
      ...options,
    });
  }
}

/** The code with which something is refused; `none` where it is not. */
export async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  }
  return 'none';
}
