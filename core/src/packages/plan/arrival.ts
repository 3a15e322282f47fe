import type { PluginManifest } from '@datawave/plugin-sdk';
import {
  type CheckedPackage,
  checkPackage,
  type PluginRevocation,
  type TrustedTarget,
  verifyPublisher,
  verifyTarget,
} from '@datawave/plugin-sdk/packaging';
import satisfies from 'semver/functions/satisfies.js';
import { readPackage } from '../../plugins/manifest.ts';
import { describeProblems } from '../../plugins/plugin-problem.ts';
import type { Storage } from '../../storage/storage.ts';
import { digestOf, grantsOf, type LockedPlugin } from '../lock/plugin-lock.ts';
import { revoked, tampered, unfit, unsigned } from '../package-errors.ts';
import type { RegistryClient } from '../registries/registry-client.ts';
import { keepBlob } from '../store/blob-rows.ts';
import { contentsOf, type PackageStore } from '../store/package-store.ts';
import { originOf } from './build-origin.ts';
import type { ArrivedPackage } from './plan.ts';
import type { Chosen } from './resolve.ts';

/** Where packages arrive. */
export interface ArrivalParts {
  readonly storage: Storage;
  readonly store: PackageStore;
  readonly maxBytes: number;
}

/**
 * Fetches a version and looks at what has come, hashing the bytes that did: what the registry says of them must hold.
 * @throws DataWaveError DW_PACKAGES_REVOKED, DW_PACKAGES_UNSIGNED, DW_PACKAGES_TAMPERED, DW_PACKAGES_UNFIT, DW_PACKAGES_PROVENANCE, those of the registry and
 *   of the package's form
 */
export async function fetchPackage(parts: ArrivalParts, chosen: Chosen): Promise<ArrivedPackage> {
  const { offered, registry, why } = chosen;
  const { name, version } = offered;
  const target = await trustedTarget(registry, name, version);
  const bytes = await registry.download(offered, parts.maxBytes);
  if (target !== null) verifyTarget(target, bytes);
  const checked = await takeIn(parts, bytes, { name, version });
  if (offered.integrity !== null && offered.integrity !== checked.integrity)
    throw tampered(name, version, 'its hash is another than the registry lists');
  if (digestOf(checked.manifest) !== digestOf(offered.manifest))
    throw tampered(name, version, 'its manifest is another than the registry lists');
  const signers =
    target === null ? [] : verifyPublisher(target, checked, await registry.publisherKeys(target.keyids));
  const { provenance, state } = await originOf(registry, offered, checked);
  return describe(parts, checked, {
    ...(provenance === null ? {} : { provenance }),
    provenanceState: state,
    ...{ registry: registry.name, why, deprecated: offered.deprecated, isSigned: target !== null },
    publisher: target?.publisher ?? null,
    trust: target?.verified === true ? 'verified' : 'community',
    keyids: signers,
  });
}

/** Takes in a package from a file that somebody brings. It counts as local, whoever has signed it. */
export async function takeFile(parts: ArrivalParts, bytes: Uint8Array): Promise<ArrivedPackage> {
  const checked = await takeIn(parts, bytes, null);
  return describe(parts, checked, {
    ...{ registry: null, why: 'asked', deprecated: null, isSigned: false, publisher: null },
    ...{ trust: 'local', keyids: [], provenanceState: 'untold' },
  });
}

/** What a registry vouches for; null where it has no root of trust. @throws DataWaveError DW_PACKAGES_REVOKED, DW_PACKAGES_UNSIGNED */
export async function trustedTarget(
  registry: RegistryClient,
  name: string,
  version: string,
): Promise<TrustedTarget | null> {
  const trust = await registry.trust();
  if (trust === null) return null;
  const against = findRevocation(await trust.revocations(), name, version);
  if (against !== null) throw revoked(name, version, against.reason);
  const target = await trust.target(name, version);
  if (target === null) throw unsigned(name, version, registry.name);
  return target;
}

/** What was said against a version; null when nothing was. */
export const findRevocation = (
  revocations: readonly PluginRevocation[],
  name: string,
  version: string,
): PluginRevocation | null =>
  revocations.find(
    (one) => one.name === name && satisfies(version, one.versions, { includePrerelease: true }),
  ) ?? null;

/** Keeps what has come in the store and in the database, after it was looked at. */
async function takeIn(
  { storage, store, maxBytes }: ArrivalParts,
  bytes: Uint8Array,
  expected: { readonly name: string; readonly version: string } | null,
): Promise<CheckedPackage> {
  const checked = await checkPackage(bytes);
  const { name, version, sha256, files } = checked;
  if (expected !== null && (name !== expected.name || version !== expected.version))
    throw tampered(expected.name, expected.version, `it is ${name}@${version}`);
  const received = await store.receive(once(bytes), maxBytes);
  await store.unpack(received.sha256, files);
  await keepBlob(storage, { sha256, name, version }, bytes);
  return checked;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function describe(
  { store }: ArrivalParts,
  checked: CheckedPackage,
  origin: Pick<ArrivedPackage, 'why' | 'deprecated' | 'isSigned' | 'provenanceState'> &
    Pick<LockedPlugin, 'registry' | 'publisher' | 'trust' | 'keyids' | 'provenance'>,
): ArrivedPackage {
  const { name, version, sha256, integrity, size, unpackedSize } = checked;
  const { registry, publisher, trust, keyids, why, deprecated, isSigned, provenance, provenanceState } =
    origin;
  const manifest = readManifest(store.packageDirectory(sha256), name, version);
  return {
    ...{ name, manifest, why, unpackedSize, deprecated, isSigned, provenanceState },
    locked: {
      ...{ version, sha256, integrity, size, registry, publisher, trust, keyids },
      contents: contentsOf(checked.files),
      ...(provenance === undefined ? {} : { provenance }),
      grants: grantsOf(manifest),
    },
  };
}

/** The manifest by the kernel's own rules. @throws DataWaveError DW_PACKAGES_UNFIT */
export function readManifest(directory: string, name: string, version: string): PluginManifest {
  const { package: read, problems } = readPackage(directory, name);
  if (read === null) throw unfit(name, version, describeProblems(problems));
  return read.manifest;
}
