import { expect } from 'chai';
import fc from 'fast-check';
import { freeKey, keyFromTitle } from './source-key.ts';

const KEY = /^[a-z0-9][a-z0-9-]{0,62}$/;

describe('a key made from a title', () => {
  it('may stand in a URN, whatever the title is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (title) => {
        expect(keyFromTitle(title)).to.match(KEY);
      }),
    );
    expect(keyFromTitle('  Café Zürich (2024) ')).to.equal('cafe-zurich-2024');
    expect(keyFromTitle('顧客')).to.equal('source');
    expect(keyFromTitle(`${'long '.repeat(40)}`)).to.have.length.at.most(63);
  });

  it('gets a number when it is taken, and stays short enough', () => {
    const taken = new Set<string>();
    for (let count = 0; count < 120; count += 1) {
      const key = freeKey('a'.repeat(63), taken);
      expect(key).to.match(KEY);
      expect(taken).not.to.include(key);
      taken.add(key);
    }
  });
});
