import { expect } from 'chai';
import fc from 'fast-check';
import { fitsHostGlob } from './host-glob.ts';

describe('globs of host names', () => {
  it('fit what a regular expression of theirs fits', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(glob, few, (pattern, host) => {
        const expected = new RegExp(
          `^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '[^.]')}$`,
        );
        expect(fitsHostGlob(pattern, host)).to.equal(expected.test(host));
      }),
      { numRuns: 2_000 },
    );
  });

  it('answer at once, however many stars stand in them', () => {
    const host = `${'a'.repeat(250)}c`;
    expect(fitsHostGlob(`${'*a'.repeat(120)}*b`, host)).to.equal(false);
    expect(fitsHostGlob(`${'*a'.repeat(120)}*c`, host)).to.equal(true);
  });
});
