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
import { azureClient } from '../src/azure-client.ts';
import { AzureKeys } from '../src/azure-keys.ts';
import { AzureStandIn } from './azure-stand-in.ts';

describe('keys in Azure Key Vault', () => {
  const service = new AzureStandIn();
  const signal = new AbortController().signal;
  let address: string;
  let egress: EgressService;
  let stop: () => Promise<void>;

  before(async () => {
    address = await service.start();
    ({ egress, stop } = await startKeyProvider(
      {
        directory: join(import.meta.dirname, '..'),
        config: { vault: address, authority: address, key: 'datawave', ...service.application },
      },
      'kms-azure',
    ));
  });
  after(async () => {
    await stop?.();
    await service.stop();
  });

  const keys = (more: Readonly<Record<string, string>> = {}): KeyProvider => {
    const config = {
      ...{ vault: address, authority: address, key: 'datawave', resource: 'https://vault.azure.net' },
      ...service.application,
      ...more,
    };
    return new AzureKeys(azureClient(egress, config, 'kms-azure'), config);
  };

  it('wrap and unwrap, and after a rotation open what the former version wrapped', async () => {
    const mine = keys();
    const dataKey = randomBytes(32);
    const wrapped = await mine.wrap(dataKey, CONTEXT, signal);
    expect(wrapped).to.include({
      keyId: `${new URL(address).host}/datawave`,
      keyVersion: service.versions[0]?.id,
    });
    expect(Buffer.from(wrapped.bytes).includes(dataKey)).to.equal(false);
    await mine.rotate?.(signal);
    expect(service.versions).to.have.length(2);
    expect((await mine.current(signal)).keyVersion).to.equal(service.versions[1]?.id);
    expect((await mine.wrap(dataKey, CONTEXT, signal)).keyVersion).to.equal(service.versions[1]?.id);
    expect(Buffer.from(await mine.unwrap(wrapped, CONTEXT, signal)).equals(dataKey)).to.equal(true);
  });

  it('bind a data key to its secret and its version, although the service binds nothing', async () => {
    const mine = keys();
    await requireBoundDataKeys(mine, service);
    const wrapped = await mine.wrap(randomBytes(32), CONTEXT, signal);
    const told = service.told.length;
    for (const key of [
      { keyVersion: '../../secrets/x' },
      { keyId: `${new URL(address).host}/..` },
      { keyId: 'other.vault.azure.net/datawave' },
    ])
      expect(await codeOf(mine.unwrap({ ...wrapped, ...key }, CONTEXT, signal))).to.match(/^DW_VAULT_/);
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
    const error: unknown = await keys({ clientSecret: 'canary-4c' })
      .current(signal)
      .catch((caught: unknown) => caught);
    expect(error).to.have.property('code', 'DW_VAULT_PROVIDER');
    expect(String(error)).to.include('not accepted').and.not.to.include('canary-4c');
    service.denies = true;
    expect(await codeOf(keys().current(signal))).to.equal('DW_VAULT_PROVIDER');
    service.denies = false;
    expect(await codeOf(keys({ key: 'none' }).current(signal))).to.equal('DW_VAULT_PROVIDER');
    expect(() => keys({ vault: 'http://kms.example' })).to.throw('not encrypted');
  });
});
