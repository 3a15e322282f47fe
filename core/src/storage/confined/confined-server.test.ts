import { randomUUID } from 'node:crypto';
import { DEFAULT_WORKSPACE, workspaceTable } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import pg from 'pg';
import { codeOf } from '../../../test/notes-storage.ts';
import { type RunningPostgres, requireServer, startPostgres } from '../../../test/servers/index.ts';
import { silentLog, testScope } from '../../../test/storage.ts';
import type { PluginStorage } from '../plugin-storage.ts';
import { openStorage, type Storage } from '../storage.ts';
import type { StoragePlugin } from '../storage-plugin.ts';
import { asLogin, confinedPassword } from './confined-names.ts';

const library = (name = '0001_books'): StoragePlugin => ({
  ...{ id: 'library', schema: 'library', entities: [], isConfined: true },
  migrations: [
    {
      name: '0001_books',
      up: ['create table books (workspace_id uuid not null)', ...workspaceTable('books')],
    },
    ...(name === '0001_books' ? [] : [{ name, up: ['alter table books add title text'] }]),
  ],
});

describe('an isolated plugin on a database server by URL', () => {
  let server: RunningPostgres;
  let database: string;
  const storages: Storage[] = [];

  before(async function () {
    requireServer(this, 'postgres');
    server = await startPostgres();
    await admin(
      `create role dw_maker login createrole password 'word-7f3a'`,
      `create role dw_keeper login password 'word-7f3a'`,
    );
  });
  after(() => server?.stop());
  beforeEach(async () => {
    database = `db_${randomUUID().slice(0, 8)}`;
    await server.createDatabase(database);
  });
  afterEach(async () => {
    for (const storage of storages.splice(0)) await storage.close();
  });

  const admin = async (...statements: string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const url = (user: string, password = 'word-7f3a'): string =>
    `postgres://${user}:${password}@${server.host}:${server.port}/${database}`;
  const open = async (o: { url: string; migrationUrl?: string }): Promise<Storage> => {
    const storage = await openStorage({ ...o, dataDirectory: '/nonexistent', log: silentLog });
    storages.push(storage);
    return storage;
  };
  const migrate = async (storage: Storage, plugin = library()) =>
    (await storage.migrate([plugin])).get('library')?.error;
  const count = async (storage: Storage): Promise<unknown> => {
    await storage.activate([library()]);
    const service = storage.service('library') as PluginStorage;
    return service.transaction(testScope(), async (tx) => {
      const { rows } = await service
        .statementsOf(tx)
        .run('insert into library.books values ($1) returning 1 as one', [DEFAULT_WORKSPACE], false);
      return rows.length;
    });
  };

  it('has roles of its own, which the owner makes who may make roles, with a password of their own', async () => {
    await admin(`alter database ${database} owner to dw_maker`);
    const storage = await open({ url: url('dw_maker') });
    expect(await migrate(storage)).to.equal(undefined);
    expect(await count(storage)).to.equal(1);
    const { rows } = await logins();
    expect(rows).to.have.length(1);
    const refused = new pg.Client({ connectionString: url(String(rows[0]?.name), 'anything') });
    expect(await codeOf(refused.connect())).to.equal('28P01');
    expect(await migrate(storage, library('0002_title'))).to.equal(undefined);
    await storage.activate([]);
    await storage.dropSchema('library');
    expect((await logins()).rows).to.deep.equal([]);
  });

  it('is refused, by name, where the platform’s user may not make roles, and comes up once they are there', async () => {
    await admin(`alter database ${database} owner to dw_keeper`, 'alter role dw_keeper createrole');
    // The roles of the platform itself.
    await (await open({ url: url('dw_keeper') })).migrate([]);
    await admin('alter role dw_keeper nocreaterole');
    const storage = await open({ url: url('dw_keeper') });
    const error = await migrate(storage);
    expect(error?.code).to.equal('DW_STORAGE_ISOLATED_ROLE');
    expect(error?.hint).to.contain('createrole');
    await admin('alter role dw_keeper createrole');
    expect(await migrate(storage)).to.equal(undefined);
    await admin('alter role dw_keeper nocreaterole');
    const later = await open({ url: url('dw_keeper') });
    expect(await migrate(later), 'nothing is to be made').to.equal(undefined);
    expect(await count(later)).to.equal(1);
  });

  it('is not given a role that somebody has made more of', async () => {
    await admin(`alter database ${database} owner to dw_maker`);
    const storage = await open({ url: url('dw_maker') });
    expect(await migrate(storage)).to.equal(undefined);
    const name = String((await logins()).rows[0]?.name);
    await admin(`grant datawave_app to ${name}`);
    expect((await migrate(storage))?.code).to.equal('DW_STORAGE_ISOLATED_ROLE');
    await admin(`revoke datawave_app from ${name}`);
    expect(await migrate(storage)).to.equal(undefined);
  });

  const logins = async (): Promise<pg.QueryResult<{ name: string }>> => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    try {
      return await client.query<{ name: string }>(
        `select rolname as name from pg_roles where rolcanlogin
         and rolname ~ '^dw_[0-9a-f]{10}_library$'
         and exists (select from pg_shdepend s join pg_database d on d.oid = s.dbid where s.refobjid = pg_roles.oid and d.datname = $1)`,
        [database],
      );
    } finally {
      await client.end();
    }
  };
});

describe('the login of an isolated plugin', () => {
  const target = (connectionString: string) => ({ config: { connectionString }, display: 'a server' });

  it('is at the same server, with a password that is made of the application’s', () => {
    const from = 'postgres://app:s%40cret@db.example:5433/datawave?sslmode=verify-full&user=x&password=y';
    const password = confinedPassword(target('postgres://app:s%40cret@db.example/d'), 'dw_1_p');
    expect(password).to.match(/^[\w-]{43}$/);
    expect(confinedPassword(target('postgres://app:s%40cret@db.example/d'), 'dw_2_p')).not.to.equal(password);
    expect(confinedPassword(target('postgres://app:other@db.example/d'), 'dw_1_p')).not.to.equal(password);
    expect(asLogin(target(from), 'dw_1_p', password).config.connectionString).to.equal(
      `postgres://dw_1_p:${password}@db.example:5433/datawave?sslmode=verify-full`,
    );
    expect(asLogin(target(from), 'dw_1_p', password).display).not.to.contain(password);
  });

  it('has none where the application has none', () => {
    const socket = 'postgres://app@/datawave?host=%2Frun%2Fpg';
    expect(confinedPassword(target(socket), 'dw_1_p')).to.equal(null);
    expect(asLogin(target(socket), 'dw_1_p', null).config.connectionString).to.equal(
      'postgres://dw_1_p@/datawave?host=%2Frun%2Fpg',
    );
  });
});
