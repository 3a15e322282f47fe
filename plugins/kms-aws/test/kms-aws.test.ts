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
import { AwsKeys } from '../src/aws-keys.ts';
import { KmsClient } from '../src/kms-client.ts';
import { KmsStandIn } from './kms-stand-in.ts';

describe('keys in AWS KMS', () => {
  const service = new KmsStandIn();
  const signal = new AbortController().signal;
  let endpoint: string;
  let arn: string;
  let egress: EgressService;
  let stop: () => Promise<void>;

  before(async () => {
    endpoint = await service.start();
    arn = service.makeKey('datawave');
    ({ egress, stop } = await startKeyProvider(
      {
        directory: join(import.meta.dirname, '..'),
        config: { ...service.credentials, region: service.region, key: 'alias/datawave', endpoint },
      },
      'kms-aws',
    ));
  });
  after(async () => {
    await stop?.();
    await service.stop();
  });

  const keys = (config: Readonly<Record<string, string>> = {}): KeyProvider => {
    const whole = {
      ...service.credentials,
      ...{ region: service.region, key: 'alias/datawave', endpoint },
      ...config,
    };
    return new AwsKeys(new KmsClient(egress, whole, 'kms-aws'), whole.key);
  };

  it('wrap and unwrap under the key, whose name they tell', async () => {
    const dataKey = randomBytes(32);
    expect(await keys().current(signal)).to.deep.equal({ keyId: arn, keyVersion: '1' });
    const wrapped = await keys().wrap(dataKey, CONTEXT, signal);
    expect(wrapped).to.include({ keyId: arn, keyVersion: '1' });
    expect(Buffer.from(wrapped.bytes).includes(dataKey)).to.equal(false);
    expect(Buffer.from(await keys().unwrap(wrapped, CONTEXT, signal)).equals(dataKey)).to.equal(true);
    expect(service.told.join('\n')).to.include('"datawave:name":"source/1/password"');
  });

  it('bind a data key to its secret and its version, and tell a changed one from a service that fails', () =>
    requireBoundDataKeys(keys(), service));

  it('open what another key wrapped after the setting has changed', async () => {
    const former = service.makeKey('former');
    const wrapped = await keys({ key: former }).wrap(randomBytes(32), CONTEXT, signal);
    expect(wrapped.keyId).to.equal(former);
    expect(await codeOf(keys().unwrap(wrapped, CONTEXT, signal))).to.equal('done');
  });

  it('say what is wrong, with no credential in it', async () => {
    const wrong = keys({ secretAccessKey: 'of-somebody-else' });
    const error: unknown = await wrong.current(signal).catch((caught: unknown) => caught);
    expect(error).to.have.property('code', 'DW_VAULT_PROVIDER');
    expect(String(error)).to.include('credentials').and.not.to.include('of-somebody-else');
    expect(await codeOf(keys({ key: 'alias/none' }).current(signal))).to.equal('DW_VAULT_PROVIDER');
    expect(() => keys({ endpoint: 'http://kms.example' })).to.throw('not encrypted');
  });
});
