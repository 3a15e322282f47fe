import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import {
  type Asset,
  type ConnectionConfig,
  type ConnectorSession,
  DEFAULT_SAMPLE,
} from '@datawave/plugin-sdk';
import {
  type ConnectorFixture,
  connectorConformance,
  directEnvironment,
  serverConformance,
} from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import type { RowDataPacket } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { confinedConnector } from '../../../core/test/isolation/confined-connector.ts';
import {
  makeCertificates,
  type RunningMariadb,
  requireServer,
  sharedServers,
  startMariadb,
} from '../../../core/test/servers/index.ts';
import { sharedData } from '../../../core/test/shared-data.ts';
import { createMysqlConnector } from '../src/mysql-connector.ts';

const connector = createMysqlConnector({ version: '0.1.0', poolSize: 3, connectTimeoutMs: 3000 });
const never = new AbortController().signal;
const everything = { include: [], exclude: [], signal: never };
const HOSTILE_TABLE = 'we"ird; drop table x; --\nname';
const LONG_NAME = 'ü'.repeat(64);
const DATABASE = 'connector shop';

const SHOP = `
  CREATE DATABASE \`${DATABASE}\` CHARACTER SET utf8mb4; USE \`${DATABASE}\`;
  CREATE TABLE customers (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, name VARCHAR(40) CHARACTER SET latin1 NOT NULL, email VARCHAR(80) UNIQUE COMMENT 'Where we write to', active BOOLEAN, photo BLOB, weight DOUBLE, seen DATETIME, bits BIT(4)) COMMENT 'People who buy';
  INSERT INTO customers VALUES (1, 'Änn', 'ann@example.org', true, x'00ff', 1e-7, '2024-01-31 10:00:00', b'101'), (2, 'Bob', NULL, false, NULL, 1e21, NULL, NULL), (3, 'Änn', 'c@example.org', NULL, REPEAT('x', 500), 2.5, NULL, NULL);
  CREATE TABLE orders (id INT, line INT, customer BIGINT UNSIGNED, PRIMARY KEY (id, line), FOREIGN KEY (customer) REFERENCES customers (id));
  INSERT INTO orders VALUES (1, 1, 1), (1, 2, 2);
  CREATE VIEW names AS SELECT name, COUNT(*) AS times FROM customers GROUP BY name;
  CREATE VIEW slow AS SELECT SLEEP(60) AS x;
  CREATE TABLE gone (x INT); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE gone;
  CREATE TABLE many (id INT PRIMARY KEY, note VARCHAR(40), grade INT) AS SELECT seq * 7 AS id, IF(seq % 3 = 0, NULL, MD5(seq % 500)) AS note, seq % 5 AS grade FROM seq_1_to_20000;
  CREATE TABLE lumps (id BIGINT UNIQUE, x INT); INSERT INTO lumps SELECT POW(seq, 3) - 5000, 1 FROM seq_1_to_3000; INSERT INTO lumps SELECT NULL, 2 FROM seq_1_to_50; INSERT INTO lumps SELECT 9000000000000 + seq, 3 FROM seq_1_to_3000;
  CREATE TABLE moments (at DATETIME PRIMARY KEY, x INT) AS SELECT '2020-01-01' + INTERVAL seq MINUTE AS at, seq % 9 AS x FROM seq_1_to_9000;
  CREATE TABLE written (id INT);
  CREATE TABLE empty (id INT);
  CREATE TABLE \`${HOSTILE_TABLE}\` (\`a\`\`b;\` TEXT, \`${LONG_NAME}\` TEXT); INSERT INTO \`${HOSTILE_TABLE}\` VALUES ('x', 'y');
  CREATE TABLE huge (x LONGTEXT); INSERT INTO huge VALUES (REPEAT('x', 10000000));
  CREATE TABLE wide (${Array.from({ length: 1000 }, (_, at) => `c${at} INT`).join(', ')}); INSERT INTO wide (c0) VALUES (1);
  CREATE TABLE big (id INT AUTO_INCREMENT PRIMARY KEY, x VARCHAR(96)) AS SELECT NULL AS id, REPEAT(MD5(seq), 3) AS x FROM seq_1_to_200000;
  CREATE TABLE heap AS SELECT x FROM big;
  CREATE USER reader@'%' IDENTIFIED BY 'only-reads'; GRANT SELECT ON \`${DATABASE}\`.customers TO reader@'%'; GRANT SELECT (id) ON \`${DATABASE}\`.orders TO reader@'%';
  ANALYZE TABLE big, heap;`;

