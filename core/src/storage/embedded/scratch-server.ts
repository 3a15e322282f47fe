import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@datawave/plugin-sdk';
import pg from 'pg';
import { ensureRoles } from '../roles.ts';
import { isCode } from './binaries.ts';
import { type EmbeddedServer, openEmbeddedServer } from './embedded-server.ts';
import { isAlive } from './process-lock.ts';

/** A database that goes when it is closed. */
export interface ScratchDatabase {
  readonly server: EmbeddedServer;
  readonly name: string;
  /** Closes and drops it. */
  close(): Promise<void>;
}

/** Durability is bought with time that tests need not spend. */
const SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

let shared: Promise<EmbeddedServer> | null = null;
let databases = 0;

/**
 * Where the server lies that tests share. Test files that run side by side have one each: a transaction that is left open in one
 * database keeps what others may see as settled back.
 */
export const scratchDirectory = (): string =>
  join(tmpdir(), `datawave-tests-${process.getuid?.() ?? 0}-${process.env['MOCHA_WORKER_ID'] ?? 0}`);

/** Makes a fresh database, with the roles in place and a login for the application. The server ends with the last process that uses it. */
export async function openScratchDatabase(login: string, log: Logger): Promise<ScratchDatabase> {
  shared ??= openShared(login, log);
  const server = await shared;
  const name = `test_${process.pid}_${++databases}`;
  await asSuperuser(server, (client) => client.query(`create database ${name}`));
  return {
    server,
    name,
    close: async () => {
      await asSuperuser(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

async function openShared(login: string, log: Logger): Promise<EmbeddedServer> {
  const leave = noteUser();
  const server = await openEmbeddedServer({ dataDirectory: scratchDirectory(), log, settings: SETTINGS });
  await asSuperuser(server, async (client) => {
    await client.query(`create role ${login} login noinherit`).catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError) || !['42710', '23505'].includes(error.code ?? '')) throw error;
    });
    await ensureRoles(client, login);
    const { rows } = await client.query<{ name: string }>(
      `select datname as name from pg_database where datname like 'test\\_%'`,
    );
    for (const { name } of rows) {
      // What a killed run has left behind.
      if (!(await isAlive(Number(name.split('_')[1]))))
        await client.query(`drop database if exists ${name} with (force)`);
    }
  });
  // The process must be able to end by itself; then the server is stopped, unless other test runs use it.
  server.unref();
  process.once('beforeExit', () => void server.close());
  // Workers of mocha are told to end and never come to that, and a run that takes too long is told by a signal.
  process.once('exit', leave);
  process.once('SIGTERM', () => {
    leave();
    process.kill(process.pid, 'SIGTERM');
  });
  return server;
}

/** Notes that this process uses the server. What is answered stops the server unless others use it, and waits for nothing. */
function noteUser(): () => void {
  const users = join(scratchDirectory(), 'users');
  const mine = String(process.pid);
  mkdirSync(users, { recursive: true, mode: 0o700 });
  writeFileSync(join(users, mine), '');
  return () => {
    try {
      rmSync(join(users, mine), { force: true });
      if (readdirSync(users).some((user) => isRunning(Number(user)))) return;
      const file = readFileSync(join(scratchDirectory(), 'postgres', 'postmaster.pid'), 'utf8');
      const pid = Number.parseInt(file, 10);
      if (pid > 0) process.kill(pid, 'SIGINT');
    } catch (error) {
      // It has stopped already, or its folder has been removed.
      if (!isCode(error, 'ENOENT', 'ESRCH')) throw error;
    }
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function asSuperuser<T>(server: EmbeddedServer, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...server.address, user: server.superuser, database: 'postgres' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
