import { createCipheriv, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { silentLog, type TestStorage, testScope, testStorage } from '../../test/storage.ts';
import type { Statement } from '../storage/statement.ts';
import { createVault, type Vault, vaultMigrations } from './vault.ts';
import { vaultKeys } from './vault-keys.ts';

describe('vault', () => {
  let test: TestStorage;
  let directory: string;
  let keyFile: string;

  before(async () => {
    test = await testStorage({
      plugins: [
        { id: 'core', schema: 'core', entities: [], migrations: vaultMigrations },
        { id: 'sources', schema: 'sources', entities: [], migrations: [] },
      ],
    });
  });
  after(() => test.close());
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'datawave-vault-'));
    keyFile = join(directory, 'master.key');
    for (const table of ['secrets', 'secret_rotations'])
      await test.storage.execute({ text: `delete from core.${table}`, parameters: [] });
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const open = (
    env: Record<string, string> = {},
    options: { readonly graceMs?: number } = {},
  ): Promise<Vault> => createVault({ storage: test.storage, keyFile, log: silentLog, env, ...options });
  const put = (
    vault: Vault,
    name: string,
    value: string,
    plugin = 'sources',
    workspace = DEFAULT_WORKSPACE,
  ): Promise<void> => {
    const scope = testScope({ workspace });
    return test.storage
      .service('sources')
      .transaction(scope, (tx) => vault.service(plugin).put(tx, scope, name, value));
  };
  const failure = async (work: Promise<unknown>): Promise<unknown> => {
    const error = await work.then(
      () => null,
      (caught: unknown) => caught,
    );
    return error instanceof Error ? Reflect.get(error, 'code') : error;
  };

  it('reveals what was put, replaces it and deletes it', async () => {
    const vault = await open();
    const secrets = vault.service('sources');
    await put(vault, 'source/1/password', 'pässword ✓');
    expect(await secrets.reveal(testScope(), 'source/1/password')).to.equal('pässword ✓');
    await put(vault, 'source/1/password', 'another');
    expect(await secrets.reveal(testScope(), 'source/1/password')).to.equal('another');
    expect(await secrets.has(testScope(), 'source/1/password')).to.equal(true);
    await test.storage
      .service('sources')
      .transaction(testScope(), (tx) => secrets.delete(tx, testScope(), 'source/1/password'));
    expect(await secrets.has(testScope(), 'source/1/password')).to.equal(false);
    expect(await failure(secrets.reveal(testScope(), 'source/1/password'))).to.equal('DW_SECRET_MISSING');
  });

  it('tells of a secret only whether, since when and in which version it is set', async () => {
    const vault = await open();
    const secrets = vault.service('sources');
    const unset = { set: false, version: null, updatedAt: null };
    expect(await secrets.describe(testScope(), 'a')).to.deep.equal(unset);
    await put(vault, 'a', 'first-value');
    await put(vault, 'a', 'second-value');
    const state = await secrets.describe(testScope(), 'a');
    expect(state).to.include({ set: true, version: 2 }).and.to.have.all.keys('set', 'version', 'updatedAt');
    expect(new Date(state.updatedAt ?? '').toISOString()).to.equal(state.updatedAt);
    expect(await secrets.describe(testScope({ workspace: randomUUID() }), 'a')).to.deep.equal(unset);
    await test.storage
      .service('sources')
      .transaction(testScope(), (tx) => secrets.delete(tx, testScope(), 'a'));
    expect(await secrets.describe(testScope(), 'a')).to.deep.equal(unset);
    expect(await failure(secrets.reveal(testScope(), 'a', { version: 1 }))).to.equal('DW_SECRET_MISSING');
  });

  it('keeps a replaced value readable by its version until its time is up', async () => {
    const vault = await open();
    await put(vault, 'a', 'former');
    await put(vault, 'a', 'current');
    const secrets = vault.service('sources');
    expect(await secrets.reveal(testScope(), 'a', { version: 1 })).to.equal('former');
    expect(await secrets.reveal(testScope(), 'a', { version: 2 })).to.equal('current');
    expect(await failure(secrets.reveal(testScope(), 'a', { version: 3 }))).to.equal('DW_SECRET_MISSING');
    const strict = await open({}, { graceMs: 0 });
    expect(await failure(strict.service('sources').reveal(testScope(), 'a', { version: 1 }))).to.equal(
      'DW_SECRET_MISSING',
    );
    expect(await strict.service('sources').reveal(testScope(), 'a')).to.equal('current');
    await put(strict, 'a', 'newest');
    await strict.rotate();
    const rows = await test.storage.execute({ text: 'select version from core.secrets', parameters: [] });
    expect(rows).to.deep.equal([{ version: 3 }]);
  });

  it('numbers versions in the order of their transactions, however many put at once', async () => {
    const vault = await open();
    await Promise.all(Array.from({ length: 8 }, (_, index) => put(vault, 'a', `value ${index}`)));
    expect(await vault.service('sources').describe(testScope(), 'a')).to.include({ version: 8 });
    const rows = await test.storage.execute({
      text: 'select 1 from core.secrets where superseded_at is null',
      parameters: [],
    });
    expect(rows).to.have.length(1);
  });

  it('refuses an older version in the place of the current one', async () => {
    const vault = await open();
    await put(vault, 'a', 'former');
    await put(vault, 'a', 'current');
    await test.storage.execute({
      text: `update core.secrets t set sealed = o.sealed, wrapped_key = o.wrapped_key from core.secrets o where t.version = 2 and o.version = 1`,
      parameters: [],
    });
    expect(await failure(vault.service('sources').reveal(testScope(), 'a'))).to.equal('DW_VAULT_TAMPERED');
  });

  it('reads what was sealed before versions were bound, and binds it with the next rotation', async () => {
    const key = randomBytes(32);
    await writeFile(keyFile, key.toString('base64'), { mode: 0o600 });
    const seal = (sealing: Buffer, purpose: string, plain: Buffer): Buffer => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
      cipher.setAAD(
        Buffer.from(JSON.stringify(['datawave-vault-1', purpose, 'sources', DEFAULT_WORKSPACE, 'old'])),
      );
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    };
    const dataKey = randomBytes(32);
    const id = createHmac('sha256', key).update('datawave vault key id').digest('hex').slice(0, 16);
    await test.storage.execute({
      text: `insert into core.secrets (workspace_id, plugin, name, version, format, provider, key_id, key_version, wrapped_key, sealed)
             values ($1, 'sources', 'old', 1, 1, 'local', $2, '1', $3, $4)`,
      parameters: [
        DEFAULT_WORKSPACE,
        id,
        seal(key, 'key', dataKey),
        seal(dataKey, 'value', Buffer.from('of old')),
      ],
    });
    const vault = await open();
    expect(await vault.service('sources').reveal(testScope(), 'old')).to.equal('of old');
    expect(await vault.rotate()).to.equal(1);
    expect(await vault.service('sources').reveal(testScope(), 'old')).to.equal('of old');
    const rows = await test.storage.execute({ text: 'select format from core.secrets', parameters: [] });
    expect(rows).to.deep.equal([{ format: 2 }]);
  });

  it('keeps the value out of the database and the key readable by its owner only', async () => {
    await put(await open(), 'a', 'plain-value-7');
    const rows = await test.storage.execute<{ row: string }>({
      text: `select encode(sealed, 'escape') || encode(wrapped_key, 'escape') || s::text as row from core.secrets s`,
      parameters: [],
    });
    expect(rows[0]?.row).not.to.contain('plain-value-7');
    expect((await stat(keyFile)).mode & 0o777).to.equal(0o600);
  });

  it('keeps plugins and workspaces apart', async () => {
    const vault = await open();
    await put(vault, 'a', 'mine');
    expect(await failure(vault.service('catalog').reveal(testScope(), 'a'))).to.equal('DW_SECRET_MISSING');
    expect(
      await failure(vault.service('sources').reveal(testScope({ workspace: randomUUID() }), 'a')),
    ).to.equal('DW_SECRET_MISSING');
  });

  it('refuses a secret that was changed or moved in the database', async () => {
    const vault = await open();
    await put(vault, 'a', 'first');
    await put(vault, 'b', 'second');
    await test.storage.execute({
      text: `update core.secrets t set sealed = o.sealed, wrapped_key = o.wrapped_key from core.secrets o where t.name = 'a' and o.name = 'b'`,
      parameters: [],
    });
    expect(await failure(vault.service('sources').reveal(testScope(), 'a'))).to.equal('DW_VAULT_TAMPERED');
    await test.storage.execute({
      text: `update core.secrets set sealed = set_byte(sealed, 15, get_byte(sealed, 15) # 1) where name = 'b'`,
      parameters: [],
    });
    expect(await failure(vault.service('sources').reveal(testScope(), 'b'))).to.equal('DW_VAULT_TAMPERED');
    await test.storage.execute({
      text: `update core.secrets set sealed = substr(sealed, 1, 20) where name = 'b'`,
      parameters: [],
    });
    expect(await failure(vault.service('sources').reveal(testScope(), 'b'))).to.equal('DW_VAULT_TAMPERED');
  });

  it('says so when the master key is missing or another one, and never makes a new one over old secrets', async () => {
    await put(await open(), 'a', 'value');
    const key = await readFile(keyFile);
    await rm(keyFile);
    const without = await open();
    expect(await failure(without.service('sources').reveal(testScope(), 'a'))).to.equal('DW_VAULT_KEY');
    expect(await failure(put(without, 'b', 'value'))).to.equal('DW_VAULT_KEY');
    expect(await failure(without.rotate())).to.equal('DW_VAULT_KEY');
    expect(await readdir(directory), 'nothing was made').to.deep.equal([]);
    const foreign = randomBytes(32).toString('base64');
    await writeFile(keyFile, foreign, { mode: 0o600 });
    const wrong = await open();
    expect(await failure(wrong.service('sources').reveal(testScope(), 'a'))).to.equal('DW_VAULT_KEY');
    expect(await failure(put(wrong, 'b', 'value'))).to.equal('DW_VAULT_KEY');
    expect(await failure(wrong.rotate())).to.equal('DW_VAULT_KEY');
    expect(await readdir(directory)).to.deep.equal(['master.key']);
    expect(await readFile(keyFile, 'utf8'), 'nothing was overwritten').to.equal(foreign);
    await writeFile(keyFile, 'short', { mode: 0o600 });
    expect(await failure(open())).to.equal('DW_VAULT_KEY');
    await writeFile(keyFile, key, { mode: 0o600 });
    expect(await (await open()).service('sources').reveal(testScope(), 'a')).to.equal('value');
  });

  it('rotates the master key under running processes', async () => {
    const [first, second] = [await open(), await open()];
    for (let index = 0; index < 5; index++) await put(first, `s${index}`, `value ${index}`);
    const before = await readFile(keyFile, 'utf8');
    const [count] = await Promise.all([
      second.rotate(),
      put(first, 's5', 'value 5'),
      put(first, 's6', 'value 6'),
    ]);
    expect(count).to.be.within(5, 7);
    expect(await readFile(keyFile, 'utf8')).not.to.equal(before);
    for (const vault of [first, second, await open()]) {
      for (let index = 0; index < 7; index++)
        expect(await vault.service('sources').reveal(testScope(), `s${index}`)).to.equal(`value ${index}`);
    }
    const ids = await test.storage.execute({
      text: 'select distinct key_id from core.secrets',
      parameters: [],
    });
    expect(ids).to.have.length(1);
  });

  it('finds its keys at every moment of a rotation', async () => {
    const keys = vaultKeys(keyFile, {});
    await keys.create();
    let isOn = true;
    const loads = Array.from({ length: 4 }, async () => {
      while (isOn) expect((await keys.load()).current).not.to.equal(null);
    });
    const turns = (async () => {
      for (let turn = 0; turn < 50; turn += 1) {
        await keys.promoteNext((await keys.prepareNext()).id);
      }
    })().finally(() => {
      isOn = false;
    });
    await Promise.all([turns, ...loads]);
  });

  it('finishes a rotation that died before its last step', async () => {
    const vault = await open();
    await put(vault, 'a', 'value');
    await writeFile(`${keyFile}.next`, randomBytes(32).toString('base64'), { mode: 0o600 });
    const after = await open();
    expect(await after.service('sources').reveal(testScope(), 'a')).to.equal('value');
    await put(after, 'b', 'under the next key');
    expect(await after.rotate()).to.equal(1);
    expect(await (await open()).service('sources').reveal(testScope(), 'a')).to.equal('value');
    expect(await vault.service('sources').reveal(testScope(), 'b')).to.equal('under the next key');
  });

  it('takes the key from the environment and rotates to a new one there', async () => {
    const [old, young] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    await put(await open({ DATAWAVE_MASTER_KEY: old }), 'a', 'value');
    const vault = await open({ DATAWAVE_MASTER_KEY: young, DATAWAVE_MASTER_KEY_PREVIOUS: old });
    expect(await vault.rotate()).to.equal(1);
    expect(
      await (await open({ DATAWAVE_MASTER_KEY: young })).service('sources').reveal(testScope(), 'a'),
    ).to.equal('value');
  });
  it('takes its key for the one that fits when another process stores the first secret in between', async () => {
    await writeFile(keyFile, randomBytes(32).toString('base64'), { mode: 0o600 });
    const other = await open();
    let isFirst = true;
    const storage = new Proxy(test.storage, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'execute') return value.bind(target);
        return async (statement: Statement): Promise<readonly unknown[]> => {
          const rows = await target.execute<unknown>(statement);
          if (isFirst && 'text' in statement && statement.text.includes('key_id')) {
            isFirst = false;
            await put(other, 'first', 'of the other process');
          }
          return rows;
        };
      },
    });
    const vault = await createVault({ storage, keyFile, log: silentLog, env: {} });
    await put(vault, 'second', 'of this one');
    expect(isFirst).to.equal(false);
    expect(await vault.service('sources').reveal(testScope(), 'first')).to.equal('of the other process');
  });
});
