import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOf, StagedSource, sharedData, startPlatform, withDatabase } from '@datawave/core/test-platform';
import {
  catalogService,
  DataWaveError,
  type ScanRun,
  scansService,
  sourcesService,
} from '@datawave/plugin-sdk';
import type { TestKernel, TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000ff';

describe('scans', () => {
  let test: TestKernel;
  let chinook: string;
  let folder: string;
  let staged: StagedSource;
  let sources = 0;

  before(async function () {
    this.timeout(120_000);
    chinook = sharedData(this, 'chinook/chinook.sqlite');
    folder = await mkdtemp(join(tmpdir(), 'datawave-scans-'));
    staged = new StagedSource([]);
    test = await startPlatform({
      plugins: [staged.plugin],
      dataDirectory: folder,
      scans: { concurrency: 3 },
    });
  });
  after(async () => {
    staged?.release();
    await test?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    staged.release();
    staged.openError = null;
    staged.discovering = null;
    staged.problems = [];
    staged.sampled.length = 0;
  });

  const register = async (
    connector = 'staged',
    config: Readonly<Record<string, unknown>> = { host: 'a' },
  ) => {
    sources += 1;
    const key = `source-${sources}`;
    return test.service(sourcesService).register(test.scope(), { key, title: key, connector, config });
  };
  const start = async (sourceId: string): Promise<string> => {
    const answer = await test.request('POST', '/api/v1/scans', { body: { sourceId } });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(202);
    expect(answer.headers.get('location')).to.equal(`/api/v1/scans/${field(answer, 'id')}`);
    return String(field(answer, 'id'));
  };
  const get = (path: string) => test.request('GET', `/api/v1/scans/${path}`);
  const act = (run: string, verb: string) => test.request('POST', `/api/v1/scans/${run}/${verb}`);
  const states = async (run: string): Promise<readonly unknown[]> =>
    items(await get(`${run}/transitions`)).map((transition) => Reflect.get(transition, 'to'));
  const tables = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `t${index}` }));

  it('scans a real database to its end and records every transition', async () => {
    const source = await register('sqlite', { path: chinook });
    const run = await start(source.id);
    const ended = await endOf(test, run);
    expect(ended).to.deep.include({
      state: 'completed',
      tasks: { total: 11, done: 11, failed: 0 },
      assets: 11,
    });
    expect(await states(run)).to.deep.equal([
      'queued',
      'initializing',
      'running',
      'validating',
      'cataloging',
      'completed',
    ]);
    const summary = await test.service(catalogService).summary(test.scope(), { sourceId: source.id });
    expect(summary).to.deep.include({ assets: 11, columns: 64 });
    const tasks = items(await get(`${run}/tasks?limit=4`));
    expect(tasks.map((task) => Reflect.get(task, 'state'))).to.deep.equal(Array(4).fill('completed'));
    expect(tasks[0]).to.deep.include({ name: 'main.Album', rows: 347, attempt: 1, error: null });
    expect(
      items(await test.request('GET', `/api/v1/scans?source=${source.id}&state=completed`)),
    ).to.have.length(1);
    expect(items(await test.request('GET', `/api/v1/scans?source=${source.id}&state=active`))).to.have.length(
      0,
    );
  });

  it('goes on past what cannot be read and says so', async () => {
    staged.assets = [
      { name: 'good' },
      {
        name: 'locked',
        sample: () => {
          throw new DataWaveError({
            code: 'DW_SOURCE_PERMISSION',
            message: 'No right to read it.',
            hint: 'Grant it.',
          });
        },
      },
    ];
    staged.problems = [
      { path: ['main', 'broken'], code: 'DW_SOURCE_QUERY', message: 'A view that fails.', hint: null },
    ];
    const run = await start((await register()).id);
    const ended = await endOf(test, run);
    expect(ended).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 3, done: 3, failed: 2 },
    });
    expect(items(await get(`${run}/problems`))).to.deep.equal([
      problem(ended, 'broken', 'DW_SOURCE_QUERY', 'A view that fails.', null),
      problem(ended, 'locked', 'DW_SOURCE_PERMISSION', 'No right to read it.', 'Grant it.'),
    ]);
  });

  it('tries again what may pass, and gives up what does not', async function () {
    this.timeout(120_000);
    let calls = 0;
    const fail = (code: string): never => {
      throw new DataWaveError({ code, message: 'It went wrong.' });
    };
    staged.assets = [
      {
        name: 'flaky',
        sample: () => {
          calls += 1;
          if (calls === 1) fail('DW_SOURCE_CONNECTION_LOST');
        },
      },
    ];
    const run = await start((await register()).id);
    expect(await endOf(test, run)).to.deep.include({ state: 'completed' });
    expect(calls).to.equal(2);
    expect(items(await get(`${run}/tasks`))[0]).to.include({ attempt: 2, state: 'completed' });
  });

  it('says nothing of an error that is not ours but its kind, because it may quote a value', async function () {
    this.timeout(120_000);
    staged.assets = [
      {
        name: 'leaky',
        sample: () => {
          throw new TypeError('cannot read amelia@example.com');
        },
      },
    ];
    const run = await start((await register()).id);
    expect(await endOf(test, run)).to.deep.include({ state: 'completed-with-errors' });
    const [task] = items(await get(`${run}/tasks`));
    expect(task).to.have.nested.property('error.code', 'DW_SCAN_UNEXPECTED');
    expect(JSON.stringify(task)).not.to.include('amelia');
    expect(task).to.include({ attempt: 3 });
  });

  it('fails at once, with its code, when the source cannot be reached', async () => {
    const source = await register('sqlite', { path: `${chinook}.nowhere` });
    const run = await start(source.id);
    const ended = await endOf(test, run);
    expect(ended).to.have.property('state', 'failed');
    expect(ended).to.have.nested.property('error.code', 'DW_SOURCE_NOT_FOUND');
    expect(ended).to.have.nested.property('error.hint').that.is.a('string');
    expect(await states(run)).to.deep.equal(['queued', 'initializing', 'failed']);
  });

  it('runs one scan of a source at a time and points to it', async () => {
    staged.assets = tables(1);
    staged.hold();
    const source = await register();
    const answers = await Promise.all(
      [1, 2, 3].map(() => test.request('POST', '/api/v1/scans', { body: { sourceId: source.id } })),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([202, 409, 409]);
    const accepted = answers.find(({ status }) => status === 202);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.headers.get('location')).to.equal(accepted?.headers.get('location'));
    expect(refused?.body).to.include({ code: 'DW_SCAN_RUNNING' });
    staged.release();
    const run = accepted?.headers.get('location')?.split('/').at(-1) ?? '';
    expect(await endOf(test, run)).to.have.property('state', 'completed');
    await endOf(test, await start(source.id));
  });

  it('pauses between tasks and resumes without scanning anything twice', async () => {
    staged.assets = tables(12);
    staged.hold();
    const run = await start((await register()).id);
    await staged.held(3);
    expect((await act(run, 'pause')).body).to.include({ state: 'paused', canResume: true, canPause: false });
    expect((await act(run, 'pause')).status).to.equal(409);
    staged.release();
    while (Reflect.get(Object(field(await get(run), 'tasks')), 'done') !== 3)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(staged.sampled).to.have.length(3);
    expect((await act(run, 'resume')).body).to.include({ canResume: false });
    expect(await endOf(test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 12, done: 12, failed: 0 },
    });
    expect([...staged.sampled].sort()).to.deep.equal(staged.assets.map(({ name }) => `main.${name}`).sort());
    expect((await act(run, 'resume')).status).to.equal(409);
  });

  it('can be paused before it has begun, and during discovery', async () => {
    staged.assets = tables(2);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    staged.discovering = () => {
      reached.resolve();
      return gate.promise;
    };
    const run = await start((await register()).id);
    await reached.promise;
    expect((await act(run, 'pause')).body).to.include({ state: 'paused' });
    gate.resolve();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(staged.sampled).to.have.length(0);
    await act(run, 'resume');
    expect(await endOf(test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 2, done: 2, failed: 0 },
    });
    expect(staged.sampled).to.have.length(2);
  });

  it('cancels what waits and what runs, and keeps what was found', async () => {
    staged.assets = tables(10);
    const source = await register();
    let scanned = 0;
    staged.assets = staged.assets.map((asset) => ({
      ...asset,
      sample: () => {
        scanned += 1;
        if (scanned === 2) staged.hold();
      },
    }));
    const run = await start(source.id);
    await staged.held(1);
    expect((await act(run, 'cancel')).body)
      .to.have.property('state')
      .that.is.oneOf(['cancelling', 'cancelled']);
    const ended = await endOf(test, run);
    expect(ended).to.have.property('state', 'cancelled');
    expect(ended.tasks.done).to.equal(10);
    expect((await act(run, 'cancel')).status).to.equal(409);
    const summary = await test.service(catalogService).summary(test.scope(), { sourceId: source.id });
    expect(summary.assets).to.be.within(1, 9);
    staged.release();
    await endOf(test, await start(source.id));
  });

  it('ends with an error when its source is removed meanwhile', async () => {
    staged.assets = tables(5);
    staged.hold();
    const source = await register();
    const run = await start(source.id);
    await staged.held(3);
    await test.request('DELETE', `/api/v1/sources/${source.id}`);
    staged.release();
    const ended = await endOf(test, run);
    expect(ended).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 5, done: 5, failed: 2 },
    });
    expect(items(await get(`${run}/problems`)).map((one) => Reflect.get(one, 'code'))).to.deep.equal([
      'DW_SOURCE_UNKNOWN',
      'DW_SOURCE_UNKNOWN',
    ]);
    const late = await test.request('POST', '/api/v1/scans', { body: { sourceId: source.id } });
    expect(late.status).to.equal(404);
  });

  it('leaves a source alone that is under maintenance', async () => {
    const source = await register();
    await test.request('PATCH', `/api/v1/sources/${source.id}`, { body: { state: 'maintenance' } });
    const answer = await test.request('POST', '/api/v1/scans', { body: { sourceId: source.id } });
    expect(answer.status).to.equal(409);
    expect(answer.body).to.have.property('code', 'DW_SCAN_SOURCE_STATE');
  });

  it('retires what is gone from the source, and nothing when it could not see everything', async () => {
    const { id } = await register();
    const assets = () => test.service(catalogService).summary(test.scope(), { sourceId: id });
    staged.assets = tables(3);
    await endOf(test, await start(id));
    expect((await assets()).assets).to.equal(3);
    staged.assets = tables(1);
    staged.problems = [{ path: ['main', 't1'], code: 'DW_SOURCE_QUERY', message: 'It fails.', hint: null }];
    await endOf(test, await start(id));
    expect((await assets()).assets).to.equal(3);
    staged.problems = [];
    await endOf(test, await start(id));
    expect((await assets()).assets).to.equal(1);
  });

  it('keeps text that PostgreSQL cannot keep from ending a scan', async () => {
    staged.assets = [
      { name: 'odd\0name "; drop table \uD83D', columns: { 'a\0b\uDC00': ['x\0y', '\uD83D'] } },
    ];
    const run = await start((await register()).id);
    expect(await endOf(test, run)).to.deep.include({ state: 'completed', assets: 1 });
  });

  it('keeps workspaces apart', async () => {
    staged.assets = tables(2);
    const elsewhere = test.scope({ workspace: OTHER_WORKSPACE });
    const source = await test.service(sourcesService).register(elsewhere, {
      key: 'source-1',
      title: 'Elsewhere',
      connector: 'staged',
      config: { host: 'a' },
    });
    const scans = test.service(scansService);
    const { id } = await scans.start(elsewhere, { sourceId: source.id });
    const ended = await endOf(test, id, elsewhere);
    expect(ended.state).to.equal('completed');
    expect(await scans.list(elsewhere, {})).to.have.length(1);
    expect((await scans.list(test.scope(), { limit: 500 })).map((run) => run.id)).not.to.include(id);
    for (const path of ['', '/tasks', '/problems', '/transitions', '/events'])
      expect((await get(`${id}${path}`)).status, path).to.equal(404);
    for (const verb of ['pause', 'resume', 'cancel'])
      expect((await act(id, verb)).status, verb).to.equal(404);
    const seen = await test.request('GET', '/api/v1/scans?limit=500');
    expect(JSON.stringify(seen.body)).not.to.include(id);
    const stored = await withDatabase(folder, (client) =>
      client.query<{ workspace: string }>(
        'select distinct workspace_id as workspace from scans.tasks where run_id = $1',
        [id],
      ),
    );
    expect(stored.rows).to.deep.equal([{ workspace: OTHER_WORKSPACE }]);
  });

  it('pages stably and refuses a forged cursor', async () => {
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const page = await test.request('GET', `/api/v1/scans?limit=3${cursor}`);
      seen.push(...items(page).map((run) => Reflect.get(run, 'id')));
      const next = field(page, 'nextCursor');
      if (next === null) break;
      cursor = `&cursor=${String(next)}`;
    }
    const all = await test.request('GET', '/api/v1/scans?limit=500');
    expect(seen).to.deep.equal(items(all).map((run) => Reflect.get(run, 'id')));
    for (const forged of [
      ['now', 'x'],
      [1e300, 'x'],
      ["1'; --", null],
    ]) {
      const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url');
      expect((await test.request('GET', `/api/v1/scans?cursor=${cursor}`)).status).to.equal(400);
    }
    expect((await get('not-a-uuid')).status).to.equal(400);
    expect((await get('00000000-0000-7000-8000-00000000dead')).status).to.equal(404);
  });

  it('takes up again a run that lost its discovery', async () => {
    staged.assets = tables(2);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    staged.discovering = () => {
      reached.resolve();
      return gate.promise;
    };
    const run = await start((await register()).id);
    await reached.promise;
    await withDatabase(folder, (client) =>
      client.query(`delete from core.jobs where name = 'scans.discover'`),
    );
    staged.discovering = null;
    gate.resolve();
    await test.kernel.disable('scans');
    await test.kernel.enable('scans');
    expect(await endOf(test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 2, done: 2, failed: 0 },
    });
  });

  it('takes up again what lost its job', async () => {
    staged.assets = tables(40);
    staged.hold();
    const run = await start((await register()).id);
    await staged.held(3);
    const lost = await withDatabase(folder, (client) =>
      client.query(`delete from core.jobs where name = 'scans.asset' and state = 'waiting'`),
    );
    expect(lost.rowCount).to.be.greaterThan(0);
    staged.release();
    await test.kernel.disable('scans');
    await test.kernel.enable('scans');
    expect(await endOf(test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 40, done: 40, failed: 0 },
    });
  });
});

const field = (answer: TestResponse, name: string): unknown => Reflect.get(Object(answer.body), name);
const items = (answer: TestResponse): readonly object[] => field(answer, 'items') as readonly object[];
const problem = (run: ScanRun, name: string, code: string, message: string, hint: string | null) => ({
  urn: `urn:dw:staged:${Reflect.get(Object(Reflect.get(run, 'source')), 'key')}:main/${name}`,
  name: `main.${name}`,
  code,
  message,
  hint,
});
