import { expect } from 'chai';
import { expectedWork } from './expected-work.ts';

describe('the work expected of an asset', () => {
  it('grows with its columns, and with its bytes where every row is read', () => {
    const large = { sizeBytes: 1_000_000_000 };
    expect(expectedWork(large, 2, false)).to.be.greaterThan(expectedWork(large, 1, false));
    expect(expectedWork(large, 1, false)).to.equal(expectedWork({ sizeBytes: null }, 1, false));
    expect(expectedWork(large, 1, true)).to.be.greaterThan(expectedWork({ sizeBytes: 1000 }, 1, true));
    expect(expectedWork({ sizeBytes: null }, 0, true)).to.be.greaterThan(0);
  });
});
