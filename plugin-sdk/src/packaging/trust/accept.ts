import type { MetaFile, Root } from '@tufjs/models';
import {
  type Kind,
  type ReadMetadata,
  readMetadata,
  type SigningRole,
  signingRole,
  verifyNamedBytes,
  verifySignatures,
} from './metadata.ts';
import { TAMPERED_HINT, trustError } from './trust-error.ts';

/** Milliseconds by which this machine's clock may be behind the registry's. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Files that belong together, each verified. */
export interface TrustedSet {
  readonly root: ReadMetadata<'root'>;
  readonly timestamp: ReadMetadata<'timestamp'>;
  readonly snapshot: ReadMetadata<'snapshot'>;
  readonly targets: ReadMetadata<'targets'>;
}

type TopRole = 'root' | 'timestamp' | 'snapshot' | 'targets';

/** Who signs one of the roles that root metadata names. */
export function topRole(root: ReadMetadata<'root'>, role: TopRole): SigningRole {
  return signingRole(root.file, root.signed.keys, root.signed.roles[role]);
}

/** Who signs the bins. */
export function binRole(targets: ReadMetadata<'targets'>): SigningRole {
  const { delegations } = targets.signed;
  return signingRole(targets.file, delegations?.keys ?? {}, delegations?.succinctRoles);
}

const rolledBack = (file: string, message: string) =>
  trustError('DW_TRUST_ROLLED_BACK', file, message, TAMPERED_HINT);

const mixed = (file: string, message: string) => trustError('DW_TRUST_MIXED', file, message, TAMPERED_HINT);

/**
 * The root that was pinned: it must be signed by itself, and may bear signatures of the keys before, too. An expired one still leads to the
 * present one.
 * @throws DataWaveError DW_TRUST_MALFORMED, DW_TRUST_THRESHOLD and the other codes of signatures
 */
export function acceptPinnedRoot(bytes: Uint8Array): ReadMetadata<'root'> {
  const root = readMetadata('root', 'root.json', bytes);
  checkRootShape(root);
  verifySignatures(root, topRole(root, 'root'), 'anybody');
  return root;
}

/**
 * The root after a trusted one: one version on, signed by as many as the one before asks for and as it asks for itself
 * (client workflow 5.3.4 to 5.3.6).
 * @throws DataWaveError DW_TRUST_ROLLED_BACK and the codes of signatures
 */
export function acceptNextRoot(trusted: ReadMetadata<'root'>, bytes: Uint8Array): ReadMetadata<'root'> {
  const expected = trusted.signed.version + 1;
  const next = readMetadata('root', `${expected}.root.json`, bytes);
  const before = topRole(trusted, 'root');
  checkRootShape(next);
  const own = topRole(next, 'root');
  verifySignatures(next, before, own.keys);
  verifySignatures(next, own, before.keys);
  if (next.signed.version !== expected)
    throw rolledBack(next.file, `${next.file} says that it is version ${next.signed.version}.`);
  return next;
}

function checkRootShape(root: ReadMetadata<'root'>): void {
  const roles: readonly TopRole[] = ['root', 'timestamp', 'snapshot', 'targets'];
  for (const role of roles) topRole(root, role);
  if (!(root.signed satisfies Root).consistentSnapshot)
    throw trustError(
      'DW_TRUST_MALFORMED',
      root.file,
      `${root.file} does not keep its versions apart ("consistent_snapshot").`,
      'The registry was not made by DataWave; ask its operator.',
    );
}

/**
 * Whether a file still counts (client workflow 5.3.10, 5.4.4, 5.5.6, 5.6.5).
 * @param graceMs - for how long after its end it is still taken
 * @throws DataWaveError DW_TRUST_EXPIRED, which names this machine's clock
 */
export function checkExpiry(metadata: ReadMetadata<Kind>, now: Date, graceMs: number): void {
  const expires = new Date(metadata.signed.expires);
  if (now.getTime() < expires.getTime() + graceMs) return;
  const days = Math.round((now.getTime() - expires.getTime()) / 8_640_000) / 10;
  throw trustError(
    'DW_TRUST_EXPIRED',
    metadata.file,
    `${metadata.file} has expired at ${expires.toISOString()}; the clock of this machine says ${now.toISOString()}, ${days} days later.`,
    'Check the clock of this machine. If it is right, the registry is not kept up, or somebody holds new versions back: refresh over another network, or get a newer bundle.',
  );
}

/** When a timestamp was made; null where it does not say. */
function issuedAt(timestamp: ReadMetadata<'timestamp'>): Date | null {
  const own = timestamp.signed.unrecognizedFields['datawave'];
  if (typeof own !== 'object' || own === null || !('issued' in own)) return null;
  const issued = new Date(String(own.issued));
  return Number.isNaN(issued.getTime()) ? null : issued;
}

