import { execFileSync } from 'node:child_process';
import {
  type Asset,
  type ConnectorSession,
  DataWaveError,
  DEFAULT_SAMPLE,
  type SampleOptions,
} from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { type RunningMariadb, requireServer, sharedServers } from '../../../core/test/servers/index.ts';
import { createMysqlConnector } from '../src/mysql-connector.ts';

const connector = createMysqlConnector({ version: '0.1.0', poolSize: 2, connectTimeoutMs: 3000 });
const never = new AbortController().signal;
const FULL = { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 100_000 } as const;

describe('a MariaDB source that changes while it is scanned', function () {
  this.timeout(60_000);
  let server: RunningMariadb;

  const run = (script: string): void => {
    execFileSync(
      'mariadb',
      ['--socket', server.socket, '--user', server.user, `--password=${server.password}`],
      { input: script, stdio: ['pipe', 'ignore', 'inherit'] },
    );
  };

  before(async function () {
    requireServer(this, 'mariadbd');
    server = await sharedServers.mariadb();
    run("CREATE DATABASE midway; CREATE USER midway@'%' IDENTIFIED BY 'reads';");
  });

  async function withAsset<T>(
    name: string,
    work: (session: ConnectorSession, asset: Asset) => Promise<T>,
  ): Promise<T> {
    const { config = {} } = (await connector.resolveTarget(`${server.url}/midway`, '/')) ?? {};
    const reader = { ...config, username: 'midway', password: 'reads' };
    const session = await connector.open(reader, directEnvironment, never);
    try {
      for await (const item of session.discover({ include: [`midway.${name}`], exclude: [], signal: never }))
        if ('asset' in item) return await work(session, item.asset);
      throw new Error(`no ${name}`);
    } finally {
      await session.close();
    }
  }

  async function outcome(
    session: ConnectorSession,
    asset: Asset,
    options: SampleOptions,
  ): Promise<number | string> {
    try {
      return (await session.sample(asset, options, never)).sampledRows;
    } catch (error) {
      return DataWaveError.is(error) ? error.code : String(error);
    }
  }

  /** Reads the first slice of a table, has something happen to it, and tells what became of the others. */
  async function after(change: (table: string) => string): Promise<readonly (number | string)[]> {
    const table = `t${Math.random().toString(36).slice(2)}`;
    run(
      `USE midway; CREATE TABLE ${table} (id BIGINT PRIMARY KEY, x VARCHAR(40)) AS SELECT seq * 10 AS id, MD5(seq) AS x FROM seq_1_to_3000; ANALYZE TABLE ${table}; GRANT SELECT ON midway.${table} TO midway@'%'`,
    );
    return await withAsset(table, async (session, asset) => {
      const sliceBytes = Math.ceil((asset.sizeBytes ?? 0) / 3);
      const slices = (await session.plan?.(asset, { sample: FULL, sliceBytes }, never))?.slices ?? [];
      expect(slices.length).to.be.greaterThan(1);
      const outcomes: (number | string)[] = [];
      for (const slice of slices) {
        outcomes.push(await outcome(session, asset, { ...FULL, slice }));
        if (slice.index === 0) run(`USE midway; ${change(table)}`);
      }
      return outcomes.slice(1);
    });
  }

  it('says that a table has vanished, has lost a column, or may not be read any more', async () => {
    const said = async (change: (table: string) => string): Promise<string> =>
      [...new Set(await after(change))].join(' ');
    expect(await said((table) => `ALTER TABLE ${table} DROP COLUMN x`)).to.equal('DW_SOURCE_CHANGED');
    expect(await said((table) => `REVOKE SELECT ON midway.${table} FROM midway@'%'`)).to.equal(
      'DW_SOURCE_PERMISSION',
    );
    // Right over what is gone stays, so that the server tells.
    expect(await said((table) => `DROP TABLE ${table}`)).to.equal('DW_SOURCE_ASSET_MISSING');
  });

  it('reads what is left of a table that shrinks, and what was added to one that grows', async () => {
    expect(new Set(await after((table) => `TRUNCATE ${table}`))).to.deep.equal(new Set([0]));
    const grown = await after(
      (table) => `INSERT INTO ${table} SELECT seq * 10 + 1, 'y' FROM seq_3001_to_4000`,
    );
    expect(grown.reduce<number>((sum, rows) => sum + Number(rows), 0)).to.be.within(2000, 4000);
  });

  it('gives up a view that never ends, whether its first row is late or all its rows are', async () => {
    run(
      `USE midway; CREATE VIEW late AS SELECT SLEEP(3600) AS x; CREATE VIEW endless AS SELECT CONCAT(SLEEP(0.01), seq) AS x FROM seq_1_to_1000000000; GRANT SELECT, SHOW VIEW ON midway.* TO midway@'%'`,
    );
    for (const name of ['late', 'endless'])
      await withAsset(name, async (session, asset) => {
        for (const options of [FULL, { ...DEFAULT_SAMPLE, rows: 1000 }])
          expect(
            await outcome(session, asset, { ...options, timeoutMs: 500 }),
            `${name} ${options.rows}`,
          ).to.equal('DW_SOURCE_TIMEOUT');
        expect((await session.test(never)).server).to.match(/^MariaDB/);
      });
  });
});
