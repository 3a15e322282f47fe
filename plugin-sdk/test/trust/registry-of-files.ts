import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { PluginRevocation } from '../../src/packaging/listing.ts';
import {
  binMetadata,
  binOf,
  type NamedFile,
  nameFile,
  rootMetadata,
  signMetadata,
  snapshotMetadata,
  type TargetEntry,
  type TopRole,
  targetPath,
  targetsMetadata,
  timestampMetadata,
  writeRevocations,
} from '../../src/packaging/trust/index.ts';

/** The instant at which the registry of the tests begins. */
export const START = new Date('2026-06-01T12:00:00Z');
export const DAY = 86_400_000;

export const makeKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

type Roles = Record<TopRole | 'bins', { keys: KeyObject[]; threshold: number }>;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** An honest registry that keeps its files in memory, under the names by which a client asks for them. */
export class RegistryOfFiles {
  readonly files = new Map<string, Uint8Array>();
  readonly bits: number;
  now = START;
  roles: Roles = {
    root: { keys: [makeKey(), makeKey(), makeKey()], threshold: 2 },
    timestamp: { keys: [makeKey()], threshold: 1 },
    snapshot: { keys: [makeKey()], threshold: 1 },
    targets: { keys: [makeKey()], threshold: 1 },
    bins: { keys: [makeKey()], threshold: 1 },
  };
  versions = { root: 0, timestamp: 0, snapshot: 0, targets: 0 };
  revocations: readonly PluginRevocation[] = [];
  readonly #targets = new Map<string, Record<string, TargetEntry>>();
  readonly #named = new Map<string, NamedFile>();

  constructor(bits = 4) {
    this.bits = bits;
  }

  /** With its first root and an empty index. */
  static start(bits = 4): RegistryOfFiles {
    const registry = new RegistryOfFiles(bits);
    registry.publishRoot();
    registry.publishIndex();
    return registry;
  }

  file(name: string): Uint8Array {
    const bytes = this.files.get(name);
    if (bytes === undefined) throw new Error(`the registry has no ${name}`);
    return bytes;
  }

  /** A new root, signed by the given keys besides its own. */
  publishRoot(alsoBy: readonly KeyObject[] = []): Uint8Array {
    this.versions.root += 1;
    const { root, timestamp, snapshot, targets } = this.roles;
    const signed = rootMetadata(this.#head(this.versions.root, 365), { root, timestamp, snapshot, targets });
    const own = root.keys.slice(0, root.threshold);
    const bytes = signMetadata(signed, [...own, ...alsoBy.filter((key) => !own.includes(key))]);
    this.files.set(`${this.versions.root}.root.json`, bytes);
    return bytes;
  }

  add(
    name: string,
    version: string,
    tarball: Uint8Array,
    claims: Partial<TargetEntry['custom']['datawave']> = {},
  ): void {
    const path = targetPath(name, version);
    const bin = binOf(path, this.bits);
    const hash = (algorithm: string): string => createHash(algorithm).update(tarball).digest('hex');
    const own = {
      name,
      version,
      publisher: 'acme',
      keyids: [],
      verified: true,
      sdk: '^1.0.0',
      manifestSha256: null,
    };
    this.#targets.set(bin, {
      ...this.#targets.get(bin),
      [path]: {
        length: tarball.length,
        hashes: { sha256: hash('sha256'), sha512: hash('sha512') },
        custom: { datawave: { ...own, ...claims } },
      },
    });
    this.#named.delete(bin);
  }

  /** Signs bins that changed, the top and everything above. */
  publishIndex(): void {
    for (let index = 0; index < 2 ** this.bits; index += 1) {
      const bin = `bin-${index.toString(16).padStart((2 ** this.bits - 1).toString(16).length, '0')}`;
      if (!this.#named.has(bin)) this.publishBin(bin);
    }
    this.publishTargets();
    this.publishSnapshot();
  }

  publishBin(bin: string, targets = this.#targets.get(bin) ?? {}): void {
    const version = (this.#binVersions.get(bin) ?? 0) + 1;
    this.#binVersions.set(bin, version);
    this.#put(
      bin,
      version,
      signMetadata(binMetadata(this.#head(version, 90), targets), this.roles.bins.keys),
    );
  }
  readonly #binVersions = new Map<string, number>();

  publishTargets(): void {
    this.versions.targets += 1;
    const list = writeRevocations(this.revocations);
    this.files.set(`${sha256(list)}.revocations.json`, list);
    const signed = targetsMetadata(
      this.#head(this.versions.targets, 90),
      { ...this.roles.bins, bits: this.bits },
      list,
    );
    this.#put('targets', this.versions.targets, signMetadata(signed, this.roles.targets.keys));
  }

  publishSnapshot(files: Readonly<Record<string, NamedFile>> = Object.fromEntries(this.#named)): void {
    this.versions.snapshot += 1;
    const signed = snapshotMetadata(this.#head(this.versions.snapshot, 7), files);
    const bytes = signMetadata(signed, this.roles.snapshot.keys);
    this.files.set(`${this.versions.snapshot}.snapshot.json`, bytes);
    this.publishTimestamp(nameFile(this.versions.snapshot, bytes));
  }

  publishTimestamp(
    snapshot = nameFile(this.versions.snapshot, this.file(`${this.versions.snapshot}.snapshot.json`)),
  ): void {
    this.versions.timestamp += 1;
    const signed = timestampMetadata(this.#head(this.versions.timestamp, 1), snapshot, this.now);
    this.files.set('timestamp.json', signMetadata(signed, this.roles.timestamp.keys));
  }

  /** What the snapshot would name now. */
  named(): Record<string, NamedFile> {
    return Object.fromEntries(this.#named);
  }

  fetch = async (file: string): Promise<Uint8Array | null> => this.files.get(file) ?? null;

  #head(version: number, days: number) {
    return { version, expires: new Date(this.now.getTime() + days * DAY) };
  }

  #put(role: string, version: number, bytes: Uint8Array): void {
    this.files.set(`${version}.${role}.json`, bytes);
    this.#named.set(role, nameFile(version, bytes));
  }
}
