import type { KeyObject } from 'node:crypto';
import { acceptNextRoot, acceptPinnedRoot, topRole } from './accept.ts';
import { readMetadata } from './metadata.ts';
import type { TopRole } from './sign-metadata.ts';

/** What a root says: who signs what. @public */
export interface RootSummary {
  readonly version: number;
  /** ISO 8601 in UTC. */
  readonly expires: string;
  readonly roles: Readonly<
    Record<TopRole, { readonly keys: ReadonlyMap<string, KeyObject>; readonly threshold: number }>
  >;
  /** Keys whose signatures are there; whether they hold and suffice says {@link verifyRoot}. */
  readonly signedBy: readonly string[];
}

/**
 * What a root says, signed or not: for whoever is about to sign it.
 * @throws DataWaveError DW_TRUST_MALFORMED
 * @public
 */
export function readRoot(bytes: Uint8Array): RootSummary {
  const root = readMetadata('root', 'root.json', bytes);
  return {
    version: root.signed.version,
    expires: root.signed.expires,
    roles: {
      root: topRole(root, 'root'),
      timestamp: topRole(root, 'timestamp'),
      snapshot: topRole(root, 'snapshot'),
      targets: topRole(root, 'targets'),
    },
    signedBy: root.signatures.map(({ keyid }) => keyid),
  };
}

/**
 * Whether a root is signed by as many as it asks for, and follows the one before.
 * @param previous - the root that is trusted now; null for the first
 * @throws DataWaveError DW_TRUST_THRESHOLD, DW_TRUST_SIGNATURE, DW_TRUST_UNKNOWN_KEY, DW_TRUST_ROLLED_BACK, DW_TRUST_MALFORMED
 * @public
 */
export function verifyRoot(bytes: Uint8Array, previous: Uint8Array | null): RootSummary {
  if (previous === null) acceptPinnedRoot(bytes);
  else acceptNextRoot(acceptPinnedRoot(previous), bytes);
  return readRoot(bytes);
}
