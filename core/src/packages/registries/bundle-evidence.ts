import { createHash } from 'node:crypto';
import { readArchive, writeArchive } from '@datawave/plugin-sdk/packaging';
import type { Storage } from '../../storage/storage.ts';
import type { InstallerParts } from '../installer-parts.ts';
import { notKept } from '../package-errors.ts';
import type { PluginPlan } from '../plan/plan.ts';
import { keepBlob, readBlob } from '../store/blob-rows.ts';
import { type BundleLimits, openBundleRegistry } from './bundle-registry.ts';
import type { Registries } from './registries.ts';

const TARBALL = /^tarballs\/([0-9a-f]{64})\.tgz$/;
/** What stands where the name and version of a package do. */
const KEPT_AS = { name: 'bundle', version: '-' };

/**
 * Keeps of a bundle what proves its packages, so that a plan made of it is applied later, on whichever replica, without the file and without
 * a network. The packages are kept by themselves.
 * @returns the hash that it is kept under, hexadecimal
 */
export async function keepEvidence(
  storage: Storage,
  bundle: Uint8Array,
  limits: BundleLimits,
): Promise<string> {
  const archive = await readArchive(bundle, limits);
  const files = new Map<string, Uint8Array>();
  for (const [path, file] of archive) files.set(path, TARBALL.test(path) ? new Uint8Array() : file.bytes);
  const bytes = await writeArchive(files);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await keepBlob(storage, { sha256, ...KEPT_AS }, bytes);
  return sha256;
}

/** The bundle that a plan was made of, in the place of its registry; the configured registries where it was made of none. */
export async function registriesOfPlan(
  { config, storage, registries }: Pick<InstallerParts, 'config' | 'storage' | 'registries'>,
  { bundle }: Pick<PluginPlan, 'bundle'>,
): Promise<() => Registries> {
  if (bundle === undefined) return registries;
  const kept = await readBlob(storage, bundle);
  if (kept === null) throw notKept(KEPT_AS.name, bundle.slice(0, 16));
  const files = new Map<string, Uint8Array>();
  for (const [path, { bytes }] of await readArchive(kept)) {
    const sha256 = TARBALL.exec(path)?.[1];
    const found = sha256 === undefined ? bytes : await readBlob(storage, sha256);
    if (found === null) throw notKept(path, bundle.slice(0, 16));
    files.set(path, found);
  }
  return (await openBundleRegistry(config, await writeArchive(files))).registries;
}
