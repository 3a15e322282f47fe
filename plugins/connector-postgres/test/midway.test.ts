import {
  type Asset,
  type AssetSlice,
  type ConnectorSession,
  DataWaveError,
  DEFAULT_SAMPLE,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { requireServer, sharedServers } from '../../../core/test/servers/index.ts';
import { assetNamed, never, open, run } from './shop-database.ts';

const FULL = { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 100_000 } as const;

describe('a PostgreSQL source that changes while it is scanned', function () {
  this.timeout(60_000);
  let url: string;
  let reader: string;

  before(async function () {
    requireServer(this, 'postgres');
    url = await (await sharedServers.postgres()).createDatabase('connector_midway');
    await run(url, "CREATE ROLE midway LOGIN PASSWORD 'reads'", 'GRANT USAGE ON SCHEMA public TO midway');
    const address = new URL(url);
    [address.username, address.password] = ['midway', 'reads'];
    reader = address.href;
  });

  /** Reads the first slice of a table, has something happen to it, and tells what became of the others. */
  async function after(change: (table: string) => string): Promise<readonly (number | string)[]> {
    const table = `t${Math.random().toString(36).slice(2)}`;
    await run(
      url,
      `CREATE TABLE ${table} (id bigint PRIMARY KEY, x text) PARTITION BY RANGE (id)`,
      `CREATE TABLE ${table}_rest PARTITION OF ${table} DEFAULT`,
      `INSERT INTO ${table} SELECT g * 10, md5(g::text) FROM generate_series(1, 3000) g`,
      `ANALYZE ${table}`,
      `GRANT SELECT ON ${table} TO midway`,
    );
    await using session = await open(reader);
    const asset = await assetNamed(session, 'public', table);
    const sliceBytes = Math.ceil((asset.sizeBytes ?? 0) / 3);
    const slices = (await session.plan?.(asset, { sample: FULL, sliceBytes }, never))?.slices ?? [];
    expect(slices).to.have.length(3);
    const outcomes: (number | string)[] = [];
    for (const slice of slices) {
      outcomes.push(await outcome(session, asset, slice));
      if (slice.index === 0) await run(url, change(table));
    }
    return outcomes.slice(1);
  }

  async function outcome(
    session: ConnectorSession,
    asset: Asset,
    slice: AssetSlice,
  ): Promise<number | string> {
    try {
      return (await session.sample(asset, { ...FULL, slice }, never)).sampledRows;
    } catch (error) {
      return DataWaveError.is(error) ? error.code : String(error);
    }
  }

  it('says that a table has vanished, has lost a column, or may not be read any more', async () => {
    expect(new Set(await after((table) => `DROP TABLE ${table}`))).to.deep.equal(
      new Set(['DW_SOURCE_ASSET_MISSING']),
    );
    expect(new Set(await after((table) => `ALTER TABLE ${table} DROP COLUMN x`))).to.deep.equal(
      new Set(['DW_SOURCE_CHANGED']),
    );
    expect(new Set(await after((table) => `REVOKE SELECT ON ${table} FROM midway`))).to.deep.equal(
      new Set(['DW_SOURCE_PERMISSION']),
    );
  });

  it('reads what is left of a table that shrinks, and what was added to one that grows', async () => {
    expect(await after((table) => `TRUNCATE ${table}`)).to.deep.equal([0, 0]);
    const grown = await after(
      (table) => `INSERT INTO ${table} SELECT g * 10 + 1, 'y' FROM generate_series(3001, 4000) g`,
    );
    expect(grown.reduce<number>((sum, rows) => sum + Number(rows), 0)).to.be.within(2500, 3500);
  });

  it('gives up a view that never ends, whether its first row is late or all its rows are', async () => {
    await run(
      url,
      'CREATE VIEW late AS SELECT pg_sleep(3600)::text AS x',
      'CREATE VIEW endless AS SELECT pg_sleep(0.01)::text || g AS x FROM generate_series(1, 1000000000) g',
    );
    await using session = await open(url);
    for (const name of ['late', 'endless'])
      for (const options of [FULL, { ...DEFAULT_SAMPLE, rows: 1000 }]) {
        const asset = await assetNamed(session, 'public', name);
        const error: unknown = await session
          .sample(asset, { ...options, timeoutMs: 500 }, never)
          .catch((reason: unknown) => reason);
        expect(error, `${name} ${options.rows}`).to.have.property('code', 'DW_SOURCE_TIMEOUT');
      }
    expect((await session.test(never)).server).to.match(/^PostgreSQL/);
  });
});
