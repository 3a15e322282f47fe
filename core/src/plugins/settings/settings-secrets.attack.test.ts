import { globSync, readFileSync } from 'node:fs';
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

  it('sends no kept secret elsewhere: whoever points it at another place gives it again', async () => {
    const entry = {
      type: 'object',
      additionalProperties: false,
      properties: { name: text, url: text, key: secret },
    } as const;
    const where = { 'x-destination': true } as const;
    const schema: JsonSchema = {
      type: 'object',
      additionalProperties: false,
      properties: {
        host: { ...text, ...where },
        port: { type: 'integer', default: 587, ...where },
        note: text,
        login: { type: 'object', additionalProperties: false, properties: { name: text, password: secret } },
        signing: { ...secret, 'x-destination': false },
        hooks: { type: 'array', items: entry },
      },
    };
    const file = {
      host: 'mail.example.com',
      login: { name: 'a', password: 'of-the-file' },
      signing: 'signs-only',
      hooks: [
        { name: 'one', url: 'https://one.example.com', key: 'key-of-one' },
        { name: 'two', url: 'https://two.example.com', key: 'key-of-two' },
      ],
    };
    const kernel = await boot(schema, file);
    const shown = async (): Promise<typeof file> =>
      Reflect.get(Object((await read(kernel)).body), 'settings');
    const tried = async (settings: unknown) => {
      const { status, body } = await put(kernel, settings);
      const { code, errors } = Object(body) as { code?: string; errors?: readonly { pointer: string }[] };
      return status === 200 ? [200] : [status, code, ...(errors ?? []).map(({ pointer }) => pointer)];
    };
    const refused = (...pointers: readonly string[]) => [422, 'DW_PLUGIN_SECRETS_NEEDED', ...pointers];
    const password = '/settings/login/password';
    // What stands outside of a list concerns what is in it, too; an entry concerns itself alone.
    const all = [password, '/settings/hooks/0/key', '/settings/hooks/1/key'];
    const alive = lives.length;
    const { login, hooks, signing } = await shown();
    // Kept by its placeholder, or not sent at all, so that the one of the file holds.
    expect(await tried({ host: 'evil.example.com', login })).to.deep.equal(refused(...all));
    expect(await tried({ host: 'evil.example.com' })).to.deep.equal(refused(...all));
    expect(await tried({ port: 2525 })).to.deep.equal(refused(...all));
    expect(
      await tried({ hooks: [{ ...hooks[0], url: 'https://evil.example.com' }, hooks[1]] }),
    ).to.deep.equal(refused('/settings/hooks/0/key'));
    expect(await tried({ hooks: [{ ...hooks[0], key: hooks[1]?.key }] })).to.deep.equal(
      refused('/settings/hooks/0/key'),
    );
    expect(lives.length).to.equal(alive);
    // What sends it nowhere else keeps it: other settings, a default that is written out, another place in the list.
    expect(await tried({ note: 'x', port: 587, login: { ...login, name: 'b' }, signing })).to.deep.equal([
      200,
    ]);
    expect(await tried({ hooks: [hooks[1], { ...hooks[0], name: 'first' }] })).to.deep.equal([200]);
    expect(lives.at(-1)).to.have.nested.property('hooks[1].key', 'key-of-one');
    // Given again it may go elsewhere, and there it may be kept; the one of the file does not follow it.
    const elsewhere = {
      ...{ host: 'new.example.com', login: { name: 'a', password: 'given-again' } },
      hooks: [{ name: 'one', url: 'https://one.example.com', key: 'given-again' }],
    };
    expect(await tried(elsewhere)).to.deep.equal([200]);
    const { host, ...kept } = { ...elsewhere, ...(await shown()), note: 'y' };
    expect(await tried({ ...kept, host: elsewhere.host })).to.deep.equal([200]);
    expect(await tried({ host, hooks: [] })).to.deep.equal(refused(password));
    expect(await tried({ host, hooks: [], login: { name: 'a' } })).to.deep.equal([200]);
    expect(await tried({ host, hooks: [] })).to.deep.equal(refused(password));
    expect(await tried({})).to.deep.equal([200]);
    expect(lives.at(-1)).to.have.nested.property('login.password', 'of-the-file');
  });

  it('knows of each plugin that keeps a secret where it is sent', () => {
    const plugins = join(import.meta.dirname, '../../../../plugins');
    const schemas = globSync('*/config.schema.json', { cwd: plugins })
      .map((path) => [path, readFileSync(join(plugins, path), 'utf8')] as const)
      .filter(([, schema]) => schema.includes('"writeOnly": true'));
    expect(schemas.length).to.be.above(5);
    for (const [path, schema] of schemas) expect(schema, path).to.contain('"x-destination"');
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
