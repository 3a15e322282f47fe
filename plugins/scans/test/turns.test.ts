import { endOf, withDatabase } from '@datawave/core/test-platform';
import { scansService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, scanBench, tables } from './scan-bench.ts';

describe('a scan that is resumed', () => {
  const bench = scanBench({ scans: { runsAtOnce: 1 } });
  const { act, get, register, staged, start, states } = bench;

  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  const stateOf = async (run: string): Promise<unknown> => field(await get(run), 'state');
  const foundOf = async (run: string): Promise<unknown> =>
    Reflect.get(Object(field(await get(run), 'tasks')), 'total');

  it('waits for its turn while another one has its place, and goes on where it was', async () => {
    staged.assets = tables(6);
    staged.hold();
    const first = await start((await register()).id);
    await staged.held(3);
    await until(async () => (await stateOf(first)) === 'running');
    expect((await act(first, 'pause')).body).to.include({ state: 'paused' });
    const second = await start((await register()).id);
    await until(async () => (await stateOf(second)) === 'running');
    expect((await act(first, 'resume')).body).to.include({ state: 'queued', canPause: true });
    expect(await stateOf(second)).to.equal('running');
    staged.release();
    for (const run of [second, first])
      expect(await endOf(bench.test, run)).to.deep.include({
        state: 'completed',
        tasks: { total: 6, done: 6, failed: 0, skipped: 0 },
      });
    const course = ['queued', 'initializing', 'running', 'paused', 'queued', 'running', 'classifying'];
    expect((await states(first)).slice(0, 7)).to.deep.equal(course);
    const again = items(await get(`${first}/transitions`))[4];
    expect(again).to.include({ from: 'paused', actor: 'user:admin', reason: 'resumed on request' });
    expect(staged.sampled).to.have.length(12);
    const { rows } = await withDatabase(bench.folder, (client) =>
      client.query<{ overlap: boolean }>(
        `select exists (select from scans.transitions again, scans.runs second
           where again.run_id = $1 and again.to_state = 'classifying' and second.id = $2 and again.at < second.finished_at) as overlap`,
        [first, second],
      ),
    );
    expect(rows).to.deep.equal([{ overlap: false }]);
  });

  it('keeps what is found of it while it waits, and reads nothing until it has its turn', async () => {
    staged.assets = tables(3);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    staged.discovering = () => {
      staged.discovering = null;
      reached.resolve();
      return gate.promise;
    };
    const first = await start((await register()).id);
    await reached.promise;
    await act(first, 'pause');
    staged.hold();
    const second = await start((await register()).id);
    await staged.held(3);
    expect((await act(first, 'resume')).body).to.include({ state: 'queued' });
    gate.resolve();
    await until(async () => (await foundOf(first)) === 3);
    expect(await stateOf(first)).to.equal('queued');
    expect(staged.sampled.length).to.equal(3);
    staged.release();
    for (const run of [second, first])
      expect(await endOf(bench.test, run)).to.deep.include({
        state: 'completed',
        tasks: { total: 3, done: 3, failed: 0, skipped: 0 },
      });
    expect(staged.sampled).to.have.length(6);
  });
});

describe('a scan that is asked for by someone who goes away', () => {
  const bench = scanBench();
  const { register, staged, states } = bench;

  it('tells him at once, and gets its turn by those who stay', async () => {
    staged.assets = tables(1);
    const scans = bench.test.service(scansService);
    const scope = bench.test.scope();
    const sources = [await register(), await register(), await register()];
    const client = new AbortController();
    await withDatabase(bench.folder, async (database) => {
      const turn = `scans.turn:${scope.workspace}`;
      const until = async (query: string, count: number): Promise<void> => {
        while ((await database.query(query)).rowCount !== count)
          await new Promise((resolve) => setTimeout(resolve, 20));
      };
      await database.query('select pg_advisory_lock(hashtextextended($1, 0))', [turn]);
      const [first, ...others] = sources.map(({ id }, index) =>
        scans.start(index === 1 ? { ...scope, signal: client.signal } : scope, { sourceId: id }),
      );
      await until(`select from scans.runs where state = 'queued'`, 3);
      await until(`select from pg_locks where locktype = 'advisory' and not granted`, 1);
      const left = others[0]?.catch((error: unknown) => error);
      client.abort('hung up');
      expect(await left).to.equal('hung up');
      await database.query('select pg_advisory_unlock(hashtextextended($1, 0))', [turn]);
      await Promise.all([first, others[1]]);
    });
    const runs = await scans.list(scope, {});
    expect(runs).to.have.length(3);
    for (const { id } of runs) {
      expect(await endOf(bench.test, id)).to.include({ state: 'completed' });
      expect(await states(id)).to.include('initializing');
    }
  });
});

