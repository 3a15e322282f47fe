import { endOf } from '@datawave/core/test-platform';
import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, scanBench } from './scan-bench.ts';

describe('a retry of chosen assets', () => {
  const bench = scanBench();
  const { act, get, register, staged, start } = bench;
  let isMended = false;
  const bad = (name: string) => ({
    name,
    sample: (): Promise<void> =>
      isMended
        ? Promise.resolve()
        : Promise.reject(new DataWaveError({ code: 'DW_SOURCE_PERMISSION', message: 'No.', hint: 'Ask.' })),
  });
  const retry = (run: string, tasks: readonly string[]) =>
    bench.test.request('POST', `/api/v1/scans/${run}/tasks/retry`, { body: { tasks } });

  it('scans these alone, in a run of its own that counts them', async () => {
    isMended = false;
    const { id } = await register();
    staged.assets = [{ name: 'good' }, bad('one'), bad('two')];
    const first = await start(id);
    await endOf(bench.test, first);
    const tasks = items(await get(`${first}/tasks`));
    const taskOf = (name: string): string =>
      String(Reflect.get(Object(tasks.find((task) => Reflect.get(task, 'name') === name)), 'id'));

    const done = await retry(first, [taskOf('main.good')]);
    expect([done.status, field(done, 'code')]).to.deep.equal([409, 'DW_SCAN_NOTHING_TO_RETRY']);

    isMended = true;
    // What is there already is no obstacle: it is left out.
    const answer = await retry(first, [taskOf('main.one'), taskOf('main.good')]);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(202);
    const again = String(field(answer, 'id'));
    await endOf(bench.test, again);
    const run = await get(again);
    expect(run.body).to.deep.include({ state: 'completed', retryOf: first, assets: 1 });
    expect(field(run, 'tasks')).to.deep.include({ total: 3, done: 3, failed: 0, skipped: 2 });
    const outcome = items(await get(`${again}/tasks`)).map((task) => [
      Reflect.get(task, 'name'),
      Reflect.get(task, 'state'),
      Reflect.get(task, 'reason'),
    ]);
    expect(outcome).to.have.deep.members([
      ['main.one', 'completed', 'it was not scanned before'],
      ['main.two', 'skipped', 'not among the assets that were chosen'],
      ['main.good', 'skipped', 'not among the assets that were chosen'],
    ]);
    // What the first run did not get done it still offers, and asks for somebody's attention for.
    expect(field(await get(first), 'canRetry')).to.equal(true);
    const withProblems = async (): Promise<readonly unknown[]> =>
      (
        field(await bench.test.request('GET', '/api/v1/scans/attention'), 'withProblems') as readonly object[]
      ).map((run) => Reflect.get(run, 'id'));
    expect(await withProblems()).to.deep.equal([first]);

    const rest = await retry(first, [taskOf('main.two')]);
    await endOf(bench.test, String(field(rest, 'id')));
    expect(await withProblems()).to.deep.equal([]);
  });

  it('is refused while the scan is at work, and for tasks of another one', async () => {
    isMended = false;
    const { id } = await register();
    staged.assets = [bad('one')];
    const first = await start(id);
    await endOf(bench.test, first);
    const [task] = items(await get(`${first}/tasks`));
    const other = await register();
    staged.assets = [{ name: 'good' }];
    staged.hold();
    const running = await start(other.id);
    await staged.held(1);
    const foreign = await retry(running, [String(Reflect.get(Object(task), 'id'))]);
    expect([foreign.status, field(foreign, 'code')]).to.deep.equal([409, 'DW_SCAN_NOTHING_TO_RETRY']);
    await act(running, 'cancel');
    staged.release();
    await endOf(bench.test, running);
  });
});
