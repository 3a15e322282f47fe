import { createHash } from 'node:crypto';
import type { Json } from '../../json-schema.ts';
import type { PluginRevocation } from '../listing.ts';
import { shownText } from '../shown-text.ts';
import { TAMPERED_HINT, trustError } from './trust-error.ts';

/** Path of the list of revocations in the signed index. @public */
export const REVOCATIONS_FILE = 'revocations.json';

/** What the registry vouches for beside the bytes. @public */
export interface TargetClaims {
  /** npm name. */
  readonly name: string;
  readonly version: string;
  /** Id of the publisher; null where the registry knows none. */
  readonly publisher: string | null;
  /** Keys of the publisher, by whose signature the package must hold; none where it is unsigned. */
  readonly keyids: readonly string[];
  /** Whether the publisher has proved that the namespace is theirs. */
  readonly verified: boolean;
  /** Range of SDK versions. */
  readonly sdk: string;
  /** Hex, of `datawave-files.json`; null where there is none. */
  readonly manifestSha256: string | null;
}

/** A tarball in the signed index. @public */
export interface TargetEntry {
  /** Bytes. */
  readonly length: number;
  /** Lower-case hex. */
  readonly hashes: { readonly sha256: string; readonly sha512: string };
  readonly custom: { readonly datawave: TargetClaims };
}

/** A tarball that the registry vouches for. @public */
export interface TrustedTarget extends TargetClaims {
  /** `NAME/-/FILE.tgz`, below the base address of the registry. */
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Lower-case hex. */
  readonly sha512: string;
}

const isHex = (value: unknown, digits: number): value is string =>
  typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/.test(value);

/** Reads an entry of a bin. Null where a field is not what it must be. */
export function readTarget(
  path: string,
  length: number,
  hashes: Readonly<Record<string, string>>,
  custom: Readonly<Record<string, unknown>>,
): TrustedTarget | null {
  const claims = custom['datawave'];
  if (typeof claims !== 'object' || claims === null) return null;
  const { name, version, publisher, keyids, verified, sdk, manifestSha256 } = claims as Readonly<
    Record<string, unknown>
  >;
  const { sha256, sha512 } = hashes;
  if (!isHex(sha256, 64) || !isHex(sha512, 128) || !Number.isSafeInteger(length)) return null;
  if (typeof name !== 'string' || typeof version !== 'string' || typeof sdk !== 'string') return null;
  if (publisher !== null && typeof publisher !== 'string') return null;
  if (typeof verified !== 'boolean') return null;
  if (manifestSha256 !== null && !isHex(manifestSha256, 64)) return null;
  if (!Array.isArray(keyids) || !keyids.every((keyid): keyid is string => isHex(keyid, 64))) return null;
  return { path, length, sha256, sha512, name, version, publisher, keyids, verified, sdk, manifestSha256 };
}

/**
 * Whether a tarball is the one that the registry vouches for. The bytes are hashed; what a packument says does not count.
 * @throws DataWaveError DW_TRUST_TARGET
 * @public
 */
export function verifyTarget(target: TrustedTarget, bytes: Uint8Array): void {
  const hash = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex');
  const isSame =
    bytes.length === target.length && hash('sha256') === target.sha256 && hash('sha512') === target.sha512;
  if (!isSame)
    throw trustError(
      'DW_TRUST_TARGET',
      target.path,
      `The tarball of ${target.name}@${target.version} is not the one that the registry vouches for: ${bytes.length} bytes of ${target.length}, sha256 ${hash('sha256').slice(0, 16)}… of ${target.sha256.slice(0, 16)}….`,
      TAMPERED_HINT,
    );
}

const isRevocation = (value: unknown): value is PluginRevocation => {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, versions, reason, severity, action, at } = value as Readonly<Record<string, unknown>>;
  return (
    [id, name, versions, reason, at].every((text) => typeof text === 'string') &&
    ['low', 'medium', 'high', 'critical'].includes(String(severity)) &&
    ['refuse', 'disable'].includes(String(action))
  );
};

/** Reads the list of revocations. @throws DataWaveError DW_TRUST_MALFORMED: one that cannot be read must not pass for an empty one */
export function readRevocations(bytes: Uint8Array): readonly PluginRevocation[] {
  const malformed = (cause?: unknown) =>
    trustError(
      'DW_TRUST_MALFORMED',
      REVOCATIONS_FILE,
      'The list of revocations is none.',
      TAMPERED_HINT,
      cause,
    );
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw malformed(error);
  }
  const { version, revocations } = (value ?? {}) as {
    readonly version?: unknown;
    readonly revocations?: unknown;
  };
  if (version !== 1 || !Array.isArray(revocations) || !revocations.every(isRevocation)) throw malformed();
  // Its reason is shown to people beside words of the platform.
  return revocations.map((one) => ({ ...one, reason: shownText(one.reason) }));
}
