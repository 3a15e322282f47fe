import { expect } from 'chai';
import { readAnsweredProvenance } from './provenance.ts';

describe('what another registry attests of a version', () => {
  const about = { name: '@far/built', version: '1.0.0', sha512: 'ab'.repeat(64), trustedRoot: null };
  const bundleOf = (sha512: string): object => ({
    dsseEnvelope: {
      payload: Buffer.from(
        JSON.stringify({
          predicateType: 'https://slsa.dev/provenance/v1',
          subject: [{ digest: { sha512 } }],
          predicate: { runDetails: { builder: { id: 'https://ci.example' } } },
        }),
      ).toString('base64'),
    },
  });
  const build = {
    predicateType: 'https://slsa.dev/provenance/v1',
    bundle: bundleOf(about.sha512),
  };
  const publication = {
    predicateType: 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1',
    bundle: { dsseEnvelope: { payload: '' } },
  };
  const read = (answer: unknown) => readAnsweredProvenance(Buffer.from(JSON.stringify(answer)), about);

  it('is where it was built, beside whatever else it attests', () => {
    expect(read({ attestations: [publication, build] })).to.deep.include({
      predicateType: build.predicateType,
      bundle: build.bundle,
      isVerified: false,
    });
    expect(read({ attestations: [publication] })).to.equal(null);
    expect(read({ attestations: [] })).to.equal(null);
  });

  it('is refused where it is about other bytes, comes twice, or is something else', () => {
    const other = { ...build, bundle: bundleOf('cd'.repeat(64)) };
    expect(() => read({ attestations: [other] })).to.throw(/is about other bytes/);
    expect(() => read({ attestations: [build, build] })).to.throw(/says twice/);
    for (const nonsense of [null, [], {}, { attestations: 1 }])
      expect(() => read(nonsense), JSON.stringify(nonsense)).to.throw(/no list of attestations/);
    expect(() => read({ attestations: [{ ...build, bundle: null }] })).to.throw(/no bundle of sigstore/);
  });
});
