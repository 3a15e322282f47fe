import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_WORKSPACE, sql, type Transaction, workspaceTable } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { codeOf } from '../../../test/notes-storage.ts';
import { silentLog, type TestStorage, testScope, testStorage } from '../../../test/storage.ts';
import type { PluginStorage } from '../plugin-storage.ts';
import { openStorage } from '../storage.ts';
import type { StoragePlugin } from '../storage-plugin.ts';

const TABLE = 'create table books (id uuid primary key, workspace_id uuid not null, title text not null)';

const library = (up: readonly string[], isConfined = true): StoragePlugin => ({
  id: 'library',
  schema: 'library',
  entities: [],
  migrations: [{ name: '0001_books', up }],
  isConfined,
});

const sound = (isConfined = true): StoragePlugin => library([TABLE, ...workspaceTable('books')], isConfined);

describe('the storage of an isolated plugin', () => {
  let test: TestStorage;
  let storage: PluginStorage;

  before(async () => {
    test = await testStorage({ plugins: [sound()] });
    // What a plugin in process does not see of it.
    storage = test.storage.service('library') as PluginStorage;
  });
  after(() => test.close());

  const run = (tx: Transaction, text: string, parameters: readonly unknown[] = []) =>
    storage.statementsOf(tx).run(text, parameters, false);
  const inside = (text: string, parameters: readonly unknown[] = [], workspace = DEFAULT_WORKSPACE) =>
    storage.transaction(testScope({ workspace }), async (tx) => (await run(tx, text, parameters)).rows);
  const insert = (title: string, workspace = DEFAULT_WORKSPACE) =>
    inside('insert into library.books values ($1, $2, $3)', [randomUUID(), workspace, title], workspace);

  it('reads and writes its rows, in the workspace of the transaction alone', async () => {
    const theirs = randomUUID();
    await insert('mine');
    await insert('theirs', theirs);
    expect(await inside('select title from library.books')).to.deep.equal([{ title: 'mine' }]);
    expect(await inside('select title from library.books', [], theirs)).to.deep.equal([{ title: 'theirs' }]);
    await inside(`update library.books set title = title || '!'`);
    expect(await inside('delete from library.books returning title')).to.deep.equal([{ title: 'mine!' }]);
    expect(await inside('select title from library.books', [], theirs)).to.deep.equal([{ title: 'theirs' }]);
    const planted = inside('insert into library.books values ($1, $2, $3)', [
      randomUUID(),
      theirs,
      'planted',
    ]);
    expect(await codeOf(planted)).to.equal('DW_STORAGE_DENIED');
  });

  it('answers who it is: a role that is a member of nothing', async () => {
    const [who] = await inside(
      `select session_user = current_user as same, current_user like 'dw\\_%\\_library' as own,
         (select count(*)::int from pg_roles r where pg_has_role(current_user, r.oid, 'member')) as roles`,
    );
    expect(who).to.deep.equal({ same: true, own: true, roles: 1 });
  });

  it('rolls back what fails, and what takes statements that are no rows of its own', async () => {
    await codeOf(
      storage.transaction(testScope(), async (tx) => {
        await run(tx, `insert into library.books values ($1, $2, 'lost')`, [randomUUID(), DEFAULT_WORKSPACE]);
        throw new Error('no');
      }),
    );
    expect(await inside(`select * from library.books where title = 'lost'`)).to.deep.equal([]);
    expect(await inside(`select 1 as lo_price, 'set_config(' as text -- pg_notify`)).to.have.length(1);
    for (const text of ['commit', 'select 1; commit', 'create table library.x (a int)', 'begin', 'notify a'])
      expect(await codeOf(inside(text)), text).to.be.oneOf([
        'DW_STORAGE_STATEMENT_REFUSED',
        'DW_STORAGE_STATEMENT',
      ]);
  });

  it('bounds what one statement answers, and takes plain parameters alone', async () => {
    expect(await codeOf(inside(`select repeat('x', 20000000) as x`))).to.equal('DW_STORAGE_ANSWER_TOO_LARGE');
    expect(await inside('select 1 as one'), 'it goes on').to.deep.equal([{ one: 1 }]);
    expect(await codeOf(inside('select 1\0'))).to.equal('DW_STORAGE_STATEMENT_REFUSED');
    const posing = { toPostgres: () => 'x' };
    expect(await codeOf(inside('select $1::text', [posing]))).to.equal('DW_STORAGE_STATEMENT_REFUSED');
  });

  it('has its transaction ended that takes too long, whatever it waits for, and goes on', async () => {
    const impatient = await openStorage({
      ...{ url: test.url, migrationUrl: test.migrationUrl, dataDirectory: '/nonexistent', log: silentLog },
      isolatedTransactionMs: 100,
    });
    try {
      await impatient.activate([sound()]);
      const own = impatient.service('library') as PluginStorage;
      const busy = `select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b`;
      for (const work of [
        (tx: Transaction) => own.statementsOf(tx).run(busy, [], false),
        () => new Promise<never>(() => undefined),
      ])
        expect(await codeOf(own.transaction(testScope(), work))).to.equal('DW_STORAGE_ABORTED');
      const free = await test.storage.execute<{ n: number }>({
        text: `select count(*)::int as n from pg_stat_activity where datname = current_database() and usename ~ '^dw_' and state <> 'idle'`,
        parameters: [],
      });
      expect(free).to.deep.equal([{ n: 0 }]);
    } finally {
      await impatient.close();
    }
  });

  it('has few connections, and limits that the server keeps', async () => {
    await Promise.all(Array.from({ length: 20 }, () => inside('select 1 as one')));
    const [connections] = await test.storage.execute<{ n: number }>({
      text: `select count(*)::int as n from pg_stat_activity where datname = current_database() and usename ~ '^dw_'`,
      parameters: [],
    });
    expect(connections?.n).to.be.within(1, 4);
    const names = ['statement_timeout', 'idle_in_transaction_session_timeout', 'temp_file_limit'];
    const limits = names.map((name) => `current_setting('${name}')`).join(', ');
    expect(await inside(`select array[${limits}] as limits`)).to.deep.equal([
      { limits: ['30s', '15s', '1GB'] },
    ]);
  });

  it('reads a large result in parts', async () => {
    const numbers: unknown[] = [];
    await storage.transaction(testScope(), async (tx) => {
      for await (const rows of storage
        .statementsOf(tx)
        .stream('select g from generate_series(1, 5) g', [], 2))
        numbers.push(rows);
    });
    expect(numbers).to.deep.equal([[{ g: 1 }, { g: 2 }], [{ g: 3 }, { g: 4 }], [{ g: 5 }]]);
  });

  it('has the platform write beside it, all or nothing', async () => {
    const mark = (tx: Transaction, title: string) =>
      test.storage.executeIn(tx, {
        text: `insert into core.pending_commits (id, workspace_id, plugin, transaction, statements) values ($1, $2, $3, '1', '[]')`,
        parameters: [randomUUID(), DEFAULT_WORKSPACE, title],
      });
    const marks = () =>
      test.storage.execute<{ plugin: string }>({
        text: 'select plugin from core.pending_commits',
        parameters: [],
      });
    await storage.transaction(testScope(), async (tx) => {
      await mark(tx, 'kept');
      await run(tx, `insert into library.books values ($1, $2, 'kept')`, [randomUUID(), DEFAULT_WORKSPACE]);
    });
    await codeOf(
      storage.transaction(testScope(), async (tx) => {
        await mark(tx, 'lost');
        throw new Error('no');
      }),
    );
    expect(await marks(), 'and no note is left').to.deep.equal([{ plugin: 'kept' }]);
    expect(await inside(`select title from library.books where title = 'kept'`)).to.have.length(1);
  });

  it('has written later what a process that ended in between has not', async () => {
    const [row] = await inside('select pg_current_xact_id()::text as id');
    const committed = String(Reflect.get(row ?? {}, 'id'));
    const failed = storage.transaction(testScope(), async (tx) => {
      const { rows } = await run(tx, 'select pg_current_xact_id()::text as id');
      throw new Error(String(Reflect.get(rows[0] ?? {}, 'id')));
    });
    const aborted = await failed.then(String, (error: Error) => error.message);
    const writing = (plugin: string) => [
      {
        text: `insert into core.pending_commits (id, workspace_id, plugin, transaction, statements, noted_at) values ($1, $2, $3, '1', $4::jsonb, now() + interval '1 hour')`,
        values: [randomUUID(), DEFAULT_WORKSPACE, plugin, '[]'],
      },
    ];
    for (const [plugin, xid] of [
      ['done', committed],
      ['undone', aborted],
    ] as const)
      await test.storage.execute({
        text: `insert into core.pending_commits (id, workspace_id, plugin, transaction, statements, noted_at) values ($1, $2, $3, $4, $5::jsonb, now() - interval '1 hour')`,
        parameters: [randomUUID(), DEFAULT_WORKSPACE, 'noted', xid, JSON.stringify(writing(plugin))],
      });
    // As when the platform comes up again.
    const again = await openStorage({
      ...{ url: test.url, migrationUrl: test.migrationUrl, dataDirectory: '/nonexistent', log: silentLog },
    });
    await again.activate([sound()]);
    const plugins = async (): Promise<readonly string[]> =>
      (
        await test.storage.execute<{ plugin: string }>({
          text: 'select plugin from core.pending_commits order by 1',
          parameters: [],
        })
      ).map(({ plugin }) => plugin);
    try {
      while ((await plugins()).includes('noted')) await delay(10);
      expect(await plugins()).to.deep.equal(['done', 'kept']);
    } finally {
      await again.close();
    }
  });

  it('lets the platform remove what a workspace has left, and no other plugin read it', async () => {
    await insert('left');
    const other = { ...sound(false), id: 'other', schema: 'other' };
    expect((await test.storage.migrate([other])).get('other')?.error).to.equal(undefined);
    await test.storage.activate([sound(), other]);
    const service = test.storage.service('other');
    await service.transaction(testScope(), async (tx) => {
      await service.query(tx, sql`delete from library.books`);
    });
    expect(await inside('select * from library.books')).to.deep.equal([]);
    const written = service.transaction(testScope(), (tx) =>
      service.query(tx, sql`insert into library.books values (${randomUUID()}, ${DEFAULT_WORKSPACE}, 'x')`),
    );
    expect(await codeOf(written)).to.equal('DW_STORAGE_DENIED');
    for (const text of [
      'select * from other.books',
      'select * from other.migrations',
      'select * from core.jobs',
    ])
      expect(await codeOf(inside(text)), text).to.equal('DW_STORAGE_DENIED');
  });
});

