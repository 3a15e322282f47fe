import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { withDatabase } from '@datawave/core/test-platform';
import { requireServer, sharedServers } from '@datawave/core/test-servers';
import { scansService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import pg from 'pg';
import { field, items, scanBench } from './scan-bench.ts';

const BLOBS = 1_000_000;
/** Three standard deviations of a count for which the 10,000 values with the smallest hashes are kept. */
const ERROR = 0.03;
/** Distinct values that a column may have the hashes of kept, of each slice. */
const MOST_HASHES = 256;
/** A million values of 34 characters need more than that, what is kept of them a few megabytes. */
const MOST_MEGABYTES = 60;
/** A million rows through a machine that has much else to do, in milliseconds. */
const PATIENCE_MS = 240_000;
const LOAD = { maxConcurrency: 2, maxStatementsPerSecond: null, statementTimeoutMs: PATIENCE_MS };
/** Read in slices, grouped by the server; and as a view row by row, in one go. */
const TABLES = [
  `CREATE TABLE blobs AS SELECT decode(md5(g::text), 'hex') AS payload FROM generate_series(1, ${BLOBS}) g`,
  'ANALYZE blobs',
  'CREATE VIEW shown AS SELECT payload FROM blobs',
];

describe('a column of a million distinct blobs', function () {
  this.timeout(PATIENCE_MS * 2);
  const bench = scanBench({ scans: { sliceMegabytes: 16 }, plugins: ['scan-rules', 'connector-postgres'] });
  let config: Readonly<Record<string, unknown>>;

  before(async function () {
    requireServer(this, 'postgres');
    const { createDatabase, host, port, user: username, password } = await sharedServers.postgres();
    const database = 'scans_distinct_blobs';
    const client = new pg.Client({ connectionString: await createDatabase(database) });
    await client.connect();
    try {
      for (const statement of TABLES) await client.query(statement);
    } finally {
      await client.end();
    }
    config = { host, port, username, password, database, sslMode: 'disable' };
  });

  /** The longest lists of hashes that slices of a run are stored with, while nobody has put them together. */
  const longestSketch = (run: string): Promise<number> =>
    withDatabase(bench.folder, async (client) => {
      const { rows } = await client.query<{ longest: number }>(
        `select coalesce(max(jsonb_array_length(c -> 'sketch')), 0) as longest
         from scans.tasks, jsonb_array_elements(result -> 'columns') c where run_id = $1`,
        [run],
      );
      return rows[0]?.longest ?? 0;
    });

  it('is read whole in bounded memory, counted within the error of what is kept of it, and holds nothing personal', async () => {
    const { test } = bench;
    const rule = await test.request('POST', '/api/v1/scan-rules', {
      body: { title: 'Every row', sampling: { rows: 'full' }, mode: 'full' },
    });
    expect(rule.status, JSON.stringify(rule.body)).to.equal(201);
    const { id: source } = await bench.register('postgres', config);
    const eased = await test.request('PATCH', `/api/v1/sources/${source}`, { body: { load: LOAD } });
    expect(eased.status, JSON.stringify(eased.body)).to.equal(200);
    const before = megabytesInUse();
    let most = before;
    let hashes = 0;
    const run = await bench.start(source, { ruleId: field(rule, 'id') });
    let isOver = false;
    const scope = { ...test.scope(), signal: AbortSignal.timeout(PATIENCE_MS) };
    const ending = test
      .service(scansService)
      .finished(scope, run)
      .finally(() => {
        isOver = true;
      });
    while (!isOver) {
      most = Math.max(most, megabytesInUse());
      hashes = Math.max(hashes, await longestSketch(run));
      await Promise.race([ending, new Promise((resolve) => setTimeout(resolve, 500))]);
    }
    const ended = await ending;
    expect(ended).to.deep.include({ state: 'completed', assets: 2, columns: 2, sensitiveColumns: 0 });
    const slices = items(await bench.get(`${run}/tasks`)).filter(
      (task) => Reflect.get(task, 'slice') !== null,
    );
    expect(slices).to.have.length.within(3, 6);
    const total = slices.length + 1;
    expect(ended.tasks).to.deep.equal({ total, done: total, failed: 0, skipped: 0 });
    expect(most - before, 'megabytes').to.be.below(MOST_MEGABYTES);
    expect(hashes).to.be.at.most(MOST_HASHES);
    const listed = items(await test.request('GET', `/api/v1/assets?source=${source}`));
    const found = new Map<unknown, unknown>();
    for (const { urn } of listed as readonly { readonly urn: string }[]) {
      const detail = await test.request('GET', `/api/v1/assets/${encodeURIComponent(urn)}`);
      found.set(field(detail, 'name'), field(detail, 'sampleMethod'));
      expect(detail.body, urn).to.deep.include({
        ...{ rowCount: BLOBS, sampledRows: BLOBS, sensitivity: null, sensitiveColumns: 0, warnings: [] },
      });
      const [column] = field(detail, 'columns') as readonly [
        { readonly classifications: unknown; readonly profile: { readonly distinctCount: number } },
      ];
      expect(column.classifications, urn).to.deep.equal([]);
      expect(column.profile.distinctCount, urn).to.be.closeTo(BLOBS, BLOBS * ERROR);
    }
    expect([...found]).to.have.deep.members([
      ['public.blobs', `every row, counted by the server, in ${slices.length} parts`],
      ['public.shown', 'every row'],
    ]);
  });
});

/** Megabytes that are in use, after everything else was collected. */
const megabytesInUse = (): number => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
};
