import { createHash, type KeyObject, verify } from 'node:crypto';
import {
  Metadata,
  type MetadataKind,
  type Root,
  type Snapshot,
  type Targets,
  type Timestamp,
} from '@tufjs/models';
import { canonicalMetadata, readCanonical } from './canonical-json.ts';
import { TAMPERED_HINT, trustError } from './trust-error.ts';
import { publicKeyOf } from './trust-keys.ts';

/** What each kind of file says. */
interface Kinds {
  readonly root: Root;
  readonly timestamp: Timestamp;
  readonly snapshot: Snapshot;
  readonly targets: Targets;
}

/** The kinds of metadata; a bin is of kind `targets`. */
export type Kind = keyof Kinds;

/** A file of metadata that was read, not yet believed. */
export interface ReadMetadata<K extends Kind> {
  readonly kind: K;
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly signed: Kinds[K];
  /** What the signatures are over. */
  readonly signedBytes: Uint8Array;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** Who may sign: keys by their keyid, and how many of them must. */
export interface SigningRole {
  readonly keys: ReadonlyMap<string, KeyObject>;
  readonly threshold: number;
}

const hasOnly = (value: object, ...keys: readonly string[]): boolean =>
  Object.keys(value).sort().join() === [...keys].sort().join();

function signaturesOf(value: unknown): readonly { readonly keyid: string; readonly sig: string }[] {
  if (!Array.isArray(value) || value.length > 64) throw new TypeError('no list of at most 64 signatures');
  const seen = new Set<string>();
  return value.map((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null || !hasOnly(entry, 'keyid', 'sig'))
      throw new TypeError('a signature that is none');
    const { keyid, sig } = entry as { readonly keyid: unknown; readonly sig: unknown };
    if (typeof keyid !== 'string' || !/^[0-9a-f]{64}$/.test(keyid))
      throw new TypeError('a keyid that is none');
    if (typeof sig !== 'string' || !/^[0-9a-f]{128}$/.test(sig))
      throw new TypeError('a signature that is none');
    if (seen.has(keyid)) throw new TypeError('two signatures by one key');
    seen.add(keyid);
    return { keyid, sig };
  });
}

/**
 * Reads a file of metadata. It must stand in its one canonical form, so that no byte of it can be changed without changing what it says.
 * @throws DataWaveError DW_TRUST_MALFORMED
 */
export function readMetadata<K extends Kind>(kind: K, file: string, bytes: Uint8Array): ReadMetadata<K> {
  try {
    const value = readCanonical(bytes);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('no object');
    if (!hasOnly(value, 'signatures', 'signed'))
      throw new TypeError('more or less than "signatures" and "signed"');
    const { signed, signatures } = value as { readonly signed: unknown; readonly signatures: unknown };
    const read = signaturesOf(signatures);
    // The class is chosen by the kind, and the library refuses a file of another.
    const metadata = Metadata.fromJSON(kind as MetadataKind.Root, value as never);
    const { version, expires } = metadata.signed;
    if (!Number.isSafeInteger(version) || version < 1) throw new TypeError('a version that is none');
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(expires))
      throw new TypeError('an expiry that is no time in UTC');
    return {
      kind,
      file,
      bytes,
      signed: metadata.signed as unknown as Kinds[K],
      signedBytes: Buffer.from(canonicalMetadata(signed)),
      signatures: read,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw trustError('DW_TRUST_MALFORMED', file, `${file} is not metadata: ${why}.`, TAMPERED_HINT, error);
  }
}

/**
 * The keys of a role, each under the keyid that it really has, so that one key cannot count twice.
 * @throws DataWaveError DW_TRUST_MALFORMED
 */
