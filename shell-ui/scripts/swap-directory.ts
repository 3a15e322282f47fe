import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** File in a build's folder that holds the hash of what it was built from. */
const STAMP = '.source-hash';

function swap(fresh: string, target: string, old: string, stamp: string): void {
  try {
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
  } catch (error) {
    // Another process may have put the same build there in the meantime.
    if (!isFresh(target, stamp)) throw error;
  }
}

/** Whether a folder holds the build of these sources. */
export function isFresh(target: string, stamp: string): boolean {
  const file = join(target, STAMP);
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}

/** Builds into a folder beside the target and puts it in its place only when that went well. */
export async function buildInto(
  packageDirectory: string,
  target: string,
  stamp: string,
  build: (directory: string) => Promise<void>,
): Promise<void> {
  const fresh = join(packageDirectory, `.datawave-build-${process.pid}`);
  const old = `${fresh}-old`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  try {
    await build(fresh);
    writeFileSync(join(fresh, STAMP), stamp);
    mkdirSync(join(target, '..'), { recursive: true });
    swap(fresh, target, old, stamp);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
