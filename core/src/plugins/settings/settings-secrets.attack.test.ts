import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreServices, definePlugin, type JsonSchema, sql } from '@datawave/plugin-sdk';
import type { TestKernel, TestResponse } from '@datawave/plugin-sdk/testing';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { inline } from '../../../test/kernel-family.ts';
import { type TestStorage, testStorage } from '../../../test/storage.ts';
import { secretPlaces } from './secret-places.ts';

const secret = { type: 'string', writeOnly: true } as const;
const text = { type: 'string' } as const;
const doorsSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    doors: {
      type: 'array',
      items: { type: 'object', additionalProperties: false, properties: { name: text, key: secret } },
    },
  },
};

describe('secrets in settings, attacked', () => {
  let database: TestStorage;
  let kernels: TestKernel[];
  let lives: unknown[];
  let folder: string;

  beforeEach(async () => {
    database = await testStorage();
    kernels = [];
    lives = [];
    folder = await mkdtemp(join(tmpdir(), 'datawave-settings-'));
  });
  afterEach(async () => {
    for (const kernel of kernels) await kernel.stop();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function boot(configSchema: JsonSchema, config: object): Promise<TestKernel> {
    const plugin = definePlugin()({
      deps: { http: coreServices.http, storage: coreServices.storage },
      migrations: [{ name: '0001', up: ['select 1'] }],
      setup({ config: given }) {
        lives.push(given);
        if (JSON.stringify(given).includes('breaks')) throw new Error('it cannot be reached');
        return {};
      },
    });
    const kernel = await createTestKernel({
      plugins: [{ ...inline('keeper', plugin, { needs: { database: 'own' } }), configSchema, config }],
      dataDirectory: folder,
      settings: { storage: { url: database.url, migrationUrl: database.migrationUrl } },
    });
    kernels.push(kernel);
    return kernel;
  }

  const address = '/api/v1/plugins/keeper/settings';
  const read = (kernel: TestKernel): Promise<TestResponse> => kernel.request('GET', address);
  const tagOf = async (kernel: TestKernel): Promise<string> => (await read(kernel)).headers.get('etag') ?? '';
  const put = async (kernel: TestKernel, settings: unknown, tag?: string): Promise<TestResponse> =>
    kernel.request('PUT', address, {
      body: { settings },
      headers: { 'if-match': tag ?? (await tagOf(kernel)) },
    });

  it('keeps no secret of another entry because the file was changed after somebody read it', async () => {
    const door = (name: string): object => ({ name, key: `key-of-${name}` });
    const one = await boot(doorsSchema, { doors: [door('front'), door('back')] });
    const seen = await read(one);
    await one.stop();
    kernels = [];
    const other = await boot(doorsSchema, { doors: [door('back'), door('front')] });
    const { settings } = seen.body as { readonly settings: object };
    const answer = await put(other, settings, seen.headers.get('etag') ?? '');
    expect(answer.status, JSON.stringify(answer.body)).to.equal(412);
    expect(lives.at(-1)).to.deep.equal({ doors: [door('back'), door('front')] });
  });

  it('writes nothing of a secret that is an object or a list where it can be read, and keeps it', async () => {
    const schema: JsonSchema = {
      type: 'object',
      additionalProperties: false,
      properties: {
        note: text,
        account: {
          type: 'object',
          writeOnly: true,
          additionalProperties: false,
          properties: { user: text, keys: { type: 'array', items: text } },
        },
      },
    };
    const account = { user: 'sleeper-agent', keys: ['horse-battery'] };
    const kernel = await boot(schema, {});
    const changed = await put(kernel, { account });
    expect([changed.status, lives.at(-1)]).to.deep.equal([200, { account }]);
    const told = [
      JSON.stringify([changed.body, (await read(kernel)).body]),
      ...(await database.storage.execute<{ text: string }>(
        sql`select settings as text from core.plugin_settings`,
      )),
      ...(await database.storage.execute<{ text: string }>(
        sql`select t::text as text from core.audit_entries t`,
      )),
    ].map((row) => (typeof row === 'string' ? row : row.text));
    expect(told.join('\n')).not.to.match(/sleeper-agent|horse-battery/);
    // Sent back as it is shown, it is kept.
    const { settings } = (await read(kernel)).body as { readonly settings: object };
    expect((await put(kernel, { ...settings, note: 'x' })).status).to.equal(200);
    expect(lives.at(-1)).to.deep.equal({ account, note: 'x' });
  });

  it('stores no number as a secret, because it would stand in the row', async () => {
    const schema: JsonSchema = {
      type: 'object',
      additionalProperties: false,
      properties: { pin: { type: 'integer', writeOnly: true } },
    };
    const kernel = await boot(schema, {});
    const answer = await put(kernel, { pin: 918_273 });
    expect([answer.status, Reflect.get(Object(answer.body), 'errors')?.[0]?.pointer]).to.deep.equal([
      422,
      '/settings/pin',
    ]);
  });

  it('does not tell an empty or short secret by what it takes out of a message', async () => {
    const schema: JsonSchema = {
      type: 'object',
      additionalProperties: false,
      properties: { host: text, key: secret },
    };
    const kernel = await boot(schema, {});
    for (const key of ['', 'e']) {
      const answer = await put(kernel, { host: 'breaks', key });
      expect(answer.status).to.equal(409);
      expect(answer.body).to.have.property('detail').that.contains('it cannot be reached');
    }
  });

  it('finds secrets under every keyword that lends a value a schema, however deep', () => {
    const within = (schema: JsonSchema, value: unknown): readonly string[] =>
      secretPlaces(schema, value).map(({ pointer }) => pointer);
    const key = { properties: { key: secret } };
    expect(within({ unevaluatedProperties: secret }, { a: 'x' })).to.deep.equal(['/a']);
    expect(within({ prefixItems: [text], unevaluatedItems: secret }, ['x', 'y'])).to.deep.equal(['/1']);
    expect(within({ dependentSchemas: { a: key } }, { a: 1, key: 'x' })).to.deep.equal(['/key']);
    expect(within({ contains: key }, [{ key: 'x' }])).to.deep.equal(['/0/key']);
    expect(within({ $ref: '#k', $defs: { k: { $anchor: 'k', ...key } } }, { key: 'x' })).to.deep.equal([
      '/key',
    ]);
    const tree = { properties: { key: secret, next: { $ref: '#' } } };
    let value: object = { key: 'deep' };
    for (let level = 0; level < 100; level += 1) value = { next: value };
    expect(JSON.stringify(within(tree, value))).to.contain('/key');
  });
});
