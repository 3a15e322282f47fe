import { DataWaveError, type EgressAnswer, type EgressService, type Logger } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { readMetadata } from '../src/idp-trust.ts';
import { checkKeyPairs, type ProviderConfig, serviceNames } from '../src/provider-settings.ts';
import { createTrustSource } from '../src/trust-source.ts';
import { makeKeyPair, TestIdp, type TestKeyPair } from './test-idp.ts';

describe('whom a SAML provider’s configuration says to believe', function () {
  this.timeout(30_000);
  const { signal } = new AbortController();
  const silent = (): undefined => undefined;
  const log: Logger = {
    trace: silent,
    debug: silent,
    info: silent,
    warn: silent,
    error: silent,
    child: () => log,
  };
  let keys: TestKeyPair;
  let weak: TestKeyPair;
  let idp: TestIdp;
  let now = 0;
  let asked = 0;
  let mayBeHere = false;
  let answer: () => Partial<EgressAnswer> = () => ({ status: 200 });
  const egress: EgressService = {
    connect: () => Promise.reject(new Error('not asked for')),
    connectLocal: () => Promise.reject(new Error('not asked for')),
    fetch: async (url, { loopback }) => {
      asked += 1;
      mayBeHere = loopback === 'allow';
      return { url: String(url), status: 200, headers: {}, body: Buffer.from(idp.metadata), ...answer() };
    },
  };
  const parts = { egress, log, now: () => now };
  const bare: ProviderConfig = {
    ...{ key: 'x', title: 'X', clockSkewSeconds: 30, forceAuthn: false },
    ...{ nameIdFormat: 'persistent', attributes: {} },
  };

  before(() => {
    keys = makeKeyPair();
    weak = makeKeyPair(1_024);
    idp = new TestIdp(keys);
  });

  it('is asked for on this machine only where the configuration says so, whatever a redirect says', async () => {
    for (const [metadataUrl, isHere] of [
      ['https://idp.example/metadata', false],
      ['http://localhost:8080/metadata', true],
      ['https://127.0.0.1/metadata', true],
      ['http://[::1]/metadata', true],
    ] as const) {
      await createTrustSource({ ...bare, metadataUrl }, parts)(signal);
      expect(mayBeHere, metadataUrl).to.equal(isHere);
    }
    asked = 0;
  });

  it('is one way, with a certificate that signs, over a channel that nobody can change', () => {
    const trust = { issuer: 'urn:idp', entryPoint: 'https://idp.example/' };
    const good: Partial<ProviderConfig> = { ...trust, certificates: [keys.certificate] };
    const attempt = (config: Partial<ProviderConfig>) => () =>
      createTrustSource({ ...bare, ...config }, parts);
    for (const config of [good, { metadata: idp.metadata }, { metadataUrl: 'https://idp.example/metadata' }])
      expect(attempt(config)).not.to.throw();
    for (const [what, config] of Object.entries<Partial<ProviderConfig>>({
      'no way': {},
      'two ways': { ...good, metadata: idp.metadata },
      'a weak key': { ...trust, certificates: [weak.certificate] },
      'no certificate': { ...trust, certificates: ['none'] },
      'no address': { ...good, entryPoint: 'ftp://idp.example/' },
      'plain http': { metadataUrl: 'http://idp.example/metadata' },
    }))
      expect(attempt(config), what).to.throw(DataWaveError).with.property('code', 'DW_SAML_CONFIG');
  });

  it('is what metadata say, comments among it, and nothing that two readers could read in two ways', () => {
    const { metadata } = idp;
    expect(
      readMetadata(metadata.replace(/(<ds:X509Certificate>)/, '<!-- this year’s -->$1<!-- here -->'), now),
    ).to.deep.equal(readMetadata(metadata, now));
    expect(readMetadata(metadata, now)).to.include({ issuer: idp.entityId, entryPoint: idp.entryPoint });
    const refuse = (what: string, edit: (xml: string) => string, at = now): void => {
      const edited = edit(metadata);
      expect(edited, what).not.to.equal(metadata);
      expect(() => readMetadata(edited, at), what)
        .to.throw()
        .with.property('name', 'RefusedAnswer');
    };
    refuse('a document type', (xml) => `<!DOCTYPE x []>${xml}`);
    refuse(
      'several entities',
      (xml) => `<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata">${xml}</EntitiesDescriptor>`,
    );
    refuse('no sign-in address', (xml) => xml.replace('bindings:HTTP-Redirect', 'bindings:HTTP-POST'));
    refuse(
      'over',
      (xml) => xml.replace(/<EntityDescriptor /, '<EntityDescriptor validUntil="2020-01-01T00:00:00Z" '),
      Date.parse('2021-01-01'),
    );
    refuse('only a key to encrypt', (xml) => xml.replaceAll('use="signing"', 'use="encryption"'));
  });

  it('is read again each hour, once for all who wait, and held for a week while the address is down', async () => {
    now = 0;
    const source = createTrustSource({ ...bare, metadataUrl: 'https://idp.example/metadata' }, parts);
    answer = () => ({ status: 503 });
    const code = async (): Promise<unknown> =>
      source(signal).then(
        () => 'believed',
        (error: unknown) => (DataWaveError.is(error) ? [error.code, error.status] : error),
      );
    expect(await code()).to.deep.equal(['DW_SAML_METADATA', 503]);
    answer = () => ({});
    asked = 0;
    const both = await Promise.all([source(signal), source(signal)]);
    expect(both[0]).to.equal(both[1]);
    expect(both[0]?.issuer).to.equal(idp.entityId);
    now += 3_500_000;
    await source(signal);
    expect(asked).to.equal(1);
    answer = () => ({ body: Buffer.from('<html>') });
    now += 3_600_000;
    expect((await source(signal)).issuer).to.equal(idp.entityId);
    await source(signal);
    expect(asked).to.equal(2);
    now += 8 * 24 * 3_600_000;
    expect(await code()).to.deep.equal(['DW_SAML_METADATA', 503]);
    answer = () => ({});
    now += 60_000;
    expect(await code()).to.equal('believed');
  });

  it('goes with a key that is its certificate’s, and with a name', () => {
    expect(() => checkKeyPairs({ ...bare, signing: keys })).not.to.throw();
    for (const pair of [
      { privateKey: weak.privateKey, certificate: keys.certificate },
      { privateKey: 'none', certificate: keys.certificate },
    ])
      expect(() => checkKeyPairs({ ...bare, decryption: pair }))
        .to.throw(DataWaveError)
        .with.property('message')
        .which.does.not.contain('PRIVATE');
    expect(() => serviceNames(bare, null)).to.throw(DataWaveError);
    const names = serviceNames(bare, 'https://d.example');
    expect(names.entityId).to.equal('https://d.example/api/v1/saml/x/metadata');
  });
});
