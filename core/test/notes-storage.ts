import { randomUUID } from 'node:crypto';
import {
  DEFAULT_WORKSPACE,
  type StorageService,
  sql,
  type Transaction,
  workspaceTable,
} from '@datawave/plugin-sdk';
import { defineEntity, p } from '@datawave/plugin-sdk/storage';
import pg from 'pg';
import { openStorage, type Storage } from '../src/storage/storage.ts';
import type { StoragePlugin } from '../src/storage/storage-plugin.ts';
import { requireServer, sharedServers } from './servers/index.ts';
import { silentLog, testScope, testStorage } from './storage.ts';

/** Notes of a workspace. */
export const Note = defineEntity({
  name: 'NotesNote',
  tableName: 'notes',
  properties: {
    id: p.uuid().primary(),
    workspaceId: p.uuid(),
    title: p.string().unique(),
    day: p.date().nullable(),
    writtenAt: p.datetime().nullable(),
    labels: p.array().nullable(),
  },
});

export const NOTES: StoragePlugin = {
  id: 'notes',
  schema: 'notes',
  entities: [Note],
  migrations: [
    {
      name: '0001_notes',
      up: [
        'create table notes (id uuid primary key, workspace_id uuid not null, title text not null unique, day date, written_at timestamptz, labels text[])',
        ...workspaceTable('notes'),
        `create function fail(state text) returns void language plpgsql as $$ begin raise exception using errcode = state; end $$`,
      ],
    },
  ],
};
export const OTHER: StoragePlugin = {
  id: 'other-plugin',
  schema: 'other_plugin',
  entities: [],
  migrations: [],
};

/** Code of the error that work ends with; null when it ends well. */
export const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  return error instanceof Error ? Reflect.get(error, 'code') : error;
};
/** All that an error says, stack and cause included; nothing when the work ends well. */
export const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (error: unknown) =>
      error instanceof Error
        ? `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
        : String(error),
  );

/** On the installed server, or on any other whose superuser's address DATAWAVE_TEST_POSTGRES_URL gives. */
async function freshDatabase(): Promise<string> {
  const name = `dw_${randomUUID().slice(0, 8)}`;
  const given = process.env['DATAWAVE_TEST_POSTGRES_URL'];
  if (given === undefined) return (await sharedServers.postgres()).createDatabase(name);
  const client = new pg.Client({ connectionString: given });
  await client.connect();
  await client.query(`create database ${name}`).finally(() => client.end());
  const url = new URL(given);
  url.pathname = name;
  return url.href;
}

interface Opened {
  readonly storage: Storage;
  /** A superuser's address of the same database. */
  readonly admin: string;
  close(): Promise<void>;
}

const kinds: Readonly<Record<string, { needs: boolean; open: () => Promise<Opened> }>> = {
  'the embedded PostgreSQL 18': {
    needs: false,
    open: async () => {
      const test = await testStorage({ plugins: [NOTES, OTHER] });
      return { storage: test.storage, admin: test.migrationUrl, close: () => test.close() };
    },
  },
  'an installed PostgreSQL by URL': {
    needs: true,
    open: async () => {
      const admin = await freshDatabase();
      const storage = await openStorage({ url: admin, dataDirectory: '/nonexistent', log: silentLog });
      for (const outcome of (await storage.migrate([NOTES, OTHER])).values())
        if (outcome.error) throw outcome.error;
      await storage.activate([NOTES, OTHER]);
      return { storage, admin, close: () => storage.close() };
    },
  },
};

/** A storage of one kind with two plugins on it, and short ways to use it. The notes are empty before each test. */
export interface NotesStorage {
  readonly storage: Storage;
  /** The storage service of the plugin `notes`. */
  readonly notes: StorageService;
  asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T>;
  inside<T>(work: (tx: Transaction) => Promise<T>, workspace?: string): Promise<T>;
  insert(title: string, workspace?: string): (tx: Transaction) => Promise<unknown>;
  titles(workspace?: string): Promise<string[]>;
}

/** Describes behaviour that must be the same on every kind of storage; `define` is called once for each. */
export function describeOnEachStorage(title: string, define: (opened: () => NotesStorage) => void): void {
  for (const [kind, { needs, open }] of Object.entries(kinds)) {
    describe(`${title} on ${kind}`, () => {
      let opened: Opened | undefined;
      let use: NotesStorage | undefined;
      before(async function () {
        if (needs) requireServer(this, 'postgres');
        opened = await open();
        use = notesOf(opened);
      });
      after(() => opened?.close());
      beforeEach(() => use?.asAdmin(async (client) => client.query('truncate notes.notes')));
      define(() => {
        if (use === undefined) throw new Error('the storage is not open yet');
        return use;
      });
    });
  }
}

function notesOf({ storage, admin }: Opened): NotesStorage {
  const notes = storage.service('notes');
  const inside = <T>(work: (tx: Transaction) => Promise<T>, workspace = DEFAULT_WORKSPACE): Promise<T> =>
    notes.transaction(testScope({ workspace }), work);
  return {
    storage,
    notes,
    inside,
    asAdmin: async (work) => {
      const client = new pg.Client({ connectionString: admin });
      await client.connect();
      return work(client).finally(() => client.end());
    },
    insert:
      (title, workspace = DEFAULT_WORKSPACE) =>
      (tx) =>
        notes.query(
          tx,
          sql`insert into notes.notes (id, workspace_id, title) values (${randomUUID()}, ${workspace}, ${title})`,
        ),
    titles: (workspace) =>
      inside(
        async (tx) =>
          (await notes.query<{ title: string }>(tx, sql`select title from notes.notes order by title`)).map(
            (row) => row.title,
          ),
        workspace,
      ),
  };
}