const run = (server: RunningMariadb, script: string): void => {
  execFileSync(
    'mariadb',
    [
      '--socket',
      server.socket,
      '--user',
      server.user,
      `--password=${server.password}`,
      '--default-character-set=utf8mb4',
    ],
    { input: script, stdio: ['pipe', 'ignore', 'inherit'] },
  );
};

const closing = (session: ConnectorSession): ConnectorSession & AsyncDisposable =>
  Object.assign(session, { [Symbol.asyncDispose]: () => session.close() });
const configOf = async (url: string): Promise<ConnectionConfig> =>
  (await connector.resolveTarget(url, '/'))?.config ?? {};
const open = async (config: ConnectionConfig): Promise<ConnectorSession & AsyncDisposable> =>
  closing(await connector.open(config, directEnvironment, never));

async function assetNamed(session: ConnectorSession, ...path: readonly string[]): Promise<Asset> {
  for await (const item of session.discover(everything))
    if ('asset' in item && item.asset.path.join() === path.join()) return item.asset;
  throw new Error(`no ${path.join('.')}`);
}

const slow: Asset = {
  path: [DATABASE, 'slow'],
  type: 'view',
  columns: [{ name: 'x', ordinal: 0, dataType: 'int', kind: 'integer', nullable: true, comment: null }],
  comment: null,
  rowEstimate: null,
  sizeBytes: null,
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
  fingerprint: '',
};

