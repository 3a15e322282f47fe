import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_WORKSPACE, type ExecutionScope, type Logger } from '@datawave/plugin-sdk';
import pg from 'pg';
import { type EmbeddedServer, openEmbeddedServer } from '../src/storage/embedded/embedded-server.ts';
import { isAlive } from '../src/storage/embedded/process-lock.ts';
import { ensureRoles } from '../src/storage/roles.ts';
import { openStorage, type Storage } from '../src/storage/storage.ts';
import type { StoragePlugin } from '../src/storage/storage-plugin.ts';

/** A fresh database with a storage on it. */
export interface TestStorage {
  readonly storage: Storage;
  /** The same database for a second storage or process: hand both to openStorage. */
  readonly url: string;
  readonly migrationUrl: string;
  /** Runs a statement as the owner of everything, as another process may. */
  asOwner(statement: string): Promise<void>;
  /** Closes the storage and drops the database. */
  close(): Promise<void>;
}

/** A logger that says nothing. */
export const silentLog: Logger = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLog,
};

function nothing(): void {
  // On purpose.
}

/** A scope in the given workspace, the default one unless given. */
export function testScope(
  o: { readonly workspace?: string; readonly signal?: AbortSignal } = {},
): ExecutionScope {
  return {
    workspace: o.workspace ?? DEFAULT_WORKSPACE,
    principal: { id: 'system', kind: 'system', displayName: 'Test', roles: [] },
    requestId: randomUUID(),
    signal: o.signal ?? new AbortController().signal,
  };
}

const LOGIN = 'datawave_login';
let shared: Promise<EmbeddedServer> | null = null;
let databases = 0;

/**
 * Opens a storage on a database of its own, on one embedded server shared by the whole test run.
 * Migrates and activates the plugins that are given.
 */
export async function testStorage(
  o: {
    readonly plugins?: readonly StoragePlugin[];
    readonly log?: Logger;
    readonly poolSize?: number;
    readonly prepare?: boolean;
  } = {},
): Promise<TestStorage> {
  shared ??= openShared();
  const server = await shared;
  const name = `test_${process.pid}_${++databases}`;
  await asSuperuser(server, (client) => client.query(`create database ${name}`));
  const url = (user: string): string =>
    `postgres://${user}@/${name}?host=${encodeURIComponent(server.address.host)}`;
  const storage = await openStorage({
    url: url(LOGIN),
    migrationUrl: url(server.superuser),
    dataDirectory: sharedDirectory(),
    log: o.log ?? silentLog,
    ...(o.poolSize === undefined ? {} : { poolSize: o.poolSize }),
    ...(o.prepare === undefined ? {} : { prepare: o.prepare }),
  });
  if (o.plugins) {
    const outcomes = await storage.migrate(o.plugins);
    for (const outcome of outcomes.values()) if (outcome.error) throw outcome.error;
    await storage.activate(o.plugins);
  }
  return {
    storage,
    url: url(LOGIN),
    migrationUrl: url(server.superuser),
    asOwner: async (statement) => {
      const client = new pg.Client({ connectionString: url(server.superuser) });
      await client.connect();
      await client.query(statement).finally(() => client.end());
    },
    close: async () => {
      await storage.close();
      await asSuperuser(server, (client) => client.query(`drop database if exists ${name} with (force)`));
    },
  };
}

const sharedDirectory = (): string => join(tmpdir(), `datawave-tests-${process.getuid?.() ?? 0}`);

async function openShared(): Promise<EmbeddedServer> {
  // Durability is bought with time that tests need not spend.
  const server = await openEmbeddedServer({
    dataDirectory: sharedDirectory(),
    log: silentLog,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  await asSuperuser(server, async (client) => {
    await client.query(`create role ${LOGIN} login noinherit`).catch((error: unknown) => {
      if (!(error instanceof pg.DatabaseError) || !['42710', '23505'].includes(error.code ?? '')) throw error;
    });
    await ensureRoles(client, LOGIN);
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
  return server;
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
