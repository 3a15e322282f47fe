import { expect } from 'chai';
import fc from 'fast-check';
import { etagOf, namesEtag } from './conditional.ts';
import { expectedVersion } from './preconditions.ts';

describe('entity tags', () => {
  const version = fc.oneof(fc.string({ unit: 'binary' }), fc.integer());

  it('are one quoted string, whatever the version is', () => {
    fc.assert(fc.property(version, (of) => /^"[\x21\x23-\x7e]*"$/.test(etagOf(of))));
  });

  it('are found in every list that names them', () => {
    fc.assert(
      fc.property(version, fc.array(version), fc.boolean(), (of, others, isWeak) => {
        const list = [...others.map(etagOf), `${isWeak ? 'W/' : ''}${etagOf(of)}`].join(', ');
        expect(namesEtag(list, etagOf(of), true)).to.equal(true);
        if (isWeak && !others.map(etagOf).includes(etagOf(of)))
          expect(namesEtag(list, etagOf(of), false)).to.equal(false);
      }),
    );
  });

  it('are not found where they are not named', () => {
    for (const header of ['', '7', '"77"', '"7', 'W/"6"', '"6", "8"'])
      expect(namesEtag(header, '"7"', true), header).to.equal(false);
  });

  it('give back the version that one names', () => {
    fc.assert(fc.property(fc.nat(), (of) => expectedVersion(etagOf(of)) === String(of)));
    for (const header of ['*', '"1", "2"', 'W/"1"', ''])
      expect(expectedVersion(header), header).to.equal(undefined);
  });
});
