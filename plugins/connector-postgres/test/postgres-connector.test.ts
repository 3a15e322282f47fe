import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import {
  type Asset,
  type ConnectionConfig,
  type ConnectorSession,
  DataWaveError,
  DEFAULT_SAMPLE,
} from '@datawave/plugin-sdk';
import { connectorConformance, directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import pg from 'pg';
import {
  makeCertificates,
  type RunningPostgres,
  requireServer,
  sharedServers,
  startPostgres,
} from '../../../core/test/servers/index.ts';
import { sharedData } from '../../../core/test/shared-data.ts';
import { createPostgresConnector } from '../src/postgres-connector.ts';

const connector = createPostgresConnector({ version: '0.1.0', poolSize: 3, connectTimeoutMs: 3000 });
const never = new AbortController().signal;
const everything = { include: [], exclude: [], signal: never };
const HOSTILE_TABLE = 'we"ird; drop table x; --\nname';
const LONG_NAME = 'ü'.repeat(31);

const SHOP = `
  CREATE SCHEMA shop; CREATE SCHEMA hr; CREATE DOMAIN shop.mail AS text;
  CREATE TABLE shop.customers (id bigserial PRIMARY KEY, name text NOT NULL, email shop.mail UNIQUE, active boolean, photo bytea, weight float8, born date, seen timestamptz, tags text[], notes jsonb, price money);
  COMMENT ON TABLE shop.customers IS 'People who buy'; COMMENT ON COLUMN shop.customers.email IS 'Where we write to';
  INSERT INTO shop.customers VALUES (1, 'Ann', 'ann@example.org', true, '\\x00ff', 1e-7, '1980-02-29', '2024-01-31 10:00:00+02', '{a,b}', '{"k": 1}', 12.5),
    (2, 'Bob', NULL, false, NULL, 1e21, NULL, NULL, NULL, NULL, NULL), (3, 'Ann', 'c@example.org', NULL, decode(repeat('ab', 500), 'hex'), 2.5, NULL, NULL, NULL, NULL, NULL);
  CREATE TABLE shop.orders (id int, line int, customer bigint REFERENCES shop.customers, PRIMARY KEY (id, line));
  INSERT INTO shop.orders VALUES (1, 1, 1), (1, 2, 2);
  CREATE VIEW shop.names AS SELECT name, count(*) AS times FROM shop.customers GROUP BY name;
  CREATE MATERIALIZED VIEW shop.summary AS SELECT count(*) AS customers FROM shop.customers;
  CREATE VIEW shop.broken AS SELECT 1 / (id - 1) AS x, name::int AS y FROM shop.customers;
  CREATE VIEW shop.slow AS SELECT pg_sleep(60)::text AS x;
  CREATE TABLE shop.empty (id int); CREATE TABLE shop.nothing ();
  CREATE TABLE shop.parts (id int, at date) PARTITION BY RANGE (at);
  CREATE TABLE shop.parts_1 PARTITION OF shop.parts FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
  INSERT INTO shop.parts VALUES (1, '2020-06-01'), (2, '2020-07-01');
  CREATE TABLE shop.${pg.escapeIdentifier(HOSTILE_TABLE)} ("a""b;" text, "${LONG_NAME}" text);
  INSERT INTO shop.${pg.escapeIdentifier(HOSTILE_TABLE)} VALUES ('x', 'y');
  CREATE TABLE shop.many (id int PRIMARY KEY, note text, grade int); CREATE TABLE shop.written (id int);
  INSERT INTO shop.many SELECT g * 7, CASE WHEN g % 3 = 0 THEN NULL ELSE md5((g % 500)::text) END, g % 5 FROM generate_series(1, 20000) g;
  CREATE TABLE shop.pieces (id bigint PRIMARY KEY, at date) PARTITION BY RANGE (id);
  CREATE TABLE shop.pieces_1 PARTITION OF shop.pieces FOR VALUES FROM (MINVALUE) TO (100000); CREATE TABLE shop.pieces_2 PARTITION OF shop.pieces DEFAULT;
  INSERT INTO shop.pieces SELECT g::bigint * g - 1000, date '2020-01-01' + g % 1000 FROM generate_series(1, 20000) g; ANALYZE shop.pieces;
  CREATE TABLE shop.huge (x text); INSERT INTO shop.huge VALUES (repeat('x', 100000000));
  CREATE TABLE hr.secret (id int, salary int); CREATE TABLE shop.partly (id int, salary int); INSERT INTO shop.partly VALUES (1, 2);
  CREATE TABLE public.wide (${Array.from({ length: 1600 }, (_, at) => `c${at} int`).join(', ')}); INSERT INTO public.wide (c0) VALUES (1);`;

const READER = (name: string, password: string): string => `
  CREATE ROLE ${name} LOGIN PASSWORD '${password}'; GRANT USAGE ON SCHEMA shop TO ${name};
  GRANT SELECT ON shop.customers TO ${name}; GRANT SELECT (id) ON shop.partly TO ${name};`;

async function run(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const closing = (session: ConnectorSession): ConnectorSession & AsyncDisposable =>
  Object.assign(session, { [Symbol.asyncDispose]: () => session.close() });
const configOf = async (url: string): Promise<ConnectionConfig> =>
  (await connector.resolveTarget(url, '/'))?.config ?? {};
const open = async (url: string): Promise<ConnectorSession & AsyncDisposable> =>
  closing(await connector.open(await configOf(url), directEnvironment, never));

async function assetNamed(session: ConnectorSession, ...path: readonly string[]): Promise<Asset> {
  for await (const item of session.discover(everything))
    if ('asset' in item && item.asset.path.join() === path.join()) return item.asset;
  throw new Error(`no ${path.join('.')}`);
}

const slow: Asset = {
  path: ['shop', 'slow'],
  type: 'view',
  columns: [{ name: 'x', ordinal: 0, dataType: 'text', kind: 'text', nullable: true, comment: null }],
  comment: null,
  rowEstimate: null,
  sizeBytes: null,
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
  fingerprint: '',
};

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

  connectorConformance(connector, {
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

  it('is told at once when nobody speaks PostgreSQL there', async () => {
    const dumb = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
      0,
      '127.0.0.1',
    );
    await once(dumb, 'listening');
    const address = dumb.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const error: unknown = await connector
      .open(
        { host: '127.0.0.1', port, database: 'x', username: 'x', sslMode: 'disable' },
        directEnvironment,
        never,
      )
      .catch((reason: unknown) => reason);
    dumb.close();
    expect(error).to.have.property('code', 'DW_SOURCE_UNREACHABLE');
  });

  it('encrypts when it can, and checks the server as far as it is told', async function () {
    this.timeout(120_000);
    const [certificates, stranger] = [makeCertificates('localhost'), makeCertificates('localhost')];
    const secure = await startPostgres({ certificates });
    try {
      const base = (await connector.resolveTarget(secure.url, '/'))?.config ?? {};
      const outcome = async (settings: ConnectionConfig): Promise<string> => {
        try {
          await using session = closing(
            await connector.open({ ...base, ...settings }, directEnvironment, never),
          );
          await session.test(never);
          return 'connected';
        } catch (error) {
          return DataWaveError.is(error) ? error.code : String(error);
        }
      };
      const caCertificate = certificates.authority;
      expect(await outcome({ sslMode: 'prefer' })).to.equal('connected');
      expect(await outcome({ sslMode: 'require' })).to.equal('connected');
      expect(await outcome({ sslMode: 'verify-ca', caCertificate })).to.equal('connected');
      expect(await outcome({ sslMode: 'verify-full', caCertificate, host: 'localhost' })).to.equal(
        'connected',
      );
      expect(await outcome({ sslMode: 'verify-full', caCertificate })).to.equal('DW_SOURCE_TLS');
      expect(await outcome({ sslMode: 'verify-ca' })).to.equal('DW_SOURCE_TLS');
      expect(await outcome({ sslMode: 'verify-ca', caCertificate: stranger.authority })).to.equal(
        'DW_SOURCE_TLS',
      );
    } finally {
      await secure.stop();
    }
  });

  it('survives the death of the server and works again with the next one', async function () {
    this.timeout(120_000);
    const mortal = await startPostgres();
    try {
      await run(
        mortal.url,
        'CREATE TABLE public.t (x int)',
        'INSERT INTO public.t SELECT generate_series(1, 5000)',
        'CREATE VIEW public.slow AS SELECT pg_sleep(60)::text AS x',
      );
      await using session = await open(mortal.url);
      const table = await assetNamed(session, 'public', 't');
      const dying = session
        .sample({ ...slow, path: ['public', 'slow'] }, DEFAULT_SAMPLE, never)
        .catch((reason: unknown) => reason);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await mortal.crash();
      expect(await dying).to.have.property('code', 'DW_SOURCE_UNREACHABLE');
      expect(
        await session.sample(table, DEFAULT_SAMPLE, never).catch((reason: unknown) => reason),
      ).to.have.property('code', 'DW_SOURCE_UNREACHABLE');
      await mortal.restart();
      expect((await session.sample(table, DEFAULT_SAMPLE, never)).rowCount).to.equal(5000);
    } finally {
      await mortal.stop();
    }
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

it('the postgres connector asks for a host and a database alone, so that no password of a pasted URL is shown', () => {
  const { properties } = connector.info.connectionSchema as {
    readonly properties: Readonly<Record<string, { readonly pattern?: string }>>;
  };
  const fits = (setting: string, value: string): boolean =>
    new RegExp(properties[setting]?.pattern ?? '', 'u').test(value);
  for (const value of ['postgres://me:s3cret@db/shop', 'me:s3cret@db'])
    expect(fits('host', value), value).to.equal(false);
  for (const value of ['db.example.com', '10.0.0.1', '::1', '/run/postgres'])
    expect(fits('host', value), value).to.equal(true);
  expect(fits('database', 'postgres://me:s3cret@db/shop')).to.equal(false);
  expect(fits('database', 'shop @ night')).to.equal(true);
});
