import { spawn } from 'node:child_process';
import { chown, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataWaveError } from '@datawave/plugin-sdk';
import { isCode, type PostgresBinaries } from './binaries.ts';
import { copyKept, keep, keptCluster } from './kept-cluster.ts';
import { isAlive } from './process-lock.ts';
import type { Unprivileged } from './unprivileged.ts';

/** Where a data folder's server stands, as its postmaster.pid tells. */
export interface Postmaster {
  readonly pid: number;
  readonly socketDirectory: string;
  /** Whether it says that it takes connections; asking earlier only fills its log. */
  readonly isReady: boolean;
}

/** Name of the embedded cluster's bootstrap superuser. */
export const SUPERUSER = 'postgres';
/** The port only names the socket; the server listens on no address. */
export const SOCKET_PORT = 5432;

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;
const START_PATIENCE_MS = 60_000;
/** How long a server may live on after it has removed its file. */
const LAST_BREATH_MS = 5_000;

/** Fit for a laptop: modest memory, durable commits, and no statement or value ever in the log. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  port: String(SOCKET_PORT),
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  max_wal_size: '512MB',
  min_wal_size: '64MB',
  checkpoint_completion_target: '0.9',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
};

/** The server that postmaster.pid names, when that process is alive and is PostgreSQL on this folder. */
export async function runningPostmaster(cluster: string): Promise<Postmaster | null> {
  const file = join(cluster, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  const directory = lines[4]?.trim();
  if (!Number.isInteger(pid) || pid <= 0 || !(await isAlive(pid))) return null;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null);
  if (command !== null && !command.includes(cluster)) {
    // After a restart of the machine or container the id may belong to a stranger; PostgreSQL would then refuse to start.
    await rm(file, { force: true });
    return null;
  }
  return directory ? { pid, socketDirectory: directory, isReady: lines[7]?.trim() === 'ready' } : null;
}

/** Creates the cluster in a draft folder and moves it into place, so that a killed start leaves no half of one. */
export async function createCluster(
  cluster: string,
  binaries: PostgresBinaries,
  as: Unprivileged,
): Promise<void> {
  const draft = `${cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const kept = as.user ? null : keptCluster(binaries.major);
  if (kept === null || !copyKept(kept, draft)) {
    const failure = await initialise(draft, binaries, as);
    if (failure !== null) {
      await rm(draft, { recursive: true, force: true });
      throw startFailure(`The embedded database could not be created in ${cluster}: ${failure}`, as);
    }
    if (kept !== null) await keep(draft, kept);
  }
  await rename(draft, cluster);
}

/** Runs initdb in an empty folder; answers why that failed. */
async function initialise(
  draft: string,
  binaries: PostgresBinaries,
  as: Unprivileged,
): Promise<string | null> {
  if (as.user) await chown(draft, as.user.uid, as.user.gid);
  const args = [
    '-D',
    draft,
    '-U',
    SUPERUSER,
    '--auth=trust',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
  ];
  const [program = '', ...rest] = [...as.prefix, binaries.initdb, ...args];
  const output: Buffer[] = [];
  const child = spawn(program, rest, {
    ...as.user,
    cwd: '/',
    env: environment(binaries),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  return await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(
        code === 0
          ? null
          : `initdb ended with ${signal ?? code}: ${lastLines(Buffer.concat(output).toString())}`,
      ),
    );
  });
}

/** Starts the server so that it outlives us, and waits until it answers. */
export async function startPostmaster(
  cluster: string,
  o: {
    readonly binaries: PostgresBinaries;
    readonly as: Unprivileged;
    readonly socketDirectory: string;
    readonly settings: Readonly<Record<string, string>>;
    readonly logFile: string;
    readonly answers: (at: Postmaster) => Promise<boolean>;
  },
): Promise<Postmaster> {
  const size = await stat(o.logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(o.logFile, `${o.logFile}.1`);
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const log = await open(o.logFile, 'a', 0o600);
    const start = (await log.stat()).size;
    const settings = Object.entries({
      ...SETTINGS,
      ...o.settings,
      unix_socket_directories: `"${o.socketDirectory}"`,
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [program = '', ...rest] = [...o.as.prefix, o.binaries.postgres, '-D', cluster, ...settings];
    // Detached: a Ctrl-C in the terminal must reach us first, and our death must not take the server along.
    const child = spawn(program, rest, {
      ...o.as.user,
      cwd: '/',
      env: environment(o.binaries),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    let ended: string | null = null;
    child.once('error', (error) => {
      ended = error.message;
    });
    child.once('exit', (code, signal) => {
      ended = `ended with ${signal ?? code}`;
    });
    child.unref();
    await log.close();
    while (ended === null) {
      const at = await runningPostmaster(cluster);
      if (at?.pid === child.pid && at?.isReady && (await o.answers(at))) return at;
      if (Date.now() > deadline) {
        child.kill('SIGQUIT');
        throw startFailure(
          `The embedded database in ${cluster} did not answer within ${START_PATIENCE_MS / 1000} s`,
          o.as,
        );
      }
      await sleep(5);
    }
    const said = (await readFile(o.logFile, 'utf8').catch(() => '')).slice(start);
    // The old server's children hold its shared memory and its lock for a moment after it was killed.
    const passing =
      /pre-existing shared memory block|lock file ".*" already exists|is another postmaster/i.test(said);
    if (!passing || Date.now() > deadline)
      throw startFailure(
        `The embedded database in ${cluster} did not start, it ${String(ended)}: ${lastLines(said)}`,
        o.as,
      );
    await sleep(50);
  }
}

/** Fast shutdown: open transactions are rolled back. Resolves when the process has ended. */
export async function stopPostmaster(cluster: string, pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if (!isCode(error, 'ESRCH')) throw error;
  }
  const deadline = Date.now() + 30_000;
  let goneSince: number | null = null;
  for (;;) {
    const alive = await isAlive(pid);
    const gone = await stat(join(cluster, 'postmaster.pid')).then(
      () => false,
      () => true,
    );
    if (!alive) return;
    // Its file goes first, the process some milliseconds later. One that lives on much longer is somebody else's by now.
    if (gone) goneSince ??= Date.now();
    if (goneSince !== null && Date.now() - goneSince > LAST_BREATH_MS) return;
    if (Date.now() > deadline) {
      throw new DataWaveError({
        code: 'DW_STORAGE_EMBEDDED_STOP',
        message: `The embedded database, process ${pid}, did not stop within 30 s.`,
        hint: `End it with: kill -QUIT ${pid}`,
        where: cluster,
      });
    }
    await sleep(10);
  }
}

const environment = (binaries: PostgresBinaries): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LC_ALL: 'C',
  TZ: 'UTC',
  ...binaries.env,
});

const lastLines = (text: string): string => text.trim().split('\n').slice(-4).join(' ').slice(-600);

const startFailure = (message: string, as: Unprivileged): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_EMBEDDED_START',
    message,
    hint: as.user
      ? `It runs as user ${as.user.uid} because this process is root: that user must be able to reach the data folder and the installation. Start DataWave as an ordinary user, or choose another --data folder.`
      : 'Read postgres.log in the data folder; check free disk space and the rights of the folder; or set storage.url to a PostgreSQL server.',
  });
