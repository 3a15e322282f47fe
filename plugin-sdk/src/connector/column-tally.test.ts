import { expect } from 'chai';
import fc from 'fast-check';
import { ColumnTally, cutText, ownText } from './column-tally.ts';
import { Reservoir } from './reservoir.ts';

const tally = (
  maxDistinct: number,
  values: Iterable<string | null>,
  seed = 1,
): ReturnType<ColumnTally['finish']> => {
  const column = new ColumnTally({ maxDistinct, maxValueLength: 50, seed });
  for (const value of values) column.add(value);
  return column.finish();
};

describe('ColumnTally', () => {
  it('counts every value while they are few', () => {
    expect(tally(10, ['a', 'b', null, 'a'])).to.deep.equal({
      values: ['a', 'b'],
      counts: [2, 1],
      nullCount: 1,
      distinctCount: 2,
      truncated: false,
    });
  });

  it('keeps exact counts of a fair choice among many values, and estimates how many there are', () => {
    const values = Array.from({ length: 100_000 }, (_, at) => `v${at % 20_000}`);
    const sample = tally(1000, values);
    expect(sample.values).to.have.length(1000);
    expect(new Set(sample.counts)).to.deep.equal(new Set([5]));
    expect(sample.distinctCount).to.be.within(18_000, 22_000);
    const early = sample.values.filter((value) => Number(value.slice(1)) < 10_000).length;
    expect(early).to.be.within(430, 570);
    expect(tally(1000, values)).to.deep.equal(sample);
    expect(tally(1000, values, 2).values).not.to.deep.equal(sample.values);
  });

  it('never keeps more than it may, and never counts fewer than it keeps', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 })), fc.integer({ min: 1, max: 5 }), (values, most) => {
        const sample = tally(most, values);
        const distinct = new Set(values).size;
        expect(sample.values.length).to.equal(Math.min(most, distinct));
        expect(sample.distinctCount).to.be.at.least(sample.values.length);
        if (distinct > most) expect(sample.distinctCount).to.be.greaterThan(sample.values.length);
        sample.values.forEach((value, at) =>
          expect(sample.counts[at]).to.equal(values.filter((one) => one === value).length),
        );
      }),
    );
  });

  it('cuts long values without leaving half a character', () => {
    expect(cutText('ab\u{1f600}', 3)).to.equal('ab');
    expect(cutText('ab\u{1f600}', 4)).to.equal('ab\u{1f600}');
    expect(tally(5, ['x'.repeat(60)])).to.deep.include({ values: ['x'.repeat(50)], truncated: true });
  });

  it('counts values alike whether they are texts of their own or must be copied', () => {
    const options = { maxDistinct: 3, maxValueLength: 20, seed: 1 };
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 30 })), (values) => {
        const copying = new ColumnTally(options);
        const keeping = new ColumnTally({ ...options, ownsValues: true });
        for (const value of values) for (const column of [copying, keeping]) column.add(value);
        expect(keeping.finish()).to.deep.equal(copying.finish());
      }),
    );
  });

  it('copies texts unchanged', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => ownText(text) === text));
  });
});

describe('Reservoir', () => {
  it('keeps each item with the same chance, in order, and the same ones for the same seed', () => {
    const draw = (seed: number): readonly number[] => {
      const reservoir = new Reservoir<number>(100, seed);
      for (let item = 0; item < 10_000; item += 1) {
        if (reservoir.isWanted) reservoir.offer(item);
        else reservoir.skip();
      }
      expect(reservoir.offered).to.equal(10_000);
      return reservoir.items();
    };
    const hits = [0, 0, 0, 0];
    for (let seed = 1; seed <= 100; seed += 1)
      for (const item of draw(seed)) hits[Math.floor(item / 2500)] = (hits[Math.floor(item / 2500)] ?? 0) + 1;
    for (const hit of hits) expect(hit).to.be.within(2350, 2650);
    expect(draw(7)).to.deep.equal(draw(7));
    expect(draw(7)).to.deep.equal([...draw(7)].sort((a, b) => a - b));
  });

  it('keeps all of a few', () => {
    const reservoir = new Reservoir<string>(5, 1);
    for (const item of ['a', 'b']) reservoir.offer(item);
    expect(reservoir.items()).to.deep.equal(['a', 'b']);
  });
});
