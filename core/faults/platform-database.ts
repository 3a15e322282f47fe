import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { runningPostmaster, SUPERUSER } from '../src/storage/embedded/postmaster.ts';
import { type RunningPostgres, startPostgres } from '../test/servers/index.ts';

/** PostgreSQL as the platform keeps its data in it. */
export interface PlatformDatabase {
  /** Of its server; null where it is embedded. */
  readonly port: number | null;
  /** What a process is told. @param port - the server's, or that of a proxy before it */
  url(port: number): string;
  /** A connection of the suite's own, past every proxy. */
  connect(): Promise<pg.Client>;
  crash(): Promise<void>;
  /** Brings it back; where it is embedded the platform does that. */
  revive(): Promise<void>;
  /** Leaves no space on its disk, until the answer is called. Null where it has no disk of its own. */
  readonly fillDisk: (() => () => void) | null;
  close(): Promise<void>;
}

/** Megabytes of the file system that is to be filled: a cluster takes about sixty. */
const DISK_MEGABYTES = 220;
const CHUNK = Buffer.alloc(1024 * 1024);

/** Whether this machine lets us mount a file system of our own, and why not. */
export function canMount(): { readonly isPossible: boolean; readonly reason: string } {
  const folder = join(tmpdir(), `datawave-mount-${process.pid}`);
  try {
    mkdirSync(folder, { mode: 0o755 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
    execFileSync('umount', [folder], { stdio: 'pipe' });
    return { isPossible: true, reason: '' };
  } catch {
    return {
      isPossible: false,
      reason: 'a file system of a few megabytes cannot be mounted without being root',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A database on a server that runs share. */
export async function serverDatabase(server: RunningPostgres, name: string): Promise<PlatformDatabase> {
  const url = new URL(await server.createDatabase(name));
  return {
    port: server.port,
    url: (port) => {
      const through = new URL(url);
      through.port = String(port);
      return through.href;
    },
    connect: () => connected({ connectionString: url.href }),
    crash: () => server.crash(),
    revive: () => server.restart(),
    fillDisk: null,
    close: async () => {
      const client = await connected({ connectionString: server.url });
      await client.query(`drop database if exists ${name} with (force)`).finally(() => client.end());
    },
  };
}

/** A server of the run's own on a file system that can be filled. */
export async function smallDiskDatabase(folder: string): Promise<PlatformDatabase> {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m,mode=0755`, 'tmpfs', disk], {
    stdio: 'pipe',
  });
  const unmount = (): void => {
    execFileSync('umount', ['--lazy', disk], { stdio: 'pipe' });
  };
  process.prependListener('exit', unmount);
  const server = await startPostgres({ folder: disk });
  const database = await serverDatabase(server, 'platform');
  return {
    ...database,
    // What could not be written may have taken it down.
    revive: async () => {
      const isUp = await database.connect().then(
        async (client) => {
          await client.end();
          return true;
        },
        () => false,
      );
      if (isUp) return;
      await server.crash();
      await server.restart();
    },
    fillDisk: () => {
      const filler = join(disk, 'filler');
      const file = openSync(filler, 'w');
      try {
        for (;;) writeSync(file, CHUNK);
      } catch (error) {
        if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ENOSPC') throw error;
      } finally {
        closeSync(file);
      }
      return () => rmSync(filler);
    },
    close: async () => {
      await server.stop();
      process.off('exit', unmount);
      unmount();
    },
  };
}

/** The platform's own PostgreSQL in a data folder. */
export function embeddedDatabase(dataDirectory: string): PlatformDatabase {
  const cluster = join(dataDirectory, 'postgres');
  /** By the id in its own file: it outlives the processes that started it. */
  const kill = (): void => {
    const [pid] = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
  };
  const onExit = (): void => {
    try {
      kill();
    } catch {
      // It does not run.
    }
  };
  process.prependListener('exit', onExit);
  const address = async (): Promise<pg.ClientConfig> => {
    const postmaster = await runningPostmaster(cluster);
    if (postmaster === null) throw new Error('the embedded database does not run');
    return { host: postmaster.socketDirectory, user: SUPERUSER, database: 'datawave' };
  };
  return {
    port: null,
    url: () => 'embedded',
    connect: async () => connected(await address()),
    crash: async () => kill(),
    revive: async () => undefined,
    fillDisk: null,
    close: async () => {
      process.off('exit', onExit);
      for (let tries = 0; tries < 200 && (await runningPostmaster(cluster)) !== null; tries += 1) {
        onExit();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

async function connected(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...config, application_name: 'faults', connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
