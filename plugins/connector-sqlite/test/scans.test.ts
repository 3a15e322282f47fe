import { copyFileSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Asset, type ConnectorSession, DEFAULT_SAMPLE } from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { createSqliteConnector } from '../src/sqlite-connector.ts';

const folder = mkdtempSync(join(tmpdir(), 'datawave-sqlite-scans-'));
const connector = createSqliteConnector({ roots: () => [folder], version: '0.1.0' });
const never = new AbortController().signal;
const FULL = { ...DEFAULT_SAMPLE, rows: 'full', maxDistinct: 1_000_000 } as const;

function write(name: string, statements: string): string {
  const path = join(folder, name);
  const database = new DatabaseSync(path);
  database.exec(statements);
  database.close();
  return path;
}

/** As if the file had been written to a minute ago. */
const settle = (path: string): void =>
  utimesSync(path, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));

async function withAsset<T>(
  path: string,
  name: string,
  work: (session: ConnectorSession, asset: Asset) => Promise<T>,
): Promise<T> {
  const session = await connector.open({ path }, directEnvironment, never);
  try {
    for await (const item of session.discover({ include: [`main.${name}`], exclude: [], signal: never }))
      if ('asset' in item) return await work(session, item.asset);
    throw new Error(`no ${name}`);
  } finally {
    await session.close();
  }
}

