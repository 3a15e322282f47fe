import { expect } from 'chai';
import { remainingWords } from './remaining-words.ts';

const CASES: readonly (readonly [number, number, number, string])[] = [
  [240, 190, 350, 'about 4 minutes left (3 to 6)'],
  [240, 240, 240, 'about 4 minutes left'],
  [60, 48, 82, 'about 60 seconds left (45 to 85)'],
  [33, 2, 400, 'about 35 seconds left (2 to 400)'],
  [3, 2, 5, 'a few seconds left'],
  [5, 0.4, 12, 'about 5 seconds left (up to 15)'],
  [90, 62, 130, 'about 1.5 minutes left (1 to 2.5)'],
  [9000, 6000, 20_000, 'about 2.5 hours left (1.5 to 6)'],
  [400_000, 350_000, 500_000, 'about 5 days left (4 to 6)'],
];

describe('the words for the time that remains', () => {
  for (const [likely, low, high, text] of CASES)
    it(`are "${text}" for ${likely} seconds, ${low} to ${high}`, () => {
      expect(remainingWords({ likely, low, high })).to.equal(text);
    });
});
