import {
  type Asset,
  type ChangeMarker,
  type ConnectionConfig,
  type ConnectorSession,
  DEFAULT_SAMPLE,
} from '@datawave/plugin-sdk';
import { connectorConformance, directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createConnection } from 'mysql2/promise';
import { createMysqlConnector } from '../src/mysql-connector.ts';

/**
 * A superuser's address of a MySQL server, as `mysql://root:secret@127.0.0.1:3306`. Debian has none to install, so that these
 * tests run where somebody names one; what MySQL and MariaDB have in common is tested on MariaDB.
 */
const SERVER = process.env['DATAWAVE_TEST_MYSQL'];

const connector = createMysqlConnector({ version: '0.1.0', poolSize: 3, connectTimeoutMs: 5000 });
const never = new AbortController().signal;
const DATABASE = 'datawave shop';

const NUMBERS = `(SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n + 1 AS seq
  FROM tens a, tens b, tens c, tens d, tens e) numbers`;

const SHOP = [
  `DROP DATABASE IF EXISTS \`${DATABASE}\``,
  `CREATE DATABASE \`${DATABASE}\` CHARACTER SET utf8mb4`,
  `USE \`${DATABASE}\``,
  'CREATE TABLE tens (n INT)',
  'INSERT INTO tens VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)',
  `CREATE TABLE customers (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, Name VARCHAR(40) CHARACTER SET latin1 NOT NULL, email VARCHAR(80) UNIQUE COMMENT 'Where we write to', active BOOLEAN, photo BLOB, weight DOUBLE, seen DATETIME, bits BIT(4), notes JSON) COMMENT 'People who buy'`,
  `INSERT INTO customers VALUES (1, 'Änn', 'ann@example.org', true, x'00ff', 1e-7, '2024-01-31 10:00:00', b'101', '{"k": [1, "ü"]}'), (2, 'Bob', NULL, false, NULL, 1e21, NULL, NULL, NULL), (3, 'Änn', 'c@example.org', NULL, REPEAT('x', 500), 2.5, NULL, NULL, 'null')`,
  'CREATE TABLE orders (id INT, line INT, customer BIGINT UNSIGNED, PRIMARY KEY (id, line), FOREIGN KEY (customer) REFERENCES customers (id))',
  'INSERT INTO orders VALUES (1, 1, 1), (1, 2, 2)',
  'CREATE VIEW names AS SELECT Name, COUNT(*) AS times FROM customers GROUP BY Name',
  'CREATE VIEW slow AS SELECT SLEEP(60) AS x FROM customers',
  'CREATE TABLE gone (x INT)',
  'CREATE VIEW broken AS SELECT x FROM gone',
  'DROP TABLE gone',
  `CREATE TABLE many (id INT PRIMARY KEY, note VARCHAR(40), grade INT) AS SELECT seq * 7 AS id, IF(seq % 3 = 0, NULL, LEFT(SHA2(seq % 500, 256), 32)) AS note, seq % 5 AS grade FROM ${NUMBERS} WHERE seq <= 20000`,
  `CREATE TABLE moments (at DATETIME PRIMARY KEY, x INT) AS SELECT '2020-01-01' + INTERVAL seq MINUTE AS at, seq % 9 AS x FROM ${NUMBERS} WHERE seq <= 9000`,
  'CREATE TABLE big (id INT AUTO_INCREMENT PRIMARY KEY, x VARCHAR(400))',
  `INSERT INTO big (x) SELECT REPEAT(SHA2(seq, 256), 4) FROM ${NUMBERS}`,
  'CREATE TABLE heap AS SELECT x FROM big',
  'CREATE TABLE written (id INT)',
  'CREATE TABLE nothing (id INT)',
  'ANALYZE TABLE many, moments, big, heap',
  "DROP USER IF EXISTS reader@'%'",
  "CREATE USER reader@'%' IDENTIFIED BY 'only-reads'",
  `GRANT SELECT ON \`${DATABASE}\`.customers TO reader@'%'`,
];