describe('SQLite in scans', () => {
  after(() => rmSync(folder, { recursive: true }));

  it('tells the highest value of a column of few rows or with an index, and of none that would take long or holds something else', async () => {
    const path = write(
      'growing.db',
      `CREATE TABLE few (id INTEGER PRIMARY KEY, at TIMESTAMP, odd INTEGER, gone INTEGER);
       INSERT INTO few VALUES (1, '2026-01-01 00:00:00', 1, NULL), (2, '2026-01-02 00:00:00', 'ada@example.com', NULL);
       CREATE TABLE many (id INTEGER PRIMARY KEY, seen INTEGER, plain INTEGER); CREATE INDEX by_seen ON many (seen);
       INSERT INTO many VALUES (1, 5, 7), (900000, 6, 8);
       CREATE VIEW shown AS SELECT id FROM few`,
    );
    const told = async (name: string): Promise<Readonly<Record<string, unknown>>> => {
      const found: Record<string, unknown> = {};
      await withAsset(path, name, async (session, asset) => {
        // Of a table of more rows only an index is asked.
        const seen = name === 'many' ? { ...asset, rowEstimate: 900_000 } : asset;
        for (const column of asset.columns) {
          const answer = await session.highWater?.(seen, column, { timeoutMs: 1000 }, never);
          found[column.name] =
            answer === undefined ? null : 'value' in answer ? answer.value : `not: ${answer.hindrance}`;
        }
      });
      return found;
    };
    expect(await told('few')).to.deep.equal({
      id: '2',
      at: '2026-01-02 00:00:00',
      odd: 'not: its column "odd" holds other values than it declares',
      gone: null,
    });
    expect(await told('many')).to.deep.equal({
      id: '900000',
      seen: '6',
      plain: 'not: no index tells the highest value of "plain"',
    });
    expect(await told('shown')).to.deep.equal({
      id: 'not: SQLite computes all of a view to tell a highest value',
    });
  });

  it('cuts row numbers of any kind into slices that hold each row once, none of them empty', async function () {
    this.timeout(60_000);
    const rowid = fc.oneof(
      fc.integer({ min: -100, max: 100 }),
      fc.integer({ min: 5_000_000, max: 5_004_000 }),
      fc.maxSafeInteger(),
    );
    const path = write('any.db', 'CREATE TABLE t (x TEXT)');
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(rowid, { minLength: 2, maxLength: 150 }),
        fc.integer({ min: 2, max: 9 }),
        async (rowids, count) => {
          write(
            'any.db',
            `DELETE FROM t; INSERT INTO t (rowid, x) VALUES ${rowids.map((id) => `(${id}, 'r${id}')`).join(',')}`,
          );
          await withAsset(path, 't', async (session, asset) => {
            const sliceBytes = Math.max(1, Math.floor((asset.sizeBytes ?? 0) / count));
            const plan = await session.plan?.(asset, { sample: FULL, sliceBytes }, never);
            const slices = plan?.slices ?? [];
            if (slices.length === 0) return;
            const found: string[] = [];
            for (const slice of slices) {
              const { columns, sampledRows } = await session.sample(asset, { ...FULL, slice }, never);
              expect(sampledRows, slice.title).to.be.greaterThan(0);
              found.push(...(columns[0]?.values ?? []));
            }
            expect(found.toSorted()).to.deep.equal(rowids.map((id) => `r${id}`).toSorted());
          });
        },
      ),
      { numRuns: 25, seed: 3 },
    );
  });

  it('says what became of a table that vanishes or changes between two slices, and reads what is left of one that shrinks', async () => {
    const outcomes = async (name: string, change: string): Promise<readonly (number | string)[]> => {
      const path = write(
        name,
        `CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT); CREATE TABLE u (y TEXT);
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO t SELECT i * 7, 'x' || i FROM n`,
      );
      return await withAsset(path, 't', async (session, asset) => {
        const sliceBytes = Math.ceil((asset.sizeBytes ?? 0) / 3);
        const slices = (await session.plan?.(asset, { sample: FULL, sliceBytes }, never))?.slices ?? [];
        expect(slices).to.have.length(3);
        const found: (number | string)[] = [];
        for (const slice of slices) {
          const read = session.sample(asset, { ...FULL, slice }, never);
          found.push(
            await read.then(
              ({ sampledRows }) => sampledRows,
              (error: unknown) => String(Reflect.get(Object(error), 'code')),
            ),
          );
          if (slice.index === 0) write(name, change);
        }
        return found.slice(1);
      });
    };
    expect(await outcomes('drop.db', 'DROP TABLE t')).to.deep.equal([
      'DW_SOURCE_ASSET_MISSING',
      'DW_SOURCE_ASSET_MISSING',
    ]);
    expect(await outcomes('column.db', 'ALTER TABLE t DROP COLUMN x')).to.deep.equal([
      'DW_SOURCE_CHANGED',
      'DW_SOURCE_CHANGED',
    ]);
    expect(await outcomes('empty.db', 'DELETE FROM t')).to.deep.equal([0, 0]);
    const [middle, last] = await outcomes('grow.db', "INSERT INTO t VALUES (1000001, 'y'), (1000002, 'y')");
    expect(Number(middle) + Number(last)).to.be.within(1000, 3000);
  });

  it('tells what columns hold that were declared without a type by their values', async () => {
    const path = write(
      'untyped.db',
      "CREATE TABLE t AS SELECT 'ada' || 1 AS name, 7 * 1 AS n, 1.5 * 1 AS r, x'00' AS b, NULL AS unknown UNION ALL SELECT 'bob', 8, 2.5, x'01', NULL; CREATE TABLE mixed (v); INSERT INTO mixed VALUES (1), ('x'); CREATE VIEW v AS SELECT upper(name) AS name FROM t",
    );
    const kindsOf = (name: string): Promise<readonly string[]> =>
      withAsset(path, name, async (_session, asset) => asset.columns.map(({ kind }) => kind));
    expect(await kindsOf('t')).to.deep.equal(['text', 'integer', 'decimal', 'binary', 'text']);
    expect(await kindsOf('mixed')).to.deep.equal(['text']);
    expect(await kindsOf('v')).to.deep.equal(['text']);
  });

  it('tells how many rows a large table has, and how many bytes, without counting them', async () => {
    const path = write(
      'large.db',
      `CREATE TABLE t (x TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
       INSERT INTO t (rowid, x) SELECT i * 2, 'a value of some length ' || i FROM n`,
    );
    await withAsset(path, 't', async (_session, asset) => {
      expect(asset.rowEstimate).to.be.within(140_000, 160_000);
      expect(asset.sizeBytes).to.be.within(statSync(path).size * 0.6, statSync(path).size * 1.2);
    });
  });

  it('marks a file as unchanged only when it surely is', async () => {
    const path = write(
      'marked.db',
      "CREATE TABLE t (x); CREATE VIEW v AS SELECT x FROM t; INSERT INTO t VALUES ('a')",
    );
    const marker = (): Promise<string | null> =>
      withAsset(path, 't', async (_session, asset) => asset.changeMarker?.value ?? null);
    const settled = async (): Promise<string> => {
      for (let found = await marker(); ; found = await marker()) {
        if (found !== null) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
    expect(await marker()).to.equal(null);
    settle(path);
    const first = await settled();
    expect(await settled()).to.equal(first);
    expect(await withAsset(path, 'v', async (_session, asset) => asset.changeMarker?.value)).to.equal(first);
    const writer = new DatabaseSync(path);
    writer.exec("PRAGMA journal_mode = WAL; INSERT INTO t VALUES ('b')");
    expect(await marker()).to.equal(null);
    const second = await settled();
    expect(second).not.to.equal(first);
    writer.close();
    // The same content under the same name is another file.
    copyFileSync(path, `${path}.copy`);
    rmSync(path);
    copyFileSync(`${path}.copy`, path);
    expect(await marker()).to.equal(null);
  }).timeout(60_000);

  it('does not mark views that answer otherwise at other times', async () => {
    const path = write(
      'fickle.db',
      "CREATE TABLE t (x); CREATE VIEW v AS SELECT x, datetime('now') AS at FROM t",
    );
    settle(path);
    expect(await withAsset(path, 't', async (_session, asset) => asset.changeMarker)).not.to.equal(null);
    expect(await withAsset(path, 'v', async (_session, asset) => asset.changeMarker)).to.equal(null);
  }).timeout(60_000);

  it('draws as many rows of rare values as of common ones', async () => {
    const path = write(
      'skewed.db',
      `CREATE TABLE t (id INTEGER PRIMARY KEY, kind TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
       INSERT INTO t SELECT i, iif(i % 300 = 0, 'rare', 'common') FROM n`,
    );
    await withAsset(path, 't', async (session, asset) => {
      const options = { ...DEFAULT_SAMPLE, rows: 400, strategy: 'stratified', stratifyBy: 'kind' } as const;
      const { columns } = await session.sample(asset, options, never);
      expect(columns[1]?.counts[columns[1].values.indexOf('rare')]).to.be.greaterThan(20);
    });
  });
});