describe('a scan that only someone asked for who has gone', () => {
  const bench = scanBench();
  const { get, register, staged } = bench;

  it('gets its turn at once, whether he went before the queue was looked through or meanwhile', async () => {
    staged.assets = tables(1);
    const scans = bench.test.service(scansService);
    const scope = bench.test.scope();
    const clients = [new AbortController(), new AbortController()];
    const sources = [await register(), await register()];
    const lookedBefore: string[] = [];
    await withDatabase(bench.folder, async (database) => {
      const until = async (query: string): Promise<void> => {
        while ((await database.query(query)).rowCount !== 1)
          await new Promise((resolve) => setTimeout(resolve, 20));
      };
      const request = (index: number): Promise<unknown> =>
        scans
          .start(
            { ...scope, requestId: `client ${index}`, signal: clients[index]?.signal ?? scope.signal },
            { sourceId: sources[index]?.id ?? '' },
          )
          .catch((error: unknown) => error);
      const turn = `scans.turn:${scope.workspace}`;
      await database.query('select pg_advisory_lock(hashtextextended($1, 0))', [turn]);
      const first = request(0);
      await until(`select from pg_locks where locktype = 'advisory' and not granted`);
      // Waits for the look after this one, which has not begun.
      const second = request(1);
      await until(`select from scans.runs where source_id = '${sources[1]?.id}'`);
      for (const [index, client] of clients.entries()) client.abort(`hung up ${index}`);
      expect(await Promise.all([first, second])).to.deep.equal(['hung up 0', 'hung up 1']);
      const looks = `select request_id as by from core.jobs where name = 'scans.reconcile'`;
      for (const { by } of (await database.query<{ by: string }>(looks)).rows) lookedBefore.push(by);
      await database.query('select pg_advisory_unlock(hashtextextended($1, 0))', [turn]);
    });
    for (const { id } of await scans.list(scope, {}))
      expect(await endOf(bench.test, id)).to.include({ state: 'completed' });
    // Not by the look of a minute later: that asks in another name.
    const { rows } = await withDatabase(bench.folder, (database) =>
      database.query<{ by: string }>(`select request_id as by from core.jobs where name = 'scans.discover'`),
    );
    expect(rows).to.have.length(2);
    for (const { by } of rows) expect(by).to.be.oneOf(['client 0', 'client 1', ...lookedBefore]);
  });

  it('says in its history what was asked for, by whom, and what it did by itself', async () => {
    staged.assets = tables(1);
    const run = await bench.start((await register()).id);
    await endOf(bench.test, run);
    const done = items(await get(`${run}/transitions`)).map((one) =>
      [Reflect.get(one, 'to'), Reflect.get(one, 'actor')].join(' by '),
    );
    expect(done).to.deep.equal([
      'queued by user:admin',
      ...['initializing', 'running', 'classifying', 'validating', 'cataloging', 'completed'].map(
        (state) => `${state} by plugin:scans`,
      ),
    ]);
  });
});

describe('a scan of a source whose statements are limited', () => {
  const bench = scanBench();
  const { act, register, staged, start } = bench;

  it('counts discovery among those that ask the source, so that all together keep to its limit', async () => {
    // More than a page, so that some are read while others are still to be found.
    staged.assets = tables(501);
    staged.hold();
    const gate = Promise.withResolvers<void>();
    staged.discovered = () => gate.promise;
    const { id } = await register();
    const limited = await bench.test.request('PATCH', `/api/v1/sources/${id}`, {
      body: { load: { maxConcurrency: 2, maxStatementsPerSecond: 1000, statementTimeoutMs: 60_000 } },
    });
    expect(limited.status, JSON.stringify(limited.body)).to.equal(200);
    const run = await start(id);
    await staged.held(1);
    const handedOut = () =>
      withDatabase(bench.folder, async (client) => {
        const { rows } = await client.query(
          `select id from scans.tasks where run_id = $1 and state in ('queued', 'running')`,
          [run],
        );
        return rows.length;
      });
    expect(await handedOut()).to.equal(1);
    gate.resolve();
    await staged.held(2);
    expect(await handedOut()).to.equal(2);
    await act(run, 'cancel');
    staged.release();
    expect(await endOf(bench.test, run)).to.include({ state: 'cancelled' });
  });

  it('reads its assets after discovery where one may ask at a time', async () => {
    staged.assets = tables(3);
    const { id } = await register();
    await bench.test.request('PATCH', `/api/v1/sources/${id}`, {
      body: { load: { maxConcurrency: 1, maxStatementsPerSecond: 1000, statementTimeoutMs: 60_000 } },
    });
    expect(await endOf(bench.test, await start(id))).to.deep.include({
      state: 'completed',
      tasks: { total: 3, done: 3, failed: 0, skipped: 0 },
    });
  });
});
