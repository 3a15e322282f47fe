import { expect } from 'chai';
import fc from 'fast-check';
import { readListing, readListingDetail } from './read-listing.ts';

describe('what a registry says of a plugin', () => {
  const listing = { name: '@a/b', id: 'b', title: 'B', version: '1.0.0' };

  it('is read with what it lacks filled in, and without what is of another type', () => {
    const odd = {
      ...listing,
      downloads: 'many',
      rating: { mean: 99, count: -1 },
      updatedAt: 'soon',
      kinds: ['page', 'virus'],
    };
    expect(readListing(odd)).to.deep.include({
      downloads: 0,
      rating: { mean: null, count: 0 },
      updatedAt: '1970-01-01T00:00:00.000Z',
      kinds: ['page'],
      publisher: { id: '', title: '', verified: false },
      revoked: null,
    });
  });

  it('has an end, however long the answer is', () => {
    const long = 'x'.repeat(1_000_000);
    const detail = readListingDetail({
      ...{ ...listing, readme: long, description: long },
      versions: Array.from({ length: 1000 }, () => ({ version: long })),
      reviews: Array.from({ length: 1000 }, () => ({ rating: 7, text: long })),
    });
    expect(detail?.proofs).to.deep.equal([]);
    expect(detail?.readme).to.have.length(200_000);
    expect(detail?.description).to.have.length(2000);
    expect(detail?.versions).to.have.length(100);
    expect(detail?.reviews).to.have.length(50);
    expect(detail?.reviews[0]).to.deep.include({ rating: 5 });
  });

  it('is nothing where it does not name itself, and never an error', () => {
    for (const odd of [null, 1, [], {}, { ...listing, name: '' }, { ...listing, version: 1 }])
      expect(readListing(odd)).to.equal(null);
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('versions', 'reviews', 'rating', 'needs', 'distTags', 'publisher'),
          fc.anything(),
        ),
        (more) => void readListingDetail({ ...listing, ...more }),
      ),
    );
  });
});
