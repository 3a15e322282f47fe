import { randomUUID } from 'node:crypto';
import { DEFAULT_WORKSPACE, type ExecutionScope, type Logger } from '@datawave/plugin-sdk';
import pg from 'pg';
import { openScratchDatabase, scratchDirectory } from '../src/storage/embedded/scratch-server.ts';
import { EMBEDDED_LOGIN } from '../src/storage/server.ts';
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

/**
 * Opens a storage on a database of its own, on an embedded server that tests share.
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
  const { server, name, close } = await openScratchDatabase(EMBEDDED_LOGIN, silentLog);
  const url = (user: string): string =>
    `postgres://${user}@/${name}?host=${encodeURIComponent(server.address.host)}`;
  const storage = await openStorage({
    url: url(EMBEDDED_LOGIN),
    migrationUrl: url(server.superuser),
    dataDirectory: scratchDirectory(),
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
    url: url(EMBEDDED_LOGIN),
    migrationUrl: url(server.superuser),
    asOwner: async (statement) => {
      const client = new pg.Client({ connectionString: url(server.superuser) });
      await client.connect();
      await client.query(statement).finally(() => client.end());
    },
    close: async () => {
      await storage.close();
      await close();
    },
  };
}
