import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreServices, DataWaveError, definePlugin, type VaultService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { Canaries, pluginFolder, startPlatform, withDatabase } from './platform/index.ts';

describe('a secret', () => {
  const canaries = new Canaries();
  let folder: string;
  let test: TestKernel;
  let vault: VaultService;

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-canary-'));
    const holder = {
      manifest: { manifestVersion: 1, id: 'holder', apiVersion: '*' },
      plugin: definePlugin()({
        deps: { vault: coreServices.vault, storage: coreServices.storage },
        setup({ deps }) {
          vault = deps.vault;
          return {};
        },
      }),
    } as const;
    test = await startPlatform({
      plugins: [pluginFolder('connector-postgres'), holder],
      dataDirectory: folder,
      log: canaries.log,
    });
    for (const id of ['sources', 'scans', 'connector-postgres', 'holder'])
      expect(test.plugin(id), String(test.plugin(id).reason)).to.include({ state: 'active' });
    test
      .service(coreServices.events)
      .subscribe({ types: ['*'] }, (event) => void canaries.note(`event ${event.type}`, event));
  });
  after(async () => {
    await test?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const request = async (method: string, path: string, body?: unknown, headers = {}): Promise<unknown> => {
    const answer = await test.request(method, `/api/v1/${path}`, {
      headers,
      ...(body === undefined ? {} : { body }),
    });
    canaries.note(`answer of ${method} ${path.replaceAll(/[0-9a-f-]{36}/g, 'ID')}`, {
      body: answer.body,
      headers: Object.fromEntries(answer.headers),
    });
    return answer.body;
  };
  const fails = async (where: string, work: Promise<unknown>): Promise<void> => {
    const error: unknown = await work.then(
      () => expect.fail(`${where} did not fail`),
      (caught: unknown) => caught,
    );
    canaries.note(`error of ${where}`, error);
    if (DataWaveError.is(error)) canaries.note(`error of ${where}`, { ...error, hint: error.hint });
  };

  it('that is put in every place that takes one appears in no log, answer, error, event, job, row, file or command line', async () => {
    const scope = test.scope();
    const core = test.service(coreServices.storage);
    const inVault = canaries.for('vault');
    const name = 'connection/1/password';
    await core.transaction(scope, (tx) => vault.put(tx, scope, name, canaries.for('vault, replaced')));
    await core.transaction(scope, (tx) => vault.put(tx, scope, name, inVault));
    expect(await vault.reveal(scope, name)).to.equal(inVault);
    canaries.note('state of a secret', await vault.describe(scope, name));
    await fails(
      'a transaction that was given up',
      core.transaction(scope, async (tx) => {
        await vault.put(tx, scope, name, canaries.for('vault, given up'));
        throw new Error('given up');
      }),
    );
    await fails(
      'too long a secret',
      core.transaction(scope, (tx) =>
        vault.put(tx, scope, name, canaries.for('too long').padEnd(70_000, 'x')),
      ),
    );

    const host = { host: '127.0.0.1', port: 1, database: 'shop', username: 'reader' };
    const password = canaries.for('password of a source');
    const source = await request('POST', 'sources', {
      key: 'shop',
      title: 'Shop',
      connector: 'postgres',
      config: { ...host, password },
    });
    const id = String(Reflect.get(Object(source), 'id'));
    expect(id).to.match(/^[0-9a-f-]{36}$/);
    await request('GET', `sources/${id}`);
    await request('GET', 'sources');
    await request('POST', `sources/${id}/test`, {});
    await request('POST', 'connectors/postgres/test', {
      config: { ...host, password: canaries.for('password of a test') },
    });
    await request('POST', 'connectors/postgres/test', {
      config: { ...host, port: 'none', password: canaries.for('password beside a fault') },
    });
    await request('POST', 'sources', {
      key: 'shop',
      title: 'Shop',
      connector: 'postgres',
      config: { ...host, password: { nested: canaries.for('password of a wrong type') } },
    });
    await request('PATCH', `sources/${id}`, {
      config: { ...host, host: '127.0.0.2', password: canaries.for('password that was changed') },
    });
    await request('POST', 'scans', { sourceId: id });
    await request('GET', 'jobs?limit=100');

    const token = canaries.plainFor('token of a request');
    await request('GET', 'sources', undefined, { authorization: `Bearer ${token}` });
    await request('GET', 'sources', undefined, { cookie: `session=${canaries.plainFor('cookie')}` });

    await test
      .service(coreServices.egress)
      .fetch(`http://127.0.0.1:1/?token=${canaries.plainFor('query of a request')}`, {
        purpose: 'canary',
        headers: { authorization: canaries.plainFor('header of a request') },
      })
      .catch((error: unknown) => canaries.note('error of a request', error));
    await withDatabase(folder, (client) =>
      client.query(
        `update core.secrets set sealed = set_byte(sealed, 14, get_byte(sealed, 14) # 1) where plugin = 'holder'`,
      ),
    );
    await fails('a secret that was changed', vault.reveal(scope, name));

    expect(await canaries.search(folder)).to.deep.equal([]);
  }).timeout(120_000);

  it('is found by the search in every form in which it could get out', async () => {
    const own = new Canaries();
    const value = own.for('somewhere');
    const bytes = Buffer.from(value, 'utf8');
    for (const [where, text] of Object.entries({
      plain: `x${value}y`,
      json: JSON.stringify({ a: value }),
      nested: JSON.stringify({ a: JSON.stringify({ b: value }) }),
      url: `?a=${encodeURIComponent(value)}`,
      hex: `\\x${bytes.toString('hex')}`,
      base64: bytes.toString('base64'),
      basic: Buffer.from(`user:${value}`).toString('base64'),
      basic2: Buffer.from(`users:${value}!`).toString('base64url'),
    }))
      own.note(where, text);
    own.note('error', new Error('outer', { cause: new Error(value) }));
    own.note('nothing', 'nothing');
    const places = new Set(own.found().map((line) => line.replace(/^somewhere in (\w+) .*$/, '$1')));
    expect([...places].sort()).to.deep.equal(
      ['base64', 'basic', 'basic2', 'error', 'hex', 'json', 'nested', 'plain', 'url'].sort(),
    );
  });
});
