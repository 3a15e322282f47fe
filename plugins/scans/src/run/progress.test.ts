import { expect } from 'chai';
import { estimateProgress, type Pace } from './progress.ts';

const PACE: Pace = {
  work: {
    measured: { tasks: 30, weight: 100, weightSquares: 360, took: 60, tookSquares: 140, tookWeights: 220 },
    weightDone: 100,
    left: { tasks: 90, weight: 300, weightSquares: 1080 },
    running: { tasks: 1, weight: 3 },
    workingSeconds: 60,
  },
  recent: { seconds: 30, tasks: 15, rows: 15_000, bytes: 0 },
};
const run = { state: 'running', rows: 30_000, bytes: 0, weight: 400, weightDone: 100 } as const;

describe('the progress of a scan', () => {
  it('is told by the work that is done, and the time that remains by its pace', () => {
    const progress = estimateProgress(run, PACE);
    expect(progress).to.include({ fraction: 0.25, assetsPerSecond: 0.5, rowsPerSecond: 500 });
    const { likely, low, high } = progress.remainingSeconds ?? { likely: 0, low: 0, high: 0 };
    expect(likely).to.be.within(170, 190);
    expect(low).to.be.within(120, likely);
    expect(high).to.be.within(likely, 260);
  });

  it('tells bytes a second where it is known how much was read', () => {
    expect(estimateProgress(run, PACE).bytesPerSecond).to.equal(null);
    const recent = { ...PACE.recent, bytes: 6_000_000 };
    expect(estimateProgress(run, { ...PACE, recent }).bytesPerSecond).to.equal(200_000);
    expect(estimateProgress(run, null).bytesPerSecond).to.equal(null);
  });

  it('is not estimated while assets are found, or nothing is read', () => {
    for (const state of ['queued', 'initializing', 'paused', 'classifying', 'completed'] as const)
      expect(estimateProgress({ ...run, state }, PACE).remainingSeconds, state).to.equal(null);
    expect(estimateProgress(run, null).remainingSeconds).to.equal(null);
  });

  it('is never whole before the end', () => {
    expect(estimateProgress({ ...run, weightDone: 400 }, PACE).fraction).to.be.below(1);
    expect(estimateProgress({ ...run, state: 'completed' }, null)).to.include({ fraction: 1 });
    expect(estimateProgress({ ...run, weight: 0, weightDone: 0 }, null).fraction).to.equal(0);
  });
});