async function run(...statements: readonly string[]): Promise<void> {
  const client = await createConnection(SERVER ?? '');
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function assetNamed(session: ConnectorSession, name: string): Promise<Asset> {
  const wanted = { include: [`${DATABASE}.${name}`], exclude: [], signal: never };
  for await (const item of session.discover(wanted)) if ('asset' in item) return item.asset;
  throw new Error(`no ${name}`);
}

if (SERVER !== undefined)
  describe('MySQL', function () {
    this.timeout(120_000);
    let config: ConnectionConfig;
    const url = (): string => `${SERVER.replace(/\/$/, '')}/${encodeURIComponent(DATABASE)}`;

    before(async () => {
      await run(...SHOP);
      config = (await connector.resolveTarget(url(), '/'))?.config ?? {};
    });

    const withSession = async <T>(
      settings: ConnectionConfig,
      work: (session: ConnectorSession) => Promise<T>,
    ): Promise<T> => {
      const session = await connector.open({ ...config, ...settings }, directEnvironment, never);
      try {
        return await work(session);
      } finally {
        await session.close();
      }
    };

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

    connectorConformance(connector, {
      config: () => config,
      target: url,
      assets: [
        {
          path: [DATABASE, 'customers'],
          columns: ['id', 'Name', 'email', 'active', 'photo', 'weight', 'seen', 'bits', 'notes'],
          rows: 3,
        },
        { path: [DATABASE, 'orders'], columns: ['id', 'line', 'customer'], rows: 2 },
        { path: [DATABASE, 'names'], columns: ['Name', 'times'], rows: 2 },
        { path: [DATABASE, 'nothing'], columns: ['id'], rows: 0 },
      ],
      sliced: [
        { path: [DATABASE, 'many'], columns: ['id', 'note', 'grade'], rows: 20_000 },
        { path: [DATABASE, 'moments'], columns: ['at', 'x'], rows: 9000 },
      ],
      write: {
        path: [DATABASE, 'written'],
        write: (time) =>
          run(
            `USE \`${DATABASE}\``,
            ['INSERT INTO written VALUES (1)', 'UPDATE written SET id = 2', 'TRUNCATE written'][time - 1] ??
              'DO 0',
          ),
      },
      unreachable: () => [
        { ...config, password: 'wrong-password' },
        { ...config, database: 'missing' },
        { ...config, port: 1 },
      ],
      secrets: () => ['wrong-password'],
      slow: () => slow,
    });

    it('names itself and its kinds, keys and comments, whatever case the catalog has them in', async () => {
      await withSession({}, async (session) => {
        expect((await session.test(never)).server).to.match(/^MySQL \d+\.\d+\.\d+$/);
        const customers = await assetNamed(session, 'customers');
        expect(customers).to.deep.include({
          comment: 'People who buy',
          primaryKey: ['id'],
          uniqueKeys: [['email']],
        });
        expect(customers.columns.map(({ kind }) => kind).join(' ')).to.equal(
          'integer text text boolean binary decimal timestamp integer json',
        );
        expect((await assetNamed(session, 'orders')).foreignKeys).to.deep.equal([
          { columns: ['customer'], referencedPath: [DATABASE, 'customers'], referencedColumns: ['id'] },
        ]);
        const sample = await session.sample(customers, DEFAULT_SAMPLE, never);
        const values = (column: number): readonly string[] =>
          [...(sample.columns[column]?.values ?? [])].sort();
        expect(values(1)).to.deep.equal(['Bob', 'Änn']);
        expect(values(3)).to.deep.equal(['false', 'true']);
        expect(values(5)).to.deep.equal(['0.0000001', '1000000000000000000000', '2.5']);
        expect(values(6)).to.deep.equal(['2024-01-31T10:00:00']);
        expect(values(7)).to.deep.equal(['5']);
        expect(values(8)).to.deep.equal(['null', '{"k": [1, "ü"]}']);
      });
    });

    it('signs in with a password that the server has not met since it started, without TLS and with', async () => {
      for (const sslMode of ['disable', 'require'])
        await withSession({ username: 'reader', password: 'only-reads', sslMode }, async (session) => {
          expect(
            (await session.sample(await assetNamed(session, 'customers'), DEFAULT_SAMPLE, never)).rowCount,
          ).to.equal(3);
        });
    });

    it('draws from big tables over the key or by chance, and cuts them into even slices', async () => {
      await withSession({}, async (session) => {
        const big = await assetNamed(session, 'big');
        expect((await session.sample(big, DEFAULT_SAMPLE, never)).method).to.include('primary key');
        const heap = await session.sample(await assetNamed(session, 'heap'), DEFAULT_SAMPLE, never);
        expect(heap).to.deep.include({ sampledRows: 1000, method: 'random rows by RAND(seed)' });
        const full = { ...DEFAULT_SAMPLE, rows: 'full' } as const;
        const plan = await session.plan?.(
          big,
          { sample: full, sliceBytes: Math.ceil((big.sizeBytes ?? 0) / 6) },
          never,
        );
        expect(plan?.slices).to.have.length(6);
        for (const slice of plan?.slices ?? [])
          expect(
            (await session.sample(big, { ...full, slice }, never)).sampledRows,
            slice.title,
          ).to.be.within(8000, 30_000);
      });
    });

    it('marks a table anew once it was written to', async () => {
      const settled = async (): Promise<ChangeMarker> => {
        for (;;) {
          const found = await withSession({}, async (session) => await assetNamed(session, 'written'));
          if (found.changeMarker !== undefined && found.changeMarker !== null) return found.changeMarker;
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      };
      const seen = new Set<string>();
      for (const change of ['INSERT INTO written VALUES (1)', 'UPDATE written SET id = id + 1']) {
        await run(`USE \`${DATABASE}\``, change);
        seen.add((await settled()).value);
        seen.add((await settled()).value);
      }
      expect(seen.size).to.equal(2);
    });
  });
