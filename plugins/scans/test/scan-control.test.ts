import { endOf, withDatabase } from '@datawave/core/test-platform';
import { catalogService, coreServices, type JobDefinition } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { reconcileJob, reviewJob } from '../src/scan-jobs.ts';
import { field, items, scanBench, THESE_DAYS, tables } from './scan-bench.ts';

describe('the control of scans', () => {
  const bench = scanBench();
  const { act, get, register, staged, start } = bench;

  /** Waits until the workers have nothing left to do with a run: whatever they were to read they have. */
  const isLeft = async (run: string): Promise<void> => {
    for (;;) {
      const { rows } = await withDatabase(bench.folder, (client) =>
        client.query(
          `select id from core.jobs where state in ('waiting', 'delayed', 'running')
             and (payload ->> 'runId' = $1 and name = 'scans.discover' or payload ->> 'taskId' in (select id::text from scans.tasks where run_id = $1::uuid))`,
          [run],
        ),
      );
      if (rows.length === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  /** Has a job done, and waits for its end. */
  const done = async <Payload>(job: JobDefinition<Payload>, payload: Payload): Promise<void> => {
    const scope = bench.test.scope();
    const jobs = bench.test.service(coreServices.jobs);
    const id = await bench.test
      .service(coreServices.storage)
      .transaction(scope, (tx) => jobs.enqueue(tx, scope, job, payload));
    await until(async () => (await jobs.get(scope, id))?.state === 'completed');
  };

  it('runs one scan of a source at a time and points to it', async () => {
    staged.assets = tables(1);
    staged.hold();
    const source = await register();
    const answers = await Promise.all(
      [1, 2, 3].map(() => bench.test.request('POST', '/api/v1/scans', { body: { sourceId: source.id } })),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([202, 409, 409]);
    const accepted = answers.find(({ status }) => status === 202);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.headers.get('location')).to.equal(accepted?.headers.get('location'));
    expect(refused?.body).to.include({ code: 'DW_SCAN_RUNNING' });
    staged.release();
    const run = accepted?.headers.get('location')?.split('/').at(-1) ?? '';
    expect(await endOf(bench.test, run)).to.have.property('state', 'completed');
    await endOf(bench.test, await start(source.id));
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
    await isLeft(run);
    expect(staged.sampled).to.have.length(3);
    expect((await act(run, 'resume')).body).to.include({ canResume: false });
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 12, done: 12, failed: 0, skipped: 0 },
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
    await isLeft(run);
    expect(staged.sampled).to.have.length(0);
    await act(run, 'resume');
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 2, done: 2, failed: 0, skipped: 0 },
    });
    expect(staged.sampled).to.have.length(2);
  });

  it('stays paused after the maintenance of its source where somebody paused it meanwhile', async () => {
    staged.assets = tables(4);
    const { id } = await register();
    const maintain = (maintenance: readonly unknown[]) =>
      bench.test.request('PATCH', `/api/v1/sources/${id}`, { body: { maintenance } });
    staged.hold();
    const run = await start(id);
    await staged.held(3);
    await maintain([THESE_DAYS]);
    staged.release();
    await until(async () => field(await get(run), 'state') === 'paused');
    expect((await get(run)).body).to.include({ canPause: true, canResume: true });
    const paused = await act(run, 'pause');
    expect(paused.status, JSON.stringify(paused.body)).to.equal(200);
    expect(paused.body).to.deep.include({ state: 'paused', held: { by: 'person', until: null } });
    expect(paused.body).to.include({ canPause: false, canResume: true });
    expect((await act(run, 'pause')).status, 'it is a pause of a person already').to.equal(409);
    const last = items(await get(`${run}/transitions`)).at(-1);
    expect(last).to.include({ to: 'paused', reason: 'kept paused on request' });
    expect(last).to.have.property('actor', 'user:admin');
    await maintain([]);
    await done(reviewJob, { runId: run });
    expect(field(await get(run), 'state')).to.equal('paused');
    await act(run, 'resume');
    expect(await endOf(bench.test, run)).to.include({ state: 'completed' });
  });

  it('says of an asset whose job an operator cancelled that it was cancelled, and a retry scans it', async () => {
    staged.assets = tables(3);
    staged.hold();
    const run = await start((await register()).id);
    await staged.held(3);
    const { rows } = await withDatabase(bench.folder, (client) =>
      client.query<{ id: string }>(
        `select job_id as id from scans.tasks where run_id = $1 and name = 'main.t1'`,
        [run],
      ),
    );
    const [job] = rows;
    expect((await bench.test.request('POST', `/api/v1/jobs/${job?.id}/cancel`)).status).to.equal(202);
    await until(
      async () => field(await bench.test.request('GET', `/api/v1/jobs/${job?.id}`), 'state') === 'cancelled',
    );
    staged.release();
    await done(reconcileJob, {});
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 3, done: 3, failed: 1, skipped: 0 },
    });
    const [task] = items(await get(`${run}/tasks?state=failed`));
    expect(task).to.have.property('name', 'main.t1');
    expect(Reflect.get(task ?? {}, 'error')).to.deep.include({
      code: 'DW_SCAN_TASK_CANCELLED',
      message: 'Somebody cancelled the job that was to scan it.',
    });
    const retry = await act(run, 'retry');
    expect(await endOf(bench.test, String(field(retry, 'id')))).to.deep.include({
      state: 'completed',
      tasks: { total: 3, done: 3, failed: 0, skipped: 2 },
    });
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
    // What was read before may still be on its way into the catalog.
    const summaryOf = () =>
      bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: source.id });
    await until(async () => (await summaryOf()).assets > 0);
    expect((await act(run, 'cancel')).body)
      .to.have.property('state')
      .that.is.oneOf(['cancelling', 'cancelled']);
    const ended = await endOf(bench.test, run);
    expect(ended).to.have.property('state', 'cancelled');
    expect(ended.tasks.done).to.equal(10);
    expect((await act(run, 'cancel')).status).to.equal(409);
    expect((await summaryOf()).assets).to.be.within(1, 9);
    staged.release();
    await endOf(bench.test, await start(source.id));
  });

  it('leaves a source alone that is under maintenance', async () => {
    const source = await register();
    await bench.test.request('PATCH', `/api/v1/sources/${source.id}`, { body: { state: 'maintenance' } });
    const answer = await bench.test.request('POST', '/api/v1/scans', { body: { sourceId: source.id } });
    expect(answer.status).to.equal(409);
    expect(answer.body).to.have.property('code', 'DW_SCAN_SOURCE_STATE');
  });

  it('lets what a failed run still reads not overwrite what a later run found', async () => {
    const gate = Promise.withResolvers<void>();
    const isRead = Promise.withResolvers<void>();
    const held = async (): Promise<void> => {
      isRead.resolve();
      await gate.promise;
    };
    staged.assets = [{ name: 'people', sample: held }, { name: 'orders' }];
    const { id } = await register();
    const failed = await start(id);
    await isRead.promise;
    while (Reflect.get(Object(field(await get(failed), 'tasks')), 'done') !== 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    const rowsOf = (text: string, ...values: readonly string[]) =>
      withDatabase(bench.folder, async (client) => (await client.query(text, [...values])).rows);
    await rowsOf(`update scans.runs set state = 'failed', finished_at = now() where id = $1`, failed);
    staged.assets = [{ name: 'people' }, { name: 'orders' }];
    const later = await start(id, { mode: 'full' });
    expect(await endOf(bench.test, later)).to.include({ state: 'completed' });
    gate.resolve();
    while (Reflect.get(Object(field(await get(failed), 'tasks')), 'done') !== 2)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(
      await rowsOf('select name, scan_id from catalog.assets where source_id = $1 order by 1', id),
    ).to.deep.equal([
      { name: 'main.orders', scan_id: later },
      { name: 'main.people', scan_id: later },
    ]);
    expect(
      await rowsOf('select distinct run_id from scans.asset_states where source_id = $1', id),
    ).to.deep.equal([{ run_id: later }]);
    const [left] = items(await get(`${failed}/problems`));
    expect(left).to.include({ name: 'main.people', code: 'DW_SCAN_SUPERSEDED' });
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
    await withDatabase(bench.folder, (client) =>
      client.query(`delete from core.jobs where name = 'scans.discover'`),
    );
    staged.discovering = null;
    gate.resolve();
    await bench.test.kernel.disable('scans');
    await bench.test.kernel.enable('scans');
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 2, done: 2, failed: 0, skipped: 0 },
    });
  });

  it('looks after the other runs when one cannot be looked after', async () => {
    staged.assets = tables(4);
    staged.hold();
    const broken = await register();
    const held = await start(broken.id);
    await staged.held(3);
    const lost = await start((await register()).id);
    const change = (text: string, ...values: readonly string[]) =>
      withDatabase(bench.folder, (client) => client.query(text, [...values]));
    while (
      (await change(`select from scans.tasks where run_id = $1 and state = 'queued'`, lost)).rowCount === 0
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
    await act(held, 'pause');
    await change(`update scans.runs set held_by = 'maintenance' where id = $1`, held);
    const unknown = [{ days: [1], from: '01:00', to: '02:00', timeZone: 'Mars/Olympus' }];
    await change(
      'update sources.sources set maintenance = $2 where id = $1',
      broken.id,
      JSON.stringify(unknown),
    );
    await change(`delete from core.jobs where name = 'scans.asset' and state = 'waiting'`);
    await bench.test.kernel.disable('scans');
    staged.release();
    await bench.test.kernel.enable('scans');
    expect(await endOf(bench.test, lost)).to.include({ state: 'completed' });
    expect(field(await get(held), 'state')).to.equal('paused');
    await act(held, 'cancel');
  });

  it('takes up again what lost its job', async () => {
    staged.assets = tables(40);
    staged.hold();
    const { id } = await register();
    // More than this process works on at once, so that some wait.
    const load = { maxConcurrency: 32, maxStatementsPerSecond: null, statementTimeoutMs: 60_000 };
    await bench.test.request('PATCH', `/api/v1/sources/${id}`, { body: { load } });
    const run = await start(id);
    await staged.held(3);
    const lost = await withDatabase(bench.folder, (client) =>
      client.query(`delete from core.jobs where name = 'scans.asset' and state = 'waiting'`),
    );
    expect(lost.rowCount).to.be.greaterThan(0);
    staged.release();
    await bench.test.kernel.disable('scans');
    await bench.test.kernel.enable('scans');
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 40, done: 40, failed: 0, skipped: 0 },
    });
  });
});
