import { checkPackage } from '@datawave/plugin-sdk/packaging';
import type { Storage } from '../../storage/storage.ts';
import { notKept } from '../package-errors.ts';
import { readBlob } from '../store/blob-rows.ts';
import { contentsOf, type PackageStore } from '../store/package-store.ts';
import { readWatch, writeLockFile, writeWatch } from './lock-file.ts';
import { type LockRow, listLocks } from './lock-rows.ts';
import type { LockSeal } from './lock-seal.ts';
import { EMPTY_LOCK, type LockedPlugin, type PluginLock } from './plugin-lock.ts';

/** What adopting a lock touches. */
export interface AdoptParts {
  readonly storage: Storage;
  readonly store: PackageStore;
  readonly seal: LockSeal;
  readonly dataDirectory: string;
}

/** Sees to it that all packages of a lock lie unpacked in the store, from the database where they do not. @throws DataWaveError DW_PACKAGES_MISSING */
export async function bringPackages(
  { storage, store }: Pick<AdoptParts, 'storage' | 'store'>,
  plugins: PluginLock['plugins'],
): Promise<void> {
  for (const [name, { sha256, version, contents }] of Object.entries(plugins)) {
    if ((await store.fault(sha256, contents)) === null) continue;
    await bringPackage({ storage, store }, name, { sha256, version });
  }
}

/** Unpacks a package from its bytes, whatever lies unpacked. Answers what it consists of. @throws DataWaveError DW_PACKAGES_MISSING */
export async function bringPackage(
  { storage, store }: Pick<AdoptParts, 'storage' | 'store'>,
  name: string,
  { sha256, version }: Pick<LockedPlugin, 'sha256' | 'version'>,
): Promise<string> {
  const bytes = (await store.read(sha256)) ?? (await readBlob(storage, sha256));
  if (bytes === null) throw notKept(name, version);
  const { files } = await checkPackage(bytes, { name, version });
  await store.unpack(sha256, files);
  return contentsOf(files);
}

/**
 * Makes a lock the one that the next start in this data folder begins with. What is not confirmed yet will be watched there.
 * @throws DataWaveError DW_PACKAGES_LOCK_UNPROVEN, DW_PACKAGES_LOCK_OLDER, DW_PACKAGES_MISSING; nothing is adopted then
 */
export async function adoptLock(parts: AdoptParts, row: LockRow | null): Promise<void> {
  const { storage, seal, dataDirectory } = parts;
  if (row !== null) await seal.accept(row);
  const lock = row?.lock ?? EMPTY_LOCK;
  await bringPackages(parts, lock.plugins);
  await seal.remember(lock);
  if (row === null || row.confirmedAt !== null) await writeWatch(dataDirectory, null);
  else if ((await readWatch(dataDirectory))?.number !== row.number)
    await writeWatch(dataDirectory, {
      ...{ number: row.number, begun: [], crashed: 0 },
      previous: await provenBefore(storage, seal, row.number),
    });
  await writeLockFile(dataDirectory, lock);
}

/** As {@link lockBefore}, without plugins where it cannot be believed. */
export async function provenBefore(storage: Storage, seal: LockSeal, number: number): Promise<PluginLock> {
  const former = await lockBefore(storage, number);
  return (await seal.isProven(former)) ? former : { ...EMPTY_LOCK, number: former.number };
}

/** The lock that counted before another; the empty one before the first. Nobody has looked at its seal. */
export async function lockBefore(storage: Storage, number: number): Promise<PluginLock> {
  const before = await listLocks(storage, 100, number);
  return before.find(({ state }) => state === 'applied')?.lock ?? EMPTY_LOCK;
}
