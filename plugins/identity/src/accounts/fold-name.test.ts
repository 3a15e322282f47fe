import { expect } from 'chai';
import fc from 'fast-check';
import { foldName, nameFault } from './fold-name.ts';

describe('a name', () => {
  it('is the same one in any case and Unicode form', () => {
    expect(foldName('JOSÉ')).to.equal(foldName('Jose\u0301'));
    expect(foldName('Ａdmin')).to.equal('admin');
    expect(foldName('STRASSE')).to.equal(foldName('straße'));
    expect(foldName('ΟΔΥΣΣΕΥΣ')).to.equal(foldName('οδυσσευς'));
    expect(foldName('李明')).to.equal('李明');
  });

  it('folded once more is what it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        expect(foldName(foldName(name))).to.equal(foldName(name));
      }),
    );
  });

  it('may not be empty, endless, padded or have characters that nobody sees', () => {
    for (const name of [
      '',
      ' ',
      ' anna',
      'anna ',
      'an\u200Bna',
      'an\u202Ena',
      'an\nna',
      'a\0',
      'x'.repeat(129),
    ])
      expect(nameFault(name), JSON.stringify(name)).to.be.a('string');
    for (const name of ['anna', 'Łukasz Żółć', '李明', 'علي', 'EXAMPLE\\anna', 'anna@example.org', "o'neill"])
      expect(nameFault(name), name).to.equal(null);
  });
});
