import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Migration, sql, workspaceTable } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import pg from 'pg';
import { silentLog, type TestStorage, testScope, testStorage } from '../../test/storage.ts';
import { openStorage } from './storage.ts';
import type { StoragePlugin } from './storage-plugin.ts';

const plugin = (id: string, ...migrations: Migration[]): StoragePlugin => ({
  id,
  schema: id.replaceAll('-', '_'),
  entities: [],
  migrations,
});
const TABLE: Migration = {
  name: '0001_things',
  up: ['create table things (id uuid primary key, workspace_id uuid not null)', ...workspaceTable('things')],
};

describe('migrations', () => {
  let test: TestStorage;

  beforeEach(async () => {
    test = await testStorage();
  });
  afterEach(() => test.close());

  const asOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: test.migrationUrl });
    await client.connect();
    return work(client).finally(() => client.end());
  };
  const relations = (schema: string): Promise<string[]> =>
    asOwner(async (client) =>
      (
        await client.query<{ name: string }>(
          `select table_name as name from information_schema.tables where table_schema = $1 order by 1`,
          [schema],
        )
      ).rows.map((row) => row.name),
    );
  const errorOf = async (
    ...plugins: StoragePlugin[]
  ): Promise<{ code: string | undefined; message: string }> => {
    const outcome = (await test.storage.migrate(plugins)).get(plugins.at(-1)?.id ?? '');
    return { code: outcome?.error?.code, message: outcome?.error?.message ?? '' };
  };

  it('make the kernel’s schema with its default workspace, and each plugin’s own', async () => {
    const outcomes = await test.storage.migrate([plugin('my-things', TABLE)]);
    expect([...outcomes].map(([id, outcome]) => [id, outcome.status])).to.deep.equal([
      ['core', 'migrated'],
      ['my-things', 'migrated'],
    ]);
    expect(await relations('core')).to.deep.equal(['migrations', 'pending_commits', 'workspaces']);
    expect(await relations('my_things')).to.deep.equal(['migrations', 'things']);
  });

  it('do nothing the second time, and only what is new the third', async () => {
    await test.storage.migrate([plugin('things', TABLE)]);
    const second = await test.storage.migrate([plugin('things', TABLE)]);
    expect(second.get('things')).to.include({ status: 'current' });
    const third = await test.storage.migrate([
      plugin('things', TABLE, { name: '0002_title', up: ['alter table things add title text'] }),
    ]);
    expect(third.get('things')?.applied).to.deep.equal(['0002_title']);
    expect(third.get('core')?.status).to.equal('current');
  });

  it('roll back a failing plugin whole, say which statement it was, and go on with the others', async () => {
    const broken = plugin('broken', TABLE, {
      name: '0002_more',
      up: ['create table more (id int)', 'alter table nowhere add x int'],
    });
    const outcomes = await test.storage.migrate([plugin('a-first', TABLE), broken, plugin('z-last', TABLE)]);
    expect([...outcomes.values()].map((outcome) => outcome.status)).to.deep.equal([
      'migrated',
      'migrated',
      'failed',
      'migrated',
    ]);
    const error = outcomes.get('broken')?.error;
    expect(error).to.include({ code: 'DW_STORAGE_MIGRATION_FAILED' });
    expect(error?.message)
      .to.contain('plugin broken'.replace('plugin', 'Plugin'))
      .and.to.contain('migration 0002_more, statement 2 of 2')
      .and.to.contain('relation "nowhere" does not exist');
    expect(await relations('broken')).to.deep.equal([]);
    expect((await test.storage.migrate([plugin('broken', TABLE)])).get('broken')?.status).to.equal(
      'migrated',
    );
  });

  it('refuse a migration that was changed after its release, a database newer than the code, and two of one name', async () => {
    await test.storage.migrate([
      plugin('things', TABLE, { name: '0002_title', up: ['alter table things add title text'] }),
    ]);
    const changed = await errorOf(
      plugin('things', TABLE, { name: '0002_title', up: ['alter table things add title varchar'] }),
    );
    expect(changed.code).to.equal('DW_STORAGE_MIGRATION_CHANGED');
    expect(changed.message).to.contain('0002_title');
    const newer = await errorOf(plugin('things', TABLE));
    expect(newer.code).to.equal('DW_STORAGE_MIGRATION_UNKNOWN');
    expect(newer.message).to.contain('0002_title').and.to.contain('newer than the code');
    expect((await errorOf(plugin('twice', TABLE, TABLE))).code).to.equal('DW_STORAGE_MIGRATION_DUPLICATE');
  });

  it('refuse what would leave a table open to other workspaces, naming it, and apply nothing of it', async () => {
    const columns = '(id uuid primary key, workspace_id uuid not null)';
    const [enable = '', , policy = ''] = workspaceTable('open');
    const open: Readonly<Record<string, readonly string[]>> = {
      'row-level security is not enabled': [`create table open ${columns}`],
      'row-level security is not forced': [`create table open ${columns}`, enable, policy],
      'it has no policy': [
        `create table open ${columns}`,
        enable,
        'alter table open force row level security',
      ],
      'a policy does not compare with app.workspace': [
        `create table open ${columns}`,
        ...workspaceTable('open'),
        'create policy wide on open using (true)',
      ],
      'the view runs with its owner': [...TABLE.up, 'create view open as select * from things'],
      'a materialized view cannot have row-level security': [
        ...TABLE.up,
        'create materialized view open as select * from things',
      ],
    };
    for (const [fault, up] of Object.entries(open)) {
      const { code, message } = await errorOf(plugin('leaky', { name: '0001', up }));
      expect(code, fault).to.equal('DW_STORAGE_ROW_SECURITY');
      expect(message).to.contain(`leaky.open: ${fault}`);
      expect(await relations('leaky')).to.deep.equal([]);
    }
    const closed = plugin('closed', {
      name: '0001',
      up: [
        ...TABLE.up,
        'create view open with (security_invoker = true) as select * from things',
        'create table settings (key text primary key)',
      ],
    });
    expect((await errorOf(closed)).code).to.equal(undefined);
  });

  it('let the application use what they made, sequences and functions too, but not what they record', async () => {
    const up = [
      'create table things (id bigint generated by default as identity, number serial, workspace_id uuid not null)',
      ...workspaceTable('things'),
      `create function one() returns int language sql as 'select 1'`,
      'create index on things using btree (number)',
    ];
    const things = plugin('things', { name: '0001', up });
    await test.storage.migrate([things]);
    await test.storage.activate([things]);
    const service = test.storage.service('things');
    const scope = testScope();
    const rows = await service.transaction(scope, (tx) =>
      service.query<{ number: number }>(
        tx,
        sql`insert into things.things (workspace_id) values (${scope.workspace}) returning number, things.one()`,
      ),
    );
    expect(rows).to.deep.equal([{ number: 1, one: 1 }]);
  });

  it('let core’s tables be used by the kernel for all workspaces and by plugins for their own', async () => {
    await test.storage.migrate([
      {
        id: 'core',
        schema: 'core',
        entities: [],
        migrations: [
          {
            name: 'jobs_0001',
            up: ['create table core.rows (workspace_id uuid not null)', ...workspaceTable('rows')],
          },
        ],
      },
    ]);
    const [one, two] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
    await test.storage.execute({ text: 'insert into core.rows values ($1), ($2)', parameters: [one, two] });
    expect(await test.storage.execute({ text: 'select * from core.rows', parameters: [] })).to.have.length(2);
    await test.storage.activate([plugin('things')]);
    const seen = await test.storage
      .service('things')
      .transaction(testScope({ workspace: two ?? '' }), (tx) =>
        test.storage.executeIn(tx, sql`select workspace_id from core.rows`),
      );
    expect(seen).to.deep.equal([{ workspace_id: two }]);
  });

  it('are applied once when several processes migrate at the same moment', async () => {
    const plugins = Array.from({ length: 4 }, (_, index) =>
      plugin(`p${index}`, TABLE, {
        name: '0002_slow',
        up: ['select pg_sleep(0.02)', 'alter table things add title text'],
      }),
    );
    const options = JSON.stringify({
      url: test.url,
      migrationUrl: test.migrationUrl,
      dataDirectory: '/nonexistent',
    });
    const children = [1, 2, 3].map(() =>
      fork(fileURLToPath(import.meta.resolve('../../test/storage-process.ts')), [options]),
    );
    await Promise.all(children.map((child) => once(child, 'message')));
    const results = await Promise.all(
      children.map(async (child) => {
        const answer = once(child, 'message');
        child.send({ do: 'migrate', plugins });
        const [outcomes] = (await answer) as [readonly { status: string; applied: readonly string[] }[]];
        child.send({ do: 'close' });
        await once(child, 'exit');
        return outcomes;
      }),
    );
    expect(results.flat().filter(({ status }) => status === 'failed')).to.deep.equal([]);
    expect(results.flat().flatMap(({ applied }) => applied)).to.have.length(2 + 4 * 2);
  });

  it('leave core’s other tables alone when only plugins are given, and answer for plugins without migrations', async () => {
    const core: StoragePlugin = {
      ...plugin('core', { name: 'jobs_0001', up: ['create table core.rows (n int)'] }),
    };
    await test.storage.migrate([core]);
    const outcomes = await test.storage.migrate([plugin('things', TABLE), plugin('stateless')]);
    expect([...outcomes].map(([id, outcome]) => [id, outcome.status])).to.deep.equal([
      ['core', 'current'],
      ['things', 'migrated'],
      ['stateless', 'current'],
    ]);
    expect((await test.storage.migrate([plugin('things', TABLE)])).get('core')?.status).to.equal('current');
  });

  it('tell apart a missing right from a wrong statement', async () => {
    await asOwner((client) =>
      client.query(
        `drop role if exists datawave_test_poor; create role datawave_test_poor login; grant datawave_app, datawave_kernel to datawave_test_poor`,
      ),
    );
    const url = test.migrationUrl.replace('postgres://postgres@', 'postgres://datawave_test_poor@');
    const poor = await openStorage({ url, dataDirectory: '/nonexistent', log: silentLog });
    const error = (await poor.migrate([])).get('core')?.error;
    await poor.close();
    expect(error?.code).to.equal('DW_STORAGE_MIGRATION_FAILED');
    expect(error?.message).to.contain('the database user may not do that');
    expect(error?.hint).to.contain('storage.migrationUrl');
  });
});
