import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataWaveError, type Logger } from '@datawave/plugin-sdk';
import pg from 'pg';
import { locateBinaries, type PostgresBinaries } from './binaries.ts';
import {
  createCluster,
  type Postmaster,
  runningPostmaster,
  SOCKET_PORT,
  SUPERUSER,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';
import { withProcessLock } from './process-lock.ts';
import { socketDirectory } from './socket-directory.ts';
import { type Unprivileged, unprivileged } from './unprivileged.ts';

/** Seen in pg_stat_activity: each process that uses the server keeps one such connection open for as long as it does. */
const PRESENCE = 'datawave-presence';

/** A PostgreSQL server of our own on a data folder, shared by every process that opens the same folder. */
export interface EmbeddedServer {
  /** How a client of `pg` reaches it, without user and database. */
  readonly address: { readonly host: string; readonly port: number };
  readonly superuser: string;
  /** Starts the server again when it has died. Safe to call from many places and processes at once. */
  recover(): Promise<void>;
  /** Lets the process end although it has not left; call close before it does. */
  unref(): void;
  /** Leaves; the last process to leave stops the server. */
  close(): Promise<void>;
}

/** How to open one. */
export interface EmbeddedServerOptions {
  readonly dataDirectory: string;
  readonly log: Logger;
  /** Server settings over the usual ones, when this process is the one that starts it. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Starts the server of a data folder, or joins the one that is already running there.
 *
 * @param o.dataDirectory - absolute; created with mode 0700 when missing; the cluster lies in its folder `postgres`
 * @throws DataWaveError DW_STORAGE_EMBEDDED_MISSING, DW_STORAGE_EMBEDDED_START, DW_STORAGE_EMBEDDED_VERSION,
 *   DW_STORAGE_EMBEDDED_ROOT, DW_STORAGE_EMBEDDED_SOCKET, DW_STORAGE_EMBEDDED_LOCKED, DW_STORAGE_DATA_DIRECTORY
 */
export async function openEmbeddedServer(o: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const directory = resolve(o.dataDirectory);
  await makeDataDirectory(directory);
  const binaries = await locateBinaries(join(directory, 'postgres-lib'));
  const as = await unprivileged(join(directory, 'postgres'));
  if (as.user) await letPass(directory);
  const server = new Server({
    ...o,
    directory,
    binaries,
    as,
    socket: await socketDirectory(directory, as.user),
  });
  await server.recover();
  return server;
}

class Server implements EmbeddedServer {
  readonly superuser = SUPERUSER;
  readonly #cluster: string;
  readonly #directory: string;
  readonly #binaries: PostgresBinaries;
  readonly #as: Unprivileged;
  readonly #log: Logger;
  readonly #settings: Readonly<Record<string, string>>;
  #address: { host: string; port: number };
  #presence: pg.Client | null = null;
  #recovering: Promise<void> | null = null;
  #closed = false;

  constructor(
    o: EmbeddedServerOptions & {
      readonly directory: string;
      readonly binaries: PostgresBinaries;
      readonly as: Unprivileged;
      readonly socket: string;
    },
  ) {
    this.#directory = o.directory;
    this.#cluster = join(o.directory, 'postgres');
    this.#binaries = o.binaries;
    this.#as = o.as;
    this.#log = o.log;
    this.#settings = o.settings ?? {};
    this.#address = { host: o.socket, port: SOCKET_PORT };
  }

  get address(): { readonly host: string; readonly port: number } {
    return this.#address;
  }

  recover(): Promise<void> {
    this.#recovering ??= this.#locked(() => this.#join()).finally(() => {
      this.#recovering = null;
    });
    return this.#recovering;
  }

  unref(): void {
    this.#hold('unref');
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#hold('ref');
    await this.#recovering?.catch(() => undefined);
    await this.#locked(async () => {
      const presence = this.#presence;
      this.#presence = null;
      if (!presence) return;
      const others = await presence
        .query<{ count: string }>(
          'select count(*) from pg_stat_activity where application_name = $1 and pid <> pg_backend_pid()',
          [PRESENCE],
        )
        .then(
          (result) => Number(result.rows[0]?.count ?? 0),
          () => 0,
        );
      await presence.end().catch(() => undefined);
      const running = await runningPostmaster(this.#cluster);
      if (running && others === 0) {
        await stopPostmaster(this.#cluster, running.pid);
        this.#log.debug('embedded database stopped', { pid: running.pid });
      }
    });
  }

  /** Missing from the driver's types. */
  #hold(method: 'ref' | 'unref'): void {
    const call: unknown = this.#presence && Reflect.get(this.#presence, method);
    if (typeof call === 'function') Reflect.apply(call, this.#presence, []);
  }

  #locked<T>(work: () => Promise<T>): Promise<T> {
    return withProcessLock(join(this.#directory, 'postgres.lock'), work, (pid) =>
      this.#log.warn('waiting for another process, which is starting or stopping the embedded database', {
        pid,
      }),
    );
  }

  async #join(): Promise<void> {
    if (this.#closed || (await this.#isPresent())) return;
    const before = await runningPostmaster(this.#cluster);
    if (before && (await this.#answersSoon(before))) {
      this.#log.debug('joined the running embedded database', { pid: before.pid });
      return;
    }
    if (!(await stat(join(this.#cluster, 'PG_VERSION')).catch(() => null))) {
      this.#log.info('creating the embedded database', { directory: this.#cluster });
      await createCluster(this.#cluster, this.#binaries, this.#as);
    }
    await this.#checkVersion();
    const socket = await socketDirectory(this.#directory, this.#as.user);
    const started = await startPostmaster(this.#cluster, {
      binaries: this.#binaries,
      as: this.#as,
      socketDirectory: socket,
      settings: this.#settings,
      logFile: join(this.#directory, 'postgres.log'),
      answers: (at) => this.#answers(at),
    });
    this.#log.debug('embedded database started', { pid: started.pid });
  }

  /** The death of the server may reach whoever asks before it reaches us. */
  async #isPresent(): Promise<boolean> {
    const presence = this.#presence;
    if (!presence) return false;
    const isAnswering = await presence.query('select 1').then(
      () => true,
      () => false,
    );
    if (!isAnswering && this.#presence === presence) this.#presence = null;
    return isAnswering;
  }

  /** A server that is there may still be starting, or be on its way out after a kill. */
  async #answersSoon(at: Postmaster): Promise<boolean> {
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      const now = await runningPostmaster(this.#cluster);
      if (now?.pid !== at.pid) return false;
      if (now.isReady && (await this.#answers(now))) return true;
      await sleep(20);
    }
    return false;
  }

  /** Connects the presence: that is what it means for the server to be up. */
  async #answers(at: Postmaster): Promise<boolean> {
    const client = new pg.Client({
      host: at.socketDirectory,
      port: SOCKET_PORT,
      user: SUPERUSER,
      database: 'postgres',
      application_name: PRESENCE,
    });
    client.on('error', () => undefined);
    client.once('end', () => {
      if (this.#presence === client) this.#presence = null;
    });
    try {
      await client.connect();
    } catch {
      // Not yet up, or starting up: the caller asks again until its deadline and then reports the server's own log.
      return false;
    }
    this.#presence = client;
    this.#address = { host: at.socketDirectory, port: SOCKET_PORT };
    return true;
  }

  async #checkVersion(): Promise<void> {
    const found = (await readFile(join(this.#cluster, 'PG_VERSION'), 'utf8')).trim();
    if (Number(found) === this.#binaries.major) return;
    throw new DataWaveError({
      code: 'DW_STORAGE_EMBEDDED_VERSION',
      message: `The data folder was made by PostgreSQL ${found}, this release brings PostgreSQL ${this.#binaries.major}.`,
      where: this.#cluster,
      hint: 'Take a backup with the release that made it and restore it with this one, or choose another data folder with --data.',
    });
  }
}

/** The user that runs the server must be able to reach its folder in ours, but not to list ours. */
async function letPass(directory: string): Promise<void> {
  const { mode } = await stat(directory);
  if ((mode & 0o001) === 0) await chmod(directory, (mode & 0o777) | 0o011);
}

async function makeDataDirectory(directory: string): Promise<void> {
  try {
    await makeFolders(directory);
  } catch (cause) {
    throw new DataWaveError({
      code: 'DW_STORAGE_DATA_DIRECTORY',
      message: `The data folder ${directory} cannot be created.`,
      hint: 'Give another one with --data or storage.data, or make its parent writable.',
      cause,
    });
  }
}

/** Node's own recursive mkdir never returns where a file system answers "not found" for a folder whose parent exists, as /proc does. */
async function makeFolders(directory: string): Promise<void> {
  try {
    if ((await stat(directory)).isDirectory()) return;
  } catch {
    const parent = dirname(directory);
    if (parent !== directory) await makeFolders(parent);
  }
  try {
    await mkdir(directory, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    const made = await stat(directory).catch(() => null);
    if (made?.isDirectory() !== true) throw error;
  }
}