describe('MariaDB', () => {
  let server: RunningMariadb;
  let config: ConnectionConfig;
  const url = (): string => `${server.url}/${encodeURIComponent(DATABASE)}`;

  before(async function () {
    this.timeout(120_000);
    requireServer(this, 'mariadbd');
    server = await sharedServers.mariadb();
    run(server, SHOP);
    config = await configOf(url());
  });

  const fixture: ConnectorFixture = {
    config: () => config,
    target: url,
    assets: [
      {
        path: [DATABASE, 'customers'],
        columns: ['id', 'name', 'email', 'active', 'photo', 'weight', 'seen', 'bits'],
        rows: 3,
      },
      { path: [DATABASE, 'orders'], columns: ['id', 'line', 'customer'], rows: 2 },
      { path: [DATABASE, 'names'], columns: ['name', 'times'], rows: 2 },
      { path: [DATABASE, 'empty'], columns: ['id'], rows: 0 },
      { path: [DATABASE, HOSTILE_TABLE], columns: ['a`b;', LONG_NAME], rows: 1 },
    ],
    sliced: [
      { path: [DATABASE, 'many'], columns: ['id', 'note', 'grade'], rows: 20_000 },
      { path: [DATABASE, 'lumps'], columns: ['id', 'x'], rows: 6050 },
      { path: [DATABASE, 'moments'], columns: ['at', 'x'], rows: 9000 },
    ],
    write: {
      path: [DATABASE, 'written'],
      write: (time) =>
        run(
          server,
          `USE \`${DATABASE}\`; ${['INSERT INTO written VALUES (1)', 'UPDATE written SET id = 2', 'TRUNCATE written'][time - 1] ?? ''}`,
        ),
    },
    unreachable: () => [
      { ...config, password: 'wrong-password' },
      { ...config, database: 'missing' },
      { ...config, port: 1 },
      { ...config, sslMode: 'require' },
      { ...config, host: '/nowhere' },
    ],
    secrets: () => [server.password, 'wrong-password'],
    slow: () => slow,
  };
  connectorConformance(connector, fixture);

  describe('by its package, in a process without a network', () => {
    const confined = confinedConnector('connector-mysql', connector.info, {
      poolSize: 3,
      connectTimeoutMs: 3000,
    });
    before(confined.start);
    after(confined.stop);
    connectorConformance(confined.connector, fixture);
  });

  it('finds keys, comments and kinds, and reports a broken view', async () => {
    await using session = await open(config);
    const customers = await assetNamed(session, DATABASE, 'customers');
    expect(customers).to.deep.include({
      comment: 'People who buy',
      primaryKey: ['id'],
      uniqueKeys: [['email']],
    });
    expect(customers.columns[2]?.comment).to.equal('Where we write to');
    expect(customers.columns.map((column) => column.kind)).to.deep.equal([
      'integer',
      'text',
      'text',
      'boolean',
      'binary',
      'decimal',
      'timestamp',
      'integer',
    ]);
    expect((await assetNamed(session, DATABASE, 'orders')).foreignKeys).to.deep.equal([
      { columns: ['customer'], referencedPath: [DATABASE, 'customers'], referencedColumns: ['id'] },
    ]);
    const problems = (await Array.fromAsync(session.discover(everything))).flatMap((item) =>
      'problem' in item ? [item.problem] : [],
    );
    expect(problems.map((problem) => problem.path[1])).to.deep.equal(['broken']);
  });

  it('writes values as the contract wants them, and cuts a big cell in the server', async () => {
    await using session = await open(config);
    const sample = await session.sample(
      await assetNamed(session, DATABASE, 'customers'),
      DEFAULT_SAMPLE,
      never,
    );
    const values = (column: number): readonly string[] => [...(sample.columns[column]?.values ?? [])].sort();
    expect(values(1)).to.deep.equal(['Bob', 'Änn']);
    expect(values(3)).to.deep.equal(['false', 'true']);
    expect(values(4)).to.deep.equal(['\\x00ff', `\\x${'78'.repeat(64)}`]);
    expect(values(5)).to.deep.equal(['0.0000001', '1000000000000000000000', '2.5']);
    expect(values(6)).to.deep.equal(['2024-01-31T10:00:00']);
    expect(values(7)).to.deep.equal(['5']);
    const huge = await session.sample(await assetNamed(session, DATABASE, 'huge'), DEFAULT_SAMPLE, never);
    expect(huge.columns[0]).to.deep.include({ truncated: true, distinctCount: 1 });
    expect(
      (await session.sample(await assetNamed(session, DATABASE, 'wide'), DEFAULT_SAMPLE, never)).columns,
    ).to.have.length(1000);
  });

  it('spreads the sample of a big table over its key, or over all of it where there is none', async () => {
    await using session = await open(config);
    const big = await assetNamed(session, DATABASE, 'big');
    const sample = await session.sample(big, DEFAULT_SAMPLE, never);
    expect(sample.method).to.include('primary key');
    const ids = (sample.columns[0]?.values ?? []).map(Number);
    for (const quarter of [0, 1, 2, 3])
      expect(ids.filter((id) => Math.floor((id - 1) / 50_000) === quarter).length).to.be.within(200, 300);
    const heap = await session.sample(await assetNamed(session, DATABASE, 'heap'), DEFAULT_SAMPLE, never);
    expect(heap).to.deep.include({ sampledRows: 1000, method: 'random rows by RAND(seed)' });
  });

  it('reads in full in statements that the time-out ends, and along the key where there is one', async () => {
    await using session = await open(config);
    const full = { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 10 } as const;
    const big = await assetNamed(session, DATABASE, 'big');
    const heap = await assetNamed(session, DATABASE, 'heap');
    const plan = await session.plan?.(big, { sample: full, sliceBytes: null }, never);
    expect(plan?.statements[1]).to.match(/WHERE `id` > \? ORDER BY `id` LIMIT \d+$/);
    expect((await session.sample(big, full, never)).rowCount).to.equal(200_000);
    const error: unknown = await session
      .sample(heap, { ...full, timeoutMs: 1 }, never)
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'DW_SOURCE_TIMEOUT');
    expect((await session.sample(heap, full, never)).rowCount).to.equal(200_000);
  });

  it('shows a role only what it may read', async () => {
    await using session = await open({ ...config, username: 'reader', password: 'only-reads' });
    expect(
      (await session.sample(await assetNamed(session, DATABASE, 'customers'), DEFAULT_SAMPLE, never))
        .rowCount,
    ).to.equal(3);
    expect(
      (await assetNamed(session, DATABASE, 'orders')).columns.map((column) => column.name),
    ).to.deep.equal(['id']);
    const error: unknown = await session
      .sample({ ...slow, path: [DATABASE, 'names'] }, DEFAULT_SAMPLE, never)
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'DW_SOURCE_PERMISSION');
  });

  it('kills in the server what is called off', async () => {
    await using session = await open(config);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    await session.sample(slow, DEFAULT_SAMPLE, controller.signal).catch(() => undefined);
    await using other = await open({ ...config, database: 'information_schema' });
    const processes: Asset = {
      ...slow,
      path: ['information_schema', 'PROCESSLIST'],
      columns: [
        {
          name: 'INFO',
          ordinal: 0,
          dataType: 'longtext',
          kind: 'text',
          nullable: true,
          comment: null,
        },
      ],
    };
    const running = async (): Promise<readonly string[]> => {
      const { columns } = await other.sample(processes, DEFAULT_SAMPLE, never);
      return (columns[0]?.values ?? []).filter((info) => info.includes('`slow`'));
    };
    // The server ends a killed statement when it next looks; left alone it would go on for a minute.
    for (let looks = 0; looks < 100 && (await running()).length > 0; looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await running()).to.deep.equal([]);
  });

  serverConformance(connector, {
    async secure() {
      const [certificates, stranger] = [makeCertificates('localhost'), makeCertificates('localhost')];
      const secure = await startMariadb({ certificates });
      return {
        config: await configOf(secure.url),
        authority: certificates.authority,
        strangersAuthority: stranger.authority,
        stop: secure.stop,
      };
    },
    async mortal() {
      const mortal = await startMariadb();
      run(
        mortal,
        'CREATE DATABASE d; USE d; CREATE TABLE t AS SELECT seq AS x FROM seq_1_to_5000; CREATE VIEW slow AS SELECT SLEEP(60) AS x',
      );
      const { crash, restart, stop } = mortal;
      return {
        config: await configOf(`${mortal.url}/d`),
        table: { path: ['d', 't'], rows: 5000 },
        slow: { ...slow, path: ['d', 'slow'] },
        ...{ crash, restart, stop },
      };
    },
    async napping() {
      run(server, `USE \`${DATABASE}\`; CREATE OR REPLACE VIEW nap AS SELECT SLEEP(2) AS x`);
      const text = `SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep' AND info LIKE '%\`nap\`%'`;
      return {
        config,
        nap: { ...slow, path: [DATABASE, 'nap'] },
        isNapping: async () => {
          const { host, port, user, password } = server;
          const client = await createConnection({ host, port, user, password, rowsAsArray: true });
          try {
            const [rows] = await client.query<RowDataPacket[][]>(text);
            return Number(rows[0]?.[0]) === 1;
          } finally {
            await client.end();
          }
        },
      };
    },
  });

  it('reads Sakila and Chinook', async function () {
    this.timeout(120_000);
    for (const file of [
      'sakila/sakila-schema.mysql.sql',
      'sakila/sakila-data.mysql.sql',
      'chinook/chinook.mysql.sql',
    ])
      run(server, readFileSync(sharedData(this, file), 'utf8'));
    const { database: _, ...all } = config;
    await using session = await open(all);
    expect(
      (await session.sample(await assetNamed(session, 'sakila', 'customer'), DEFAULT_SAMPLE, never)).rowCount,
    ).to.equal(599);
    expect(
      (await session.sample(await assetNamed(session, 'Chinook', 'Customer'), DEFAULT_SAMPLE, never))
        .rowCount,
    ).to.equal(59);
  });
});
