import { readFileSync } from 'node:fs';
import { DEFAULT_SAMPLE, type StatementPace } from '@datawave/plugin-sdk';
import { type ConnectorFixture, connectorConformance, directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import pg from 'pg';
import { confinedConnector } from '../../../core/test/isolation/confined-connector.ts';
import { type RunningPostgres, requireServer, sharedServers } from '../../../core/test/servers/index.ts';
import { sharedData } from '../../../core/test/shared-data.ts';
import {
  assetNamed,
  configOf,
  connector,
  everything,
  HOSTILE_TABLE,
  LONG_NAME,
  never,
  open,
  READER,
  run,
  SHOP,
  slow,
} from './shop-database.ts';

describe('PostgreSQL', () => {
  let server: RunningPostgres;
  let url: string;

  before(async function () {
    this.timeout(120_000);
    requireServer(this, 'postgres');
    server = await sharedServers.postgres();
    url = await server.createDatabase('connector shop');
    await run(url, SHOP, READER('reader', 'only-reads'));
  });

  const fixture: ConnectorFixture = {
    config: () => configOf(url),
    target: () => url,
    assets: [
      {
        path: ['shop', 'customers'],
        columns: [
          'id',
          'name',
          'email',
          'active',
          'photo',
          'weight',
          'born',
          'seen',
          'tags',
          'notes',
          'price',
        ],
        rows: 3,
      },
      { path: ['shop', 'orders'], columns: ['id', 'line', 'customer'], rows: 2 },
      { path: ['shop', 'names'], columns: ['name', 'times'], rows: 2 },
      { path: ['shop', 'summary'], columns: ['customers'], rows: 1 },
      { path: ['shop', 'parts'], columns: ['id', 'at'], rows: 2 },
      { path: ['shop', 'empty'], columns: ['id'], rows: 0 },
      { path: ['shop', 'nothing'], columns: [], rows: 0 },
      { path: ['shop', HOSTILE_TABLE], columns: ['a"b;', LONG_NAME], rows: 1 },
    ],
    unreachable: async () => {
      const config = await configOf(url);
      return [
        { ...config, password: 'wrong-password' },
        { ...config, database: 'missing' },
        { ...config, port: 1 },
        { ...config, sslMode: 'require' },
        { ...config, host: '/nowhere' },
      ];
    },
    secrets: () => [server.password, 'wrong-password'],
    slow: () => slow,
    sliced: [
      { path: ['shop', 'many'], columns: ['id', 'note', 'grade'], rows: 20_000 },
      { path: ['shop', 'pieces'], columns: ['id', 'at'], rows: 20_000 },
    ],
    write: {
      path: ['shop', 'written'],
      write: (time) =>
        run(
          url,
          ['INSERT INTO shop.written VALUES (1)', 'UPDATE shop.written SET id = 2', 'TRUNCATE shop.written'][
            time - 1
          ] ?? '',
        ),
    },
  };
  connectorConformance(connector, fixture);

  describe('by its package, in a process without a network', () => {
    const confined = confinedConnector('connector-postgres', connector.info, {
      poolSize: 3,
      connectTimeoutMs: 3000,
    });
    before(confined.start);
    after(confined.stop);
    connectorConformance(confined.connector, fixture);

    describe('whose process ends without a word', () => {
      it('leaves no connection open in the server', async () => {
        const session = await confined.connector.open(await configOf(url), directEnvironment, never);
        await session.test(never);
        const connections = async (): Promise<number> => {
          const client = new pg.Client({ connectionString: url });
          await client.connect();
          const { rows } = await client.query<{ n: number }>(
            "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'datawave connector'",
          );
          await client.end();
          return rows[0]?.n ?? 0;
        };
        expect(await connections()).to.be.above(0);
        confined.kill();
        expect(await session.test(never).catch((error: unknown) => error)).to.have.property(
          'code',
          'DW_ISOLATION_GONE',
        );
        while ((await connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
      });
    });
  });

  it('finds keys, comments, kinds and partitioned tables once', async () => {
    await using session = await open(url);
    const customers = await assetNamed(session, 'shop', 'customers');
    expect(customers).to.deep.include({
      comment: 'People who buy',
      primaryKey: ['id'],
      uniqueKeys: [['email']],
      type: 'table',
    });
    expect(customers.columns[2]?.comment).to.equal('Where we write to');
    expect(customers.columns.map((column) => column.kind)).to.deep.equal([
      'integer',
      'text',
      'text',
      'boolean',
      'binary',
      'decimal',
      'date',
      'timestamp',
      'array',
      'json',
      'decimal',
    ]);
    expect((await assetNamed(session, 'shop', 'orders')).foreignKeys).to.deep.equal([
      { columns: ['customer'], referencedPath: ['shop', 'customers'], referencedColumns: ['id'] },
    ]);
    const names = (await Array.fromAsync(session.discover(everything))).map((item) =>
      'asset' in item ? item.asset.path.join('.') : '',
    );
    expect(names).to.include('shop.parts').and.not.include('shop.parts_1');
  });

  it('finds tables in as many round trips whether they are few or some hundreds', async () => {
    const many = await server.createDatabase('connector hundreds');
    await run(
      many,
      `DO $$ BEGIN FOR at IN 1..450 LOOP EXECUTE format('CREATE TABLE t%s (id int)', at); END LOOP; END $$`,
    );
    const statementsFor = async (
      address: string,
    ): Promise<{ readonly sent: number; readonly found: number }> => {
      let sent = 0;
      const pace: StatementPace = {
        statement: (_alike, _signal, send) => {
          sent += 1;
          return send();
        },
      };
      await using session = await open(address, { ...directEnvironment, pace });
      sent = 0;
      const found = (await Array.fromAsync(session.discover(everything))).length;
      return { sent, found };
    };
    const [few, hundreds] = [await statementsFor(url), await statementsFor(many)];
    expect(hundreds).to.deep.equal({ sent: 8, found: 450 });
    expect(few.sent).to.equal(8);
    expect(few.found).to.be.below(100);
  });

  it('writes values as the contract wants them, and cuts a cell of 100 MB in the server', async () => {
    await using session = await open(url);
    const sample = await session.sample(
      await assetNamed(session, 'shop', 'customers'),
      DEFAULT_SAMPLE,
      never,
    );
    const values = (column: number): readonly string[] => [...(sample.columns[column]?.values ?? [])].sort();
    expect(values(3)).to.deep.equal(['false', 'true']);
    expect(values(4)).to.deep.equal(['\\x00ff', `\\x${'ab'.repeat(64)}`]);
    expect(values(5)).to.deep.equal(['0.0000001', '1000000000000000000000', '2.5']);
    expect(values(7)).to.deep.equal(['2024-01-31T08:00:00+00']);
    expect(values(8)).to.deep.equal(['["a","b"]']);
    expect(values(10)).to.deep.equal(['12.50']);
    const huge = await session.sample(await assetNamed(session, 'shop', 'huge'), DEFAULT_SAMPLE, never);
    expect(huge.columns[0]).to.deep.include({ truncated: true, distinctCount: 1 });
    expect(
      (await session.sample(await assetNamed(session, 'public', 'wide'), DEFAULT_SAMPLE, never)).columns,
    ).to.have.length(1600);
  });

  it('reports a view that fails without quoting what it met, and goes on', async () => {
    await using session = await open(url);
    const error: unknown = await session
      .sample(await assetNamed(session, 'shop', 'broken'), DEFAULT_SAMPLE, never)
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'DW_SOURCE_QUERY');
    expect(String(error)).not.to.include('Ann');
    expect(
      (await session.sample(await assetNamed(session, 'shop', 'orders'), DEFAULT_SAMPLE, never)).rowCount,
    ).to.equal(2);
  });

  it('reads what a role may read and names what it may not', async () => {
    const reader = new URL(url);
    reader.username = 'reader';
    reader.password = 'only-reads';
    await using session = await open(reader.href);
    expect((await session.test(never)).warnings).to.include('no permission on schema hr');
    expect(
      (await session.sample(await assetNamed(session, 'shop', 'customers'), DEFAULT_SAMPLE, never)).rowCount,
    ).to.equal(3);
    const partly = await session.sample(await assetNamed(session, 'shop', 'partly'), DEFAULT_SAMPLE, never);
    expect(partly.columns.map((column) => column.values)).to.deep.equal([['1'], []]);
    expect(partly.warnings[0]).to.include('salary');
    for (const path of [
      ['hr', 'secret'],
      ['shop', 'orders'],
    ]) {
      const error: unknown = await session
        .sample(await assetNamed(session, ...path), DEFAULT_SAMPLE, never)
        .catch((reason: unknown) => reason);
      expect(error).to.have.property('code', 'DW_SOURCE_PERMISSION');
    }
  });

  it('cannot write, and cancels what is called off in the server', async () => {
    await run(
      url,
      'CREATE FUNCTION public.scribble() RETURNS text LANGUAGE plpgsql AS $$ BEGIN INSERT INTO shop.empty VALUES (1); RETURN 1; END $$',
      'CREATE VIEW public.scribbles AS SELECT public.scribble() AS x',
    );
    await using session = await open(url);
    const error: unknown = await session
      .sample(await assetNamed(session, 'public', 'scribbles'), DEFAULT_SAMPLE, never)
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'DW_SOURCE_QUERY');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    await session.sample(slow, DEFAULT_SAMPLE, controller.signal).catch(() => undefined);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const running = async (): Promise<readonly unknown[]> =>
      (
        await client.query(
          "SELECT 1 FROM pg_stat_activity WHERE application_name = 'datawave connector' AND state = 'active'",
        )
      ).rows;
    // The server ends a cancelled statement when it next looks; left alone it would go on for a minute.
    for (let looks = 0; looks < 100 && (await running()).length > 0; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const left = await running();
    await client.end();
    expect(left).to.deep.equal([]);
  });

  it('samples a big table from pages all over it, and more where statistics promised too much', async function () {
    this.timeout(120_000);
    await run(
      url,
      'CREATE TABLE public.big AS SELECT g AS id, repeat(md5(g::text), 3) AS x FROM generate_series(1, 600000) AS g',
      'ANALYZE public.big',
    );
    await using session = await open(url);
    const big = await assetNamed(session, 'public', 'big');
    const sample = await session.sample(big, DEFAULT_SAMPLE, never);
    expect(sample.sampledRows).to.equal(1000);
    expect(sample.method).to.include('TABLESAMPLE SYSTEM');
    const ids = (sample.columns[0]?.values ?? []).map(Number);
    for (const quarter of [0, 1, 2, 3])
      expect(ids.filter((id) => Math.floor((id - 1) / 150_000) === quarter).length).to.be.within(150, 350);
    const misled = await session.sample({ ...big, rowEstimate: 600_000_000 }, DEFAULT_SAMPLE, never);
    expect(misled.sampledRows).to.equal(1000);
  });

  it('reads Northwind and Chinook', async function () {
    this.timeout(120_000);
    for (const [name, file, path, rows] of [
      ['northwind', 'northwind/northwind.postgresql.sql', ['public', 'customers'], 91],
      ['chinook', 'chinook/chinook.postgresql.sql', ['public', 'customer'], 59],
    ] as const) {
      const script = readFileSync(sharedData(this, file), 'utf8');
      const address = await server.createDatabase(`connector_${name}`);
      await run(address, script.replace(/^\\c.*$|^(DROP|CREATE) DATABASE.*$/gm, ''));
      await using session = await open(address);
      expect(
        (await session.sample(await assetNamed(session, ...path), DEFAULT_SAMPLE, never)).rowCount,
        name,
      ).to.equal(rows);
    }
  });
});
