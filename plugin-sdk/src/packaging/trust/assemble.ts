import type { PluginRevocation } from '../listing.ts';
import { acceptSnapshot, acceptTargets, roleMeta, snapshotMeta, type TrustedSet, topRole } from './accept.ts';
import { type ReadMetadata, verifyNamedBytes } from './metadata.ts';
import { REVOCATIONS_FILE, readRevocations } from './trusted-target.ts';

/** Longest files by kind, in bytes, whatever the file above says. */
export const MOST_BYTES = {
  root: 512 * 1024,
  timestamp: 16 * 1024,
  snapshot: 8 * 1024 * 1024,
  targets: 16 * 1024 * 1024,
};

/** A whole state of a registry: everything that every client needs; bins come when they are asked for. */
export interface State extends TrustedSet {
  readonly revocations: readonly PluginRevocation[];
}

/** Gets a file and has it accepted; null where it is not to be had. */
export type GetFile = <T extends object>(
  file: string,
  maxBytes: number,
  accept: (bytes: Uint8Array) => T,
) => Promise<T | null>;

/** How many bytes of a list of targets are taken. */
export const limited = (length: number | undefined, most: number = MOST_BYTES.targets): number =>
  Math.min(length ?? most, most);

/** Name under which the registry gives out a list of revocations. */
export const revocationsFile = (sha256: string | undefined): string =>
  `${sha256 ?? 'unnamed'}.${REVOCATIONS_FILE}`;

/**
 * Follows a timestamp to the snapshot, the top of the index and the revocations that it leads to, each verified.
 * @param before - the state whose snapshot must not be undone
 */
export async function assemble(
  root: ReadMetadata<'root'>,
  timestamp: ReadMetadata<'timestamp'>,
  before: State | null,
  get: GetFile,
): Promise<State | null> {
  const named = snapshotMeta(timestamp);
  const snapshot = await get(
    `${named.version}.snapshot.json`,
    limited(named.length, MOST_BYTES.snapshot),
    (bytes) => acceptSnapshot(root, timestamp, bytes, before?.snapshot ?? null),
  );
  if (snapshot === null) return null;
  const meta = roleMeta(snapshot, 'targets');
  const targets = await get(`${meta.version}.targets.json`, limited(meta.length), (bytes) =>
    acceptTargets('targets', topRole(root, 'targets'), snapshot, bytes),
  );
  if (targets === null) return null;
  const list = targets.signed.targets[REVOCATIONS_FILE];
  if (list === undefined) return { root, timestamp, snapshot, targets, revocations: [] };
  const revocations = await get(revocationsFile(list.hashes['sha256']), limited(list.length), (bytes) => {
    verifyNamedBytes(REVOCATIONS_FILE, bytes, list, targets.file);
    return readRevocations(bytes);
  });
  return revocations === null ? null : { root, timestamp, snapshot, targets, revocations };
}
