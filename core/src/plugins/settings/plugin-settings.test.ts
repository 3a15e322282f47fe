import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  definePlugin,
  type Logger,
  type Plugin,
  type PluginManifest,
  sql,
} from '@datawave/plugin-sdk';
import type { TestKernel, TestResponse } from '@datawave/plugin-sdk/testing';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { inline, passer, states } from '../../../test/kernel-family.ts';
import { type TestStorage, testStorage } from '../../../test/storage.ts';
import type { InlinePlugin } from '../discover.ts';

interface Mailer {
  readonly host: string;
  readonly size?: number;
  readonly password?: string;
  readonly doors?: readonly { readonly name: string; readonly key?: string }[];
}

const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    host: { type: 'string', minLength: 1, maxLength: 100, default: 'localhost' },
    size: { type: 'integer', minimum: 1, maximum: 99, default: 4 },
    password: { type: 'string', minLength: 4, writeOnly: true },
    note: { type: 'string', maxLength: 200 },
    doors: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: { name: { type: 'string' }, key: { $ref: '#/$defs/key' } },
      },
    },
  },
  $defs: { key: { type: 'string', minLength: 4, writeOnly: true } },
} as const;

/** Keeps what each life of the plugin was given, in each process. */
function mailer(lives: Mailer[], options: Partial<InlinePlugin> = {}): InlinePlugin {
  const plugin = definePlugin<Mailer>()({
    deps: { http: coreServices.http, storage: coreServices.storage },
    migrations: [{ name: '0001', up: ['select 1'] }],
    setup({ config }) {
      if (config.host === 'breaks') throw new Error(`cannot reach it with ${config.password ?? 'nothing'}`);
      lives.push(config);
      return {};
    },
  });
  const more: Partial<PluginManifest> = { needs: { database: 'own' } };
  return { ...inline('mailer', plugin, more), configSchema, ...options };
}

const view = (
  answer: TestResponse,
): Record<string, unknown> & { readonly settings: Record<string, unknown> } =>
  answer.body as Record<string, unknown> & { readonly settings: Record<string, unknown> };

