import { createPublicKey, type KeyObject } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataWaveError } from '../../errors.ts';
import type { ArchiveLimits } from '../archive/archive-limits.ts';
import { readArchive } from '../archive/read-archive.ts';
import { writeArchive } from '../archive/write-archive.ts';
import { canonicalJson } from '../canonical-json.ts';
import { keyIdOf } from '../signatures/envelope.ts';
import { acceptPinnedRoot } from './accept.ts';
import { openTrust, type RegistryTrust } from './open-trust.ts';
import type { TrustFetch } from './receive.ts';
import { trustError } from './trust-error.ts';
import { type TrustedTarget, verifyTarget } from './trusted-target.ts';

const CONTENTS_FILE = 'bundle.json';
/** For how long after their end timestamp and snapshot of a bundle are taken. */
const BUNDLE_GRACE_MS = 30 * 86_400_000;

/** What a bundle may be at most. */
const BUNDLE_LIMITS: Partial<ArchiveLimits> = { packedBytes: 1_000_000_000, unpackedBytes: 1_200_000_000 };

/** A plugin by name and version. @public */
export interface BundledVersion {
  /** npm name. */
  readonly name: string;
  readonly version: string;
}

/** What {@link writeBundle} puts together. @public */
export interface WriteBundleOptions {
  /** Base address of the registry, under which the other machine knows it. */
  readonly registry: string;
  /** Root metadata that is believed; the other machine may have pinned an older one. */
  readonly root: Uint8Array;
  /** Gets the registry's metadata. */
  readonly fetch: TrustFetch;
  readonly plugins: readonly BundledVersion[];
  /** Gets a tarball; its bytes are verified. */
  readonly tarball: (target: TrustedTarget) => Promise<Uint8Array>;
  /** Gets the public keys with these ids, as far as they are to be had; others are left out. */
  readonly keys: (keyids: readonly string[]) => Promise<Iterable<KeyObject>>;
  /** Gets what sigstore attests of a version, as it came; null where nothing is. Nothing is put in unless given. */
  readonly attestations?: (target: TrustedTarget) => Promise<Uint8Array | null>;
  readonly now?: () => Date;
}

