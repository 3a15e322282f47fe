import { expect } from 'chai';
import fc from 'fast-check';
import { signColumn, signValue } from './column-signatures.ts';

describe('the signatures of a column', () => {
  it('are those of its values', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 60 }), (values) => {
        const { places, all } = signColumn(values);
        expect(values.map((_, index) => all[places[index] ?? -1])).to.deep.equal(values.map(signValue));
      }),
    );
  });

  it('are few where values are alike, and each stands there once', () => {
    const values = Array.from({ length: 5_000 }, (_, index) => `REF-${10_000 + index}`);
    expect(signColumn([...values, 'Ödön', '']).all).to.deep.equal(
      ['REF-10000', 'Ödön', ''].map((value) => signValue(value)),
    );
  });
});
