import { spawnSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { DataWaveError } from '@datawave/plugin-sdk';

/** How to run PostgreSQL, which refuses to run as root. */
export interface Unprivileged {
  /** Put before the program and its arguments. */
  readonly prefix: readonly string[];
  /** Set when another user runs it, who then must own its folders. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
}

/**
 * As an ordinary user PostgreSQL simply runs. As root it runs in a user namespace where root looks like user 1000,
 * so that its files stay root's; where namespaces are forbidden (many containers) it runs as postgres or nobody.
 * A cluster that belongs to some user already goes on as that user.
 *
 * @param cluster - the cluster's folder, which need not exist
 * @throws DataWaveError DW_STORAGE_EMBEDDED_ROOT when none of this works
 */
export async function unprivileged(cluster: string): Promise<Unprivileged> {
  if (process.getuid?.() !== 0) return { prefix: [], user: null };
  const owner = await stat(cluster).catch(() => null);
  if (owner && owner.uid !== 0) return { prefix: [], user: { uid: owner.uid, gid: owner.gid } };
  const prefix = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'];
  const [program = '', ...args] = prefix;
  if (spawnSync(program, [...args, 'true'], { stdio: 'ignore', timeout: 5_000 }).status === 0)
    return { prefix, user: null };
  const accounts = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name);
    const uid = Number(account?.[2]);
    const gid = Number(account?.[3]);
    if (account && Number.isInteger(uid) && Number.isInteger(gid) && uid > 0)
      return { prefix: [], user: { uid, gid } };
  }
  throw new DataWaveError({
    code: 'DW_STORAGE_EMBEDDED_ROOT',
    message:
      'PostgreSQL refuses to run as root, and there is neither a user namespace nor a user postgres or nobody to run it as.',
    hint: 'Start DataWave as an ordinary user, or set storage.url or DATABASE_URL to a PostgreSQL server.',
  });
}
