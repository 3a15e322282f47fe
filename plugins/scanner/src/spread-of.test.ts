import { LEAST_IN_INTERVAL, MOST_INTERVALS } from '@datawave/plugin-sdk';
import { buildFacts } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { spreadOf } from './spread-of.ts';

const sample = (values: readonly string[], counts: readonly number[] = values.map(() => 1)) => ({
  ...{ values, counts, nullCount: 0, distinctCount: values.length, truncated: false },
});
const verdicts = (infoType: string) =>
  buildFacts({ columns: { it: infoType } }).columns.flatMap(({ classifications }) => classifications);

describe('how values are spread', () => {
  it('is told in round intervals of five rows at least, whose bounds stand amid the values', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
      maxLength: 300,
    });
    fc.assert(
      fc.property(rows, fc.constantFrom(1, 0.01, 1e9), (given, scale) => {
        const numbers = given.flatMap(([value, count]) => Array<number>(count).fill(value * scale));
        const told = spreadOf(
          sample(
            given.map(([value]) => String(value * scale)),
            given.map(([, count]) => count),
          ),
          'decimal',
          [],
        );
        if (told === null) return;
        const { bounds, counts } = told;
        expect(counts).to.have.length(bounds.length + 1);
        expect(counts.length).to.be.within(2, MOST_INTERVALS);
        for (const [index, count] of counts.entries()) {
          const [from, to] = [bounds[index - 1] ?? -Infinity, bounds[index] ?? Infinity];
          expect(count).to.be.at.least(LEAST_IN_INTERVAL);
          expect(numbers.filter((value) => value >= from && value < to)).to.have.length(count);
        }
      }),
    );
  });

  it('is told of days in months and years, of hours in hours, and of text by its length', () => {
    const days = Array.from({ length: 1_000 }, (_, n) =>
      new Date(Date.UTC(2023, 0, 1) + n * 86_400_000).toISOString().slice(0, 10),
    );
    const told = spreadOf(sample(days), 'date', []);
    expect(told?.of).to.equal('time');
    expect(told?.bounds.map((bound) => new Date(bound).toISOString().slice(0, 10))).to.include.members([
      '2024-01-01',
      '2025-01-01',
    ]);
    const old = Array.from({ length: 400 }, (_, n) => `1${String(500 + n)}-06-01`);
    expect(
      spreadOf(sample(old), 'date', [])?.bounds.map((bound) => new Date(bound).getUTCMonth()),
    ).to.satisfy((months: readonly number[]) => months.every((month) => month === 0));
    const few = Array.from({ length: 60 }, (_, n) => String((n % 6) + 1));
    expect(spreadOf(sample(few), 'integer', [])?.bounds).to.deep.equal([2, 3, 4, 5, 6]);
    const minutes = Array.from({ length: 600 }, (_, n) =>
      new Date(Date.UTC(2024, 0, 1) + n * 60_000).toISOString(),
    );
    expect(
      spreadOf(sample(minutes), 'timestamp', [])?.bounds.map((bound) => bound % 3_600_000),
    ).to.deep.equal(Array(9).fill(0));
    const words = Array.from({ length: 60 }, (_, n) => 'x'.repeat((n % 6) + 1));
    expect(spreadOf(sample(words), 'text', [])).to.deep.equal({
      ...{ version: 1, of: 'length', bounds: [2, 3, 4, 5, 6], counts: [10, 10, 10, 10, 10, 10] },
    });
  });

  it('is not told of what is sensitive, of few or like values, or of what is no number', () => {
    const numbers = sample(Array.from({ length: 100 }, (_, n) => String(n)));
    expect(spreadOf(numbers, 'integer', [])?.counts.reduce((sum, rows) => sum + rows)).to.equal(100);
    for (const infoType of ['SALARY', 'DATE_OF_BIRTH', 'PASSWORD'])
      expect(spreadOf(numbers, 'integer', verdicts(infoType)), infoType).to.equal(null);
    const rejected = verdicts('SALARY').map((verdict) => ({ ...verdict, status: 'rejected' as const }));
    expect(spreadOf(numbers, 'integer', rejected)).not.to.equal(null);
    expect(spreadOf(sample(['1', '2', '3']), 'integer', [])).to.equal(null);
    expect(spreadOf(sample(['7'], [1_000]), 'integer', [])).to.equal(null);
    expect(spreadOf(sample(Array.from({ length: 50 }, (_, n) => `a${n}`)), 'integer', [])).to.equal(null);
    expect(spreadOf(sample([]), 'integer', [])).to.equal(null);
    expect(spreadOf(numbers, 'boolean', [])).to.equal(null);
  });

  it('takes a hundred thousand values at little cost in what is kept', () => {
    const many = sample(Array.from({ length: 100_000 }, (_, n) => String((n * 7919) % 100_003)));
    const told = spreadOf(many, 'integer', []);
    expect(JSON.stringify(told).length).to.be.below(500);
    expect(told?.counts.length).to.be.at.most(MOST_INTERVALS);
  });
});
