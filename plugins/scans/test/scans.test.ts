import { randomBytes } from 'node:crypto';
import { endOf, sharedData, withDatabase } from '@datawave/core/test-platform';
import {
  catalogService,
  DataWaveError,
  type ScanRun,
  scansService,
  sourcesService,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, scanBench, tables } from './scan-bench.ts';

const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000ff';

describe('scans', () => {
  const bench = scanBench();
  const { act, get, register, staged, start, states } = bench;
  let chinook: string;

  before(function () {
    chinook = sharedData(this, 'chinook/chinook.sqlite');
  });

  it('scans a real database to its end and records every transition', async () => {
    const source = await register('sqlite', { path: chinook });
    const run = await start(source.id);
    const ended = await endOf(bench.test, run);
    expect(ended).to.deep.include({
      state: 'completed',
      tasks: { total: 11, done: 11, failed: 0, skipped: 0 },
      assets: 11,
    });
    expect(await states(run)).to.deep.equal([
      'queued',
      'initializing',
      'running',
      'classifying',
      'validating',
      'cataloging',
      'completed',
    ]);
    const summary = await bench.test
      .service(catalogService)
      .summary(bench.test.scope(), { sourceId: source.id });
    expect(summary).to.deep.include({ assets: 11, columns: 64 });
    const tasks = items(await get(`${run}/tasks?limit=4`));
    expect(tasks.map((task) => Reflect.get(task, 'state'))).to.deep.equal(Array(4).fill('completed'));
    expect(tasks[0]).to.deep.include({ name: 'main.Album', rows: 347, attempt: 1, error: null });
    expect(
      items(await bench.test.request('GET', `/api/v1/scans?source=${source.id}&state=completed`)),
    ).to.have.length(1);
    expect(
      items(await bench.test.request('GET', `/api/v1/scans?source=${source.id}&state=active`)),
    ).to.have.length(0);
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
    const ended = await endOf(bench.test, run);
    expect(ended).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 3, done: 3, failed: 2, skipped: 0 },
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
          if (calls === 1) fail('DW_SOURCE_UNREACHABLE');
        },
      },
    ];
    const run = await start((await register()).id);
    expect(await endOf(bench.test, run)).to.deep.include({ state: 'completed' });
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
    expect(await endOf(bench.test, run)).to.deep.include({ state: 'completed-with-errors' });
    const [task] = items(await get(`${run}/tasks`));
    expect(task).to.have.nested.property('error.code', 'DW_SCAN_UNEXPECTED');
    expect(JSON.stringify(task)).not.to.include('amelia');
    expect(task).to.include({ attempt: 3 });
  });

  it('fails at once, with its code, when the source cannot be reached', async () => {
    const source = await register('sqlite', { path: `${chinook}.nowhere` });
    const run = await start(source.id);
    const ended = await endOf(bench.test, run);
    expect(ended).to.have.property('state', 'failed');
    expect(ended).to.have.nested.property('error.code', 'DW_SOURCE_NOT_FOUND');
    expect(ended).to.have.nested.property('error.hint').that.is.a('string');
    expect(await states(run)).to.deep.equal(['queued', 'initializing', 'failed']);
  });

  it('retires what is gone from the source, and nothing when it could not see everything', async () => {
    const { id } = await register();
    const assets = () => bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: id });
    staged.assets = tables(3);
    await endOf(bench.test, await start(id));
    expect((await assets()).assets).to.equal(3);
    staged.assets = tables(1);
    staged.problems = [{ path: ['main', 't1'], code: 'DW_SOURCE_QUERY', message: 'It fails.', hint: null }];
    await endOf(bench.test, await start(id));
    expect((await assets()).assets).to.equal(3);
    staged.problems = [];
    await endOf(bench.test, await start(id));
    expect((await assets()).assets).to.equal(1);
  });

  it('retires what is gone although a name beside it is too long to be kept', async () => {
    const long = 'x'.repeat(10_000);
    staged.assets = [...tables(2), { name: long }];
    const { id } = await register();
    const first = await start(id);
    await endOf(bench.test, first);
    expect(items(await get(`${first}/problems`)).map((one) => Reflect.get(one, 'code'))).to.deep.equal([
      'DW_SCAN_NAME_TOO_LONG',
    ]);
    staged.assets = [{ name: 't0' }, { name: long }];
    await endOf(bench.test, await start(id));
    const catalog = bench.test.service(catalogService);
    const { assets } = await catalog.summary(bench.test.scope(), { sourceId: id });
    expect(assets).to.equal(1);
  });

  it('keeps names as long as may be, and what changes of them', async () => {
    // At random, because the database folds what repeats.
    const name = randomBytes(600).toString('hex');
    staged.assets = [{ name, columns: { a: ['x'] } }];
    const { id } = await register();
    await endOf(bench.test, await start(id));
    staged.assets = [{ name, columns: { a: ['x'], b: ['y'] } }, { name: 'y'.repeat(10_000) }];
    const again = await start(id);
    const { state } = await endOf(bench.test, again);
    expect(state).to.equal('completed-with-errors');
    const { assets } = await bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: id });
    expect(assets).to.equal(1);
  });

  it('keeps text that PostgreSQL cannot keep from ending a scan', async () => {
    staged.assets = [
      { name: 'odd\0name "; drop table \uD83D', columns: { 'a\0b\uDC00': ['x\0y', '\uD83D'] } },
    ];
    const run = await start((await register()).id);
    expect(await endOf(bench.test, run)).to.deep.include({ state: 'completed', assets: 1 });
  });

  it('keeps workspaces apart', async () => {
    staged.assets = tables(2);
    const elsewhere = bench.test.scope({ workspace: OTHER_WORKSPACE });
    const source = await bench.test.service(sourcesService).register(elsewhere, {
      key: 'source-1',
      title: 'Elsewhere',
      connector: 'staged',
      config: { host: 'a' },
    });
    const scans = bench.test.service(scansService);
    const { id } = await scans.start(elsewhere, { sourceId: source.id });
    const ended = await endOf(bench.test, id, elsewhere);
    expect(ended.state).to.equal('completed');
    expect(await scans.list(elsewhere, {})).to.have.length(1);
    expect((await scans.list(bench.test.scope(), { limit: 500 })).map((run) => run.id)).not.to.include(id);
    for (const path of ['', '/tasks', '/problems', '/transitions', '/events'])
      expect((await get(`${id}${path}`)).status, path).to.equal(404);
    for (const verb of ['pause', 'resume', 'cancel'])
      expect((await act(id, verb)).status, verb).to.equal(404);
    const seen = await bench.test.request('GET', '/api/v1/scans?limit=500');
    expect(JSON.stringify(seen.body)).not.to.include(id);
    const stored = await withDatabase(bench.folder, (client) =>
      client.query<{ workspace: string }>(
        'select distinct workspace_id as workspace from scans.tasks where run_id = $1',
        [id],
      ),
    );
    expect(stored.rows).to.deep.equal([{ workspace: OTHER_WORKSPACE }]);
  });

  it('pages stably in every order and refuses a forged cursor', async () => {
    const listed = async (path: string, limit: number): Promise<readonly object[]> => {
      const seen: object[] = [];
      for (let cursor = ''; ; ) {
        const page = await bench.test.request('GET', `/api/v1/scans${path}&limit=${limit}${cursor}`);
        expect(page.status, path).to.equal(200);
        seen.push(...items(page));
        const next = field(page, 'nextCursor');
        if (next === null) return seen;
        cursor = `&cursor=${String(next)}`;
      }
    };
    const ids = (rows: readonly object[]): readonly unknown[] => rows.map((row) => Reflect.get(row, 'id'));
    for (const sort of ['requested', 'source', 'took']) {
      const all = ids(await listed(`?sort=${sort}`, 500));
      expect(all.length).to.be.above(2);
      expect(ids(await listed(`?sort=${sort}`, 3)), sort).to.deep.equal(all);
      expect(ids(await listed(`?sort=-${sort}`, 3)), `-${sort}`).to.deep.equal(all.toReversed());
    }
    const failed = await listed('?state=failed,completed-with-errors', 2);
    const states = new Set(failed.map((run) => Reflect.get(run, 'state')));
    expect([...states]).to.have.members(['failed', 'completed-with-errors']);
    const [one] = failed;
    const title = String(Reflect.get(Object(Reflect.get(one ?? {}, 'source')), 'title'));
    expect(ids(await listed(`?q=${encodeURIComponent(title.toUpperCase())}`, 500))).to.include(
      Reflect.get(one ?? {}, 'id'),
    );
    expect(await listed('?q=%25_nowhere', 500)).to.deep.equal([]);
    const most = await bench.test.request('GET', '/api/v1/scans?limit=500');
    const large = items(most).toSorted(
      (a, b) => Number(Reflect.get(b, 'assets')) - Number(Reflect.get(a, 'assets')),
    )[0];
    const tasks = `/${String(Reflect.get(large ?? {}, 'id'))}/tasks`;
    const inAnyOrder = ids(await listed(`${tasks}?`, 500));
    expect(inAnyOrder.length).to.be.above(1);
    for (const sort of ['name', 'rows', 'sensitive', 'took']) {
      const ordered = ids(await listed(`${tasks}?sort=${sort}`, 1));
      expect(ordered, sort).to.have.members(inAnyOrder);
      expect(ids(await listed(`${tasks}?sort=-${sort}`, 1))).to.deep.equal(ordered.toReversed());
    }
    const all = await bench.test.request('GET', '/api/v1/scans?limit=500');
    for (const forged of [
      ['now', 'x'],
      [1e300, 'x'],
      ["1'; --", null],
    ]) {
      const cursor = Buffer.from(JSON.stringify(forged)).toString('base64url');
      expect((await bench.test.request('GET', `/api/v1/scans?cursor=${cursor}`)).status).to.equal(400);
    }
    const id = String(Reflect.get(items(all)[0] ?? {}, 'id'));
    for (const rank of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
      const place = [rank, 'main', '00000000-0000-7000-8000-000000000000'];
      const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
      expect((await get(`${id}/tasks?cursor=${cursor}`)).status).to.equal(200);
    }
    expect((await get('not-a-uuid')).status).to.equal(400);
    expect((await get('00000000-0000-7000-8000-00000000dead')).status).to.equal(404);
  });
});

const problem = (run: ScanRun, name: string, code: string, message: string, hint: string | null) => ({
  urn: `urn:dw:staged:${Reflect.get(Object(Reflect.get(run, 'source')), 'key')}:main/${name}`,
  name: `main.${name}`,
  code,
  message,
  hint,
});