/** What is in a bundle, all of it verified. @public */
export interface OpenedBundle {
  /** Base address of the registry that it comes from. */
  readonly registry: string;
  /** The registry as it was then, to ask for revocations. */
  readonly trust: RegistryTrust;
  readonly plugins: readonly {
    readonly target: TrustedTarget;
    readonly tarball: Uint8Array;
    /** As they came, and not verified here; null where the bundle has none. */
    readonly attestations: Uint8Array | null;
  }[];
  /** Public keys of publishers by their ids. */
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** How {@link openBundle} verifies. @public */
export interface OpenBundleOptions {
  /** Root metadata that is believed, which came by another way than the bundle. */
  readonly root: Uint8Array;
  /** The folder in which the metadata of this registry is kept, so that an older bundle than the last is refused. */
  readonly directory: string;
  readonly now?: () => Date;
  /** Milliseconds for which timestamp and snapshot are taken after their end; 30 days unless given. */
  readonly graceMs?: number;
  readonly limits?: Partial<ArchiveLimits>;
}

const broken = (message: string, cause?: unknown) =>
  trustError(
    'DW_TRUST_BUNDLE',
    CONTENTS_FILE,
    message,
    'Make the bundle anew where there is a network, and carry it over again.',
    cause,
  );

/**
 * Puts plugins with all that is needed to verify them into one file. The same state of the registry gives the same bytes.
 * @throws DataWaveError DW_TRUST_BUNDLE for a version that the registry does not vouch for; what following it and verifying tarballs throw
 * @public
 */
export async function writeBundle(options: WriteBundleOptions): Promise<Uint8Array> {
  const metadata = new Map<string, Uint8Array>();
  const directory = await mkdtemp(join(tmpdir(), 'datawave-bundle-'));
  try {
    const trust = await openTrust({
      root: options.root,
      directory,
      ...(options.now === undefined ? {} : { now: options.now }),
      fetch: async (file, limits) => {
        const answer = await options.fetch(file, limits);
        if (answer === null) return null;
        const bytes = answer instanceof Uint8Array ? answer : await gather(answer, limits.maxBytes);
        metadata.set(file, bytes);
        return bytes;
      },
    });
    await trust.refresh();
    const files = new Map<string, Uint8Array>();
    const named = new Set<string>();
    for (const { name, version } of options.plugins) {
      const target = await trust.target(name, version);
      if (target === null) throw broken(`The registry does not vouch for ${name}@${version}.`);
      const tarball = await options.tarball(target);
      verifyTarget(target, tarball);
      files.set(`tarballs/${target.sha256}.tgz`, tarball);
      for (const keyid of target.keyids) named.add(keyid);
      const attestations = (await options.attestations?.(target)) ?? null;
      if (attestations !== null) files.set(attestationsPath(target), attestations);
    }
    for (const key of await options.keys([...named]))
      if (named.has(keyIdOf(key))) files.set(`keys/${keyIdOf(key)}.pem`, publicPem(key));
    await addOlderRoots(options, metadata);
    for (const [file, bytes] of metadata) files.set(`trust/${file}`, bytes);
    const plugins = options.plugins.map(({ name, version }) => ({ name, version }));
    files.set(CONTENTS_FILE, Buffer.from(canonicalJson({ version: 1, registry: options.registry, plugins })));
    return await writeArchive(files);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Up to the one that is believed here: another machine may have pinned an earlier one. */
async function addOlderRoots(options: WriteBundleOptions, metadata: Map<string, Uint8Array>): Promise<void> {
  const own = acceptPinnedRoot(options.root).signed.version;
  metadata.set(`${own}.root.json`, options.root);
  const limits = { maxBytes: 512 * 1024, signal: AbortSignal.timeout(30_000) };
  for (let version = own - 1; version > 0 && version >= own - 256; version -= 1) {
    const answer = await options.fetch(`${version}.root.json`, limits);
    if (answer === null) return;
    metadata.set(
      `${version}.root.json`,
      answer instanceof Uint8Array ? answer : await gather(answer, limits.maxBytes),
    );
  }
}

async function gather(parts: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const part of parts) {
    chunks.push(part);
    length += part.length;
    // One too many is enough for the client to refuse it.
    if (length > maxBytes) break;
  }
  return Buffer.concat(chunks);
}

const attestationsPath = ({ sha256 }: TrustedTarget): string => `attestations/${sha256}.json`;

const publicPem = (key: KeyObject): Uint8Array => {
  const open = key.type === 'private' ? createPublicKey(key) : key;
  return Buffer.from(open.export({ type: 'spki', format: 'pem' }));
};

/**
 * Verifies a bundle without a network: follows its metadata from the pinned root, hashes every tarball. What the folder has seen of the
 * registry before counts: an older bundle is refused.
 * @throws DataWaveError DW_TRUST_BUNDLE when it is none or incomplete, DW_PACKAGE_* for what is no archive or too large, and DW_TRUST_* as
 * {@link RegistryTrust.refresh} and {@link verifyTarget}
 * @public
 */
export async function openBundle(bytes: Uint8Array, options: OpenBundleOptions): Promise<OpenedBundle> {
  const archive = await readArchive(bytes, { ...BUNDLE_LIMITS, ...options.limits });
  const files = new Map([...archive].map(([path, file]) => [path, file.bytes]));
  const { registry, plugins } = readContents(files.get(CONTENTS_FILE));
  const trust = await openTrust({
    root: options.root,
    directory: options.directory,
    fetch: async (file) => files.get(`trust/${file}`) ?? null,
    graceMs: options.graceMs ?? BUNDLE_GRACE_MS,
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  await trust.refresh();
  const opened: OpenedBundle['plugins'][number][] = [];
  for (const { name, version } of plugins) {
    const target = await trust.target(name, version);
    if (target === null)
      throw broken(`The registry does not vouch for ${name}@${version}, which is in the bundle.`);
    const tarball = files.get(`tarballs/${target.sha256}.tgz`);
    if (tarball === undefined) throw broken(`The bundle lacks the tarball of ${name}@${version}.`);
    verifyTarget(target, tarball);
    opened.push({ target, tarball, attestations: files.get(attestationsPath(target)) ?? null });
  }
  const expected = new Set(
    opened.flatMap(({ target }) => [`tarballs/${target.sha256}.tgz`, attestationsPath(target)]),
  );
  for (const path of files.keys())
    if (!expected.has(path) && path !== CONTENTS_FILE && !/^(?:trust|keys)\/[\w.-]+$/.test(path))
      throw broken(`There is something in the bundle that does not belong there: ${path}.`);
  return { registry, trust, plugins: opened, keys: readKeys(files) };
}

/**
 * Base address of the registry that a bundle says to come from: to choose by which root it is to be verified, and for nothing else.
 * @throws DataWaveError DW_TRUST_BUNDLE, DW_PACKAGE_*
 * @public
 */
export async function readBundleAddress(
  bytes: Uint8Array,
  limits: Partial<ArchiveLimits> = {},
): Promise<string> {
  const archive = await readArchive(bytes, { ...BUNDLE_LIMITS, ...limits });
  return readContents(archive.get(CONTENTS_FILE)?.bytes).registry;
}

function readContents(bytes: Uint8Array | undefined): {
  readonly registry: string;
  readonly plugins: readonly BundledVersion[];
} {
  if (bytes === undefined) throw broken('This archive is no bundle of plugins.');
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value !== 'object' || value === null || !('registry' in value) || !('plugins' in value))
      throw new TypeError('it does not say what is in it');
    const { registry, plugins } = value;
    if (!('version' in value) || value.version !== 1) throw new TypeError('it was made by a newer version');
    if (typeof registry !== 'string' || !Array.isArray(plugins) || !plugins.every(isVersion))
      throw new TypeError('it does not say what is in it');
    return { registry, plugins };
  } catch (error) {
    if (DataWaveError.is(error)) throw error;
    const why = error instanceof TypeError ? error.message : 'its list of contents is no JSON';
    throw broken(`The bundle cannot be read: ${why}.`, error);
  }
}

const isVersion = (value: unknown): value is BundledVersion =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'version' in value &&
  typeof value.version === 'string';

function readKeys(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const [path, bytes] of files) {
    const [, keyid] = /^keys\/([0-9a-f]{64})\.pem$/.exec(path) ?? [];
    if (keyid === undefined) {
      if (path.startsWith('keys/')) throw broken(`${path} is no key.`);
      continue;
    }
    let key: KeyObject;
    try {
      key = createPublicKey(Buffer.from(bytes));
    } catch (error) {
      throw broken(`${path} is no key.`, error);
    }
    if (keyIdOf(key) !== keyid) throw broken(`${path} is another key than its name says.`);
    keys.set(keyid, key);
  }
  return keys;
}
