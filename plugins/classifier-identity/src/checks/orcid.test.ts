import { expect } from 'chai';
import { isOrcid } from './orcid.ts';

describe('an ORCID', () => {
  it('is known in both blocks that are kept for it, bare, in groups and as a link', () => {
    for (const id of ['0000-0002-1825-0097', '0009-0001-2345-6786', '0009000000000009'])
      expect(isOrcid(id), id).to.equal(true);
    expect(isOrcid('https://orcid.org/0009-0003-4567-1238')).to.equal(true);
  });

  it('is none with another check character, or in a block of somebody else', () => {
    expect(isOrcid('0009-0001-2345-6787')).to.equal(false);
    expect(isOrcid('0001-0000-0000-0008')).to.equal(false);
  });
});
