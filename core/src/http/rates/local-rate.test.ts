import { expect } from 'chai';
import fc from 'fast-check';
import { LocalRate } from './local-rate.ts';

describe('the rate of a route in one process', () => {
  it('lets as many through at once as the bucket holds, then one for each that has flowed back', () => {
    const rate = new LocalRate({ requests: 3, seconds: 30 });
    expect([rate.take('a', 0), rate.take('a', 0), rate.take('a', 0)]).to.deep.equal([2, 1, 0]);
    expect(rate.take('a', 0)).to.equal(-10_000);
    expect(rate.take('b', 0)).to.equal(2);
    expect(rate.take('a', 4_000)).to.equal(-6_000);
    expect(rate.take('a', 10_000)).to.equal(0);
    expect(rate.take('a', 10_000)).to.equal(-10_000);
    expect(rate.take('a', 100_000)).to.equal(2);
  });

  it('agrees with a bucket that is counted request by request', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 4_000 }), { maxLength: 200 }),
        (requests, seconds, pauses) => {
          const rate = new LocalRate({ requests, seconds });
          let level = requests;
          let now = 0;
          for (const pause of pauses) {
            now += pause;
            level = Math.min(requests, level + (pause * requests) / (seconds * 1_000));
            const left = rate.take('a', now);
            // Where the bucket holds all but exactly one, rounding decides.
            if (Math.abs(level - 1) < 1e-6) {
              if (left >= 0) level -= 1;
              continue;
            }
            expect(left >= 0, `${level} at ${now}`).to.equal(level >= 1);
            if (left < 0) {
              expect(-left).to.be.closeTo(((1 - level) * seconds * 1_000) / requests, 1.01);
              continue;
            }
            level -= 1;
            expect(left).to.be.closeTo(level, 1);
          }
        },
      ),
    );
  });

  it('remembers a bounded number of callers', () => {
    const rate = new LocalRate({ requests: 2, seconds: 60 });
    for (let caller = 0; caller < 30_000; caller++) rate.take(`caller ${caller}`, 0);
    expect(rate.take('caller 29999', 0)).to.equal(0);
    expect(rate.take('caller 29999', 0)).to.be.below(0);
    // The first was forgotten, which only lets it do more.
    expect(rate.take('caller 0', 0)).to.equal(1);
  });
});
