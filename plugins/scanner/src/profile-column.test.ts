import { valueShape } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { maskValue } from './mask-value.ts';
import { profileColumn } from './profile-column.ts';

const sample = (values: readonly string[]) => ({
  values,
  counts: values.map(() => 1),
  nullCount: 2,
  distinctCount: values.length,
  truncated: false,
});

describe('the shape of a value', () => {
  it('keeps punctuation, folds letters and digits, and cuts runs over three', () => {
    expect(valueShape('12345-ABC')).to.equal('9+-AAA');
    expect(valueShape('+49 (30) 1234567')).to.equal('+99 (99) 9+');
    expect(valueShape('Émile')).to.equal('Aa+');
    expect(valueShape('aaa aaaa')).to.equal('aaa a+');
    expect(valueShape('')).to.equal('');
  });
});

// What is beyond ASCII is read character by character; what is not, in a quicker way.
const BEYOND = '\u2603';

describe('the shape of a value in ASCII', () => {
  it('is that which it has with other characters behind it', () => {
    const text = fc.stringMatching(/^[aZ9+ \t*.-]{0,12}[aZ9][aZ9+ \t*.-]{0,12}$/);
    fc.assert(
      fc.property(text, (value) => {
        expect(valueShape(value + BEYOND)).to.equal(`${valueShape(value)}?`);
      }),
    );
  });
});

describe('the mask of digits and signs', () => {
  it('is that which they have with other characters behind them', () => {
    const text = fc.stringMatching(/^[0-9 .,;:/()_+#&'"-]{1,15}$/);
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(/\d/.test(value));
        expect(maskValue(value + BEYOND)).to.equal(`${maskValue(value)}*`);
      }),
    );
  });
});

describe('the shape of signs alone', () => {
  it('is not the value', () => {
    expect(valueShape('!#%&(){}')).to.equal('?+');
    expect(valueShape('-')).to.equal('-');
  });
});

describe('a masked value', () => {
  it('keeps a first letter, never a digit', () => {
    expect(maskValue('john.doe@example.com')).to.equal('j***@e***.com');
    expect(maskValue('Ada Lovelace')).to.equal('*** L***');
    expect(maskValue('4111 1111 1111 1111')).to.equal('*** *** *** ***');
    expect(maskValue('M')).to.equal('***');
    expect(maskValue('田中太郎')).to.equal('***');
    expect(maskValue('김수한무')).to.equal('***');
    expect(maskValue('#+#+-/')).to.equal('***');
  });

  it('holds no run of the value, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), (value) => {
        const masked = maskValue(value);
        for (const word of value.match(/[\p{L}\p{N}]{2,}/gu) ?? []) {
          if (!/^[a-z]{2,8}$/i.test(word)) expect(masked).to.not.include(word);
        }
        expect(masked).to.not.match(/\d/);
      }),
    );
  });
});

describe('the profile of a column', () => {
  it('tells lengths, shapes and entropy without a value', () => {
    const profile = profileColumn(sample(['AB-1', 'CD-2']), true);
    expect(profile).to.deep.equal({
      nullCount: 2,
      distinctCount: 2,
      length: { min: 4, max: 4, mean: 4 },
      shapes: [{ shape: 'AA-9', share: 1 }],
      entropy: 2.75,
      maskedExamples: ['***-***'],
      distribution: null,
    });
  });

  it('shows no masked examples where even those would tell too much', () => {
    expect(profileColumn(sample(['hunter2']), false).maskedExamples).to.deep.equal([]);
  });

  it('has no length where there are no values', () => {
    expect(profileColumn(sample([]), true)).to.deep.include({
      length: null,
      shapes: [],
      entropy: 0,
      maskedExamples: [],
    });
  });

  it('withstands values of a megabyte, emoji and lone surrogates', () => {
    const profile = profileColumn(sample(['x'.repeat(1_000_000), '👩‍👩‍👧', '\ud800', '\u0000']), true);
    expect(profile.shapes).to.have.length(4);
    expect(JSON.stringify(profile).length).to.be.below(2_000);
  });
});
