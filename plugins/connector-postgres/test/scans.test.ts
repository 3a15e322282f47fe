import {
  type Asset,
  type ChangeMarker,
  type ConnectionConfig,
  type ConnectorSession,
  DEFAULT_SAMPLE,
  type TableSample,
} from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import pg from 'pg';
import {
  type RunningPostgres,
  requireServer,
  sharedServers,
  startPostgres,
} from '../../../core/test/servers/index.ts';
import { createPostgresConnector } from '../src/postgres-connector.ts';

const connector = createPostgresConnector({ version: '0.1.0', poolSize: 2, connectTimeoutMs: 3000 });
const never = new AbortController().signal;
const FULL = { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 1_000_000 } as const;

async function run(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const configOf = async (url: string): Promise<ConnectionConfig> =>
  (await connector.resolveTarget(url, '/'))?.config ?? {};

async function withSession<T>(url: string, work: (session: ConnectorSession) => Promise<T>): Promise<T> {
  const session = await connector.open(await configOf(url), directEnvironment, never);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

async function assetNamed(session: ConnectorSession, name: string): Promise<Asset> {
  for await (const item of session.discover({ include: [`public.${name}`], exclude: [], signal: never }))
    if ('asset' in item) return item.asset;
  throw new Error(`no ${name}`);
}

const markOf = (url: string, name: string): Promise<Asset> =>
  withSession(url, (session) => assetNamed(session, name));

/** Waits until the server is sure: the sessions of earlier statements have gone, and what they wrote is counted. */
async function sureMarkerOf(url: string, name: string): Promise<ChangeMarker> {
  while (true) {
    const { changeMarker } = await markOf(url, name);
    if (changeMarker !== undefined && changeMarker !== null && changeMarker.asOf === undefined)
      return changeMarker;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const total = (parts: readonly TableSample[]): number =>
  parts.reduce((sum, { sampledRows }) => sum + sampledRows, 0);

async function slicesOf(
  session: ConnectorSession,
  asset: Asset,
  count: number,
): Promise<readonly TableSample[]> {
  const sliceBytes = Math.max(1, Math.floor((asset.sizeBytes ?? 0) / count));
  const plan = await session.plan?.(asset, { sample: FULL, sliceBytes }, never);
  const parts: TableSample[] = [];
  for (const slice of plan?.slices ?? []) parts.push(await session.sample(asset, { ...FULL, slice }, never));
  return parts;
}

describe('PostgreSQL in scans', () => {
  let server: RunningPostgres;
  let url: string;

  before(async function () {
    this.timeout(120_000);
    requireServer(this, 'postgres');
    server = await sharedServers.postgres();
    url = await server.createDatabase('connector_scans');
  });

  it('cuts by keys with nulls, gaps and lumps so that each row is in one slice, and few are empty', async function () {
    this.timeout(60_000);
    const keys = fc.uniqueArray(
      fc.oneof(
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 1_000_000, max: 1_002_000 }),
        fc.maxSafeInteger(),
      ),
      { minLength: 1, maxLength: 200 },
    );
    await run(
      url,
      'CREATE TABLE keyed (id bigint UNIQUE, x text) PARTITION BY RANGE (id)',
      'CREATE TABLE keyed_rest PARTITION OF keyed DEFAULT',
    );
    await fc.assert(
      fc.asyncProperty(keys, fc.integer({ min: 2, max: 9 }), fc.nat(3), async (ids, count, nulls) => {
        await run(
          url,
          'TRUNCATE keyed',
          `INSERT INTO keyed SELECT id, 'x' FROM unnest(ARRAY[${ids.join(',')}]::bigint[]) AS id`,
          `INSERT INTO keyed SELECT NULL, 'y' FROM generate_series(1, ${nulls})`,
          'ANALYZE keyed',
        );
        await withSession(url, async (session) => {
          const asset = await assetNamed(session, 'keyed');
          const parts = await slicesOf(session, asset, count);
          if (parts.length === 0) return;
          expect(total(parts)).to.equal(ids.length + nulls);
          expect(parts.flatMap(({ columns: [id] }) => id?.values ?? []).toSorted()).to.deep.equal(
            ids.map(String).toSorted(),
          );
          // The one of rows without a key alone.
          expect(parts.slice(0, -1).filter(({ sampledRows }) => sampledRows === 0)).to.deep.equal([]);
        });
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  it('puts no key of a row among the bounds that are stored', async () => {
    await run(
      url,
      'CREATE TABLE people (number bigint PRIMARY KEY, born date) PARTITION BY RANGE (number)',
      'CREATE TABLE people_rest PARTITION OF people DEFAULT',
      'INSERT INTO people SELECT 1000000007 + g * 7919, NULL FROM generate_series(1, 5000) g',
      'ANALYZE people',
    );
    await withSession(url, async (session) => {
      const asset = await assetNamed(session, 'people');
      const sliceBytes = Math.ceil((asset.sizeBytes ?? 0) / 6);
      const plan = await session.plan?.(asset, { sample: FULL, sliceBytes }, never);
      expect(plan?.slices).to.have.length(6);
      for (const { bounds } of plan?.slices ?? [])
        for (const bound of [bounds['from'], bounds['before']])
          if (typeof bound === 'string') expect(bound).to.match(/0{2,}$/);
    });
  });

  it('reads rows that come while a table is scanned in its last slice, and misses none of those that stay', async () => {
    await run(
      url,
      'CREATE TABLE growing AS SELECT g AS id, md5(g::text) AS x FROM generate_series(1, 20000) g',
      'ANALYZE growing',
    );
    await withSession(url, async (session) => {
      const asset = await assetNamed(session, 'growing');
      const plan = await session.plan?.(
        asset,
        { sample: FULL, sliceBytes: (asset.sizeBytes ?? 0) / 5 },
        never,
      );
      const slices = plan?.slices ?? [];
      // Older servers would read all pages to find those of a range.
      if (server.version < 14) {
        expect(slices).to.deep.equal([]);
        return;
      }
      expect(slices.map(({ kind }) => kind)).to.deep.equal(['pages', 'pages', 'pages', 'pages', 'pages']);
      const ids: number[] = [];
      for (const slice of slices) {
        const part = await session.sample(asset, { ...FULL, slice }, never);
        ids.push(...(part.columns[0]?.values ?? []).map(Number));
        if (slice.index === 1)
          await run(
            url,
            "INSERT INTO growing SELECT g, 'new' FROM generate_series(20001, 22000) g",
            'DELETE FROM growing WHERE id % 10 = 0',
          );
      }
      expect(new Set(ids).size).to.equal(ids.length);
      expect(ids.filter((id) => id % 10 !== 0)).to.have.length(22_000 * 0.9);
    });
  });

  it('finds distinct values in the server, as many as reading every row does', async function () {
    this.timeout(60_000);
    await run(
      url,
      `CREATE TABLE counted AS SELECT g AS id, g % 7 AS few, CASE WHEN g % 4 = 0 THEN NULL ELSE 'city ' || g % 900 END AS city,
         repeat('x', 40) || g % 3 AS pad, g % 2 = 0 AS flag, date '2020-01-01' + g % 365 AS day FROM generate_series(1, 120000) g`,
      'ANALYZE counted',
    );
    await withSession(url, async (session) => {
      const asset = await assetNamed(session, 'counted');
      const options = { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 1000 } as const;
      expect(
        (await session.plan?.(asset, { sample: options, sliceBytes: null }, never))?.pushedDown,
      ).to.include('distinct');
      const grouped = await session.sample(asset, options, never);
      expect(grouped.method).to.include('counted by the server');
      const streamed = await session.sample({ ...asset, rowEstimate: null }, options, never);
      expect(streamed.method).to.equal('every row');
      expect(grouped.rowCount).to.equal(streamed.rowCount);
      for (const [at, column] of grouped.columns.entries()) {
        const other = streamed.columns[at];
        expect(column.nullCount).to.equal(other?.nullCount);
        if (at === 0) {
          expect(column.distinctCount).to.be.within(120_000 * 0.85, 120_000);
          expect(column.values.length).to.be.within(500, 1000);
          continue;
        }
        const counts = (sample: typeof column | undefined): ReadonlyMap<string, number | undefined> =>
          new Map(sample?.values.map((value, index) => [value, sample.counts[index]]));
        expect(counts(column)).to.deep.equal(counts(other));
        expect(column.distinctCount).to.equal(other?.distinctCount);
      }
    });
  });

  it('asks again for a column of which the statistics promised too many values', async () => {
    await run(url, 'ALTER TABLE counted ALTER city SET (n_distinct = -1)', 'ANALYZE counted');
    await withSession(url, async (session) => {
      const asset = await assetNamed(session, 'counted');
      const { columns } = await session.sample(asset, { ...FULL, maxDistinct: 1000 }, never);
      expect(columns[2]?.values).to.have.length(675);
      expect(columns[2]?.nullCount).to.equal(30_000);
    });
  });

  it('marks a table anew when it was written to, truncated, rewritten, or when its counts were reset', async () => {
    await run(
      url,
      'CREATE TABLE marked (id int PRIMARY KEY, x text)',
      'CREATE VIEW marked_words AS SELECT lower(x) AS x FROM marked',
      'CREATE VIEW marked_now AS SELECT id, now() AS at FROM marked',
    );
    const seen = new Set<string>();
    const changes = [
      "INSERT INTO marked VALUES (1, 'a'), (2, 'b')",
      "UPDATE marked SET x = 'c' WHERE id = 1",
      'DELETE FROM marked WHERE id = 2',
      'TRUNCATE marked',
      'SELECT pg_stat_reset()',
      'VACUUM FULL marked',
    ];
    for (const change of changes) {
      await run(url, change);
      const { kind, value } = await sureMarkerOf(url, 'marked');
      // A log knows nothing of counts, and goes on by itself.
      if (kind === 'log-position' && change.includes('pg_stat_reset')) continue;
      expect(seen.has(value), change).to.equal(false);
      if (kind === 'counter') expect((await sureMarkerOf(url, 'marked')).value).to.equal(value);
      seen.add(value);
    }
    const view = (await sureMarkerOf(url, 'marked_words')).value;
    await run(url, "INSERT INTO marked VALUES (3, 'd')");
    expect((await sureMarkerOf(url, 'marked_words')).value).not.to.equal(view);
    const { changeMarker, unmarked } = await markOf(url, 'marked_now');
    expect(changeMarker).to.equal(undefined);
    expect(unmarked).to.equal('it calls functions that answer otherwise at other times');
  });

  it('tells until when it is sure while others are at work, and misses nothing of what they write', async function () {
    this.timeout(60_000);
    await run(url, 'CREATE TABLE quiet (id int)', 'INSERT INTO quiet VALUES (1)');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const before = await sureMarkerOf(url, 'quiet');
      if (before.kind !== 'counter') return;
      await client.query('SELECT 1');
      const busy = (await markOf(url, 'quiet')).changeMarker;
      expect(busy).to.include({ kind: 'counter', value: before.value });
      const writes = Date.now();
      expect(Date.parse(busy?.asOf ?? '')).to.be.lessThan(writes);
      await client.query('BEGIN');
      await client.query('INSERT INTO quiet VALUES (2)');
      const writing = (await markOf(url, 'quiet')).changeMarker;
      expect(writing?.value).to.equal(before.value);
      expect(Date.parse(writing?.asOf ?? '')).to.be.lessThan(writes);
      await client.query('COMMIT');
      // The session is still there, and at work again and again.
      for (;;) {
        await client.query('SELECT 1');
        const { changeMarker } = await markOf(url, 'quiet');
        if (changeMarker?.value !== before.value) break;
        expect(Date.parse(changeMarker.asOf ?? '')).to.be.lessThan(writes + 60_000);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    } finally {
      await client.end();
    }
  });

  it('marks the same what was vacuumed, and says why there is no mark where the server counts nothing for sure', async () => {
    await run(
      url,
      'CREATE TABLE swept AS SELECT g AS id FROM generate_series(1, 5000) g',
      'DELETE FROM swept WHERE id > 9',
    );
    const { kind, value } = await sureMarkerOf(url, 'swept');
    await run(url, 'VACUUM swept');
    if (kind === 'counter') expect((await sureMarkerOf(url, 'swept')).value).to.equal(value);
    await run(
      url,
      "CREATE ROLE blind LOGIN PASSWORD 'sees-little'; GRANT SELECT ON swept TO blind",
      'CREATE TABLE hidden_rows (id int); ALTER TABLE hidden_rows ENABLE ROW LEVEL SECURITY',
    );
    expect((await markOf(url, 'hidden_rows')).unmarked).to.equal(
      'policies decide which of its rows are seen',
    );
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    const blind = new URL(url);
    [blind.username, blind.password] = ['blind', 'sees-little'];
    if (kind === 'counter')
      expect((await markOf(blind.href, 'swept')).unmarked).to.include('pg_read_all_stats');
    await other.end();
  });

  it('marks everything anew after a restart and after a crash', async function () {
    this.timeout(120_000);
    const mortal = await startPostgres();
    try {
      await run(mortal.url, 'CREATE TABLE kept (id int)', 'INSERT INTO kept VALUES (1)');
      const markers = [(await sureMarkerOf(mortal.url, 'kept')).value];
      await mortal.crash();
      await mortal.restart();
      markers.push((await sureMarkerOf(mortal.url, 'kept')).value);
      await run(mortal.url, 'INSERT INTO kept VALUES (2)');
      markers.push((await sureMarkerOf(mortal.url, 'kept')).value);
      expect(new Set(markers).size).to.equal(3);
    } finally {
      await mortal.stop();
    }
  });

  it('tells the highest value of a column, by its index where there is one, and stops what takes too long', async () => {
    await run(
      url,
      'CREATE TABLE rising (id bigint PRIMARY KEY, at timestamptz, gone int)',
      "INSERT INTO rising SELECT g, '2026-01-01Z'::timestamptz + g * interval '1 s', NULL FROM generate_series(1, 500) g",
      'CREATE VIEW endless AS SELECT g::bigint AS id FROM generate_series(1, 1000000000000) g',
    );
    await withSession(url, async (session) => {
      const highest = async (name: string, column: string, timeoutMs = 20_000) => {
        const asset = await assetNamed(session, name);
        const [wanted] = asset.columns.filter((one) => one.name === column);
        if (wanted === undefined) throw new Error(`no ${column}`);
        return await session.highWater?.(asset, wanted, { timeoutMs }, never);
      };
      expect(await highest('rising', 'id')).to.deep.equal({ value: '500' });
      expect(await highest('rising', 'at'))
        .to.have.property('value')
        .that.includes('2026-01-01 00:08:20');
      expect(await highest('rising', 'gone')).to.deep.equal({ value: null });
      const refused = await highest('endless', 'id', 200).catch((error: unknown) => error);
      expect(refused).to.include({ code: 'DW_SOURCE_TIMEOUT' });
      expect(await highest('rising', 'id'), 'afterwards').to.deep.equal({ value: '500' });
    });
  });

  it('draws as many rows from common values as from rare ones, and from all parts of a table', async () => {
    await run(
      url,
      "CREATE TABLE skewed AS SELECT g AS id, CASE WHEN g % 1000 = 0 THEN 'rare' ELSE 'common' END AS kind FROM generate_series(1, 30000) g",
      'ANALYZE skewed',
    );
    await withSession(url, async (session) => {
      const asset = await assetNamed(session, 'skewed');
      const strata = { ...DEFAULT_SAMPLE, rows: 40, strategy: 'stratified' } as const;
      const [, kinds] = (await session.sample(asset, { ...strata, stratifyBy: 'kind' }, never)).columns;
      expect(
        Object.fromEntries(kinds?.values.map((value, at) => [value, kinds.counts[at]]) ?? []),
      ).to.deep.equal({
        common: 20,
        rare: 20,
      });
      const { columns, method } = await session.sample(asset, strata, never);
      if (server.version < 14) {
        expect(method).to.equal('random rows');
        return;
      }
      expect(method).to.include('even stretches');
      const ids = columns[0]?.values.map(Number) ?? [];
      for (const quarter of [0, 1, 2, 3])
        expect(ids.filter((id) => Math.floor((id - 1) / 7500) === quarter)).to.have.length.within(8, 12);
    });
  });
});
