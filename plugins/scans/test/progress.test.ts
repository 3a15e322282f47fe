import { endOf } from '@datawave/core/test-platform';
import type { ScanProgress } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, scanBench } from './scan-bench.ts';

describe('the progress of a scan that is at work', () => {
  const bench = scanBench();
  const { act, get, register, staged, start } = bench;

  const progressOf = async (run: string): Promise<ScanProgress> =>
    field(await get(run), 'progress') as ScanProgress;
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it('tells rows, rates and the time that remains, and goes on telling after a pause', async () => {
    const gate = Promise.withResolvers<void>();
    staged.assets = Array.from({ length: 40 }, (_, index) =>
      index < 20 ? { name: `t${index}` } : { name: `t${index}`, sample: () => gate.promise },
    );
    const run = await start((await register()).id);
    await until(async () => Reflect.get(Object(field(await get(run), 'tasks')), 'done') === 20);
    await until(async () => field(await get(run), 'state') === 'running');
    const progress = await progressOf(run);
    expect(progress.fraction).to.be.within(0.45, 0.55);
    expect(progress.assetsPerSecond).to.be.above(0);
    const { low, likely, high } = progress.remainingSeconds ?? { low: 0, likely: 0, high: 0 };
    expect(low).to.be.at.most(likely);
    expect(likely).to.be.at.most(high).and.above(0);

    await act(run, 'pause');
    expect((await progressOf(run)).remainingSeconds).to.equal(null);
    gate.resolve();
    await act(run, 'resume');
    await endOf(bench.test, run);
    expect(await progressOf(run)).to.include({ fraction: 1, remainingSeconds: null, assetsPerSecond: null });
    const seen = await bench.test.request('GET', `/api/v1/scans?state=ended&limit=1`);
    expect(JSON.stringify(seen.body)).to.include(run);
  });
});
