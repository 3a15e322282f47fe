import { expect } from 'chai';
import { estimateProgress, type Pace } from './progress.ts';

const PACE: Pace = {
  ...{ workingSeconds: 60, ended: 30, variation: 0.5, remaining: 90 },
  recent: { seconds: 30, tasks: 15, rows: 15_000 },
};
const run = { state: 'running', rows: 30_000, bytes: 0, weight: 400, weightDone: 100 } as const;

describe('the progress of a scan', () => {
  it('is told by the work that is done, and the time that remains by its pace', () => {
    const progress = estimateProgress(run, PACE);
    expect(progress).to.include({ fraction: 0.25, assetsPerSecond: 0.5, rowsPerSecond: 500 });
    expect(progress.remainingSeconds).to.include({ likely: 180 });
    expect(progress.remainingSeconds?.low).to.be.within(120, 179);
    expect(progress.remainingSeconds?.high).to.be.within(181, 240);
  });

  it('knows less where tasks differ more, and nothing from a few', () => {
    const wild = estimateProgress(run, { ...PACE, variation: 3 }).remainingSeconds;
    const calm = estimateProgress(run, { ...PACE, variation: 0.1 }).remainingSeconds;
    expect((wild?.high ?? 0) - (wild?.low ?? 0)).to.be.above(5 * ((calm?.high ?? 0) - (calm?.low ?? 0)));
    expect(estimateProgress(run, { ...PACE, ended: 4 }).remainingSeconds).to.equal(null);
  });

  it('is never whole before the end', () => {
    expect(estimateProgress({ ...run, weightDone: 400 }, PACE).fraction).to.be.below(1);
    expect(estimateProgress({ ...run, state: 'completed' }, null)).to.include({ fraction: 1 });
    expect(estimateProgress({ ...run, weight: 0, weightDone: 0 }, null).fraction).to.equal(0);
  });
});
