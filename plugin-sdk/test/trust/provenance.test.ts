import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { verifyProvenance } from '../../src/packaging/trust/index.ts';
import { BuildSystem, WORKFLOW } from './build-system.ts';
import { refusal } from './client.ts';

const NAME = '@acme/plugin';
const SHA512 = createHash('sha512').update('tarball').digest('hex');

describe('the provenance of a package', () => {
  let builds: BuildSystem;
  let attestations: { readonly attestations: object[] };
  const verify = (change: Partial<Parameters<typeof verifyProvenance>[0]> = {}) =>
    verifyProvenance({
      attestations,
      name: NAME,
      version: '1.0.0',
      sha512: SHA512,
      trustedRoot: builds.trustedRoot,
      ...change,
    });
  const codeOf = (change: Partial<Parameters<typeof verifyProvenance>[0]>) =>
    refusal(async () => verify(change));

  before(async () => {
    builds = await BuildSystem.start();
    attestations = await builds.attest({ name: 'pkg:npm/%40acme/plugin@1.0.0', sha512: SHA512 });
  });

  it('is what the build system proved, verified without a network', () => {
    expect(verify()).to.deep.equal({
      issuer: 'https://token.actions.githubusercontent.com',
      identity: WORKFLOW,
      repository: 'https://github.com/acme/plugin',
      ref: 'refs/tags/v1.0.0',
      commit: '0123456789abcdef0123456789abcdef01234567',
      run: null,
    });
  });

  it('is none where nothing is attested, or something else', () => {
    expect(verify({ attestations: { attestations: [] } })).to.equal(null);
    const publish = [
      { predicateType: 'https://github.com/npm/attestation/tree/main/specs/publish/v0.1', bundle: {} },
    ];
    expect(verify({ attestations: { attestations: publish } })).to.equal(null);
  });

  it('does not hold for another package, version, or other bytes', async () => {
    expect(await codeOf({ name: '@acme/other' })).to.equal('DW_TRUST_PROVENANCE');
    expect(await codeOf({ version: '1.0.1' })).to.equal('DW_TRUST_PROVENANCE');
    expect(await codeOf({ sha512: '0'.repeat(128) })).to.equal('DW_TRUST_PROVENANCE');
  });

  it('does not hold under the keys of another sigstore', async () => {
    const other = await BuildSystem.start();
    expect(await codeOf({ trustedRoot: other.trustedRoot })).to.equal('DW_TRUST_PROVENANCE');
    expect(await codeOf({ trustedRoot: {} })).to.equal('DW_TRUST_PROVENANCE');
    expect(await codeOf({ trustedRoot: null })).to.equal('DW_TRUST_PROVENANCE');
  });

  it('does not hold when any part of it was changed, left out, or is there twice', async () => {
    const text = JSON.stringify(attestations);
    const bundleOf = (value: { attestations: object[] }): Record<string, never> =>
      Object(value.attestations[0]).bundle;
    const changes: ((bundle: Record<string, Record<string, unknown>>) => void)[] = [
      (bundle) =>
        Object.assign(bundle['dsseEnvelope'] ?? {}, { payload: Buffer.from('{}').toString('base64') }),
      (bundle) => Object.assign(bundle['dsseEnvelope'] ?? {}, { payloadType: 'text/plain' }),
      (bundle) => Object.assign(bundle['dsseEnvelope'] ?? {}, { signatures: [] }),
      (bundle) => Object.assign(bundle['verificationMaterial'] ?? {}, { tlogEntries: [] }),
      (bundle) => void delete bundle['verificationMaterial'],
      (bundle) => Object.assign(bundle, { mediaType: 'text/plain' }),
    ];
    for (const change of changes) {
      const copy = JSON.parse(text);
      change(bundleOf(copy));
      expect(await codeOf({ attestations: copy }), String(change)).to.equal('DW_TRUST_PROVENANCE');
    }
    const [one] = attestations.attestations;
    const twice = { attestations: [one, one] };
    expect(await codeOf({ attestations: twice })).to.equal('DW_TRUST_PROVENANCE');
    for (const nonsense of [null, [], { attestations: 1 }, { attestations: [null] }])
      expect(await codeOf({ attestations: nonsense })).to.equal('DW_TRUST_PROVENANCE');
  });
});
