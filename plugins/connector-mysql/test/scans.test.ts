import { execFileSync } from 'node:child_process';
import {
  type Asset,
  type AssetSlice,
  type ChangeMarker,
  type ConnectorSession,
  DEFAULT_SAMPLE,
} from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { type RunningMariadb, requireServer, startMariadb } from '../../../core/test/servers/index.ts';
import { createMysqlConnector } from '../src/mysql-connector.ts';

const connector = createMysqlConnector({ version: '0.1.0', poolSize: 2, connectTimeoutMs: 3000 });
const never = new AbortController().signal;
const FULL = { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 1_000_000 } as const;

const run = (server: RunningMariadb, script: string): void => {
  execFileSync(
    'mariadb',
    ['--socket', server.socket, '--user', server.user, `--password=${server.password}`],
    { input: script, stdio: ['pipe', 'ignore', 'inherit'] },
  );
};

describe('MariaDB in scans', function () {
  this.timeout(120_000);
  let server: RunningMariadb;

  before(async function () {
    requireServer(this, 'mariadbd');
    server = await startMariadb();
    run(
      server,
      `CREATE DATABASE scans; USE scans;
       CREATE TABLE lumps (id BIGINT PRIMARY KEY, x INT);
       INSERT INTO lumps SELECT CAST(seq AS SIGNED) - 700, 1 FROM seq_1_to_4000; INSERT INTO lumps SELECT 1000000000 + seq * 13, 2 FROM seq_1_to_4000; INSERT INTO lumps SELECT 4000000000000000000 + seq, 3 FROM seq_1_to_4000;
       CREATE TABLE strata (id INT PRIMARY KEY, kind VARCHAR(9)) AS SELECT seq AS id, IF(seq % 300 = 0, 'rare', 'common') AS kind FROM seq_1_to_9000;
       CREATE TABLE marked (id INT PRIMARY KEY); ANALYZE TABLE lumps;`,
    );
  });
  after(() => server?.stop());

  async function withAsset<T>(
    name: string,
    work: (session: ConnectorSession, asset: Asset) => Promise<T>,
  ): Promise<T> {
    const { config = {} } = (await connector.resolveTarget(`${server.url}/scans`, '/')) ?? {};
    const session = await connector.open(config, directEnvironment, never);
    try {
      for await (const item of session.discover({ include: [`scans.${name}`], exclude: [], signal: never }))
        if ('asset' in item) return await work(session, item.asset);
      throw new Error(`no ${name}`);
    } finally {
      await session.close();
    }
  }

  const slicesOf = async (
    session: ConnectorSession,
    asset: Asset,
    count: number,
  ): Promise<readonly AssetSlice[]> =>
    (
      await session.plan?.(
        asset,
        { sample: FULL, sliceBytes: Math.ceil((asset.sizeBytes ?? 0) / count) },
        never,
      )
    )?.slices ?? [];

  it('tells the highest value of a column', async () => {
    run(
      server,
      `USE scans; CREATE TABLE growing (id BIGINT PRIMARY KEY, at DATETIME(6), gone INT);
       INSERT INTO growing SELECT seq, TIMESTAMP('2026-01-01') + INTERVAL seq SECOND, NULL FROM seq_1_to_500;`,
    );
    await withAsset('growing', async (session, asset) => {
      const found = await Promise.all(
        asset.columns.map((column) => session.highWater?.(asset, column, { timeoutMs: 20_000 }, never)),
      );
      expect(found).to.deep.equal([
        { value: '500' },
        { value: '2026-01-01 00:08:20.000000' },
        { value: null },
      ]);
    });
  });

  it('cuts lumps of keys, with gaps between them of any width, into slices of about the same size', async () => {
    await withAsset('lumps', async (session, asset) => {
      const slices = await slicesOf(session, asset, 6);
      expect(slices).to.have.length(6);
      for (const slice of slices) {
        const { sampledRows } = await session.sample(asset, { ...FULL, slice }, never);
        expect(sampledRows, slice.title).to.be.within(500, 4000);
      }
    });
  });

  it('reads rows that come while a table is scanned in its first or last slice, and misses none of those that stay', async () => {
    await withAsset('lumps', async (session, asset) => {
      const slices = await slicesOf(session, asset, 5);
      const ids: string[] = [];
      for (const slice of slices) {
        const { columns } = await session.sample(asset, { ...FULL, slice }, never);
        ids.push(...(columns[0]?.values ?? []));
        if (slice.index === 0)
          run(
            server,
            'INSERT INTO scans.lumps VALUES (4500000000000000000, 4); DELETE FROM scans.lumps WHERE x = 2 AND id % 2 = 0',
          );
      }
      expect(new Set(ids).size).to.equal(ids.length);
      expect(ids).to.include('4500000000000000000');
      expect(ids.length).to.be.within(10_001, 12_001);
    });
  });

  it('draws as many rows from common values as from rare ones', async () => {
    await withAsset('strata', async (session, asset) => {
      const options = { ...DEFAULT_SAMPLE, rows: 40, strategy: 'stratified', stratifyBy: 'kind' } as const;
      const { columns } = await session.sample(asset, { ...options, rows: 400 }, never);
      expect(columns[1]?.counts[columns[1].values.indexOf('rare')]).to.be.greaterThan(20);
    });
  });

  it('marks a table anew once it was written to or the server was started again, and says nothing while it is not sure', async () => {
    const marker = (): Promise<ChangeMarker | null> =>
      withAsset('marked', async (_session, asset) => asset.changeMarker ?? null);
    const settled = async (): Promise<string> => {
      for (let found = await marker(); ; found = await marker()) {
        if (found !== null) return found.value;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    expect(await marker()).to.equal(null);
    const seen: string[] = [];
    for (const change of ['INSERT INTO scans.marked VALUES (1)', 'UPDATE scans.marked SET id = 2']) {
      run(server, change);
      seen.push(await settled());
      expect(await settled()).to.equal(seen.at(-1));
    }
    await server.crash();
    await server.restart();
    expect(await marker()).to.equal(null);
    run(server, 'INSERT INTO scans.marked VALUES (3)');
    seen.push(await settled());
    expect(new Set(seen).size).to.equal(3);
  });
});
