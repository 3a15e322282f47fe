import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** File in a build's folder that holds the hash of what it was built from. */
export const STAMP = '.source-hash';

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
    if (existsSync(target)) renameSync(target, old);
    renameSync(fresh, target);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}