describe('an isolated plugin that keeps nothing itself', () => {
  it('has transactions, in which the platform writes for it', async () => {
    const idle: StoragePlugin = { ...sound(), id: 'idle', schema: 'idle', migrations: [] };
    const test = await testStorage({ plugins: [idle] });
    try {
      const storage = test.storage.service('idle') as PluginStorage;
      const rows = await storage.transaction(testScope(), async (tx) => {
        await test.storage.executeIn(tx, { text: 'select key from core.workspaces', parameters: [] });
        return (await storage.statementsOf(tx).run('select 1 as one', [], false)).rows;
      });
      expect(rows).to.deep.equal([{ one: 1 }]);
    } finally {
      await test.close();
    }
  });
});

describe('the migrations of an isolated plugin', () => {
  it('change nothing where one of them is refused, and say which', async () => {
    const test = await testStorage();
    try {
      const outcome = (up: readonly string[]) =>
        test.storage.migrate([library(up)]).then((all) => all.get('library')?.error);
      const refused = await outcome([
        TABLE,
        ...workspaceTable('books'),
        'create function f() returns int language sql as $$ select 1 $$',
      ]);
      expect(refused?.code).to.equal('DW_STORAGE_MIGRATION_FAILED');
      expect(refused?.message).to.contain('migration 0001_books, statement 5 of 5');
      expect((await outcome([TABLE]))?.code).to.equal('DW_STORAGE_ROW_SECURITY');
      const waiting = await outcome([
        'create table books (id int default length(pg_catalog.now()::text), workspace_id uuid not null, title text)',
        ...workspaceTable('books').slice(0, 2),
        `create policy workspace on books using (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid or true)`,
      ]);
      expect(waiting?.code, waiting?.message).to.equal('DW_STORAGE_ISOLATED_SCHEMA');
      expect(await outcome([TABLE, ...workspaceTable('books')])).to.equal(undefined);
    } finally {
      await test.close();
    }
  });

  it('go on where the plugin ran in process before, and the other way, with its data', async () => {
    const test = await testStorage({ plugins: [sound(false)] });
    const enter = async (plugin: StoragePlugin): Promise<PluginStorage> => {
      const error = (await test.storage.migrate([plugin])).get('library')?.error;
      expect(error, error?.message).to.equal(undefined);
      await test.storage.activate([plugin]);
      return test.storage.service('library') as PluginStorage;
    };
    try {
      const storage = test.storage.service('library');
      const id = randomUUID();
      await storage.transaction(testScope(), (tx) =>
        storage.query(tx, sql`insert into library.books values (${id}, ${DEFAULT_WORKSPACE}, 'before')`),
      );
      const more = (isConfined: boolean): StoragePlugin => ({
        ...sound(isConfined),
        migrations: [
          ...sound().migrations,
          { name: '0002_pages', up: ['alter table books add pages int', 'update books set pages = 7'] },
        ],
      });
      const confined = await enter(more(true));
      const rows = await confined.transaction(
        testScope(),
        async (tx) =>
          (await confined.statementsOf(tx).run('select title, pages from library.books', [], false)).rows,
      );
      expect(rows).to.deep.equal([{ title: 'before', pages: 7 }]);
      const back = await enter(more(false));
      expect(
        await back.transaction(testScope(), (tx) =>
          back.query(tx, sql`update library.books set pages = 8 returning pages`),
        ),
      ).to.deep.equal([{ pages: 8 }]);
    } finally {
      await test.close();
    }
  });

  it('leave neither schema nor roles when its data is dropped', async () => {
    const test = await testStorage({ plugins: [sound()] });
    try {
      const roles = () =>
        test.storage.execute<{ name: string }>({
          text: `select rolname as name from pg_roles where rolname ~ '^dw_.*_library(_owner)?$' and rolname like 'dw_' || substr(encode(sha256(convert_to(current_database(), 'utf8') || '\\x00'::bytea || convert_to('library', 'utf8')), 'hex'), 1, 10) || '%'`,
          parameters: [],
        });
      expect(await roles()).to.have.length(2);
      await test.storage.activate([]);
      await test.storage.dropSchema('library');
      expect(await roles()).to.deep.equal([]);
    } finally {
      await test.close();
    }
  });
});