export function signingRole(
  file: string,
  keys: Readonly<Record<string, { keyType: string; scheme: string; keyVal: Record<string, string> }>>,
  role: { readonly keyIDs: readonly string[]; readonly threshold: number } | undefined,
): SigningRole {
  const malformed = (why: string) => trustError('DW_TRUST_MALFORMED', file, `${file} ${why}.`, TAMPERED_HINT);
  if (role === undefined) throw malformed('does not say who signs a role');
  const found = new Map<string, KeyObject>();
  for (const keyid of role.keyIDs) {
    const entry = Object.hasOwn(keys, keyid) ? keys[keyid] : undefined;
    const known =
      entry && publicKeyOf({ keytype: entry.keyType, scheme: entry.scheme, keyval: entry.keyVal });
    if (!known || known.keyid !== keyid)
      throw malformed(`names a key ${keyid.slice(0, 16)} that is not there or none`);
    found.set(keyid, known.key);
  }
  if (!Number.isSafeInteger(role.threshold) || role.threshold < 1 || role.threshold > found.size)
    throw malformed('asks for more signatures than there are keys, or for none');
  return { keys: found, threshold: role.threshold };
}

/**
 * Whether enough of those who may sign have signed. Every signature that is there must be by one of them, and hold.
 * @param others - whose signatures may stand there besides, and are checked, but do not count: the keys of the other root in a rotation.
 * `'anybody'` for a file that is believed already, and of which the former root is not at hand.
 * @throws DataWaveError DW_TRUST_UNKNOWN_KEY, DW_TRUST_SIGNATURE, DW_TRUST_THRESHOLD
 */
export function verifySignatures(
  metadata: ReadMetadata<Kind>,
  role: SigningRole,
  others: ReadonlyMap<string, KeyObject> | 'anybody' = new Map(),
): void {
  const { file } = metadata;
  let counted = 0;
  for (const { keyid, sig } of metadata.signatures) {
    const key = role.keys.get(keyid) ?? (others === 'anybody' ? undefined : others.get(keyid));
    if (key === undefined && others === 'anybody') continue;
    if (key === undefined)
      throw trustError(
        'DW_TRUST_UNKNOWN_KEY',
        file,
        `${file} is signed by the key ${keyid.slice(0, 16)}…, which may not sign it.`,
        TAMPERED_HINT,
      );
    if (!verify(null, metadata.signedBytes, key, Buffer.from(sig, 'hex')))
      throw trustError(
        'DW_TRUST_SIGNATURE',
        file,
        `The signature of ${file} by the key ${keyid.slice(0, 16)}… does not hold.`,
        TAMPERED_HINT,
      );
    if (role.keys.has(keyid)) counted += 1;
  }
  if (counted < role.threshold)
    throw trustError(
      'DW_TRUST_THRESHOLD',
      file,
      `${file} is signed by ${counted} of ${role.keys.size} keys, ${role.threshold} must sign.`,
      TAMPERED_HINT,
    );
}

/** What stands elsewhere about a file: how long it is, and its sha256. */
export interface FileMeta {
  readonly version: number;
  readonly length?: number | undefined;
  readonly hashes?: Readonly<Record<string, string>> | undefined;
}

/** Sha256 in hex. */
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Whether bytes are those that another, trusted file names. Hash and length must both be named.
 * @throws DataWaveError DW_TRUST_TAMPERED, DW_TRUST_MALFORMED
 */
export function verifyNamedBytes(
  file: string,
  bytes: Uint8Array,
  meta: Pick<FileMeta, 'length' | 'hashes'>,
  namedBy: string,
): void {
  const sha256 = meta.hashes?.['sha256'];
  if (sha256 === undefined || meta.length === undefined)
    throw trustError(
      'DW_TRUST_MALFORMED',
      namedBy,
      `${namedBy} names ${file} without its sha256 and length.`,
      'The registry was not made by DataWave, or is broken; ask its operator.',
    );
  if (bytes.length !== meta.length || sha256Of(bytes) !== sha256)
    throw trustError(
      'DW_TRUST_TAMPERED',
      file,
      `${file} is not the file that ${namedBy} names: ${bytes.length} bytes of ${meta.length}, sha256 ${sha256Of(bytes).slice(0, 16)}… of ${sha256.slice(0, 16)}….`,
      TAMPERED_HINT,
    );
}
