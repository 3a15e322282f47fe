import type { PluginManifest, PluginPackage } from '@datawave/plugin-sdk';
import type { BuildOrigin } from '@datawave/plugin-sdk/packaging';
import compare from 'semver/functions/compare.js';
import type { IsolationLevel, PluginTrust } from '../../isolation/walls/index.ts';
import {
  addedGrants,
  grantsOf,
  type LockedPlugin,
  type PluginGrants,
  type PluginLock,
} from '../lock/plugin-lock.ts';
import type { PlanNotice } from './plan-notice.ts';

/** A plugin that is there now, running or not. */
export interface InstalledPlugin {
  readonly id: string;
  /** npm name. */
  readonly name: string;
  readonly version: string;
  readonly manifest: PluginManifest;
  /** Whether the configuration brings it, or the lock. */
  readonly origin: 'config' | 'lock';
  /** Of one from the lock: the registry it came from. */
  readonly registry: string | null;
}

/** A plugin that the configuration brings, or that came with the platform. */
export const fromConfiguration = ({ name, version, manifest }: PluginPackage): InstalledPlugin => ({
  ...{ id: manifest.id, name, version, manifest },
  ...{ origin: 'config', registry: null },
});

/** What a change does to one plugin. */
export type PlannedAction = 'install' | 'update' | 'downgrade' | 'replace' | 'remove';

/** At which level a plugin will run, and what that enforces. */
export interface PlannedIsolation {
  /** `none` where it is not available. */
  readonly level: IsolationLevel | 'none';
  /** False where this host does not have the level: then the plugin does not run. */
  readonly isAvailable: boolean;
  readonly enforced: readonly string[];
  readonly notEnforced: readonly string[];
  readonly reason: string | null;
}

/** Whether it is proven from what a package was built, or told and not verified because no root of sigstore is configured, or not told. */
export type ProvenanceState = 'verified' | 'unverified' | 'untold';

/** One plugin in a plan, with all that somebody should see before they agree. */
export interface PlannedChange {
  readonly action: PlannedAction;
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly from: string | null;
  readonly to: string | null;
  /** `asked`, or what requires it. */
  readonly why: string;
  readonly trust: PluginTrust;
  readonly registry: string | null;
  readonly publisher: string | null;
  /** Whether the registry has signed these bytes. */
  readonly isSigned: boolean;
  readonly keyids: readonly string[];
  /** False where it was signed before by other keys. */
  readonly hasSameSigner: boolean | null;
  /** From what it was built; null unless that was proven. */
  readonly provenance: BuildOrigin | null;
  readonly provenanceState: ProvenanceState;
  /** False where what was there before was proven to be built from a repository, and this is not, or from another. */
  readonly hasSameRepository: boolean | null;
  readonly sha256: string | null;
  /** Bytes of the tarball and of what is in it. */
  readonly size: number | null;
  readonly unpackedSize: number | null;
  readonly deprecated: string | null;
  /** All that it asks for, and what of it was not granted before. */
  readonly grants: PluginGrants;
  readonly added: PluginGrants;
  readonly isolation: PlannedIsolation | null;
  readonly data: PlannedData;
}

/** What becomes of a plugin's data. */
export interface PlannedData {
  readonly keepsData: boolean;
  /** Migrations that its schema has now. */
  readonly applied: readonly string[];
  /** Migrations that it runs when it comes up, in order; null where that could not be found out. */
  readonly pending: readonly string[] | null;
  /** Those of them that the version before does not know: after them there is no way back to it. */
  readonly forbidding: readonly string[];
  /** Migrations that its schema has and this version does not know: with any of them it does not come up. */
  readonly unknown: readonly string[];
  /** Why its migrations could not be listed; null when they were. */
  readonly unlisted: string | null;
  /** Whether there is, or may be, no way back after it: a schema that has moved on is not understood by the former version. */
  readonly mayForbidRollback: boolean;
  /** Whether the data goes with the plugin. */
  readonly purged: boolean;
}

