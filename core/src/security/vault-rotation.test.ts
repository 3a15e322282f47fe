import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_WORKSPACE, type Extension, type KeyProvider } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { MemoryKeys } from '../../test/memory-keys.ts';
import { silentLog, type TestStorage, testScope, testStorage } from '../../test/storage.ts';
import { createVault, type Vault, type VaultOptions, vaultMigrations } from './vault.ts';

const SECRETS = 900;

describe('the rotation of the vault’s key', () => {
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
    directory = await mkdtemp(join(tmpdir(), 'datawave-rotation-'));
    keyFile = join(directory, 'master.key');
    for (const table of ['secrets', 'secret_rotations'])
      await test.storage.execute({ text: `delete from core.${table}`, parameters: [] });
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const open = (options: Partial<VaultOptions> = {}): Promise<Vault> =>
    createVault({ storage: test.storage, keyFile, log: silentLog, env: {}, ...options });
  const put = (vault: Vault, name: string, value: string, plugin = 'sources'): Promise<void> =>
    test.storage
      .service(plugin)
      .transaction(testScope(), (tx) => vault.service(plugin).put(tx, testScope(), name, value));
  const fill = (vault: Vault, count: number): Promise<void> =>
    test.storage.service('sources').transaction(testScope(), async (tx) => {
      for (let index = 0; index < count; index += 1)
        await vault.service('sources').put(tx, testScope(), `s${index}`, `value ${index}`);
    });
  const keyIds = async (): Promise<readonly string[]> =>
    (
      await test.storage.execute<{ key: string }>({
        text: `select provider || ':' || key_id || ':' || key_version as key from core.secrets group by 1 order by 1`,
        parameters: [],
      })
    ).map(({ key }) => key);
  const failure = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => (error instanceof Error ? Reflect.get(error, 'code') : error),
    );
  const rotateInProcess = (stopAfter?: number): ChildProcess =>
    fork(
      join(import.meta.dirname, '../../test/rotation-process.ts'),
      [
        JSON.stringify({
          url: test.url,
          migrationUrl: test.migrationUrl,
          dataDirectory: directory,
          keyFile,
          ...(stopAfter === undefined ? {} : { stopAfter }),
        }),
      ],
      { execArgv: [] },
    );

  it('is killed in the middle and goes on where it stood, while others read and write', async () => {
    const vault = await open();
    await fill(vault, SECRETS);
    const former = await readFile(keyFile, 'utf8');

    const child = rotateInProcess(2);
    let last: unknown;
    let steps = 0;
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`The rotation ended by itself, with ${code}.`)));
      child.on('message', (message) => {
        last = message;
        steps += 1;
        if (steps === 2) resolve();
      });
    });
    child.removeAllListeners('exit');
    // It stands in the middle of its work now: neither readers nor writers wait for it.
    expect(last).to.deep.equal({ done: 400, total: SECRETS });
    const secrets = vault.service('sources');
    for (const index of [0, 399, 400, SECRETS - 1])
      expect(await secrets.reveal(testScope(), `s${index}`)).to.equal(`value ${index}`);
    await put(vault, 's10', 'changed meanwhile');
    await put(vault, 'new', 'put meanwhile');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readFile(keyFile, 'utf8'), 'the former key is needed still').to.equal(former);
    expect(await keyIds()).to.have.length(2);
    for (const [name, value] of [
      ['s0', 'value 0'],
      [`s${SECRETS - 1}`, `value ${SECRETS - 1}`],
      ['s10', 'changed meanwhile'],
    ] as const)
      expect(await (await open()).service('sources').reveal(testScope(), name)).to.equal(value);

    const progress: unknown[] = [];
    const rest = await (await open()).rotate({ onProgress: (one) => void progress.push(one) });
    expect(rest, 'only what was left').to.equal(SECRETS - 400);
    expect(progress[0]).to.deep.equal({ done: 600, total: SECRETS });
    expect(await keyIds()).to.have.length(1);
    expect(await readFile(keyFile, 'utf8')).not.to.equal(former);
    expect(await readdir(directory)).to.deep.equal(['master.key']);
    const after = (await open()).service('sources');
    for (let index = 0; index < SECRETS; index += 1)
      expect(await after.reveal(testScope(), `s${index}`)).to.equal(
        index === 10 ? 'changed meanwhile' : `value ${index}`,
      );
    expect(await after.reveal(testScope(), 's10', { version: 1 })).to.equal('value 10');
    expect(await after.reveal(testScope(), 'new')).to.equal('put meanwhile');
  });

  it('goes on after it died between the new key’s place and the last note of it', async () => {
    const vault = await open();
    await fill(vault, 3);
    await vault.rotate();
    const key = await readFile(keyFile, 'utf8');
    await test.storage.execute({
      text: 'update core.secret_rotations set finished_at = null',
      parameters: [],
    });
    expect(await vault.rotate()).to.equal(0);
    expect(await readFile(keyFile, 'utf8'), 'no further key was made').to.equal(key);
    expect(await vault.rotate()).to.equal(3);
  });

  it('keeps the former key as long as a writer may still store under it', async () => {
    const vault = await open();
    await fill(vault, 3);
    const former = await readFile(keyFile, 'utf8');
    const release = Promise.withResolvers<void>();
    const isPut = Promise.withResolvers<void>();
    const writer = test.storage.service('sources').transaction(testScope(), async (tx) => {
      await vault.service('sources').put(tx, testScope(), 'late', 'under the former key');
      isPut.resolve();
      await release.promise;
    });
    await isPut.promise;
    const stepped = Promise.withResolvers<void>();
    const rotation = vault.rotate({ onProgress: () => stepped.resolve() });
    await stepped.promise;
    // Others write all the same, although the rotation waits for one of them.
    await put(vault, 'another', 'value');
    expect(await readFile(keyFile, 'utf8')).to.equal(former);
    release.resolve();
    await writer;
    expect(await rotation).to.equal(4);
    expect(await (await open()).service('sources').reveal(testScope(), 'late')).to.equal(
      'under the former key',
    );
  });

  it('does all others and keeps the former key when one was changed from outside', async () => {
    const vault = await open();
    await fill(vault, 5);
    const former = await readFile(keyFile, 'utf8');
    await test.storage.execute({
      text: `update core.secrets set wrapped_key = set_byte(wrapped_key, 3, get_byte(wrapped_key, 3) # 1) where name = 's2'`,
      parameters: [],
    });
    const error: unknown = await vault.rotate().catch((caught: unknown) => caught);
    expect(error).to.have.property('code', 'DW_VAULT_TAMPERED');
    expect(error).to.have.property('message').that.includes('s2').and.includes('stays');
    expect(await readFile(keyFile, 'utf8')).to.equal(former);
    expect(await vault.service('sources').reveal(testScope(), 's4')).to.equal('value 4');
    await test.storage.execute({ text: `delete from core.secrets where name = 's2'`, parameters: [] });
    expect(await vault.rotate()).to.equal(0);
    expect(await readFile(keyFile, 'utf8')).not.to.equal(former);
    expect(await keyIds()).to.have.length(1);
  });

  it('moves secrets to the key service that the configuration names, but for those that it needs itself', async () => {
    const local = await open();
    await fill(local, 3);
    await put(local, 'token-of-the-service', 'needed at once', 'core');
    const keys = new MemoryKeys();
    const vault = await open({ provider: 'kms-memory', providers: contributed(keys) });
    await put(vault, 'new', 'there from the start');
    expect(await vault.service('sources').reveal(testScope(), 's1')).to.equal('value 1');
    expect(await vault.rotate()).to.equal(5);
    const [service, ownKey] = await keyIds();
    expect(service).to.equal('kms-memory:memory:2');
    expect(ownKey).to.match(/^local:/);
    for (const [name, value] of [
      ['s1', 'value 1'],
      ['new', 'there from the start'],
    ] as const)
      expect(await vault.service('sources').reveal(testScope(), name)).to.equal(value);
    expect(await local.service('core').reveal(testScope(), 'token-of-the-service')).to.equal(
      'needed at once',
    );
    expect(keys.contexts[0]).to.deep.equal({
      workspace: DEFAULT_WORKSPACE,
      plugin: 'sources',
      name: 'new',
      version: '1',
    });
    // And back again, as long as the service is there to be left.
    expect(await (await open({ providers: contributed(keys) })).rotate()).to.equal(5);
    expect(await keyIds()).to.have.length(1);
    expect(await local.service('sources').reveal(testScope(), 'new')).to.equal('there from the start');
  });

  it('says when the key service is not there, and waits for one that comes while plugins start', async () => {
    const keys = new MemoryKeys();
    await put(await open({ provider: 'kms-memory', providers: contributed(keys) }), 'a', 'value');
    const without = await open();
    expect(await failure(without.service('sources').reveal(testScope(), 'a'))).to.equal('DW_VAULT_PROVIDER');
    let current: KeyProvider | null = null;
    const listeners = new Set<() => void>();
    const late = await open({
      provider: 'kms-memory',
      providers: {
        get: (key) => (current === null ? undefined : extension(key, current)),
        onChange: (listener) => {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
      },
    });
    const reading = late.service('sources').reveal(testScope(), 'a');
    while (listeners.size === 0) await new Promise((resolve) => setImmediate(resolve));
    current = keys;
    for (const listener of listeners) listener();
    expect(await reading).to.equal('value');
    expect(listeners.size).to.equal(0);
  });

  it('refuses a data key that was moved to another secret, by the context that the key service checks', async () => {
    const vault = await open({ provider: 'kms-memory', providers: contributed(new MemoryKeys()) });
    await put(vault, 'a', 'first');
    await put(vault, 'b', 'second');
    await test.storage.execute({
      text: `update core.secrets t set sealed = o.sealed, wrapped_key = o.wrapped_key from core.secrets o where t.name = 'a' and o.name = 'b'`,
      parameters: [],
    });
    expect(await failure(vault.service('sources').reveal(testScope(), 'a'))).to.equal('DW_VAULT_TAMPERED');
  });
});

const extension = (key: string, value: KeyProvider): Extension<KeyProvider> => ({
  key,
  value,
  plugin: 'kms-memory',
});

const contributed = (keys: KeyProvider): NonNullable<VaultOptions['providers']> => ({
  get: (key) => (key === 'kms-memory' ? extension(key, keys) : undefined),
  onChange: () => () => undefined,
});