/** @throws DataWaveError DW_TRUST_CLOCK when this machine's clock stands before the making of the timestamp */
export function checkClock(timestamp: ReadMetadata<'timestamp'>, now: Date): void {
  const issued = issuedAt(timestamp);
  if (issued === null || now.getTime() >= issued.getTime() - CLOCK_TOLERANCE_MS) return;
  throw trustError(
    'DW_TRUST_CLOCK',
    timestamp.file,
    `The clock of this machine says ${now.toISOString()}, but ${timestamp.file} was made at ${issued.toISOString()}: one of the two clocks is wrong.`,
    'Set the clock of this machine; without it, what has expired cannot be told. If it is right, ask the operator of the registry about theirs.',
  );
}

/** What a timestamp says of the newest snapshot. */
export const snapshotMeta = (timestamp: ReadMetadata<'timestamp'>): MetaFile => timestamp.signed.snapshotMeta;

/**
 * A timestamp: signed, not before one that was seen (client workflow 5.4.2, 5.4.3). Its expiry is another question.
 * @param seen - the newest that this client knows
 */
export function acceptTimestamp(
  root: ReadMetadata<'root'>,
  bytes: Uint8Array,
  seen: ReadMetadata<'timestamp'> | null,
): ReadMetadata<'timestamp'> {
  const timestamp = readMetadata('timestamp', 'timestamp.json', bytes);
  verifySignatures(timestamp, topRole(root, 'timestamp'));
  if (seen === null) return timestamp;
  const { version } = timestamp.signed;
  if (version < seen.signed.version)
    throw rolledBack(
      'timestamp.json',
      `The registry shows version ${version} of timestamp.json, but version ${seen.signed.version} was seen here before.`,
    );
  if (snapshotMeta(timestamp).version < snapshotMeta(seen).version)
    throw rolledBack(
      'timestamp.json',
      `timestamp.json names version ${snapshotMeta(timestamp).version} of the snapshot, but version ${snapshotMeta(seen).version} was seen here before.`,
    );
  if (version === seen.signed.version && Buffer.compare(timestamp.bytes, seen.bytes) !== 0)
    throw mixed(
      'timestamp.json',
      `There are two different files that call themselves version ${version} of timestamp.json.`,
    );
  return timestamp;
}

/** The snapshot that a timestamp names: hash, signature, version; nothing in it went back or away (client workflow 5.5.2 to 5.5.5). */
export function acceptSnapshot(
  root: ReadMetadata<'root'>,
  timestamp: ReadMetadata<'timestamp'>,
  bytes: Uint8Array,
  seen: ReadMetadata<'snapshot'> | null,
): ReadMetadata<'snapshot'> {
  const meta = snapshotMeta(timestamp);
  const file = `${meta.version}.snapshot.json`;
  verifyNamedBytes(file, bytes, meta, timestamp.file);
  const snapshot = readMetadata('snapshot', file, bytes);
  verifySignatures(snapshot, topRole(root, 'snapshot'));
  checkVersion(snapshot, meta.version);
  for (const [name, before] of Object.entries(seen?.signed.meta ?? {})) {
    const after = Object.hasOwn(snapshot.signed.meta, name) ? snapshot.signed.meta[name] : undefined;
    if (after === undefined)
      throw rolledBack(file, `${file} no longer names ${name}, which was there before.`);
    if (after.version < before.version)
      throw rolledBack(
        file,
        `${file} names version ${after.version} of ${name}, but version ${before.version} was seen here before.`,
      );
  }
  return snapshot;
}

/** What a snapshot says of a role. @throws DataWaveError DW_TRUST_MIXED where it does not know it */
export function roleMeta(snapshot: ReadMetadata<'snapshot'>, role: string): MetaFile {
  const { meta } = snapshot.signed;
  const found = Object.hasOwn(meta, `${role}.json`) ? meta[`${role}.json`] : undefined;
  if (found === undefined) throw mixed(snapshot.file, `${snapshot.file} does not name ${role}.json.`);
  return found;
}

/** The top of the index, or a bin, that a snapshot names (client workflow 5.6.2 to 5.6.4). */
export function acceptTargets(
  role: string,
  signers: SigningRole,
  snapshot: ReadMetadata<'snapshot'>,
  bytes: Uint8Array,
): ReadMetadata<'targets'> {
  const meta = roleMeta(snapshot, role);
  const file = `${meta.version}.${role}.json`;
  verifyNamedBytes(file, bytes, meta, snapshot.file);
  const targets = readMetadata('targets', file, bytes);
  verifySignatures(targets, signers);
  checkVersion(targets, meta.version);
  return targets;
}

function checkVersion(metadata: ReadMetadata<Kind>, expected: number): void {
  if (metadata.signed.version !== expected)
    throw mixed(
      metadata.file,
      `${metadata.file} says that it is version ${metadata.signed.version}: files of different states were mixed.`,
    );
}

/** Whether two roots give a role to the same keys. */
export function isSameRole(a: ReadMetadata<'root'>, b: ReadMetadata<'root'>, role: TopRole): boolean {
  const ids = (root: ReadMetadata<'root'>): string => [...topRole(root, role).keys.keys()].sort().join();
  return ids(a) === ids(b);
}
