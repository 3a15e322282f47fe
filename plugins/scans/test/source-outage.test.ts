import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOf, pluginFolder, StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { DataWaveError, scansService, sourcesService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import pg from 'pg';
import { type RunningPostgres, requireServer, startPostgres } from '../../../core/test/servers/index.ts';
import { items, tables } from './scan-bench.ts';

const TABLES = 150;
/** How long a test waits for something before it has found a fault, and not a slow machine. */
const PATIENCE_MS = 60_000;

interface ShownRun {
  readonly state: string;
  readonly tasks: { readonly done: number };
  readonly held: { readonly by: string; readonly until: string | null } | null;
}

describe('a scan whose source goes away', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-outage-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const until = async (test: TestKernel, id: string, isSo: (run: ShownRun) => boolean): Promise<ShownRun> => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const run = (await test.request('GET', `/api/v1/scans/${id}`)).body as ShownRun;
      if (isSo(run)) return run;
      if (Date.now() > end) throw new Error(`It never came about; at last it was ${JSON.stringify(run)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const reasons = async (test: TestKernel, id: string): Promise<readonly string[]> =>
    items(await test.request('GET', `/api/v1/scans/${id}/transitions`)).map(
      (transition) => `${Reflect.get(transition, 'to')}: ${Reflect.get(transition, 'reason')}`,
    );
  const fill = async (server: RunningPostgres): Promise<string> => {
    const client = new pg.Client({ connectionString: await server.createDatabase('shop') });
    await client.connect();
    for (let table = 0; table < TABLES; table += 1)
      await client.query(
        `create table t${table} as select 'p' || g || '@example.com' as email, g as id from generate_series(1, 50) g`,
      );
    await client.end();
    return 'shop';
  };

  it('pauses by itself with its reason, goes on by itself when the source is back, and records nothing twice', async function () {
    requireServer(this, 'postgres');
    this.timeout(240_000);
    const server = await startPostgres();
    await using test = await startPlatform({
      dataDirectory: folder,
      plugins: [pluginFolder('connector-postgres')],
      sources: { checkMinutes: 600, failures: 2, firstRestSeconds: 0.2, longestRestSeconds: 1 },
    });
    try {
      const { host, port, user: username, password } = server;
      const config = { host, port, username, password, database: await fill(server), sslMode: 'disable' };
      const scope = test.scope();
      const { id: sourceId } = await test
        .service(sourcesService)
        .register(scope, { key: 'shop', title: 'Shop', connector: 'postgres', config });
      const { id } = await test.service(scansService).start(scope, { sourceId });
      await until(test, id, ({ state, tasks }) => state === 'running' && tasks.done >= 5);
      await server.crash();
      const paused = await until(test, id, ({ state }) => state === 'paused');
      expect(paused.held).to.include({ by: 'source' });
      expect(await test.service(sourcesService).health(scope, sourceId)).to.include({ state: 'unreachable' });
      await server.restart();
      const ended = await endOf(test, id);
      expect(ended).to.deep.include({
        state: 'completed',
        tasks: { total: TABLES, done: TABLES, failed: 0, skipped: 0 },
        assets: TABLES,
      });
      expect(await test.service(sourcesService).health(scope, sourceId)).to.include({
        state: 'healthy',
        breaker: 'closed',
      });
      const told = await reasons(test, id);
      expect(
        told.some((reason) => /^paused: the source does not answer \(DW_SOURCE_\w+\); /.test(reason)),
        told.join('\n'),
      ).to.equal(true);
      expect(told).to.include('queued: its source can be asked again');
      const { rows } = await withDatabase(folder, (client) =>
        client.query<{ assets: number; versions: number }>(
          'select count(*)::int as assets, (select count(*)::int from catalog.asset_versions) as versions from catalog.assets',
        ),
      );
      expect(rows).to.deep.equal([{ assets: TABLES, versions: TABLES }]);
    } finally {
      await server.stop();
    }
  });

  it('waits for whoever can mend the credentials, asks once, and goes on when they are mended', async function () {
    this.timeout(120_000);
    const staged = new StagedSource([]);
    let isRefused = true;
    let attempts = 0;
    const ask = (): void => {
      if (!isRefused) return;
      attempts += 1;
      throw new DataWaveError({ code: 'DW_SOURCE_AUTHENTICATION', message: 'The password is wrong.' });
    };
    staged.testing = ask;
    staged.assets = tables(6).map((table, index) => ({
      ...table,
      sample: index < 2 ? () => undefined : ask,
    }));
    await using test = await startPlatform({
      dataDirectory: folder,
      plugins: [staged.plugin],
      scans: { concurrency: 1 },
      sources: { checkMinutes: 600 },
    });
    const scope = test.scope();
    const { id: sourceId } = await test
      .service(sourcesService)
      .register(scope, { key: 'locked', title: 'Locked', connector: 'staged', config: { host: 'a' } });
    const load = { maxConcurrency: 1, maxStatementsPerSecond: null, statementTimeoutMs: 60_000 };
    await test.request('PATCH', `/api/v1/sources/${sourceId}`, { body: { load } });
    const { id } = await test.service(scansService).start(scope, { sourceId });
    const paused = await until(test, id, ({ state }) => state === 'paused');
    expect(paused.held).to.deep.equal({ by: 'source', until: null });
    expect(attempts).to.equal(1);
    // Whoever resumes it regardless gets nobody to ask again.
    await test.request('POST', `/api/v1/scans/${id}/resume`);
    await until(test, id, ({ state }) => state === 'paused');
    expect(attempts).to.equal(1);
    isRefused = false;
    await test.request('PATCH', `/api/v1/sources/${sourceId}`, {
      body: { config: { host: 'a', password: 'right' } },
    });
    expect(await endOf(test, id)).to.deep.include({
      state: 'completed',
      tasks: { total: 6, done: 6, failed: 0, skipped: 0 },
    });
    expect([...staged.sampled].sort()).to.deep.equal([
      'main.t0',
      'main.t1',
      'main.t2',
      'main.t2',
      'main.t3',
      'main.t4',
      'main.t5',
    ]);
  });

  it('waits before it begins while the source is left alone, and begins when it answers', async function () {
    this.timeout(120_000);
    const staged = new StagedSource(tables(3));
    const down = (): never => {
      throw new DataWaveError({ code: 'DW_SOURCE_UNREACHABLE', message: 'Nobody answers there.' });
    };
    staged.testing = down;
    await using test = await startPlatform({
      dataDirectory: folder,
      plugins: [staged.plugin],
      sources: { checkMinutes: 600, failures: 1, firstRestSeconds: 0.1, longestRestSeconds: 0.2 },
    });
    const scope = test.scope();
    const sources = test.service(sourcesService);
    const { id: sourceId } = await sources.register(scope, {
      key: 'down',
      title: 'Down',
      connector: 'staged',
      config: { host: 'a' },
    });
    await sources.check(scope, sourceId);
    const { id } = await test.service(scansService).start(scope, { sourceId });
    const paused = await until(test, id, ({ state }) => state === 'paused');
    expect(paused.held).to.include({ by: 'source' });
    expect(staged.sampled).to.have.length(0);
    staged.testing = null;
    expect(await endOf(test, id)).to.deep.include({ state: 'completed' });
    expect(await sources.get(scope, sourceId)).to.include({ state: 'active' });
  });

  it('ends when its source is retired, and waits while it is under maintenance', async function () {
    this.timeout(120_000);
    const staged = new StagedSource(tables(20));
    await using test = await startPlatform({
      dataDirectory: folder,
      plugins: [staged.plugin],
      scans: { concurrency: 2 },
      sources: { checkMinutes: 600 },
    });
    const scope = test.scope();
    const { id: sourceId } = await test
      .service(sourcesService)
      .register(scope, { key: 'moved', title: 'Moved', connector: 'staged', config: { host: 'a' } });
    const put = (state: string) => test.request('PATCH', `/api/v1/sources/${sourceId}`, { body: { state } });
    staged.hold();
    const { id } = await test.service(scansService).start(scope, { sourceId });
    await staged.held(2);
    expect((await put('maintenance')).status).to.equal(200);
    staged.release();
    const paused = await until(test, id, ({ state }) => state === 'paused');
    expect(paused.held).to.deep.equal({ by: 'maintenance', until: null });
    expect((await put('active')).status).to.equal(409);
    staged.hold();
    expect((await put('registered')).status).to.equal(200);
    // Its end of maintenance is an event, so the scan need not be looked after.
    await staged.held(2);
    await put('retired');
    staged.release();
    const ended = await endOf(test, id);
    expect(ended).to.have.property('state', 'cancelled');
    expect(ended).to.have.nested.property('error.code', 'DW_SCAN_SOURCE_RETIRED');
    expect(ended.tasks.failed).to.equal(0);
  });
});
