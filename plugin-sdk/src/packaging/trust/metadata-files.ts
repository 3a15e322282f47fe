import { receive, type TrustFetch } from './receive.ts';
import { trustError } from './trust-error.ts';
import type { TrustFolder } from './trust-folder.ts';

/** Where files of metadata come from: the folder first, then the registry. What comes from neither unverified is kept. */
export class MetadataFiles {
  readonly #folder: TrustFolder;
  readonly #fetch: TrustFetch;
  readonly #deadlineMs: number;

  constructor(folder: TrustFolder, fetch: TrustFetch, deadlineMs: number) {
    this.#folder = folder;
    this.#fetch = fetch;
    this.#deadlineMs = deadlineMs;
  }

  /** From the registry; null where it has none. */
  ask(file: string, maxBytes: number): Promise<Uint8Array | null> {
    return receive(this.#fetch, file, maxBytes, this.#deadlineMs);
  }

  /** From the folder, if it is there and the right one. */
  async kept<T>(file: string, accept: (bytes: Uint8Array) => T): Promise<T | null> {
    const bytes = await this.#folder.read(file);
    if (bytes === null) return null;
    try {
      return accept(bytes);
    } catch {
      // Its hash is named by what is trusted, so the one that is fetched in its place is checked no less.
      return null;
    }
  }

  /** From the folder, else from the registry; kept once it is accepted. */
  async get<T extends object>(file: string, maxBytes: number, accept: (bytes: Uint8Array) => T): Promise<T> {
    const kept = await this.kept(file, accept);
    if (kept !== null) return kept;
    const fetched = await this.ask(file, maxBytes);
    if (fetched === null) throw missingFile(file);
    const accepted = accept(fetched);
    await this.#folder.write(file, fetched);
    return accepted;
  }
}

/** The error for a file that a registry does not have. */
export const missingFile = (file: string) =>
  trustError(
    'DW_TRUST_UNREACHABLE',
    file,
    `The registry does not have ${file}, or cannot be reached.`,
    'Check the network and the address of the registry; without a network take a bundle.',
  );
