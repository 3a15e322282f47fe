import { expect } from 'chai';
import fc from 'fast-check';
import { backoffMs, DEFAULT_BACKOFF } from './backoff.ts';

describe('Backoff', () => {
  it('doubles from a second up to five minutes unless told otherwise', () => {
    const waits = [1, 2, 3, 9, 10, 500].map((attempt) => backoffMs(DEFAULT_BACKOFF, attempt, () => 0));
    expect(waits).to.deep.equal([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
  });

  it('is spread, but never above its limit nor below half of what it says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('fixed' as const, 'exponential' as const),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (kind, delayMs, attempt, random) => {
          const full = backoffMs({ kind, delayMs, maxDelayMs: 60_000 }, attempt, () => 0);
          const wait = backoffMs({ kind, delayMs, maxDelayMs: 60_000 }, attempt, () => random);
          return wait <= full && full <= 60_000 && wait >= Math.floor(full / 2);
        },
      ),
    );
  });
});
