import { expect } from 'chai';
import fc from 'fast-check';
import { createWordTable } from './word-table.ts';

/** A table of the words in one text with blanks between them. */
function tableOf(words: readonly string[]) {
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  for (const word of words) {
    starts.push(text.length);
    text += word;
    ends.push(text.length);
    text += ' ';
  }
  return createWordTable(text, starts, ends);
}

describe('createWordTable', () => {
  it('finds the same words at the same places as a map does', () => {
    const words = fc.array(fc.string({ maxLength: 4 }), { maxLength: 60 });
    fc.assert(
      fc.property(words, words, (held, asked) => {
        const table = tableOf(held);
        const map = new Map(held.map((word, index) => [word, index]));
        expect(table.size).to.equal(map.size);
        for (const word of [...held, ...asked]) expect(table.indexOf(word)).to.equal(map.get(word) ?? -1);
        expect([...table.words()].sort()).to.deep.equal([...map.keys()].sort());
      }),
    );
  });

  it('knows no word that is only the beginning, the end or the middle of one', () => {
    const table = tableOf(['lovelace', 'ada']);
    expect(
      ['love', 'lace', 'ad', 'da', '', 'lovelace ada', 'ada'].map((word) => table.indexOf(word)),
    ).to.deep.equal([-1, -1, -1, -1, -1, -1, 1]);
  });
});
