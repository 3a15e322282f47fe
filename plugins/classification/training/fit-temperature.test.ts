import { expect } from 'chai';
import { fitTemperature } from './fit-temperature.ts';
import type { ScoredColumn } from './train-trees.ts';

/** Columns that all have the same candidates and scores; one label each. */
const columnsOf = (
  labels: readonly (readonly string[])[],
  scores: readonly number[],
  types: readonly string[] = ['CITY', 'COUNTRY'],
): readonly ScoredColumn[] =>
  labels.map((label, index) => ({
    column: {
      table: `t${index}`,
      group: `g${index}`,
      column: 'x',
      position: 0,
      types,
      label,
      rows: [],
      margins: [],
      outproven: [],
      right: [],
      weight: label.length > 1 ? 0 : 1,
      lookWeight: 1,
    },
    scores,
  }));

const times = (count: number, ...label: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: count }, () => label);

/** The probability of one candidate with this score beside none. */
const shareOf = (score: number, temperature: number): number => 1 / (1 + Math.exp(-score / temperature));

describe('the temperature of a model', () => {
  it('makes the best answer as likely as it is right', () => {
    for (const right of [70, 80, 90]) {
      const labels = [...times(right, 'CITY'), ...times(100 - right, 'none')];
      const temperature = fitTemperature(columnsOf(labels, [2], ['CITY']));
      expect(shareOf(2, temperature)).to.be.closeTo(right / 100, 0.01);
    }
  });

  it('does so where the best answer is that there is nothing', () => {
    const labels = [...times(85, 'none'), ...times(15, 'CITY')];
    expect(shareOf(2, fitTemperature(columnsOf(labels, [-2], ['CITY'])))).to.be.closeTo(0.85, 0.01);
  });

  it('takes an answer for right that is among the alternatives of an arguable label', () => {
    const certain = [...times(80, 'CITY'), ...times(20, 'COUNTRY')];
    const arguable = [...times(80, 'CITY'), ...times(10, 'COUNTRY'), ...times(10, 'none', 'CITY')];
    const scores = [3, -3];
    expect(fitTemperature(columnsOf(arguable, scores))).to.be.below(
      fitTemperature(columnsOf(certain, scores)) - 0.2,
    );
  });

  it('is not moved by columns for which nothing was proposed', () => {
    const labels = [...times(80, 'CITY'), ...times(20, 'none')];
    const some = columnsOf(labels, [2], ['CITY']);
    const nothing = columnsOf(times(50, 'COUNTRY'), [], []);
    expect(fitTemperature([...some, ...nothing])).to.equal(fitTemperature(some));
  });
});
