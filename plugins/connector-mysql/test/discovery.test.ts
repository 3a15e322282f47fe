import { execFileSync } from 'node:child_process';
import type { Discovered } from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { requireServer, sharedServers } from '../../../core/test/servers/index.ts';
import { discoverTables } from '../src/discover.ts';
import { type MysqlConnection, openMysqlConnection } from '../src/mysql-connection.ts';
import { readMysqlSettings, resolveMysqlTarget } from '../src/mysql-settings.ts';

const never = new AbortController().signal;
const TABLES = Array.from({ length: 11 }, (_, index) => `t${index}`);
const NAMES = [...TABLES, 'Twin', 'twin', 'view of t1', 'broken'].sort();

describe('the discovery of a MariaDB database', function () {
  this.timeout(60_000);
  let connection: MysqlConnection;

  before(async function () {
    requireServer(this, 'mariadbd');
    const server = await sharedServers.mariadb();
    const made = TABLES.map(
      (name) =>
        `CREATE TABLE ${name} (id INT PRIMARY KEY, x INT UNIQUE${name === 't0' ? '' : ', FOREIGN KEY (id) REFERENCES t0 (id)'});`,
    );
    execFileSync(
      'mariadb',
      ['--socket', server.socket, '--user', server.user, `--password=${server.password}`],
      {
        input: `CREATE DATABASE paged; USE paged; ${made.join(' ')} CREATE TABLE Twin (a INT); CREATE TABLE twin (b INT, c INT);
          CREATE VIEW \`view of t1\` AS SELECT x FROM t1; CREATE TABLE gone (x INT); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE gone; CREATE SEQUENCE numbers;`,
        stdio: ['pipe', 'ignore', 'inherit'],
      },
    );
    const { config = {} } = (await resolveMysqlTarget(`${server.url}/paged`, '/')) ?? {};
    connection = await openMysqlConnection(
      { ...directEnvironment, settings: readMysqlSettings(config), poolSize: 1, connectTimeoutMs: 3000 },
      never,
    );
  });
  after(() => connection?.close());

  /** What is found, and the rows of the longest answer that was not about names alone. */
  async function discover(tablesAtOnce?: number): Promise<{ found: readonly Discovered[]; longest: number }> {
    let longest = 0;
    const watched: MysqlConnection = {
      ...connection,
      isUsable: true,
      async query(text, parameters, limits) {
        const rows = await connection.query(text, parameters, limits);
        if (text.includes(' IN (')) longest = Math.max(longest, rows.length);
        return rows;
      },
    };
    // One connection does one thing after the other.
    let turn: Promise<unknown> = Promise.resolve();
    const use = <T>(_: AbortSignal, work: (connection: MysqlConnection) => Promise<T>): Promise<T> => {
      const mine = turn.then(() => work(watched));
      turn = mine.catch(() => undefined);
      return mine;
    };
    const found = await Array.fromAsync(
      discoverTables(use, 'paged', { include: [], exclude: [], signal: never }, tablesAtOnce),
    );
    return { found, longest };
  }

  const nameOf = (item: Discovered): string =>
    ('asset' in item ? item.asset.path[1] : item.problem.path[1]) ?? '';

  /** A table is marked as settled some seconds after it was written to, and not at the first look. */
  const unmarked = (found: readonly Discovered[]): readonly unknown[] =>
    found.map((item) => ('asset' in item ? { ...item.asset, changeMarker: null } : item.problem));

  it('finds the same however many tables it asks for at a time, and each once', async () => {
    const all = unmarked((await discover()).found);
    expect((await discover()).found.map(nameOf).sort()).to.deep.equal(NAMES);
    for (const tablesAtOnce of [1, 2, 3, 7])
      expect(unmarked((await discover(tablesAtOnce)).found), String(tablesAtOnce)).to.deep.equal(all);
  });

  it('holds the columns and keys of so many tables and no more', async () => {
    expect((await discover()).longest).to.be.greaterThan(20);
    expect((await discover(1)).longest, 'the columns of a sequence').to.equal(8);
    expect((await discover(3)).longest, 'of a sequence and two tables').to.be.at.most(13);
  });

  it('tells tables apart whose names differ in case alone', async () => {
    const { found } = await discover(1);
    const columns = Object.fromEntries(
      found.flatMap((item) =>
        'asset' in item && /^twin$/i.test(nameOf(item))
          ? [[nameOf(item), item.asset.columns.map(({ name }) => name)]]
          : [],
      ),
    );
    expect(columns).to.deep.equal({ Twin: ['a'], twin: ['b', 'c'] });
  });
});
