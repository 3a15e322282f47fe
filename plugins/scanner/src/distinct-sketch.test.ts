import { expect } from 'chai';
import fc from 'fast-check';
import { countDistinct, sketchOf } from './distinct-sketch.ts';

const key = Buffer.from('a key of a workspace');
const sliceOf = (
  values: Iterable<string>,
): { readonly sketch: readonly string[]; readonly distinctCount: number } => {
  const distinct = [...new Set(values)];
  return { sketch: sketchOf(distinct, key), distinctCount: distinct.length };
};

describe('distinct values of slices', () => {
  it('are counted exactly while each slice has few', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ maxLength: 3 }), { maxLength: 200 }), { minLength: 1, maxLength: 6 }),
        (slices) => {
          expect(countDistinct(slices.map(sliceOf))).to.equal(new Set(slices.flat()).size);
        },
      ),
      { seed: 5 },
    );
  });

  it('are estimated within the error that is told where slices have many', () => {
    for (const shared of [0, 0.25, 0.5, 0.9, 1]) {
      const own = Math.round(5000 * (1 - shared));
      const slices = Array.from({ length: 4 }, (_, slice) =>
        Array.from({ length: 5000 }, (_, at) => (at < own ? `slice ${slice} value ${at}` : `shared ${at}`)),
      );
      const truth = new Set(slices.flat()).size;
      // Three standard deviations of 6 %.
      expect(countDistinct(slices.map(sliceOf)), `${shared}`).to.be.within(truth * 0.82, truth * 1.18);
    }
  });

  it('are never fewer than in the slice that has most, nor more than all together', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { minLength: 1, maxLength: 5 }), fc.nat(3000), (sizes, offset) => {
        const slices = sizes.map((size, at) =>
          sliceOf(Array.from({ length: size }, (_, value) => `v${value + at * offset}`)),
        );
        const counted = countDistinct(slices);
        expect(counted).to.be.at.least(Math.max(...sizes));
        expect(counted).to.be.at.most(sizes.reduce((sum, size) => sum + size, 0));
      }),
      { numRuns: 20, seed: 6 },
    );
  });

  it('leave no value behind, and none that can be told without the key', () => {
    const [hash = ''] = sketchOf(['078-05-1120'], key);
    expect(hash).to.match(/^[0-9a-f]{12}$/);
    expect(sketchOf(['078-05-1120'], Buffer.from('another key'))).not.to.deep.equal([hash]);
  });
});