describe('settings of plugins', () => {
  let database: TestStorage;
  let kernels: TestKernel[];
  let lives: Mailer[];
  let lines: string[];
  let folder: string;

  beforeEach(async () => {
    database = await testStorage();
    kernels = [];
    lives = [];
    lines = [];
    folder = await mkdtemp(join(tmpdir(), 'datawave-settings-'));
  });
  afterEach(async () => {
    for (const kernel of kernels) await kernel.stop();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Replicas share the folder with the vault's key. */
  async function boot(plugins: readonly InlinePlugin[], log?: Logger): Promise<TestKernel> {
    const kernel = await createTestKernel({
      plugins,
      dataDirectory: folder,
      settings: { storage: { url: database.url, migrationUrl: database.migrationUrl } },
      ...(log === undefined ? {} : { log }),
    });
    kernels.push(kernel);
    return kernel;
  }

  const read = (kernel: TestKernel): Promise<TestResponse> =>
    kernel.request('GET', '/api/v1/plugins/mailer/settings');

  async function put(kernel: TestKernel, settings: unknown, etag?: string): Promise<TestResponse> {
    const tag = etag ?? (await read(kernel)).headers.get('etag') ?? '';
    return kernel.request('PUT', '/api/v1/plugins/mailer/settings', {
      body: { settings },
      headers: { 'if-match': tag },
    });
  }

  it('say where each comes from, apply at once, and go back to the file', async () => {
    const kernel = await boot([mailer(lives, { config: { size: 7 } }), inline('other', passer)]);
    const before = view(await read(kernel));
    expect(before.settings).to.deep.equal({ host: 'localhost', size: 7 });
    expect(before).to.have.nested.property('origins.host.source', 'default');
    expect(before).to.have.nested.property('origins.size.source', 'file');
    const changed = await put(kernel, { size: 9 });
    expect([changed.status, view(changed).settings]).to.deep.equal([200, { host: 'localhost', size: 9 }]);
    expect(view(changed)).to.have.nested.property('origins.size.source', 'stored');
    expect(view(changed)).to.have.nested.property('origins.size.fileValue', 7);
    expect(lives.at(-1)).to.include({ size: 9 });
    expect(view(await put(kernel, {})).settings).to.deep.equal({ host: 'localhost', size: 7 });
    expect(lives.map(({ size }) => size)).to.deep.equal([7, 9, 7]);
    expect(states(kernel)).to.equal('mailer active, other active');
  });

  it('start anew what needs the plugin, and nothing else', async () => {
    const seen: string[] = [];
    const counted = (id: string): Plugin =>
      definePlugin()({
        setup() {
          seen.push(id);
          return {};
        },
      });
    const kernel = await boot([
      mailer(lives),
      inline('user', counted('user'), { requires: { mailer: '^1.0' } }),
      inline('other', counted('other')),
    ]);
    expect(view(await read(kernel))['rebuilt']).to.deep.equal(['user']);
    expect((await put(kernel, { size: 5 })).status).to.equal(200);
    expect(seen.sort()).to.deep.equal(['other', 'user', 'user']);
    expect(states(kernel)).to.equal('mailer active, other active, user active');
  });

  it('are refused with a pointer for each fault, without a change', async () => {
    const kernel = await boot([mailer(lives)]);
    const answer = await put(kernel, { size: 0, hots: 'x', doors: [{ key: 'long enough' }] });
    expect(answer.status).to.equal(422);
    expect(answer.body).to.have.property('code', 'DW_PLUGIN_SETTINGS_INVALID');
    const { errors } = answer.body as { readonly errors: readonly { readonly pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer)).to.have.members([
      '/settings/size',
      '/settings/hots',
      '/settings/doors/0/name',
    ]);
    expect(lives).to.have.length(1);
    expect(view(await read(kernel))['revision']).to.equal(0);
  });

  it('come back by themselves when the plugin does not start with the new ones, and the reason is told', async () => {
    const kernel = await boot([mailer(lives, { config: { size: 7 } })]);
    const answer = await put(kernel, { host: 'breaks' });
    expect(answer.status).to.equal(409);
    expect(answer.body).to.have.property('code', 'DW_PLUGIN_SETTINGS_REFUSED');
    expect(answer.body).to.have.property('detail').that.contains('cannot reach it');
    expect(states(kernel)).to.equal('mailer active');
    expect(lives.map(({ host }) => host)).to.deep.equal(['localhost', 'localhost']);
    expect(view(await read(kernel))).to.deep.include({ revision: 0, stored: {} });
  });

  it('are changed by one of two, and only by whoever has read them', async () => {
    const kernel = await boot([mailer(lives)]);
    const tag = (await read(kernel)).headers.get('etag') ?? '';
    expect((await put(kernel, { size: 5 }, tag)).status).to.equal(200);
    expect((await put(kernel, { size: 6 }, tag)).status).to.equal(412);
    const blind = await kernel.request('PUT', '/api/v1/plugins/mailer/settings', { body: { settings: {} } });
    expect(blind.status).to.equal(428);
    expect(lives.at(-1)).to.include({ size: 5 });
  });

  it('reach the other replica, and the next start', async () => {
    const elsewhere: Mailer[] = [];
    const one = await boot([mailer(lives)]);
    const other = await boot([mailer(elsewhere)]);
    expect((await put(one, { size: 11, password: 'a secret word' })).status).to.equal(200);
    while (elsewhere.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(elsewhere.at(-1)).to.include({ size: 11, password: 'a secret word' });
    expect(view(await read(other)).settings).to.include({ size: 11 });
    await one.kernel.disable('mailer');
    expect((await put(other, { size: 12, password: 'a secret word' })).status).to.equal(200);
    await one.kernel.enable('mailer');
    expect(lives.at(-1)).to.include({ size: 12 });
    const later: Mailer[] = [];
    await boot([mailer(later)]);
    expect(later).to.deep.equal([{ host: 'localhost', size: 12, password: 'a secret word' }]);
  });

  it('that two replicas are given at once are those of one of them, in both', async () => {
    const elsewhere: Mailer[] = [];
    const one = await boot([mailer(lives)]);
    const other = await boot([mailer(elsewhere)]);
    const tag = (await read(one)).headers.get('etag') ?? '';
    const answers = await Promise.all([put(one, { size: 21 }, tag), put(other, { size: 22 }, tag)]);
    expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([200, 412]);
    const size = answers[0]?.status === 200 ? 21 : 22;
    while (lives.at(-1)?.size !== size || elsewhere.at(-1)?.size !== size)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(view(await read(other))).to.deep.include({ revision: 1, stored: { size } });
    expect([states(one), states(other)]).to.deep.equal(['mailer active', 'mailer active']);
  });

  it('that do not work in another replica leave it with the former ones, marked', async () => {
    const elsewhere: Mailer[] = [];
    const one = await boot([mailer(lives)]);
    const picky = definePlugin<Mailer>()({
      deps: { http: coreServices.http, storage: coreServices.storage },
      migrations: [{ name: '0001', up: ['select 1'] }],
      setup({ config }) {
        if (config.size === 13) throw new Error('not here');
        elsewhere.push(config);
        return {};
      },
    });
    const other = await boot([{ ...inline('mailer', picky, { needs: { database: 'own' } }), configSchema }]);
    expect((await put(one, { size: 13 })).status).to.equal(200);
    while (other.plugin('mailer').state !== 'degraded')
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(other.plugin('mailer').reason).to.contain('not here');
    expect(elsewhere.map(({ size }) => size)).to.deep.equal([4, 4]);
    expect((await put(one, { size: 14 })).status).to.equal(200);
    while (elsewhere.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(elsewhere.at(-1)).to.include({ size: 14 });
  });

  it('stand in at the start for what is wrong in the file, which is named', async () => {
    const one = await boot([mailer(lives)]);
    expect((await put(one, { size: 3 })).status).to.equal(200);
    const later: Mailer[] = [];
    const other = await boot([mailer(later, { config: { size: 1_000 } })]);
    expect([states(other), later.at(-1)?.size]).to.deep.equal(['mailer active', 3]);
    expect(view(await read(other))['fileProblems'])
      .to.have.nested.property('[0].pointer')
      .that.equals('/size');
    // Taken back, the file's would not do: nothing changes.
    expect((await put(other, {})).status).to.equal(422);
    expect(later).to.have.length(1);
  });

  it('that a new version of the plugin does not take are told at the start, and can be mended', async () => {
    const one = await boot([mailer(lives)]);
    expect((await put(one, { note: 'kept' })).status).to.equal(200);
    await one.stop();
    kernels = [];
    const { note: _note, ...properties } = configSchema.properties;
    const later: Mailer[] = [];
    const other = await boot([
      mailer(later, { configSchema: { ...configSchema, properties } }),
      inline('server', definePlugin()({ deps: { http: coreServices.http }, setup: () => ({}) })),
    ]);
    expect(other.plugin('mailer').state).to.equal('invalid');
    expect(other.plugin('mailer').reason).to.contain('as it was set on the running platform, config/note');
    expect((await put(other, {})).status).to.equal(200);
    expect(states(other)).to.equal('mailer active, server active');
  });

  it('of a plugin that is switched off wait until it is switched on', async () => {
    const server = inline('server', definePlugin()({ deps: { http: coreServices.http }, setup: () => ({}) }));
    const kernel = await boot([mailer(lives, { isEnabled: false }), server]);
    // Nothing has opened the database yet.
    expect((await put(kernel, { size: 8 })).status).to.equal(503);
    await kernel.kernel.enable('mailer');
    await kernel.kernel.disable('mailer');
    expect((await put(kernel, { size: 8 })).status).to.equal(200);
    expect(lives).to.have.length(1);
    await kernel.kernel.enable('mailer');
    expect(lives.at(-1)).to.include({ size: 8 });
  });

  describe('that are secrets', () => {
    const sleeper = 'correct-horse-battery';
    const log = (): Logger => {
      const write = (message: string, fields?: unknown): void => {
        const error =
          fields !== undefined && fields !== null ? Reflect.get(Object(fields), 'error') : undefined;
        lines.push(message, JSON.stringify(fields) ?? '', error instanceof Error ? String(error.stack) : '');
      };
      const made: Logger = {
        ...{ trace: write, debug: write, info: write, warn: write, error: write },
        child: () => made,
      };
      return made;
    };

    it('are kept when they are not sent anew, replaced when they are, and nowhere to be read', async () => {
      const kernel = await boot([mailer(lives, { config: { password: 'of-the-file-itself' } })], log());
      const answers: string[] = [];
      const change = async (settings: unknown): Promise<TestResponse> => {
        const answer = await put(kernel, settings);
        answers.push(JSON.stringify(answer.body));
        return answer;
      };
      const first = await change({
        password: sleeper,
        doors: [{ name: 'a', key: 'key-of-the-door' }, { name: 'b' }],
      });
      expect(first.status).to.equal(200);
      expect(view(first)['secrets']).to.have.members(['/password', '/doors/0/key']);
      // Doors change places; each keeps its key.
      const { stored } = view(first) as unknown as {
        readonly stored: { readonly password: string; readonly doors: readonly object[] };
      };
      expect((await change({ ...stored, doors: stored.doors.toReversed(), size: 6 })).status).to.equal(200);
      expect(lives.at(-1)).to.deep.equal({
        ...{ host: 'localhost', size: 6, password: sleeper },
        doors: [{ name: 'b' }, { name: 'a', key: 'key-of-the-door' }],
      });
      // A secret of the file that is kept goes to the vault, too.
      expect((await change({ size: 6 })).status).to.equal(200);
      expect(lives.at(-1)).to.include({ password: 'of-the-file-itself' });
      const ofFile = view(await read(kernel)).settings['password'];
      expect((await change({ password: ofFile, note: 'x' })).status).to.equal(200);
      expect(lives.at(-1)).to.include({ password: 'of-the-file-itself', note: 'x' });
      expect((await change({ host: 'breaks', password: 'another-secret' })).status).to.equal(409);
      const detail = await kernel.request('GET', '/api/v1/plugins/mailer');
      const told = [...answers, ...lines, JSON.stringify(detail.body), await dump(database)].join('\n');
      expect(told).to.contain('core.plugin.configured');
      for (const secret of [sleeper, 'key-of-the-door', 'of-the-file-itself', 'another-secret'])
        expect(told, secret).not.to.contain(secret);
    });

    it('cannot be moved to where they would be read, nor named from the vault', async () => {
      const kernel = await boot([mailer(lives, { config: { password: 'of-the-file-itself' } })]);
      const { password } = view(await read(kernel)).settings;
      for (const [settings, pointer] of [
        [{ host: password }, '/settings/host'],
        [{ host: 'secret://SOMEBODY_ELSES' }, '/settings/host'],
        [{ password: 'secret://SOMEBODY_ELSES' }, '/settings/password'],
        [{ doors: [{ name: 'a', key: password }] }, '/settings/doors/0/key'],
        [{ doors: [{ name: String(password) }] }, '/settings/doors/0/name'],
        [{ password: 'secret://kept#/doors/0/key' }, '/settings/password'],
      ] as const) {
        const answer = await put(kernel, settings);
        expect([answer.status, Reflect.get(Object(answer.body), 'errors')?.[0]?.pointer]).to.deep.equal([
          422,
          pointer,
        ]);
      }
      expect(lives).to.have.length(1);
    });

    it('and hostile values are values', async () => {
      const kernel = await boot([mailer(lives)]);
      const hostile = `'; drop table core.plugin_settings; -- \${HOME} {{1}}`;
      expect((await put(kernel, { note: hostile })).status).to.equal(200);
      expect(view(await read(kernel)).settings['note']).to.equal(hostile);
      const polluted = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}') as object;
      expect((await put(kernel, polluted)).status).to.be.oneOf([400, 422]);
      expect(Reflect.get({}, 'polluted')).to.equal(undefined);
      expect((await put(kernel, { note: 'x'.repeat(300_000) })).status).to.equal(413);
    });
  });

  it('need the permission and a recent sign-in', async () => {
    const kernel = await boot([mailer(lives)]);
    const reader = { id: 'user:reader', kind: 'user', displayName: 'Reader', roles: ['viewer'] } as const;
    expect((await kernel.request('GET', '/api/v1/plugins/mailer/settings', { as: reader })).status).to.equal(
      404,
    );
    expect((await kernel.request('GET', '/api/v1/plugins/mailer/settings', { as: null })).status).to.equal(
      401,
    );
    expect((await kernel.request('GET', '/api/v1/plugins/nobody/settings')).status).to.equal(404);
  });
});

/** Every row of the database, as text. */
async function dump(database: TestStorage): Promise<string> {
  const rows: string[] = [];
  const tables = await database.storage.execute<{ name: string }>(
    sql`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables)
    rows.push(
      JSON.stringify(
        await database.storage.execute({ text: `select t::text from ${name} t`, parameters: [] }),
      ),
    );
  return rows.join('\n');
}
