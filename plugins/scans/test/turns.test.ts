import { endOf, withDatabase } from '@datawave/core/test-platform';
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
