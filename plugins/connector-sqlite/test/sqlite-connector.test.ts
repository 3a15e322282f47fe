import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Asset, type ConnectorSession, DEFAULT_SAMPLE, type Discovered } from '@datawave/plugin-sdk';
import { connectorConformance, directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { sharedData } from '../../../core/test/shared-data.ts';
import { createSqliteConnector } from '../src/sqlite-connector.ts';

const folder = mkdtempSync(join(tmpdir(), 'datawave-sqlite-'));
const file = (name: string): string => join(folder, name);
const connector = createSqliteConnector({ roots: () => [folder], version: '0.1.0' });
const never = new AbortController().signal;
const everything = { include: [], exclude: [], signal: never };

function build(name: string, statements: string): string {
  const database = new DatabaseSync(file(name));
  database.exec(statements);
  database.close();
  return file(name);
}

const SHOP = `
  CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email VARCHAR(80) UNIQUE, active BOOLEAN, photo BLOB, weight REAL);
  INSERT INTO customers VALUES (1, 'Ann', 'ann@example.org', 1, x'00ff', 1e-7), (2, 'Bob', NULL, 0, NULL, 2), (3, 'Ann', 'c@example.org', 1, zeroblob(200), 1e21);
  CREATE TABLE orders (id INTEGER, line INTEGER, customer INTEGER REFERENCES customers, placed DATETIME, PRIMARY KEY (id, line)) WITHOUT ROWID;
  INSERT INTO orders VALUES (1, 1, 1, '2024-01-31 10:00:00'), (1, 2, 1, '2024-02-01 11:30:00');
  CREATE VIEW names AS SELECT name, count(*) AS times FROM customers GROUP BY name;
  CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) AS i FROM n;
  CREATE TABLE many (note TEXT, grade INTEGER);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO many (rowid, note, grade) SELECT i * 3, CASE WHEN i % 3 = 0 THEN NULL ELSE 'note ' || (i % 500) END, i % 5 FROM n;
  CREATE TABLE lumps (id INTEGER PRIMARY KEY, x);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO lumps SELECT CASE WHEN i % 2 THEN -i ELSE 9000000000000000000 + i END, i % 7 FROM n;
  CREATE TABLE written (id INTEGER);
  CREATE TABLE empty (id INTEGER);
  CREATE TABLE "we""ird; --
name" ("a""b;" TEXT, "${'ü'.repeat(70)}" TEXT);
  INSERT INTO "we""ird; --
name" VALUES ('x', 'y');
  CREATE TABLE gone (x);
  CREATE VIEW broken AS SELECT x FROM gone;
  DROP TABLE gone;`;

async function found(session: ConnectorSession): Promise<readonly Discovered[]> {
  return await Array.fromAsync(session.discover(everything));
}

async function open(path: string): Promise<ConnectorSession> {
  return await connector.open({ path }, directEnvironment, never);
}

async function assetNamed(session: ConnectorSession, name: string): Promise<Asset> {
  for (const item of await found(session))
    if ('asset' in item && item.asset.path[1] === name) return item.asset;
  throw new Error(`no ${name}`);
}

describe('SQLite', () => {
  before(() => {
    build('shop.db', SHOP);
  });
  after(() => rmSync(folder, { recursive: true }));

  connectorConformance(connector, {
    config: () => ({ path: file('shop.db') }),
    target: () => `sqlite:${file('shop.db')}`,
    assets: [
      { path: ['main', 'customers'], columns: ['id', 'name', 'email', 'active', 'photo', 'weight'], rows: 3 },
      { path: ['main', 'orders'], columns: ['id', 'line', 'customer', 'placed'], rows: 2 },
      { path: ['main', 'names'], columns: ['name', 'times'], rows: 2 },
      { path: ['main', 'empty'], columns: ['id'], rows: 0 },
      { path: ['main', 'we"ird; --\nname'], columns: ['a"b;', 'ü'.repeat(70)], rows: 1 },
    ],
    sliced: [
      { path: ['main', 'many'], columns: ['note', 'grade'], rows: 20_000 },
      { path: ['main', 'lumps'], columns: ['id', 'x'], rows: 3000 },
    ],
    write: {
      path: ['main', 'written'],
      write: (time) => {
        const database = new DatabaseSync(file('shop.db'));
        database.exec(`INSERT INTO written VALUES (${time})`);
        database.close();
      },
    },
    unreachable: () => [{ path: file('missing.db') }, { path: '/etc/passwd' }, {}],
    slow: () => ({
      path: ['main', 'endless'],
      type: 'view',
      columns: [{ name: 'i', ordinal: 0, dataType: '', kind: 'other', nullable: true, comment: null }],
      comment: null,
      rowEstimate: null,
      sizeBytes: null,
      primaryKey: [],
      uniqueKeys: [],
      foreignKeys: [],
      fingerprint: '',
    }),
  });

  it('finds keys, kinds and generated columns, and reports a broken view', async () => {
    await using session = closing(await open(file('shop.db')));
    const customers = await assetNamed(session, 'customers');
    expect(customers.primaryKey).to.deep.equal(['id']);
    expect(customers.uniqueKeys).to.deep.equal([['email']]);
    expect(customers.columns.map((column) => column.kind)).to.deep.equal([
      'integer',
      'text',
      'text',
      'boolean',
      'binary',
      'decimal',
    ]);
    const orders = await assetNamed(session, 'orders');
    expect(orders.foreignKeys).to.deep.equal([
      { columns: ['customer'], referencedPath: ['main', 'customers'], referencedColumns: ['id'] },
    ]);
    const problem = (await found(session)).find((item) => 'problem' in item);
    expect(problem).to.have.nested.property('problem.path[1]', 'broken');
    expect(problem).to.have.nested.property('problem.code', 'DW_SOURCE_ASSET_MISSING');
  });

  it('ends the reading of a view that is called off between two batches', async () => {
    // After three rows it computes for ever.
    build(
      'trickle.db',
      'CREATE VIEW trickle AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i <= 3',
    );
    await using session = closing(await open(file('trickle.db')));
    const gone = new AbortController();
    const batches = session.read(await assetNamed(session, 'trickle'), { batchRows: 3, signal: gone.signal });
    const reading = batches[Symbol.asyncIterator]();
    expect((await reading.next()).value).to.have.property('rows', 3);
    gone.abort();
    expect(await reading.next().catch((error: Error) => error.name)).to.equal('AbortError');
  });

  it('writes values as the contract wants them', async () => {
    await using session = closing(await open(file('shop.db')));
    const sample = await session.sample(await assetNamed(session, 'customers'), DEFAULT_SAMPLE, never);
    const values = (column: number): readonly string[] => sample.columns[column]?.values ?? [];
    expect(values(3)).to.deep.equal(['true', 'false']);
    expect(values(4)).to.deep.equal(['\\x00ff', `\\x${'00'.repeat(64)}`]);
    expect(values(5)).to.deep.equal(['0.0000001', '2', '1000000000000000000000']);
    const placed = await session.sample(await assetNamed(session, 'orders'), DEFAULT_SAMPLE, never);
    expect(placed.columns[3]?.values[0]).to.equal('2024-01-31T10:00:00');
  });

  it('leaves nothing beside a database in write-ahead mode and sees what its log holds', async () => {
    build('wal.db', 'PRAGMA journal_mode = WAL; CREATE TABLE t (x); INSERT INTO t VALUES (1)');
    const before = readdirSync(folder);
    await using session = closing(await open(file('wal.db')));
    expect((await session.sample(await assetNamed(session, 't'), DEFAULT_SAMPLE, never)).rowCount).to.equal(
      1,
    );
    expect(readdirSync(folder)).to.deep.equal(before);
    const writer = new DatabaseSync(file('wal.db'));
    writer.exec('INSERT INTO t VALUES (2)');
    await using second = closing(await open(file('wal.db')));
    expect((await second.sample(await assetNamed(second, 't'), DEFAULT_SAMPLE, never)).rowCount).to.equal(2);
    writer.close();
  });

  it('notices that the file was replaced', async () => {
    build('one.db', 'CREATE TABLE t (x)');
    build('two.db', 'CREATE TABLE t (x, y)');
    await using session = closing(await open(file('one.db')));
    const asset = await assetNamed(session, 't');
    renameSync(file('two.db'), file('one.db'));
    const error: unknown = await session
      .sample(asset, DEFAULT_SAMPLE, never)
      .catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'DW_SOURCE_CHANGED');
  });

  it('spreads the sample of a big table over all its rows', async () => {
    build(
      'big.db',
      "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000) INSERT INTO t SELECT i, printf('%0100d', i) FROM n",
    );
    await using session = closing(await open(file('big.db')));
    const sample = await session.sample(await assetNamed(session, 't'), DEFAULT_SAMPLE, never);
    expect(sample.sampledRows).to.be.within(900, 1000);
    const ids = (sample.columns[0]?.values ?? []).map(Number);
    for (const decile of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      expect(
        ids.filter((id) => Math.floor((id - 1) / 30_000) === decile).length,
        `decile ${decile}`,
      ).to.be.within(60, 140);
    }
  });

  it('cuts a cell of 100 MB and reads 2,000 columns', async () => {
    const names = Array.from({ length: 2000 }, (_, at) => `c${at}`);
    build(
      'wide.db',
      `CREATE TABLE wide (${names.join(', ')}); INSERT INTO wide (c0, c1999) VALUES (1, 2); CREATE TABLE long (x TEXT); INSERT INTO long VALUES (printf('%.*c', 100000000, 'x'))`,
    );
    await using session = closing(await open(file('wide.db')));
    const wide = await session.sample(await assetNamed(session, 'wide'), DEFAULT_SAMPLE, never);
    expect(wide.columns).to.have.length(2000);
    const long = await session.sample(await assetNamed(session, 'long'), DEFAULT_SAMPLE, never);
    expect(long.columns[0]?.values[0]).to.have.length(4096);
    expect(long.columns[0]?.truncated).to.equal(true);
  });

  it('refuses files that are no database, and links that lead out of the roots', async () => {
    writeFileSync(file('text.db'), 'just text, but long enough to be looked at as a header would be');
    symlinkSync('/etc/passwd', file('link.db'));
    for (const path of [file('text.db'), file('link.db'), join(folder, '..', 'other.db')]) {
      const error: unknown = await open(path).catch((reason: unknown) => reason);
      expect(error).to.have.property('code', 'DW_SOURCE_CONFIG');
    }
    expect(await connector.resolveTarget(file('text.db'), folder)).to.equal(null);
    expect(await connector.resolveTarget('shop.db', folder)).to.deep.include({ source: ['shop.db'] });
  });

  it('takes a damaged file whose name can mean nothing else, so that the damage is told', async () => {
    writeFileSync(file('damaged.sqlite'), 'just text, but long enough to be looked at as a header would be');
    expect(await connector.resolveTarget('damaged.sqlite', folder)).to.deep.include({
      source: ['damaged.sqlite'],
    });
    const error: unknown = await open(file('damaged.sqlite')).catch((reason: unknown) => reason);
    expect(error).to.have.property('message').that.includes('not a SQLite database');
  });

  it('reads Chinook whole', async function () {
    copyFileSync(sharedData(this, 'chinook/chinook.sqlite'), file('chinook.sqlite'));
    await using session = closing(await open(file('chinook.sqlite')));
    const customer = await assetNamed(session, 'Customer');
    expect(customer.rowEstimate).to.equal(59);
    const sample = await session.sample(customer, DEFAULT_SAMPLE, never);
    expect(
      sample.columns[customer.columns.findIndex((column) => column.name === 'Email')]?.distinctCount,
    ).to.equal(59);
  });
});

/** A session that is closed at the end of the block. */
function closing(session: ConnectorSession): ConnectorSession & AsyncDisposable {
  return Object.assign(session, { [Symbol.asyncDispose]: () => session.close() });
}
