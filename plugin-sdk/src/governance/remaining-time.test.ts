import { expect } from 'chai';
import { seededRandom } from '../connector/seeded-random.ts';
import { estimateRemaining, measureWork, NO_WORK, type WorkAtHand } from './remaining-time.ts';

interface Task {
  readonly weight: number;
  readonly seconds: number;
  readonly end: number;
}

/** A run of tasks that differ: `sizes` in what is expected of them, `surprise` in how far they are from it (both as sigma of a log-normal). */
function simulate(
  random: () => number,
  run: {
    readonly tasks: number;
    readonly workers: number;
    readonly sizes: number;
    readonly surprise: number;
    /** How many times as long tasks take in the first half. */
    readonly slowness?: number;
  },
): readonly Task[] {
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const free = Array.from({ length: run.workers }, () => 0);
  return Array.from({ length: run.tasks }, (_, index) => {
    const slowness = index < run.tasks / 2 ? (run.slowness ?? 1) : 1;
    const weight = Math.exp(run.sizes * normal());
    const seconds = 0.7 * slowness * weight * Math.exp(run.surprise * normal());
    const worker = free.indexOf(Math.min(...free));
    const end = (free[worker] ?? 0) + seconds;
    free[worker] = end;
    return { weight, seconds, end };
  });
}

const tally = (tasks: readonly Task[]) => ({
  tasks: tasks.length,
  weight: tasks.reduce((sum, { weight }) => sum + weight, 0),
  took: tasks.reduce((sum, { seconds }) => sum + seconds, 0),
});

/** What is known of a run at a moment. @param window - seconds, of what ended lately */
function seenAt(tasks: readonly Task[], now: number, window?: number): WorkAtHand {
  const done = tasks.filter(({ end }) => end <= now);
  const left = tasks.filter(({ end }) => end > now);
  const running = left.filter(({ end, seconds }) => end - seconds <= now);
  const weigh = (some: readonly Task[]): number => some.reduce((sum, { weight }) => sum + weight, 0);
  return {
    measured: done.reduce((work, { weight, seconds }) => measureWork(work, weight, seconds), NO_WORK),
    weightDone: weigh(done),
    left: {
      tasks: left.length,
      weight: weigh(left),
      weightSquares: left.reduce((sum, { weight }) => sum + weight * weight, 0),
    },
    running: { tasks: running.length, weight: weigh(running) },
    workingSeconds: now,
    ...(window === undefined
      ? {}
      : { lately: { seconds: window, ...tally(done.filter(({ end }) => end > now - window)) } }),
  };
}

describe('the time that remains', () => {
  it('lies within the bounds in about nine of ten runs, whatever their tasks, and is right on average', function () {
    this.timeout(20_000);
    const random = seededRandom(7);
    let estimates = 0;
    let within = 0;
    let logRatio = 0;
    for (const tasks of [40, 120, 400])
      for (const workers of [1, 4, 8])
        for (const sizes of [0, 0.8])
          for (const surprise of [0.1, 0.4, 0.8])
            for (let run = 0; run < 60; run += 1) {
              const simulated = simulate(random, { tasks, workers, sizes, surprise });
              const end = Math.max(...simulated.map((task) => task.end));
              const now = end * (0.05 + 0.9 * random());
              const remaining = estimateRemaining(seenAt(simulated, now));
              if (remaining === null) continue;
              estimates += 1;
              logRatio += Math.log(remaining.likely / (end - now));
              if (end - now >= remaining.low && end - now <= remaining.high) within += 1;
            }
    expect(estimates).to.be.above(2000);
    expect(within / estimates, 'share of runs that ended within the bounds').to.be.within(0.85, 0.95);
    expect(Math.exp(logRatio / estimates), 'likely over true').to.be.within(0.9, 1.12);
  });

  it('lies within the bounds as often where the source has become three times as fast, told by what ended lately', function () {
    this.timeout(20_000);
    const random = seededRandom(11);
    const seen = { lately: { estimates: 0, within: 0 }, whole: { estimates: 0, within: 0 } };
    for (let run = 0; run < 300; run += 1) {
      const simulated = simulate(random, {
        ...{ tasks: 600, workers: 4, sizes: 0.5, surprise: 0.4 },
        slowness: run % 2 === 0 ? 3 : 1,
      });
      const half = simulated[300]?.end ?? 0;
      const end = Math.max(...simulated.map((task) => task.end));
      const now = half + (end - half) * (0.5 + 0.4 * random());
      for (const [known, work] of [
        ['lately', seenAt(simulated, now, 20)],
        ['whole', seenAt(simulated, now)],
      ] as const) {
        const remaining = estimateRemaining(work);
        if (remaining === null) continue;
        seen[known].estimates += 1;
        if (end - now >= remaining.low && end - now <= remaining.high) seen[known].within += 1;
      }
    }
    const share = ({ within, estimates }: { readonly within: number; readonly estimates: number }): number =>
      within / estimates;
    expect(seen.lately.estimates).to.equal(300);
    expect(share(seen.lately), 'by what ended lately').to.be.within(0.85, 0.97);
    expect(share(seen.whole), 'by the whole').to.be.below(0.6);
  });

  it('is known the better the more alike tasks are and the more of them have ended', () => {
    const width = (surprise: number, share: number): number => {
      const simulated = simulate(seededRandom(3), { tasks: 400, workers: 4, sizes: 0.5, surprise });
      const end = Math.max(...simulated.map((task) => task.end));
      const remaining = estimateRemaining(seenAt(simulated, end * share));
      return remaining === null ? Number.POSITIVE_INFINITY : remaining.high / remaining.low;
    };
    expect(width(0.1, 0.5)).to.be.below(width(0.8, 0.5));
    expect(width(0.5, 0.5)).to.be.below(width(0.5, 0.06));
  });

  it('is not told from a few tasks, nor when nothing is left', () => {
    const simulated = simulate(seededRandom(1), { tasks: 50, workers: 4, sizes: 0, surprise: 0.3 });
    const ends = simulated.map(({ end }) => end).toSorted((one, other) => one - other);
    expect(estimateRemaining(seenAt(simulated, ends[5] ?? 0))).to.equal(null);
    expect(estimateRemaining(seenAt(simulated, ends[20] ?? 0))).not.to.equal(null);
    expect(estimateRemaining(seenAt(simulated, ends[49] ?? 0))).to.equal(null);
    expect(estimateRemaining({ ...seenAt(simulated, 0), workingSeconds: 0 })).to.equal(null);
  });
});
