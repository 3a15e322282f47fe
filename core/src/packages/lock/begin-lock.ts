import { join } from 'node:path';
import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import type { InstalledFolder } from '../../plugins/discover.ts';
import { findPackage, kernelDirectory } from '../../plugins/entry.ts';
import { PackageStore } from '../store/package-store.ts';
import { lockUnproven } from './lock-errors.ts';
import { LOCK_FILE, type LockWatch, readLockFile, readWatch, writeWatch } from './lock-file.ts';
import { isSealedBy } from './lock-key.ts';
import { readKnownKey } from './lock-key-file.ts';
import { EMPTY_LOCK, type PluginLock } from './plugin-lock.ts';

/** What a process begins with. */
export interface BegunLock {
  /** What it runs. */
  readonly lock: PluginLock;
  /** What is watched, or has just been given up; null when nothing is. */
  readonly watch: LockWatch | null;
  readonly store: PackageStore;
  readonly installed: readonly InstalledFolder[];
}

/** A lock with which so many processes came to a bad end is given up. */
const MOST_CRASHED = 2;

/** The store of packages below a data folder, for the SDK of this platform. */
export function openStore(dataDirectory: string, projectDirectory: string): PackageStore {
  const sdk = findPackage('@datawave/plugin-sdk', [kernelDirectory(), projectDirectory]);
  if (sdk === null)
    throw new DataWaveError({
      code: 'DW_PACKAGES_SDK_MISSING',
      message: 'The package @datawave/plugin-sdk is not installed beside the platform.',
      hint: 'Install the platform anew.',
    });
  return new PackageStore(join(dataDirectory, 'packages'), sdk);
}

/** Of a process that has to do with no installed plugins. */
export const nothingInstalled = (dataDirectory: string, projectDirectory: string): BegunLock => ({
  lock: EMPTY_LOCK,
  watch: null,
  store: openStore(dataDirectory, projectDirectory),
  installed: [],
});

/**
 * Reads which plugins are installed, before there is a database, and looks at every file of theirs. A lock that this platform has not
 * sealed is none. A lock that is not confirmed yet and
 * with which processes came to a bad end is left for the one before.
 * @param isWatched - whether this process counts: one that only looks does not
 */
export async function beginLock(options: {
  readonly dataDirectory: string;
  readonly projectDirectory: string;
  readonly isWatched: boolean;
  /** Where the master key may be. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}): Promise<BegunLock> {
  const { dataDirectory, projectDirectory, isWatched, env, log } = options;
  const store = openStore(dataDirectory, projectDirectory);
  let lock: PluginLock;
  const believe = await believer(dataDirectory, env);
  try {
    lock = await readLockFile(dataDirectory);
    believe(lock);
  } catch (error) {
    // The database has it as well, and writes the copy anew.
    log.error('The copy of the lock of plugins is of no use; installed plugins wait for the database.', {
      error,
    });
    return { lock: EMPTY_LOCK, watch: null, store, installed: [] };
  }
  let watch = await readWatch(dataDirectory);
  if (watch !== null) watch = { ...watch, previous: orNone(watch.previous, believe) };
  if (watch !== null && watch.number !== lock.number && watch.givenUp === undefined) watch = null;
  if (watch !== null && isWatched && watch.givenUp === undefined) {
    watch = countIn(watch);
    await writeWatch(dataDirectory, watch);
  }
  if (watch?.givenUp !== undefined) lock = watch.previous;
  return { lock, watch, store, installed: await openInstalled(store, lock) };
}

/** Whether a lock was made here is known by the key that lies in the data folder under the master key. */
async function believer(
  dataDirectory: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<(lock: PluginLock) => void> {
  const { key, highest, reason } = await readKnownKey(dataDirectory, env);
  return (lock) => {
    if (isUnsealed(lock)) return;
    const where = join(dataDirectory, LOCK_FILE);
    if (key === null) throw lockUnproven(where, reason ?? 'there is no key');
    if (!isSealedBy(key, lock)) throw lockUnproven(where, 'it has no seal of this platform');
    if (lock.number > highest) throw lockUnproven(where, `no state after ${highest} was adopted here`);
  };
}

/** The one before the first has nobody to seal it, and brings nothing. */
const isUnsealed = ({ number, plugins }: PluginLock): boolean =>
  number === 0 && Object.keys(plugins).length === 0;

function orNone(lock: PluginLock, believe: (lock: PluginLock) => void): PluginLock {
  try {
    believe(lock);
    return lock;
  } catch {
    // Going back to what is not believed is going back to none; the database says what comes then.
    return { ...EMPTY_LOCK, number: lock.number };
  }
}

/** Counts this process among those that have begun, and those that are gone without a word among the crashed. */
function countIn(watch: LockWatch): LockWatch {
  // One with our own number is gone: containers number from one each time.
  const alive = watch.begun.filter((pid) => pid !== process.pid && isAlive(pid));
  const crashed = watch.crashed + watch.begun.length - alive.length;
  const counted = { ...watch, crashed, begun: [...alive, process.pid] };
  if (crashed < MOST_CRASHED) return counted;
  return { ...counted, givenUp: `The platform came to a bad end with it ${crashed} times.` };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function openInstalled(store: PackageStore, lock: PluginLock): Promise<readonly InstalledFolder[]> {
  return Promise.all(
    Object.entries(lock.plugins).map(async ([name, { sha256, contents, trust, config = {} }]) => {
      const directory = store.packageDirectory(sha256);
      const fault = await store.fault(sha256, contents);
      const problem =
        fault === null
          ? null
          : {
              code: 'DW_PACKAGES_DAMAGED',
              message: `The installed package "${name}" is not what was installed: ${fault}.`,
              hint: 'It is put right from the database as soon as that is open; else install it anew.',
              where: directory,
            };
      return { name, directory, trust, config, problem, verify: () => store.check(name, sha256, contents) };
    }),
  );
}
