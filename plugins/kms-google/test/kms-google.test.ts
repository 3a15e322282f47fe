import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EgressService, KeyProvider } from '@datawave/plugin-sdk';
import {
  KEY_CONTEXT as CONTEXT,
  errorCodeOf as codeOf,
  requireBoundDataKeys,
  startKeyProvider,
} from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { googleClient } from '../src/google-client.ts';
import { GoogleKeys } from '../src/google-keys.ts';
import { GoogleStandIn } from './google-stand-in.ts';

describe('keys in Google Cloud KMS', () => {
  const service = new GoogleStandIn();
  const signal = new AbortController().signal;
  let address: string;
  let egress: EgressService;
  let stop: () => Promise<void>;

  before(async () => {
    address = await service.start();
    ({ egress, stop } = await startKeyProvider(
      { directory: join(import.meta.dirname, '..'), config: settings() },
      'kms-google',
    ));
  });
  after(async () => {
    await stop?.();
    await service.stop();
  });

  const settings = (more: Readonly<Record<string, string>> = {}) => ({
    ...{ key: service.key, clientEmail: service.clientEmail, privateKey: service.privateKey },
    ...{ endpoint: address, tokenEndpoint: `${address}/token` },
    ...more,
  });
  const keys = (more: Readonly<Record<string, string>> = {}): KeyProvider => {
    const config = settings(more);
    return new GoogleKeys(googleClient(egress, config, 'kms-google'), config.key);
  };

  it('wrap and unwrap under the primary version, and open what a former one wrapped', async () => {
    const mine = keys();
    const dataKey = randomBytes(32);
    const wrapped = await mine.wrap(dataKey, CONTEXT, signal);
    expect(wrapped).to.include({ keyId: service.key, keyVersion: '1' });
    expect(Buffer.from(wrapped.bytes).includes(dataKey)).to.equal(false);
    service.makeVersion();
    expect(await mine.current(signal)).to.deep.equal({ keyId: service.key, keyVersion: '2' });
    expect(Buffer.from(await mine.unwrap(wrapped, CONTEXT, signal)).equals(dataKey)).to.equal(true);
    expect((await mine.wrap(dataKey, CONTEXT, signal)).keyVersion).to.equal('2');
  });

  it('bind a data key to its secret and its version, and tell a changed one from a service that fails', async () => {
    const mine = keys();
    await requireBoundDataKeys(mine, service);
    const wrapped = await mine.wrap(randomBytes(32), CONTEXT, signal);
    const told = service.told.length;
    for (const keyId of [
      `${service.key}/../../../../../../v1/other`,
      service.key.replace('projects/test', 'projects/..'),
    ])
      expect(await codeOf(mine.unwrap({ ...wrapped, keyId }, CONTEXT, signal)), keyId).to.equal(
        'DW_VAULT_TAMPERED',
      );
    expect(service.told, 'nobody was asked').to.have.length(told);
  });

  it('sign in once, and anew when the token is known no more', async () => {
    const mine = keys();
    const before = service.signIns;
    await mine.current(signal);
    await mine.current(signal);
    expect(service.signIns).to.equal(before + 1);
    service.forgetTokens();
    await mine.current(signal);
    expect(service.signIns).to.equal(before + 2);
  });

  it('say what is wrong, with no credential in it', async () => {
    const error: unknown = await keys({ clientEmail: 'other@test.example' })
      .current(signal)
      .catch((caught: unknown) => caught);
    expect(error).to.have.property('code', 'DW_VAULT_PROVIDER');
    expect(String(error)).to.include('not accepted');
    expect(await codeOf(keys({ key: `${service.key}x` }).current(signal))).to.equal('DW_VAULT_PROVIDER');
    expect(() => keys({ endpoint: 'http://kms.example' })).to.throw('not encrypted');
    expect(() => keys({ privateKey: 'canary-1f' })).to.throw(/^(?!.*canary).*private key/);
  });
});
