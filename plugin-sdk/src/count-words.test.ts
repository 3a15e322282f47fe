import { expect } from 'chai';
import { countWords } from './count-words.ts';

describe('what is counted', () => {
  it('stands in the singular for one alone', () => {
    expect([0, 1, 2].map((value) => countWords(value, 'asset'))).to.deep.equal([
      '0 assets',
      '1 asset',
      '2 assets',
    ]);
  });

  it('takes the plural that it is given, and parts thousands', () => {
    expect(countWords(1200, 'entry', 'entries')).to.equal('1,200 entries');
  });
});
