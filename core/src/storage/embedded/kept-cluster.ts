import { cpSync, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isCode } from './binaries.ts';

/**
 * Names the folder that keeps a cluster as initdb has left it. The runner of the tests sets it, because they make hundreds of clusters and
 * to copy one takes a tenth of the processor time of making it. Nobody else does.
 */
export const KEPT_CLUSTERS = 'DATAWAVE_TEST_CLUSTERS';

/** Where the cluster of a version is kept; null where none is to be kept. */
export function keptCluster(major: number): string | null {
  const folder = process.env[KEPT_CLUSTERS] ?? '';
  return folder === '' ? null : join(folder, `postgres-${major}`);
}

/** Copies the cluster that is kept; false when there is none yet. */
export function copyKept(kept: string, to: string): boolean {
  if (!existsSync(kept)) return false;
  cpSync(kept, to, { recursive: true });
  return true;
}

/** Keeps a copy of a cluster that no server has been started on. Of several processes the first one's stays. */
export async function keep(cluster: string, kept: string): Promise<void> {
  const draft = `${kept}.${process.pid}-${crypto.randomUUID()}`;
  cpSync(cluster, draft, { recursive: true });
  try {
    await rename(draft, kept);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!isCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}
