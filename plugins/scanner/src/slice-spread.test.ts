import { type DataKind, LEAST_IN_INTERVAL, MOST_INTERVALS, type SliceSpread } from '@datawave/plugin-sdk';
import { buildFacts } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { mergeSpreads, spreadOfSlice } from './slice-spread.ts';

const sampleOf = (values: readonly string[]) => ({
  ...{ values, counts: values.map(() => 1), nullCount: 0, distinctCount: values.length, truncated: false },
});
const spreadOf = (values: readonly string[], kind: DataKind = 'decimal'): SliceSpread | null =>
  spreadOfSlice(sampleOf(values), kind, []);
const merged = (slices: readonly (readonly string[])[], kind?: DataKind) =>
  mergeSpreads(
    slices.map((values) => ({ spread: spreadOf(values, kind), rows: values.length })),
    [],
  );
const secret = buildFacts({ columns: { it: 'SALARY' } }).columns.flatMap(
  ({ classifications }) => classifications,
);

describe('how values of slices are spread', () => {
  const slice = (least: number, most: number) =>
    fc.array(fc.integer({ min: least, max: most }), { minLength: LEAST_IN_INTERVAL, maxLength: 400 });
  const alike = fc.array(slice(-1e5, 1e5), { minLength: 1, maxLength: 6 });
  const apart = fc.tuple(slice(0, 999), slice(1000, 1999), slice(2000, 2999), slice(1e6, 1e6 + 10));

  it('is told of all of them with the rows that each interval has, whatever the order', () => {
    let told = 0;
    fc.assert(
      fc.property(
        fc.oneof(alike, apart),
        fc.constantFrom(1, 0.01, 0.5, 1e7),
        (given: readonly (readonly number[])[], scale) => {
          const slices = given.map((numbers) => numbers.map((number) => String(number * scale)));
          const whole = merged(slices);
          expect(merged(slices.toReversed())).to.deep.equal(whole);
          if (whole === null) return;
          told += 1;
          const all = slices.flat().map(Number);
          const { bounds, counts } = whole;
          expect(counts).to.have.length(bounds.length + 1);
          expect(counts.length).to.be.within(2, MOST_INTERVALS);
          for (const [index, count] of counts.entries()) {
            const [from, to] = [bounds[index - 1] ?? -Infinity, bounds[index] ?? Infinity];
            expect(count).to.be.at.least(LEAST_IN_INTERVAL);
            expect(all.filter((value) => value >= from && value < to)).to.have.length(count);
          }
        },
      ),
      { seed: 7 },
    );
    expect(told).to.be.above(50);
  });

  it('keeps of a slice no end that a single row would tell, and lies about none', () => {
    fc.assert(
      fc.property(slice(-1e6, 1e6), fc.constantFrom(1, 0.001, 1e9), (numbers, scale) => {
        const kept = spreadOf(numbers.map((number) => String(number * scale)));
        const values = numbers.map((number) => number * scale);
        if (kept === null) return;
        expect(kept.from).to.be.at.most(Math.min(...values));
        expect(kept.to).to.be.above(Math.max(...values));
        expect(kept.counts.every((count) => count >= LEAST_IN_INTERVAL)).to.equal(true);
      }),
    );
    expect(spreadOf(['1', '2', '3', '4'])).to.deep.include({ counts: [] });
    const outlier = spreadOf([...Array.from({ length: 100 }, (_, n) => String(n)), '987654321'], 'integer');
    expect(outlier?.to).to.equal(1_000_000_000);
  });

  it('is told of stretches of a key, of moments and of lengths as of a whole asset', () => {
    const tenths = Array.from({ length: 10 }, (_, tenth) =>
      Array.from({ length: 1000 }, (_, n) => String(tenth * 1000 + n)),
    );
    expect(merged(tenths, 'integer')).to.deep.equal({
      ...{ version: 1, of: 'number' },
      bounds: Array.from({ length: 19 }, (_, n) => (n + 1) * 500),
      counts: Array(20).fill(500),
    });
    const years = [2021, 2022, 2023].map((year) =>
      Array.from({ length: 300 }, (_, n) =>
        new Date(Date.UTC(year, 0, 1) + n * 86_400_000).toISOString().slice(0, 10),
      ),
    );
    const told = merged(years, 'date');
    expect(told?.bounds.map((bound) => new Date(bound).toISOString().slice(5, 10))).to.satisfy(
      (days: readonly string[]) => days.length >= 10 && days.every((day) => day.endsWith('-01')),
    );
    expect(told?.counts.reduce((sum, count) => sum + count)).to.equal(900);
    const words = [1, 2].map(() => Array.from({ length: 60 }, (_, n) => 'x'.repeat((n % 6) + 1)));
    expect(merged(words, 'text')).to.deep.equal({
      ...{ version: 1, of: 'length', bounds: [2, 3, 4, 5, 6], counts: Array(6).fill(20) },
    });
  });

  it('is not told where one slice or all together say that it is sensitive, or one cannot tell', () => {
    const numbers = Array.from({ length: 100 }, (_, n) => String(n));
    expect(spreadOfSlice(sampleOf(numbers), 'integer', secret)).to.equal(null);
    const [one, two] = [spreadOf(numbers, 'integer'), spreadOf(numbers, 'integer')];
    const rows = 100;
    expect(
      mergeSpreads(
        [
          { spread: one, rows },
          { spread: two, rows },
        ],
        [],
      ),
    ).not.to.equal(null);
    expect(
      mergeSpreads(
        [
          { spread: one, rows },
          { spread: two, rows },
        ],
        secret,
      ),
    ).to.equal(null);
    for (const spread of [null, undefined, spreadOf(numbers, 'text')])
      expect(
        mergeSpreads(
          [
            { spread: one, rows },
            { spread, rows },
          ],
          [],
        ),
      ).to.equal(null);
    const none = { spread: spreadOf([], 'integer'), rows: 0 };
    expect(mergeSpreads([none, { spread: one, rows }], [])).to.deep.equal(
      mergeSpreads([{ spread: one, rows }], []),
    );
    expect(mergeSpreads([none], [])).to.equal(null);
  });

  it('weighs slices by their rows, and not by how many of them were looked at', () => {
    const low = {
      spread: spreadOf(
        Array.from({ length: 100 }, (_, n) => String(n)),
        'integer',
      ),
      rows: 100,
    };
    const high = {
      spread: spreadOf(
        Array.from({ length: 100 }, (_, n) => String(1000 + n)),
        'integer',
      ),
      rows: 1000,
    };
    const told = mergeSpreads([low, high], []);
    const below = told?.counts.filter((_, index) => (told.bounds[index] ?? Infinity) <= 1000) ?? [];
    expect(below.reduce((sum, count) => sum + count, 0)).to.equal(10);
    expect(told?.counts.reduce((sum, count) => sum + count, 0)).to.be.within(100, 110);
  });
});
