import { expect } from 'chai';
import fc from 'fast-check';
import { backwards } from './trend.ts';

describe('a trend from what is now and what changed', () => {
  const today = new Date('2026-03-02T10:00:00Z');

  it('ends with today and goes over the ends of months', () => {
    expect(
      backwards(
        7,
        [
          { ago: 0, delta: 2 },
          { ago: 2, delta: 1 },
        ],
        4,
        today,
      ),
    ).to.deep.equal([
      ['2026-02-27', 4],
      ['2026-02-28', 5],
      ['2026-03-01', 5],
      ['2026-03-02', 7],
    ]);
  });

  it('is what counting forwards would have found', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 60 }), (values) => {
        const changes = values.map((value, index) => ({
          ago: values.length - 1 - index,
          delta: value - (values[index - 1] ?? 0),
        }));
        const points = backwards(values.at(-1) ?? 0, changes, values.length, today);
        expect(points.map(([, value]) => value)).to.deep.equal(values);
      }),
    );
  });
});
