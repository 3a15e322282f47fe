import { endOf, withDatabase } from '@datawave/core/test-platform';
import { catalogService, DataWaveError, scansService, sourcesService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, scanBench, THESE_DAYS, tables } from './scan-bench.ts';

const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000fe';
const fault = (code: string) => (): never => {
  throw new DataWaveError({ code, message: `It said ${code}.` });
};

/** Never answers by itself. */
const forEver = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

describe('the course of a scan', () => {
  const bench = scanBench({ scans: { runsAtOnce: 2 }, plugins: ['scan-rules'] });
  const { act, get, register, staged, start, states } = bench;

  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const stateOf = async (run: string): Promise<unknown> => field(await get(run), 'state');
  const doneOf = async (run: string): Promise<unknown> =>
    Reflect.get(Object(field(await get(run), 'tasks')), 'done');

  it('makes good what a run did not get done, and nothing else', async () => {
    const { id } = await register();
    staged.assets = [{ name: 'good' }, { name: 'locked', sample: fault('DW_SOURCE_PERMISSION') }];
    const run = await start(id);
    expect(await endOf(bench.test, run)).to.include({ state: 'completed-with-errors' });
    expect(field(await get(run), 'canRetry')).to.equal(true);
    staged.sampled.length = 0;
    staged.assets = [{ name: 'good' }, { name: 'locked' }];
    const answer = await act(run, 'retry');
    expect(answer.body).to.include({ retryOf: run });
    const retry = String(field(answer, 'id'));
    expect(await endOf(bench.test, retry)).to.deep.include({
      state: 'completed',
      tasks: { total: 2, done: 2, failed: 0, skipped: 1 },
    });
    expect(staged.sampled).to.deep.equal(['main.locked']);
    const refused = await act(retry, 'retry');
    expect(refused.status).to.equal(409);
    expect(refused.body).to.include({ code: 'DW_SCAN_STATE' });
    const [first] = items(await get(`${retry}/transitions`));
    expect(first).to.include({ to: 'queued', reason: `retry of scan ${run}` });
  });

  it('answers clearly when a cancelled scan is resumed, and retries it instead', async () => {
    staged.assets = tables(5);
    staged.hold();
    const run = await start((await register()).id);
    await staged.held(1);
    await act(run, 'cancel');
    staged.release();
    await endOf(bench.test, run);
    const resumed = await act(run, 'resume');
    expect(resumed.status).to.equal(409);
    expect(resumed.body).to.include({
      code: 'DW_SCAN_STATE',
      detail: 'A scan that is cancelled cannot be resumed.',
    });
    expect(field(resumed, 'hint')).to.match(/^Retry it/);
    const retry = String(field(await act(run, 'retry'), 'id'));
    expect(await endOf(bench.test, retry)).to.have.property('state', 'completed');
  });

  it('gives those of higher priority their turn first, and then their tasks', async () => {
    staged.assets = tables(6);
    staged.hold();
    const running = [await start((await register()).id), await start((await register()).id)];
    await staged.held(2);
    const low = await start((await register()).id, { priority: -5 });
    const high = await start((await register()).id, { priority: 5 });
    expect([await stateOf(low), await stateOf(high)]).to.deep.equal(['queued', 'queued']);
    staged.release();
    for (const run of [...running, low, high]) await endOf(bench.test, run);
    const began = await withDatabase(bench.folder, async (client) => {
      const { rows } = await client.query<{ run: string }>(
        `select run_id as run from scans.transitions where to_state = 'initializing' and run_id = any($1) order by id`,
        [[low, high]],
      );
      return rows.map(({ run }) => run);
    });
    expect(began).to.deep.equal([high, low]);
  });

  it('leaves one place only to a scan while one of higher priority has tasks that wait', async () => {
    staged.assets = tables(12);
    staged.hold();
    const low = await start((await register()).id);
    await staged.held(3);
    const high = await start((await register()).id, { priority: 10 });
    const queued = (run: string) =>
      withDatabase(bench.folder, async (client) => {
        const { rows } = await client.query<{ count: number }>(
          `select count(*)::int as count from scans.tasks where run_id = $1 and state in ('queued', 'running')`,
          [run],
        );
        return rows[0]?.count ?? 0;
      });
    await until(async () => (await queued(high)) > 1);
    const before = await queued(low);
    staged.release();
    let most = 0;
    await until(async () => {
      const waits = await withDatabase(bench.folder, (client) =>
        client.query(`select from scans.tasks where run_id = $1 and state = 'waiting' limit 1`, [high]),
      );
      if (waits.rowCount !== 0) most = Math.max(most, await queued(low));
      return waits.rowCount === 0;
    });
    expect(most, 'no new ones beside those that it had').to.be.at.most(before);
    for (const run of [low, high]) expect(await endOf(bench.test, run)).to.include({ state: 'completed' });
  });

  it('is not held up by a scan of another workspace, whatever the priority of that', async () => {
    staged.assets = tables(40);
    staged.hold();
    const urgent = await start((await register()).id, { priority: 100 });
    await staged.held(3);
    const elsewhere = bench.test.scope({ workspace: OTHER_WORKSPACE });
    const source = await bench.test.service(sourcesService).register(elsewhere, {
      ...{ key: 'elsewhere', title: 'Elsewhere', connector: 'staged', config: { host: 'b' } },
    });
    const scans = bench.test.service(scansService);
    const { id } = await scans.start(elsewhere, { sourceId: source.id });
    const jobs = () =>
      withDatabase(bench.folder, async (client) => {
        const { rows } = await client.query<{ workspace: string; priority: number }>(
          `select distinct j.workspace_id as workspace, j.priority from core.jobs j join scans.tasks t on t.job_id = j.id where t.run_id = any($1)`,
          [[id, urgent]],
        );
        return rows;
      });
    await until(async () => (await jobs()).length === 2);
    expect(
      (await jobs()).map(({ priority }) => priority),
      'they stand in one queue, first come first served',
    ).to.deep.equal([0, 0]);
    staged.release();
    expect(await endOf(bench.test, id, elsewhere)).to.include({ state: 'completed' });
    expect(await endOf(bench.test, urgent)).to.include({ state: 'completed' });
  });

  it('is over at once for a source without assets', async () => {
    staged.assets = [];
    const run = await start((await register()).id);
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 0, done: 0, failed: 0, skipped: 0 },
    });
    expect(await endOf(bench.test, run)).to.have.nested.property('progress.fraction', 1);
    expect(await states(run)).to.include.members(['initializing', 'running', 'classifying']);
  });

  it('tells of each asset what became of it when tables vanish, change and rights go meanwhile', async () => {
    const { id } = await register();
    staged.assets = tables(3);
    await endOf(bench.test, await start(id));
    staged.assets = [
      { name: 't0', sample: fault('DW_SOURCE_ASSET_MISSING') },
      { name: 't1', sample: fault('DW_SOURCE_CHANGED') },
      { name: 't2', sample: fault('DW_SOURCE_PERMISSION') },
      { name: 't3' },
    ];
    const run = await start(id, { mode: 'full' });
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 4, done: 4, failed: 3, skipped: 0 },
    });
    const problems = items(await get(`${run}/problems`)).map((one) => Reflect.get(one, 'code'));
    expect(problems).to.deep.equal(['DW_SOURCE_ASSET_MISSING', 'DW_SOURCE_CHANGED', 'DW_SOURCE_PERMISSION']);
    const summary = await bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: id });
    expect(summary.assets, 'what was known of them stays').to.equal(4);
  });

  it('cancels what takes for ever', async () => {
    staged.assets = [{ name: 'endless', sample: forEver }];
    const run = await start((await register()).id);
    await until(async () => staged.sampled.length > 0);
    await act(run, 'cancel');
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'cancelled',
      tasks: { total: 1, done: 1, failed: 0, skipped: 0 },
    });
  });

  it('is completed with nothing read by a rule that matches nothing, says why, and takes nothing from the catalog', async () => {
    const body = { title: 'Nothing', assets: { include: ['nowhere.*'] }, mode: 'full' };
    const ruleId = String(field(await bench.test.request('POST', '/api/v1/scan-rules', { body }), 'id'));
    staged.assets = tables(2);
    const { id } = await register();
    await endOf(bench.test, await start(id));
    staged.sampled.length = 0;
    const run = await start(id, { ruleId });
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 2, done: 2, failed: 0, skipped: 2 },
    });
    expect(staged.sampled).to.deep.equal([]);
    const [task] = items(await get(`${run}/tasks`));
    expect(task).to.include({ reason: 'the name matches none of the include patterns' });
    const summary = await bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: id });
    expect(summary.assets).to.equal(2);
  });

  it('goes on as it was meant when its rule is changed or removed meanwhile', async () => {
    const create = await bench.test.request('POST', '/api/v1/scan-rules', {
      body: { title: 'Only a', assets: { include: ['*.a*'], exclude: [], where: null }, mode: 'full' },
    });
    const ruleId = String(field(create, 'id'));
    staged.assets = [{ name: 'a1' }, { name: 'b1' }];
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    staged.discovering = () => {
      reached.resolve();
      return gate.promise;
    };
    const { id } = await register();
    const run = await start(id, { ruleId });
    await reached.promise;
    const change = { body: { assets: { include: ['*.b*'], exclude: [], where: null } } };
    expect((await bench.test.request('PATCH', `/api/v1/scan-rules/${ruleId}`, change)).status).to.equal(200);
    gate.resolve();
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 2, done: 2, failed: 0, skipped: 1 },
    });
    expect(staged.sampled).to.deep.equal(['main.a1']);
    staged.discovering = null;
    expect((await bench.test.request('DELETE', `/api/v1/scan-rules/${ruleId}`)).status).to.be.oneOf([
      200, 204,
    ]);
    const late = await bench.test.request('POST', '/api/v1/scans', { body: { sourceId: id, ruleId } });
    expect(late.status).to.equal(404);
    expect(late.body).to.include({ code: 'DW_SCAN_RULE_UNKNOWN' });
  });

  it('is retried by its rule for as long as that is remembered, and says what to do when it is not', async () => {
    const create = await bench.test.request('POST', '/api/v1/scan-rules', {
      body: { title: 'Only d', assets: { include: ['*.d*'], exclude: [], where: null }, mode: 'full' },
    });
    const ruleId = String(field(create, 'id'));
    staged.assets = [{ name: 'd1', sample: fault('DW_SOURCE_PERMISSION') }, { name: 'secret' }];
    const run = await start((await register()).id, { ruleId });
    expect(await endOf(bench.test, run)).to.have.property('state', 'completed-with-errors');
    await bench.test.request('DELETE', `/api/v1/scan-rules/${ruleId}`);
    const retry = String(field(await act(run, 'retry'), 'id'));
    expect(await endOf(bench.test, retry)).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 2, done: 2, failed: 1, skipped: 1 },
    });
    await withDatabase(bench.folder, (client) =>
      client.query('delete from scan_rules.rules where id = $1', [ruleId]),
    );
    const refused = await act(retry, 'retry');
    expect(refused.status).to.equal(409);
    expect(refused.body).to.include({
      code: 'DW_SCAN_RETRY_RULE',
      hint: 'Start a new scan of the source, with a rule that there is or without one.',
    });
    expect(staged.sampled).not.to.include('main.secret');
  });

  it('reads nothing without its rule, which says what is not to be read', async () => {
    const create = await bench.test.request('POST', '/api/v1/scan-rules', {
      body: { title: 'Only c', assets: { include: ['*.c*'], exclude: [], where: null } },
    });
    staged.assets = [{ name: 'c1' }, { name: 'secret' }];
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    staged.discovering = () => {
      reached.resolve();
      return gate.promise;
    };
    const run = await start((await register()).id, { ruleId: String(field(create, 'id')) });
    await reached.promise;
    await bench.test.kernel.disable('scan-rules');
    try {
      gate.resolve();
      const ended = await endOf(bench.test, run);
      expect(ended).to.have.property('state', 'failed');
      expect(ended).to.have.nested.property('error.code', 'DW_SCAN_RULE_UNKNOWN');
    } finally {
      staged.discovering = null;
      await bench.test.kernel.enable('scan-rules');
    }
    expect(staged.sampled).to.deep.equal([]);
  });

  it('is looked after in every workspace', async () => {
    staged.assets = tables(1);
    const elsewhere = bench.test.scope({ workspace: '00000000-0000-7000-8000-0000000000fd' });
    const source = await bench.test.service(sourcesService).register(elsewhere, {
      ...{ key: 'third', title: 'Third', connector: 'staged', config: { host: 'c' } },
    });
    const { id } = await bench.test.service(scansService).start(elsewhere, { sourceId: source.id });
    await endOf(bench.test, id, elsewhere);
    const jobs = await withDatabase(bench.folder, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select name from core.jobs where workspace_id = $1 and state = 'delayed' order by name`,
        [elsewhere.workspace],
      );
      return rows.map(({ name }) => name);
    });
    expect(jobs).to.include.members(['scans.reconcile', 'scans.retain']);
  });

  it('has its turn however many before it wait for the hours of maintenance of their sources', async () => {
    staged.assets = tables(1);
    const resting = await Promise.all(
      Array.from({ length: 52 }, async () => {
        const { id } = await register();
        await bench.test.request('PATCH', `/api/v1/sources/${id}`, { body: { maintenance: [THESE_DAYS] } });
        return start(id, { priority: 100 });
      }),
    );
    const run = await start((await register()).id);
    expect(await endOf(bench.test, run)).to.include({ state: 'completed' });
    expect(await stateOf(resting[0] ?? '')).to.equal('queued');
    await Promise.all(resting.map((one) => act(one, 'cancel')));
  });

  it('waits while its source is under maintenance, and goes on afterwards', async () => {
    staged.assets = tables(8);
    staged.hold();
    const { id } = await register();
    const maintain = (maintenance: readonly unknown[]) =>
      bench.test.request('PATCH', `/api/v1/sources/${id}`, { body: { maintenance } });
    const run = await start(id);
    await staged.held(3);
    expect((await maintain([THESE_DAYS])).status).to.equal(200);
    staged.release();
    await until(async () => (await stateOf(run)) === 'paused');
    expect(field(await get(run), 'held')).to.have.property('by', 'maintenance');
    await until(async () => (await doneOf(run)) === 3);
    expect(staged.sampled).to.have.length(3);
    await maintain([]);
    expect((await act(run, 'resume')).status).to.equal(200);
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 8, done: 8, failed: 0, skipped: 0 },
    });
    expect([...staged.sampled].sort()).to.deep.equal(tables(8).map(({ name }) => `main.${name}`));
  });

  it('can be paused, resumed and cancelled in any order by several people at once', async function () {
    this.timeout(120_000);
    staged.assets = tables(30);
    const run = await start((await register()).id);
    const verbs = ['pause', 'resume', 'pause', 'resume', 'resume', 'pause', 'resume'];
    for (const verb of verbs) {
      const answers = await Promise.all([act(run, verb), act(run, verb)]);
      for (const { status } of answers) expect(status, verb).to.be.oneOf([200, 409]);
    }
    if ((await stateOf(run)) === 'paused') await act(run, 'resume');
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 30, done: 30, failed: 0, skipped: 0 },
    });
    expect(new Set(staged.sampled).size).to.equal(30);
  });
});

describe('a scan whose source takes for ever', () => {
  const bench = scanBench({ scans: { assetTimeoutSeconds: 2 } });
  const { get, register, staged, start } = bench;

  it('gives a view up that takes for ever, and scans the rest', async function () {
    this.timeout(120_000);
    staged.assets = [{ name: 'endless', sample: forEver }, { name: 'quick' }];
    const run = await start((await register()).id);
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 2, done: 2, failed: 1, skipped: 0 },
    });
    expect(items(await get(`${run}/problems`))[0]).to.include({
      name: 'main.endless',
      code: 'DW_SCAN_TASK_TIMEOUT',
    });
  });
});
