import type { PluginManifest } from '@datawave/plugin-sdk';
import { listMigrations } from '../apply/trial.ts';
import type { InstallerParts } from '../installer-parts.ts';
import { grantsOf, type LockedPlugin } from '../lock/plugin-lock.ts';
import { reasonOf } from '../package-errors.ts';
import { describeBlobs, noteMigrations } from '../store/blob-rows.ts';
import { appliedMigrations } from './applied-migrations.ts';
import type { ArrivedPackage, PlannedData, PlannedIsolation } from './plan.ts';

const NONE: PlannedData = {
  ...{ keepsData: false, applied: [], pending: [], forbidding: [], unknown: [] },
  ...{ unlisted: null, mayForbidRollback: false, purged: false },
};

/**
 * What becomes of the data of a package that is to come: which migrations it runs, and whether there is a way back after them. Where it
 * keeps data its module is loaded for that, behind the wall that it will run behind; nothing of it is set up.
 */
export async function planData(
  parts: InstallerParts,
  arrived: Pick<ArrivedPackage, 'name' | 'locked' | 'manifest'>,
  former: LockedPlugin | null,
  isolation: PlannedIsolation | null,
): Promise<PlannedData> {
  const { storage } = parts;
  const { manifest } = arrived;
  const applied = await appliedMigrations(storage, manifest.id);
  if (grantsOf(manifest).database === null) return { ...NONE, applied };
  const { names, reason } = await migrationsOf(parts, arrived, isolation);
  const before = former === null ? null : await known(storage, former.sha256);
  const pending = names?.filter((name) => !applied.includes(name)) ?? null;
  const forbidding =
    former === null || before === null ? [] : (pending?.filter((name) => !before.includes(name)) ?? []);
  return {
    ...{ keepsData: true, applied, pending, forbidding, unlisted: reason, purged: false },
    unknown: names === null ? [] : applied.filter((name) => !names.includes(name)),
    // What is not known of either version may stand in the way.
    mayForbidRollback:
      former !== null &&
      (pending === null || (before === null && pending.length > 0) || forbidding.length > 0),
  };
}

async function known(storage: InstallerParts['storage'], sha256: string): Promise<readonly string[] | null> {
  return (await describeBlobs(storage, [sha256])).get(sha256)?.migrations ?? null;
}

async function migrationsOf(
  { storage, store, config }: InstallerParts,
  { name, locked, manifest }: { name: string; locked: LockedPlugin; manifest: PluginManifest },
  isolation: PlannedIsolation | null,
): Promise<{ readonly names: readonly string[] | null; readonly reason: string | null }> {
  const { sha256, version } = locked;
  const names = await known(storage, sha256);
  if (names !== null) return { names, reason: null };
  // That it cannot run here is said by itself.
  if (isolation === null || isolation.level === 'none') return { names: null, reason: null };
  try {
    const listed = await listMigrations({
      ...{ name, version, manifest, directory: store.packageDirectory(sha256), level: isolation.level },
      timeoutMs: config.packages.trialSeconds * 1000,
    });
    await noteMigrations(storage, sha256, listed);
    return { names: listed, reason: null };
  } catch (error) {
    return { names: null, reason: reasonOf(error) };
  }
}