/** What is to be done, as somebody looks at it and agrees to it. */
export interface PluginPlan {
  readonly version: 1;
  /** Number of the lock that it was made on. */
  readonly base: number;
  readonly kind: 'change' | 'rollback';
  readonly changes: readonly PlannedChange[];
  /** The plugins of the lock that it leads to. */
  readonly plugins: PluginLock['plugins'];
  /** SHA-256 of what proves the packages of the bundle that it was made of; absent where it was made of none. */
  readonly bundle?: string;
  /** What somebody should know besides. */
  readonly notices: readonly PlanNotice[];
}

/** Whether somebody has to agree to more than before. */
export const asksForMore = ({ changes }: PluginPlan): boolean =>
  changes.some(({ added }) => Object.values(added).some((one) => one !== null && one.length > 0));

/** A package that has arrived and was looked at. */
export interface ArrivedPackage {
  readonly locked: LockedPlugin;
  readonly manifest: PluginManifest;
  readonly name: string;
  readonly why: string;
  readonly unpackedSize: number;
  readonly deprecated: string | null;
  readonly isSigned: boolean;
  readonly provenanceState: ProvenanceState;
}

/** What a plan says of a package that is to come. */
export function describeArrival(
  arrived: ArrivedPackage,
  now: {
    readonly former: LockedPlugin | null;
    readonly isolation: PlannedIsolation | null;
    readonly data: PlannedData;
  },
): PlannedChange {
  const { locked, manifest, name, why } = arrived;
  const { former, isolation, data } = now;
  const grants = grantsOf(manifest);
  return {
    action: actionOf(former, locked),
    ...{ id: manifest.id, name, title: manifest.title ?? manifest.id, why },
    from: former?.version ?? null,
    to: locked.version,
    ...{ trust: locked.trust, registry: locked.registry, publisher: locked.publisher, keyids: locked.keyids },
    ...{ isSigned: arrived.isSigned, deprecated: arrived.deprecated },
    ...{ provenance: locked.provenance ?? null, provenanceState: arrived.provenanceState },
    hasSameRepository:
      former?.provenance === undefined
        ? null
        : former.provenance.repository === (locked.provenance?.repository ?? null),
    hasSameSigner:
      former === null || former.keyids.length === 0
        ? null
        : former.keyids.some((keyid) => locked.keyids.includes(keyid)),
    ...{ sha256: locked.sha256, size: locked.size, unpackedSize: arrived.unpackedSize },
    grants,
    added: addedGrants(grants, former?.grants ?? null),
    isolation,
    data,
  };
}

function actionOf(former: LockedPlugin | null, to: LockedPlugin): PlannedAction {
  if (former === null) return 'install';
  const order = compare(to.version, former.version);
  return order > 0 ? 'update' : order < 0 ? 'downgrade' : 'replace';
}

const NOTHING: PluginGrants = {
  ...{ permissions: [], network: [], database: null, secrets: [], files: [], api: [] },
};

/** What a plan says of a plugin that is to go. */
export function describeRemoval(
  { id, name, manifest }: Pick<InstalledPlugin, 'id' | 'name' | 'manifest'>,
  former: LockedPlugin,
  data: { readonly applied: readonly string[]; readonly purged: boolean },
): PlannedChange {
  return {
    action: 'remove',
    ...{ id, name, title: manifest.title ?? id, why: 'asked', from: former.version, to: null },
    ...{ trust: former.trust, registry: former.registry, publisher: former.publisher, keyids: former.keyids },
    ...{ isSigned: false, hasSameSigner: null, deprecated: null },
    ...{ provenance: null, provenanceState: 'untold', hasSameRepository: null },
    ...{ sha256: null, size: null, unpackedSize: null, grants: NOTHING, added: NOTHING, isolation: null },
    data: {
      ...{ keepsData: former.grants.database !== null, applied: data.applied, pending: [] },
      ...{ forbidding: [], unknown: [], unlisted: null },
      ...{ mayForbidRollback: data.purged, purged: data.purged },
    },
  };
}

/** A change in one line, for lists and the trail. */
export const summaryOf = ({ plan }: { readonly plan: PluginPlan }): string =>
  plan.changes
    .map(
      ({ action, name, from, to }) =>
        `${action} ${name} ${[from, to].filter((one) => one !== null).join(' → ')}`,
    )
    .join(', ');
