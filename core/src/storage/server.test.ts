import { randomUUID } from 'node:crypto';
import { DEFAULT_WORKSPACE, sql, workspaceTable } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import pg from 'pg';
import { type RunningPostgres, requireServer, startPostgres } from '../../test/servers/index.ts';
import { silentLog, testScope } from '../../test/storage.ts';
import { openStorage, type Storage } from './storage.ts';

describe('a database server by URL', () => {
  let server: RunningPostgres;
  let database: string;

  before(async function () {
    requireServer(this, 'postgres');
    server = await startPostgres();
  });
  after(() => server?.stop());
  beforeEach(async () => {
    database = `db_${randomUUID().slice(0, 8)}`;
    await server.createDatabase(database);
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
  const url = (user: string, name = database): string =>
    `postgres://${user}:word-7f3a@${server.host}:${server.port}/${name}`;
  const user = (name: string, rights = ''): string =>
    `create role ${name} login ${rights} password 'word-7f3a'`;
  const forget = (...users: string[]): Promise<void> =>
    admin(...users.flatMap((name) => [`drop owned by ${name}`, `drop role ${name}`]));
  const open = (o: { url: string; migrationUrl?: string }): Promise<Storage> =>
    openStorage({ ...o, dataDirectory: '/nonexistent', log: silentLog });
  const refusal = async (o: {
    url: string;
    migrationUrl?: string;
  }): Promise<{ code: unknown; hint: unknown; text: string }> => {
    const error: unknown = await open(o).then(
      (storage) => storage.close(),
      (caught: unknown) => caught,
    );
    if (!(error instanceof Error)) throw new Error('it was opened');
    return {
      code: Reflect.get(error, 'code'),
      hint: Reflect.get(error, 'hint'),
      text: `${error.message} ${error.stack} ${String(Reflect.get(error, 'hint'))} ${String(error.cause)}`,
    };
  };

  it('works for a login that owns the database and may create roles', async () => {
    await admin(user('dw_owner', 'createrole'), `alter database ${database} owner to dw_owner`);
    const storage = await open({ url: url('dw_owner') });
    const outcomes = await storage.migrate([
      {
        id: 'things',
        schema: 'things',
        entities: [],
        migrations: [
          { name: '0001', up: ['create table things (workspace_id uuid)', ...workspaceTable('things')] },
        ],
      },
    ]);
    expect([...outcomes.values()].map((outcome) => outcome.status)).to.deep.equal(['migrated', 'migrated']);
    expect(storage.kind).to.equal('remote');
    expect(Number.parseInt(storage.serverVersion, 10)).to.equal(server.version);
    await storage.activate([{ id: 'things', schema: 'things', entities: [], migrations: [] }]);
    const things = storage.service('things');
    // The owner itself works as the application's role, so that its own tables are closed to it.
    await things.transaction(testScope(), (tx) =>
      things.query(tx, sql`insert into things.things values (${DEFAULT_WORKSPACE})`),
    );
    expect(
      await things.transaction(testScope({ workspace: randomUUID() }), (tx) =>
        things.query(tx, sql`select * from things.things`),
      ),
    ).to.deep.equal([]);
    const added = await storage.migrate([
      {
        id: 'things',
        schema: 'things',
        entities: [],
        migrations: [
          { name: '0001', up: ['create table things (workspace_id uuid)', ...workspaceTable('things')] },
          {
            name: '0002',
            up: [
              'alter table things add column note text',
              `-- Those that were there before.\nupdate things set note = 'of before'`,
              'alter table things rename to "the things"',
              'create table more (workspace_id uuid)',
              ...workspaceTable('more'),
              'insert into more select workspace_id from "the things"',
              'create table copies as select workspace_id from more',
              ...workspaceTable('copies'),
            ],
          },
        ],
      },
    ]);
    expect(added.get('things')?.error).to.equal(undefined);
    const seen = (table: string, workspace?: string) =>
      things.transaction(testScope(workspace === undefined ? {} : { workspace }), (tx) =>
        things.query(tx, sql`select * from ${sql.identifier('things', table)}`),
      );
    expect(await seen('the things')).to.deep.equal([{ workspace_id: DEFAULT_WORKSPACE, note: 'of before' }]);
    expect(await seen('more')).to.deep.equal([{ workspace_id: DEFAULT_WORKSPACE }]);
    expect(await seen('more', randomUUID())).to.deep.equal([]);
    expect(await seen('copies')).to.deep.equal([{ workspace_id: DEFAULT_WORKSPACE }]);
    await storage.close();
  });

  it('works for a login without rights when another one migrates, and tells what to do when none does', async () => {
    await admin(user('dw_plain'));
    const alone = await refusal({ url: url('dw_plain') });
    expect(alone.code).to.equal('DW_STORAGE_ROLE');
    expect(alone.hint)
      .to.contain('grant datawave_app, datawave_kernel to "dw_plain"')
      .and.to.contain('storage.migrationUrl');
    const migrationUrl = server.url.replace(/\/postgres$/, `/${database}`);
    const storage = await open({ url: url('dw_plain'), migrationUrl });
    expect((await storage.migrate([])).get('core')?.status).to.equal('migrated');
    await storage.close();
    const again = await open({ url: url('dw_plain'), migrationUrl: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect((await again.migrate([])).get('core')?.status).to.equal('current');
    await again.close();
    await forget('dw_plain');
  });

  it('refuses to log in as one of the roles that it switches between', async () => {
    await admin(
      `do $$ begin create role datawave_app; exception when duplicate_object then null; end $$`,
      `alter role datawave_app login password 'word-7f3a'`,
    );
    const migrationUrl = server.url.replace(/\/postgres$/, `/${database}`);
    const { code, text } = await refusal({ url: url('datawave_app'), migrationUrl });
    await admin('alter role datawave_app nologin');
    expect(code).to.equal('DW_STORAGE_ROLE');
    expect(text).to.contain('logs in to the database as datawave_app');
  });

  it('says in words what is wrong with the address, and never shows the password', async () => {
    await admin(user('dw_known'));
    const cases: Readonly<Record<string, string>> = {
      [url('dw_known').replace('word', 'w0rd')]: 'DW_STORAGE_PASSWORD',
      [url('dw_known', 'nowhere')]: 'DW_STORAGE_DATABASE_MISSING',
      [url('dw_known').replace(`:${server.port}/`, ':1/')]: 'DW_STORAGE_UNAVAILABLE',
      [url('dw_known').replace(server.host, 'no-such-host.invalid')]: 'DW_STORAGE_UNAVAILABLE',
      [`${url('dw_known')}?sslmode=verify-full`]: 'DW_STORAGE_TLS',
      'mysql://dw_known:word-7f3a@127.0.0.1/x': 'DW_STORAGE_URL',
      'postgres://dw_known:word-7f3a@127.0.0.1:99999999/x': 'DW_STORAGE_URL',
    };
    for (const [address, expected] of Object.entries(cases)) {
      const { code, hint, text } = await refusal({ url: address });
      expect(code, address).to.equal(expected);
      expect(hint).to.be.a('string').and.not.equal('');
      expect(text).not.to.match(/w[o0]rd-7f3a/);
    }
    await admin(`revoke connect on database ${database} from public`);
    expect((await refusal({ url: url('dw_known') })).code).to.equal('DW_STORAGE_LOGIN');
    await forget('dw_known');
  });

  it('loses what was under way and nothing else when the server crashes and comes back', async () => {
    const storage = await open({ url: server.url.replace(/\/postgres$/, `/${database}`) });
    const things = {
      id: 'things',
      schema: 'things',
      entities: [],
      migrations: [
        { name: '0001', up: ['create table things (n int, workspace_id uuid)', ...workspaceTable('things')] },
      ],
    };
    await storage.migrate([things]);
    await storage.activate([things]);
    const service = storage.service('things');
    const insert = (n: number): Promise<unknown> =>
      service.transaction(testScope(), (tx) =>
        service.query(tx, sql`insert into things.things values (${n}, ${DEFAULT_WORKSPACE})`),
      );
    await Promise.all([1, 2, 3].map(insert));
    const begun = Promise.withResolvers<void>();
    const underWay = service
      .transaction(testScope(), async (tx) => {
        await service.query(tx, sql`select 1`);
        begun.resolve();
        return service.query(tx, sql`select pg_sleep(20)`);
      })
      .catch((error: unknown) => error);
    await begun.promise;
    await server.crash();
    expect(await underWay).to.include({ code: 'DW_STORAGE_UNAVAILABLE' });
    expect(await insert(4).catch((error: unknown) => error)).to.include({ code: 'DW_STORAGE_UNAVAILABLE' });
    await server.restart();
    await insert(5);
    expect(
      await service.transaction(testScope(), (tx) =>
        service.query(tx, sql`select n from things.things order by n`),
      ),
    ).to.deep.equal([1, 2, 3, 5].map((n) => ({ n })));
    await storage.close();
  });
});
