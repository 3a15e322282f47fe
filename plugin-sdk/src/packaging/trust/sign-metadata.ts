import type { KeyObject } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { PluginRevocation } from '../listing.ts';
import { canonicalMetadata, readCanonical } from './canonical-json.ts';
import { sha256Of } from './metadata.ts';
import { type TufKey, tufKey, tufSignature } from './trust-keys.ts';
import { REVOCATIONS_FILE, type TargetEntry } from './trusted-target.ts';

const SPEC = '1.0.31';

/** Who signs a role, as root metadata says it. @public */
export interface RoleKeys {
  /** Public halves. */
  readonly keys: readonly KeyObject[];
  /** How many of them must sign. */
  readonly threshold: number;
}

/** What every file says of itself. @public */
export interface SignedHeader {
  readonly version: number;
  readonly expires: Date;
}

/** The four roles that root metadata gives keys to. @public */
export type TopRole = 'root' | 'timestamp' | 'snapshot' | 'targets';

/** How many bins there are and who signs them. @public */
export interface BinDelegation extends RoleKeys {
  /** There are two to this power, at most 2^14. Never changes for one registry. */
  readonly bits: number;
}

/** How a file is named in the one above it. @public */
export interface NamedFile {
  readonly version: number;
  readonly length: number;
  /** Hex. */
  readonly sha256: string;
}

const header = (type: string, { version, expires }: SignedHeader) => ({
  _type: type,
  spec_version: SPEC,
  version,
  expires: expires.toISOString().replace(/\.\d{3}Z$/, 'Z'),
});

const keyTable = (keys: readonly KeyObject[]): Readonly<Record<string, TufKey>> =>
  Object.fromEntries(keys.map((key) => tufKey(key)).map(({ keyid, key }) => [keyid, key]));

const roleEntry = ({ keys, threshold }: RoleKeys) => ({
  keyids: keys.map((key) => tufKey(key).keyid),
  threshold,
});

const metaEntry = ({ version, length, sha256 }: NamedFile) => ({ version, length, hashes: { sha256 } });

/** How bytes are named in the file above. @public */
export const nameFile = (version: number, bytes: Uint8Array): NamedFile => ({
  version,
  length: bytes.length,
  sha256: sha256Of(bytes),
});

/**
 * Writes a file of metadata with signatures by the given private keys.
 * @param signed - from {@link rootMetadata}, {@link targetsMetadata} and the others
 * @throws TypeError for what metadata cannot hold
 * @public
 */
export function signMetadata(signed: object, keys: readonly KeyObject[]): Uint8Array {
  const bytes = Buffer.from(canonicalMetadata(signed));
  const signatures = keys.map((key) => tufSignature(bytes, key));
  return Buffer.from(canonicalMetadata({ signatures, signed }));
}

/**
 * The file with one more signature: how the holders of root keys sign one after the other. One by the same key is replaced.
 * @throws TypeError, SyntaxError for a file that is not in canonical form
 * @public
 */
export function addRootSignature(file: Uint8Array, key: KeyObject): Uint8Array {
  const value = readCanonical(file) as unknown as {
    readonly signed: object;
    readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
  };
  const signature = tufSignature(Buffer.from(canonicalMetadata(value.signed)), key);
  const others = value.signatures.filter(({ keyid }) => keyid !== signature.keyid);
  return Buffer.from(canonicalMetadata({ signed: value.signed, signatures: [...others, signature] }));
}

/** Root metadata: who signs what. Signed offline. @public */
export function rootMetadata(head: SignedHeader, roles: Readonly<Record<TopRole, RoleKeys>>): object {
  const all = Object.values(roles).flatMap(({ keys }) => keys);
  return {
    ...header('root', head),
    consistent_snapshot: true,
    keys: keyTable(all),
    roles: {
      root: roleEntry(roles.root),
      timestamp: roleEntry(roles.timestamp),
      snapshot: roleEntry(roles.snapshot),
      targets: roleEntry(roles.targets),
    },
  };
}

/** The top of the index: the list of revocations, and who signs the bins. @public */
export function targetsMetadata(head: SignedHeader, bins: BinDelegation, revocations: Uint8Array): object {
  return {
    ...header('targets', head),
    targets: {
      [REVOCATIONS_FILE]: { length: revocations.length, hashes: { sha256: sha256Of(revocations) } },
    },
    delegations: {
      keys: keyTable(bins.keys),
      succinct_roles: { ...roleEntry(bins), bit_length: bins.bits, name_prefix: 'bin' },
    },
  };
}

/** The targets of one bin, by path. @public */
export function binMetadata(head: SignedHeader, targets: Readonly<Record<string, TargetEntry>>): object {
  return { ...header('targets', head), targets };
}

/** Which version of each file belongs together. Names without the version: `targets`, `bin-0f`. @public */
export function snapshotMetadata(head: SignedHeader, files: Readonly<Record<string, NamedFile>>): object {
  const meta = Object.entries(files).map(([role, file]) => [`${role}.json`, metaEntry(file)]);
  return { ...header('snapshot', head), meta: Object.fromEntries(meta) };
}

/**
 * Which snapshot is the newest.
 * @param issued - when it was made, so that a clock that is behind is noticed
 * @public
 */
export function timestampMetadata(head: SignedHeader, snapshot: NamedFile, issued: Date): object {
  return {
    ...header('timestamp', head),
    datawave: { issued: issued.toISOString() },
    meta: { 'snapshot.json': metaEntry(snapshot) },
  };
}

/** The list of revocations as the target that clients read. @public */
export function writeRevocations(revocations: readonly PluginRevocation[]): Uint8Array {
  return Buffer.from(canonicalJson({ version: 1, revocations }));
}
