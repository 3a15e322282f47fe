import { randomUUID } from 'node:crypto';
import { endOf } from '@datawave/core/test-platform';
import {
  coreServices,
  DataWaveError,
  definePlugin,
  type EventsService,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { type LogEntry, type NewLogEntry, RunLog } from '../src/log/run-log.ts';
import { migrations } from '../src/migrations.ts';
import type { Visibility } from '../src/visibility.ts';
import { items, scanBench, tables } from './scan-bench.ts';

describe('the log of a scan', () => {
  const bench = scanBench();
  const { get, register, staged, start } = bench;
  const log = async (run: string, query = ''): Promise<readonly LogEntry[]> =>
    items(await get(`${run}/log?limit=200${query}`)) as readonly LogEntry[];

  it('tells what happened, the newest first, by how grave it is', async () => {
    const { id } = await register();
    staged.assets = [
      { name: 'good' },
      {
        name: 'bad',
        sample: () =>
          Promise.reject(new DataWaveError({ code: 'DW_SOURCE_PERMISSION', message: 'No.', hint: 'Ask.' })),
      },
    ];
    const run = await start(id);
    await endOf(bench.test, run);
    const whole = await log(run);
    const told = whole.toReversed().map(({ kind, data }) => (kind === 'state' ? data['to'] : kind));
    expect(told.filter((what) => what !== 'task.failed' && what !== 'worker.joined')).to.deep.equal([
      ...['queued', 'initializing', 'discovered', 'running'],
      ...['classifying', 'validating', 'cataloging', 'completed-with-errors'],
    ]);
    expect(told).to.include('worker.joined');
    const [failed, ...others] = await log(run, '&level=error');
    expect(others).to.deep.equal([]);
    expect(failed).to.deep.include({ kind: 'task.failed', level: 'error', name: 'main.bad' });
    expect(failed?.data).to.include({ code: 'DW_SOURCE_PERMISSION', hint: 'Ask.' });
    expect((await log(run, '&level=warning')).map(({ level }) => level)).to.deep.equal(['warning', 'error']);
    const first = await get(`${run}/log?limit=3`);
    const cursor = String(Reflect.get(Object(first.body), 'nextCursor'));
    const next = await log(run, `&cursor=${encodeURIComponent(cursor)}`);
    expect([...items(first), ...next]).to.deep.equal(whole);
  });

  it('comes live, and every entry once', async () => {
    const { id } = await register();
    staged.assets = tables(3);
    staged.hold();
    const run = await start(id);
    await staged.held(1);
    const following = bench.test.request('GET', `/api/v1/scans/${run}/events`);
    staged.release();
    const text = String((await following).body);
    await endOf(bench.test, run);
    const sent = [...text.matchAll(/^event: log\n(?:id: .*\n)?data: (.*)$/gm)].map(
      ([, data = '']) => (JSON.parse(data) as LogEntry).id,
    );
    expect(sent).to.deep.equal([...new Set(sent)].sort((a, b) => a - b));
    expect(sent).to.include.members((await log(run)).map(({ id: entry }) => entry).slice(1));
  });
});

describe('what is kept and told of the log of a scan', () => {
  let test: TestKernel;
  let storage: StorageService;
  let events: EventsService;

  before(async function () {
    this.timeout(120_000);
    test = await createTestKernel({
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'scans', apiVersion: '*', needs: { database: 'own' } },
          plugin: definePlugin()({
            deps: { storage: coreServices.storage, events: coreServices.events },
            migrations,
            setup({ deps }) {
              ({ storage, events } = deps);
              return {};
            },
          }),
        },
      ],
    });
  });
  after(() => test?.stop());

  const all: Visibility = async () => ({ passes: 'all', predicate: sql`true` });
  const run = async (): Promise<string> => {
    const id = randomUUID();
    await storage.transaction(test.scope(), (tx) =>
      storage.query(
        tx,
        sql`insert into scans.runs (id, workspace_id, source_id, source, state, created_by) values (${id}, ${test.scope().workspace}, ${randomUUID()}, '{}', 'running', 'a test')`,
      ),
    );
    return id;
  };
  const add = (log: RunLog, id: string, ...entries: readonly NewLogEntry[]): Promise<void> =>
    storage.transaction(test.scope(), (tx) => log.add(tx, test.scope(), id, entries));
  const read = async (log: RunLog, id: string, visible = all) =>
    (await log.page(test.scope(), id, {}, { limit: 100 }, visible)).items;

  it('is bounded but for the states, and says where it ends', async () => {
    const log = new RunLog(storage, events, 4);
    const id = await run();
    for (let each = 0; each < 6; each += 1)
      await add(log, id, { level: 'warning', kind: 'task.retried', name: `t${each}` });
    await add(log, id, { level: 'info', kind: 'state', data: { to: 'completed' } });
    expect((await read(log, id)).map(({ kind, name }) => name ?? kind)).to.deep.equal([
      ...['state', 'full', 't3', 't2', 't1', 't0'],
    ]);
  });

  it('names each worker once as come and once as gone', async () => {
    const log = new RunLog(storage, events);
    const id = await run();
    const data = { worker: 'a' };
    for (let each = 0; each < 3; each += 1)
      await add(
        log,
        id,
        { level: 'info', kind: 'worker.joined', data },
        { level: 'warning', kind: 'worker.lost', data },
      );
    expect((await read(log, id)).map(({ kind }) => kind)).to.deep.equal(['worker.lost', 'worker.joined']);
  });

  it('tells whoever may not see an asset nothing of it, and not how many there are', async () => {
    const log = new RunLog(storage, events);
    const id = await run();
    await add(
      log,
      id,
      { level: 'info', kind: 'discovered', data: { found: 2 } },
      { level: 'info', kind: 'state', data: { to: 'running', reason: '2 assets were found' } },
      { level: 'error', kind: 'task.failed', urn: 'urn:dw:x:y:seen', name: 'seen' },
      { level: 'error', kind: 'task.failed', urn: 'urn:dw:x:y:hidden', name: 'hidden' },
      { level: 'info', kind: 'state', data: { to: 'validating', reason: '2 of 2 tasks were done' } },
      { level: 'warning', kind: 'state', data: { to: 'paused', reason: 'the source rests' } },
    );
    expect(await read(log, id)).to.have.length(6);
    const seen = await read(log, id, async (_scope, urn) => ({
      passes: 'some',
      predicate: sql`${urn} like '%seen'`,
    }));
    expect(seen.map(({ kind, name, data }) => name ?? data['reason'] ?? kind)).to.deep.equal([
      ...['the source rests', '', 'seen', ''],
    ]);
    expect(JSON.stringify(seen)).not.to.match(/hidden|2 /);
  });
});
