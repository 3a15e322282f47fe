import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everythingStored, withDatabase } from '@datawave/core/test-platform';
import {
  coreServices,
  definePlugin,
  type EgressService,
  type StorageService,
  type VaultService,
} from '@datawave/plugin-sdk';
import { createTestKernel, requireBoundDataKeys, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { TransitKeys } from '../src/transit-keys.ts';
import { VaultClient } from '../src/vault-client.ts';
import { TransitStandIn } from './transit-stand-in.ts';

const ROOT = join(import.meta.dirname, '../../..');
const VALUE = 'canary-value-8b2e';

/** What a plugin is given that keeps secrets. */
interface Kept {
  readonly storage: StorageService;
  readonly egress: EgressService;
  readonly vault: VaultService;
}

describe('keys in Vault', () => {
  const server = new TransitStandIn();
  let address: string;
  let folder: string;
  let test: TestKernel;
  let kept: Kept;

  before(async function () {
    this.timeout(120_000);
    address = await server.start();
    folder = await mkdtemp(join(tmpdir(), 'datawave-kms-vault-'));
    await start();
  });
  after(async () => {
    await test?.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (): Promise<void> => {
    const { roleId, secretId } = server.role;
    test = await createTestKernel({
      plugins: [
        {
          directory: join(import.meta.dirname, '..'),
          config: { address, key: 'datawave', appRole: { roleId, secretId } },
        },
        {
          manifest: { manifestVersion: 1, id: 'keeper', apiVersion: '*' },
          plugin: definePlugin()({
            deps: { storage: coreServices.storage, vault: coreServices.vault, egress: coreServices.egress },
            setup({ deps }) {
              kept = deps;
              return {};
            },
          }),
        },
      ],
      settings: { secrets: { provider: 'kms-vault' } },
      dataDirectory: folder,
      http: 'never',
    });
    for (const id of ['kms-vault', 'keeper'])
      expect(test.plugin(id)).to.include({ state: 'active', reason: null });
  };
  const put = (name: string, value = VALUE): Promise<void> =>
    kept.storage.transaction(test.scope(), (tx) => kept.vault.put(tx, test.scope(), name, value));
  const reveal = (name: string): Promise<string> => kept.vault.reveal(test.scope(), name);
  const failure = async (
    work: Promise<unknown>,
  ): Promise<{ readonly code: unknown; readonly text: string }> => {
    const error: unknown = await work.then(
      () => expect.fail('nothing was refused'),
      (caught: unknown) => caught,
    );
    return { code: Reflect.get(Object(error), 'code'), text: String(error) + JSON.stringify(error) };
  };

  it('wrap the data keys of secrets, of which the server learns nothing else and the database nothing at all', async () => {
    await put('source/1/password');
    expect(await reveal('source/1/password')).to.equal(VALUE);
    expect(server.told.join('\n')).not.to.include(VALUE);
    const stored = await everythingStored(folder);
    expect(stored).to.include('transit/datawave').and.to.include('kms-vault');
    expect(stored).not.to.include(VALUE);
    expect(stored).not.to.include(server.role.secretId);
    const [dataKey = ''] = server.plaintexts;
    expect(Buffer.from(dataKey, 'base64')).to.have.length(32);
    expect(stored).not.to.include(Buffer.from(dataKey, 'base64').toString('hex'));
  });

  it('are bound to what they are for', async () => {
    const settings = { address, key: 'datawave', mount: 'transit', token: server.rootToken };
    const client = new VaultClient(kept.egress, settings, 'kms-vault');
    await requireBoundDataKeys(new TransitKeys(client, settings), server);
    await put('a', 'first');
    await put('b', 'second');
    await withDatabase(folder, (client) =>
      client.query(
        `update core.secrets t set sealed = o.sealed, wrapped_key = o.wrapped_key from core.secrets o where t.name = 'a' and o.name = 'b'`,
      ),
    );
    expect((await failure(reveal('a'))).code).to.equal('DW_VAULT_TAMPERED');
    expect(await reveal('b')).to.equal('second');
  });

  it('sign in with a role, and anew when the token is known no more', async () => {
    await put('a');
    const before = server.logins;
    expect(await reveal('a')).to.equal(VALUE);
    expect(server.logins).to.equal(before);
    server.forgetTokens();
    expect(await reveal('a')).to.equal(VALUE);
    expect(server.logins).to.equal(before + 1);
  });

  it('say what is wrong, with no credential in it', async () => {
    const { role } = server;
    await put('a');
    server.isSealed = true;
    const sealed = await failure(reveal('a'));
    expect(sealed.code).to.equal('DW_VAULT_PROVIDER');
    expect(sealed.text).to.include('sealed');
    expect((await failure(put('never'))).code).to.equal('DW_VAULT_PROVIDER');
    server.isSealed = false;
    expect(await kept.vault.has(test.scope(), 'never'), 'nothing of it stays').to.equal(false);
    server.forgetTokens();
    server.role = { ...role, secretId: 'changed' };
    const unknown = await failure(reveal('a'));
    server.role = role;
    expect(unknown.code).to.equal('DW_VAULT_PROVIDER');
    expect(unknown.text).to.include('role').and.not.to.include(role.secretId);
    server.denies = true;
    const denied = await failure(reveal('a'));
    server.denies = false;
    expect(denied.code).to.equal('DW_VAULT_PROVIDER');
    expect(denied.text).to.include('may not');
    expect(await reveal('a')).to.equal(VALUE);
  });

  it('say that the server is sealed also when it was asked for a token', async () => {
    const { roleId, secretId } = server.role;
    const settings = {
      address,
      key: 'datawave',
      mount: 'transit',
      appRole: { roleId, secretId, mount: 'approle' },
    };
    const keys = new TransitKeys(new VaultClient(kept.egress, settings, 'kms-vault'), settings);
    server.isSealed = true;
    const { code, text } = await failure(keys.current(new AbortController().signal));
    server.isSealed = false;
    expect(code).to.equal('DW_VAULT_PROVIDER');
    expect(text).to.include('sealed').and.not.to.include('role');
  });

  it('send no token over an unencrypted connection to another machine', async () => {
    const plain = await createTestKernel({
      plugins: [
        {
          directory: join(import.meta.dirname, '..'),
          config: { address: 'http://vault.example:8200', key: 'datawave', token: server.rootToken },
        },
      ],
      http: 'never',
    });
    const { state, reason } = plain.plugin('kms-vault');
    await plain.stop();
    expect(state).to.equal('failed');
    expect(reason).to.include('not encrypted').and.not.to.include(server.rootToken);
  });

  it('are rotated from the command line, under a token that lies under the local key', async function () {
    this.timeout(120_000);
    await withDatabase(folder, (client) => client.query('delete from core.secrets'));
    for (let index = 0; index < 12; index += 1) await put(`s${index}`, `${VALUE} ${index}`);
    await test.stop();
    const file = join(folder, 'datawave.yaml');
    await writeFile(
      file,
      `storage: { data: ${folder} }
secrets: { provider: kms-vault }
plugins:
  '@datawave/plugin-kms-vault':
    config: { address: '${address}', key: datawave, token: 'secret://vault-token' }
`,
    );
    const run = async (input: string, ...args: readonly string[]): Promise<string> => {
      const child = spawn(process.execPath, [join(ROOT, 'core/src/cli/main.ts'), ...args, '--config', file]);
      let out = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += String(text)));
      child.stdin.end(input);
      const [code] = await once(child, 'close');
      expect(code, out).to.equal(0);
      return out;
    };
    await run(`${server.rootToken}\n`, 'secrets', 'set', 'vault-token');
    const said = await run('', 'secrets', 'rotate');
    expect(said).to.include('13 of 13').and.not.to.include(server.rootToken);
    expect(server.versions('datawave')).to.equal(2);
    await start();
    for (const index of [0, 11]) expect(await reveal(`s${index}`)).to.equal(`${VALUE} ${index}`);
    const versions = await withDatabase(folder, (client) =>
      client.query(
        'select provider, key_version, count(*)::int as count from core.secrets group by 1, 2 order by 1',
      ),
    );
    expect(versions.rows).to.deep.equal([
      { provider: 'kms-vault', key_version: '2', count: 12 },
      { provider: 'local', key_version: '1', count: 1 },
    ]);
  });
});
