import { expect } from 'chai';
import fc from 'fast-check';
import { createWordSieve } from './word-sieve.ts';

const letters = (min: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: min, maxLength: 14 });

describe('the sieve of words', () => {
  const sieve = createWordSieve({ words: ['asthma', 'flu'], endings: ['tis'], mostWords: 4 });

  it('lets through what holds a word or an ending, in any case', () => {
    for (const text of [
      'asthma',
      'Severe ASTHMA',
      'flu, mild',
      '(Flu)',
      'otitis',
      'Arthritis 2',
      'Anämie',
      'oedema',
    ])
      expect(sieve.mayHold(text), text).to.equal(true);
  });

  it('holds back what is too long or holds nothing', () => {
    for (const text of [
      '',
      '12345',
      'flux',
      'tis',
      'blue house',
      'one two three four asthma',
      'asthma2b'.slice(0, 5),
    ])
      expect(sieve.mayHold(text), text).to.equal(false);
  });

  it('never holds back a word that it was given', () => {
    fc.assert(
      fc.property(fc.array(letters(3), { minLength: 1, maxLength: 50 }), (words) => {
        const made = createWordSieve({ words, endings: [], mostWords: 8 });
        for (const word of words) {
          expect(made.mayHold(word)).to.equal(true);
          expect(made.mayHold(`12 ${word.toUpperCase()}, x`)).to.equal(true);
        }
      }),
    );
  });
});
