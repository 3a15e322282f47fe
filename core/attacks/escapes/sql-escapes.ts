import { DEFAULT_WORKSPACE, workspaceTable } from '@datawave/plugin-sdk';
import pg from 'pg';
import { closeToOthers } from '../../src/storage/confined/confined-roles.ts';
import type { PluginStorage } from '../../src/storage/plugin-storage.ts';
import type { StoragePlugin } from '../../src/storage/storage-plugin.ts';
import { type TestStorage, testScope, testStorage } from '../../test/storage.ts';
import { MIGRATIONS, type SqlAttempt, STATEMENTS } from './sql-attempts.ts';

/**
 * Who tries: the plugin as it is; whoever had its role and nothing looked at what he says; or somebody whose role is not restricted, to see that
 * the attempt is worth the name.
 */
export type SqlLevel = 'plugin' | 'role' | 'unrestricted';

/** What came of one attempt. */
export interface SqlResult {
  readonly attempt: SqlAttempt;
  readonly kind: 'statement' | 'migration';
  readonly hasSucceeded: boolean;
  readonly refusal: string | null;
}

const NOTES: StoragePlugin['migrations'] = [
  {
    name: '0001_notes',
    up: [
      'create table notes (id uuid primary key, workspace_id uuid not null, text text not null)',
      ...workspaceTable('notes'),
    ],
  },
];

const escaping = (migrations = NOTES): StoragePlugin => ({
  ...{ id: 'escaping', schema: 'escaping', entities: [], migrations, isConfined: true },
});
const other: StoragePlugin = {
  ...{ id: 'other', schema: 'other', entities: [] },
  migrations: [
    {
      name: '0001_secrets',
      up: ['create table secrets (text text primary key)', `insert into secrets values ('canary')`],
    },
  ],
};

/** Tries every text at a level, each statement in a transaction of its own and each migration in a database of its own. */
export async function trySql(level: SqlLevel): Promise<readonly SqlResult[]> {
  const results: SqlResult[] = [];
  const note = async (
    attempt: SqlAttempt,
    kind: SqlResult['kind'],
    run: () => Promise<readonly unknown[]>,
  ): Promise<void> => {
    try {
      const rows = await run();
      const hasSucceeded = attempt.isHarmless !== true || rows.length > 0;
      results.push({ attempt, kind, hasSucceeded, refusal: null });
    } catch (error) {
      const refusal = error instanceof Error ? error.message : String(error);
      results.push({ attempt, kind, hasSucceeded: false, refusal });
    }
  };
  const test = await testStorage({ plugins: [other, escaping()] });
  try {
    await test.asOwner(
      `create table core.jobs_stand_in (payload text); grant select, insert, update, delete on core.jobs_stand_in to datawave_app, datawave_kernel`,
    );
    const roles = await rolesOf(test);
    await asClient(test.migrationUrl, (owner) => closeToOthers(owner, roles.login));
    for (const attempt of STATEMENTS)
      await note(attempt, 'statement', () => send(level, test, attempt, roles));
    for (const attempt of MIGRATIONS)
      await note(attempt, 'migration', () => migrate(level, test, attempt, roles));
  } finally {
    await test.close();
  }
  return results;
}

interface Roles {
  readonly login: string;
  readonly owner: string;
}

async function rolesOf(test: TestStorage): Promise<Roles> {
  const storage = test.storage.service('escaping') as PluginStorage;
  const { rows } = await storage.transaction(testScope(), (tx) =>
    storage.statementsOf(tx).run('select current_user as login', [], false),
  );
  const login = String(Reflect.get(rows[0] ?? {}, 'login'));
  return { login, owner: `${login}_owner` };
}

async function asClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const as = (url: string, user: string): string => url.replace(/\/\/[^@]*@/, `//${user}@`);

/** In one message, as the simple protocol takes them, and nothing of it stays unless the text itself commits. */
const inTransaction = (url: string, setup: string, text: string): Promise<readonly unknown[]> =>
  asClient(url, async (client) => {
    await client.query(`begin; ${setup}; set local app.workspace = '${DEFAULT_WORKSPACE}'`);
    const results: unknown = await client.query(text);
    const last: unknown = Array.isArray(results) ? results.at(-1) : results;
    await client.query('rollback');
    const rows: unknown = Reflect.get(Object(last), 'rows');
    return Array.isArray(rows) ? rows : [];
  });

/** As separate messages where the extended protocol takes one statement each. */
const partsOf = (text: string): readonly string[] => text.split(/;\s+/);

/** Rolls back what has succeeded, so that nothing of it stays for the next one. */
class Succeeded extends Error {
  readonly rows: readonly unknown[];
  constructor(rows: readonly unknown[]) {
    super('it succeeded');
    this.rows = rows;
  }
}

async function send(
  level: SqlLevel,
  test: TestStorage,
  { text, control }: SqlAttempt,
  { login }: Roles,
): Promise<readonly unknown[]> {
  if (level === 'role') return inTransaction(as(test.url, login), 'set local lock_timeout = 1000', text);
  if (level === 'unrestricted')
    return control === 'owner'
      ? inTransaction(test.migrationUrl, 'select 1', text)
      : inTransaction(test.url, 'set local role datawave_app', text);
  const storage = test.storage.service('escaping') as PluginStorage;
  try {
    return await storage.transaction(testScope(), async (tx) => {
      let rows: readonly unknown[] = [];
      for (const part of partsOf(text)) ({ rows } = await storage.statementsOf(tx).run(part, [], false));
      throw new Succeeded(rows);
    });
  } catch (error) {
    if (error instanceof Succeeded) return error.rows;
    throw error;
  }
}

async function migrate(
  level: SqlLevel,
  test: TestStorage,
  { text }: SqlAttempt,
  { owner }: Roles,
): Promise<readonly unknown[]> {
  const setup = 'set local search_path = escaping';
  if (level === 'unrestricted') return inTransaction(test.migrationUrl, setup, text);
  if (level === 'role') {
    await test.asOwner(`alter role "${owner}" login`);
    try {
      return await inTransaction(as(test.url, owner), setup, text);
    } finally {
      await test.asOwner(`alter role "${owner}" nologin`);
    }
  }
  const migrations = [...NOTES, { name: '0002_escape', up: partsOf(text) }];
  const error = (await test.storage.migrate([escaping(migrations)])).get('escaping')?.error;
  if (error !== undefined) throw error;
  return [];
}
