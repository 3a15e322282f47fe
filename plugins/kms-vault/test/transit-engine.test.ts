import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { EgressService, Json, KeyContext, WrappedKey } from '@datawave/plugin-sdk';
import {
  errorCodeOf,
  KEY_CONTEXT,
  requireBoundDataKeys,
  startKeyProvider,
} from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { TransitKeys } from '../src/transit-keys.ts';
import { VaultClient } from '../src/vault-client.ts';
import { TransitStandIn } from './transit-stand-in.ts';

/** A server with the transit engine at `transit`, and a token that may do everything there. */
interface TransitServer {
  readonly title: string;
  start(): Promise<{ readonly address: string; readonly token: string }>;
  stop(): Promise<void>;
}

const standIn = new TransitStandIn();
const servers: TransitServer[] = [
  {
    title: 'the stand-in',
    start: async () => ({ address: await standIn.start(), token: standIn.rootToken }),
    stop: () => standIn.stop(),
  },
];
const named = process.env['DATAWAVE_TEST_VAULT'];
if (named !== undefined)
  servers.push({
    title: 'the server that the environment names',
    start: async () => ({ address: named, token: process.env['DATAWAVE_TEST_VAULT_TOKEN'] ?? '' }),
    stop: () => Promise.resolve(),
  });

for (const server of servers)
  describe(`the transit engine of ${server.title}`, () => {
    const { signal } = new AbortController();
    let address: string;
    let token: string;
    let plugin: { readonly egress: EgressService; readonly stop: () => Promise<void> };
    /** While it is set, the token is one that the server does not know. */
    const service = { denies: false };

    before(async function () {
      this.timeout(120_000);
      ({ address, token } = await server.start());
      plugin = await startKeyProvider(
        { directory: join(import.meta.dirname, '..'), config: { address, key: 'unused', token } },
        'kms-vault',
      );
    });
    after(async () => {
      await plugin?.stop();
      await server.stop();
    });

    const clientFor = (key: string): VaultClient =>
      new VaultClient(
        plugin.egress,
        {
          address,
          key,
          mount: 'transit',
          get token() {
            return service.denies ? 'hvs.unknown' : token;
          },
        },
        'kms-vault',
      );
    const keysOf = (key: string): TransitKeys => new TransitKeys(clientFor(key), { mount: 'transit', key });
    const tell = async (key: string, path: string, body: Json): Promise<void> => {
      const answer = await clientFor(key).ask('POST', `transit/keys/${key}${path}`, body, signal);
      expect(answer).to.have.property('data');
    };
    /** A key of its own for each test, so that a server may be asked again and again. */
    const make = async (body: Json): Promise<string> => {
      const key = `datawave-${randomBytes(6).toString('hex')}`;
      await tell(key, '', body);
      return key;
    };
    const refusal = (work: Promise<unknown>): Promise<{ readonly code: unknown; readonly text: string }> =>
      work.then(
        () => expect.fail('nothing was refused'),
        (error: unknown) => ({
          code: Reflect.get(Object(error), 'code'),
          text: String(error) + JSON.stringify(error) + String(Reflect.get(Object(error), 'hint')),
        }),
      );
    const refusesWith = async (work: Promise<unknown>, words: string): Promise<void> => {
      const { code, text } = await refusal(work);
      expect(code, text).to.equal('DW_VAULT_PROVIDER');
      expect(text).to.include(words);
    };

    for (const type of ['aes256-gcm96', 'chacha20-poly1305'])
      it(`binds data keys by ${type}`, async () => {
        await requireBoundDataKeys(keysOf(await make({ type })), service);
      });

    it('rotates a key, and puts its former versions out of use', async () => {
      const key = await make({ type: 'aes256-gcm96' });
      const keys = keysOf(key);
      const dataKey = randomBytes(32);
      const first = await keys.wrap(dataKey, KEY_CONTEXT, signal);
      expect(first).to.include({ keyId: `transit/${key}`, keyVersion: '1' });
      await keys.rotate(signal);
      expect(await keys.current(signal)).to.deep.equal({ keyId: `transit/${key}`, keyVersion: '2' });
      expect((await keys.wrap(dataKey, KEY_CONTEXT, signal)).keyVersion).to.equal('2');
      expect(Buffer.from(await keys.unwrap(first, KEY_CONTEXT, signal))).to.deep.equal(dataKey);
      await tell(key, '/config', { min_decryption_version: 2 });
      await refusesWith(keys.unwrap(first, KEY_CONTEXT, signal), 'min_decryption_version');
    });

    it('tells what was changed from what it refuses', async () => {
      const keys = keysOf(await make({ type: 'aes256-gcm96' }));
      const wrapped = await keys.wrap(randomBytes(32), KEY_CONTEXT, signal);
      const text = Buffer.from(wrapped.bytes).toString('utf8');
      const codeFor = (bytes: string, context: KeyContext = KEY_CONTEXT): Promise<unknown> => {
        const changed: WrappedKey = { ...wrapped, bytes: Buffer.from(bytes, 'utf8') };
        return errorCodeOf(keys.unwrap(changed, context, signal));
      };
      expect(await codeFor(text)).to.equal('done');
      for (const bytes of [
        '',
        'vault',
        text.replace('vault:', 'vault;'),
        text.replace(':v1:', ':v0:').slice(0, 13),
        text.replace(':v1:', ':v9:'),
        text.replace(':v1:', ':vx:'),
        'vault:v1:AAAA',
        'vault:v1:!!!!',
        text.slice(0, -4),
      ])
        expect(await codeFor(bytes), bytes).to.equal('DW_VAULT_TAMPERED');
    });

    it('is told apart from one whose key is not there, also where that is a former one', async () => {
      const key = await make({ type: 'aes256-gcm96' });
      const wrapped = await keysOf(key).wrap(randomBytes(32), KEY_CONTEXT, signal);
      await refusesWith(keysOf('nowhere').current(signal), 'no key "nowhere"');
      await refusesWith(keysOf('nowhere').rotate(signal), 'no key "nowhere"');
      const moved = { ...wrapped, keyId: 'transit/former' };
      await refusesWith(keysOf(key).unwrap(moved, KEY_CONTEXT, signal), 'no key "former"');
    });

    for (const body of [
      { type: 'rsa-2048' },
      { type: 'ed25519' },
      { type: 'aes256-gcm96', derived: true },
    ] as const)
      it(`says of a key that cannot be used what to make instead: ${JSON.stringify(body)}`, async () => {
        const keys = keysOf(await make(body));
        await refusesWith(keys.current(signal), 'aes256-gcm96, not derived');
        await refusesWith(keys.wrap(randomBytes(32), KEY_CONTEXT, signal), 'aes256-gcm96, not derived');
      });
  });
