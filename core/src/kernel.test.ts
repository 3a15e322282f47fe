import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  extensionPointRef,
  hookRef,
  type Plugin,
  type PluginManifest,
  type Principal,
  type StorageService,
  serviceRef,
  sql,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestKernelOptions } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import type { InlinePlugin } from './plugins/discover.ts';

interface Greeter {
  greet(name: string): Promise<string>;
}
const greeter = serviceRef<Greeter>('host.greeter');
const greeting = hookRef<string, string, 'sync'>({
  id: 'host.greeting',
  flow: 'waterfall',
  mode: 'sync',
  onError: 'isolate',
});
const wishes = extensionPointRef<string>('host.wishes');

const inline = (
  id: string,
  plugin: Plugin,
  more: Partial<PluginManifest> & { readonly options?: Partial<InlinePlugin> } = {},
): InlinePlugin => {
  const { options, ...manifest } = more;
  return { manifest: { manifestVersion: 1, id, apiVersion: '^0.1', ...manifest }, plugin, ...options };
};

const host = definePlugin()({
  provides: { greeter },
  hooks: [greeting],
  extensionPoints: [wishes],
  setup: ({ hooks, extensions }) => ({
    greeter: {
      greet: async (name) =>
        [
          hooks.call(greeting, `Hello ${name}`),
          ...extensions
            .collection(wishes)
            .list()
            .map(({ value }) => value),
        ].join(', '),
    },
  }),
});

const guest = definePlugin()({
  deps: { greeter },
  setup({ hooks, extensions }) {
    hooks.tap(greeting, (text) => `${text}!`);
    extensions.contribute(wishes, 'luck', 'good luck');
    return {};
  },
});

const passer = definePlugin()({ setup: () => ({}) });
const failing = definePlugin()({
  setup: () => {
    throw new Error('no luck');
  },
});

describe('the kernel', () => {
  let test: TestKernel | null = null;
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-kernel-'));
  });

  afterEach(async () => {
    await test?.stop();
    test = null;
    await rm(folder, { recursive: true, force: true });
  });

  const boot = async (
    plugins: readonly InlinePlugin[],
    options: Partial<TestKernelOptions> = {},
  ): Promise<TestKernel> => {
    test = await createTestKernel({ dataDirectory: folder, ...options, plugins });
    return test;
  };
  const states = ({ kernel }: TestKernel): string =>
    kernel
      .plugins()
      .map(({ id, state }) => `${id} ${state}`)
      .join(', ');
  const family = (): readonly InlinePlugin[] => [
    inline('guest', guest, { requires: { host: '^1.0' } }),
    inline('host', host),
    inline('passer', passer),
  ];

  it('sets plugins up along the graph, whatever the order of the configuration', async () => {
    const kernel = await boot(family());
    expect(states(kernel)).to.equal('host active, passer active, guest active');
    expect(await kernel.service(greeter).greet('Ada')).to.equal('Hello Ada!, good luck');
  });

  it('takes everything of a plugin away when it is disabled, and blocks who needs it', async () => {
    const kernel = await boot(family());
    await kernel.kernel.disable('guest');
    expect(await kernel.service(greeter).greet('Ada')).to.equal('Hello Ada');
    await kernel.kernel.enable('guest');
    const held = kernel.service(greeter);
    await kernel.kernel.disable('host');
    expect(states(kernel)).to.equal('host disabled, passer active, guest blocked');
    expect(kernel.plugin('guest')).to.deep.include({ blockedBy: ['host'], recoverable: true });
    expect(() => held.greet('Ada'))
      .to.throw()
      .with.property('code', 'DW_SERVICE_REVOKED');
    await kernel.kernel.enable('host');
    expect(states(kernel)).to.equal('host active, passer active, guest active');
    expect(await kernel.service(greeter).greet('Ada')).to.equal('Hello Ada!, good luck');
  });

  it('remembers what was switched, over the configuration, until it is switched again', async () => {
    const first = await boot(family());
    await first.kernel.disable('passer');
    await first.stop();
    expect(await readFile(join(folder, 'plugins.local.yaml'), 'utf8')).to.contain(
      'passer:\n    enabled: false',
    );

    const second = await boot(family());
    expect(second.plugin('passer').state).to.equal('disabled');
    await second.kernel.enable('passer');
    expect(second.plugin('passer').state).to.equal('active');
    await second.stop();
    expect((await boot(family())).plugin('passer').state).to.equal('active');
  });

  it('names the file when what was switched cannot be read', async () => {
    await writeFile(join(folder, 'plugins.local.yaml'), 'plugins: { passer: { enabld: true } }');
    const error: unknown = await boot(family()).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'DW_PLUGIN_OVERRIDES_INVALID');
    expect(error).to.have.property('message').that.contains('did you mean "enabled"');
  });

  it('goes on without a plugin that fails, and disposes in reverse what it had registered', async () => {
    const events: string[] = [];
    const halfway = definePlugin()({
      setup({ onDispose, signal }) {
        onDispose(() => void events.push('first'));
        onDispose(() => void events.push(`second, aborted: ${signal.aborted}`));
        throw new Error('halfway');
      },
    });
    const kernel = await boot([inline('halfway', halfway), inline('passer', passer)]);
    expect(states(kernel)).to.equal('halfway failed, passer active');
    expect(events).to.deep.equal(['second, aborted: true', 'first']);
    expect(kernel.plugin('halfway').reason).to.contain(
      'Failed in setup: Plugin "halfway" failed in setup: halfway.',
    );
  });

  it('lets a plugin be enabled again after it failed', async () => {
    let isBroken = true;
    const moody = definePlugin()({
      setup() {
        if (isBroken) throw new Error('not today');
        return {};
      },
    });
    const kernel = await boot([
      inline('moody', moody),
      inline('follower', passer, { requires: { moody: '^1.0' } }),
    ]);
    expect(states(kernel)).to.equal('moody failed, follower blocked');
    expect(kernel.plugin('follower').reason)
      .to.contain('requires "moody", which is failed')
      .and.to.contain('not today');
    expect((await kernel.kernel.enable('moody')).state).to.equal('failed');
    isBroken = false;
    expect((await kernel.kernel.enable('moody')).state).to.equal('active');
    expect(states(kernel)).to.equal('moody active, follower active');
  });

  it('aborts the boot for a critical plugin, with the reason, and closes what was open', async () => {
    let wasDisposed = false;
    const tidy = definePlugin()({
      setup({ onDispose }) {
        onDispose(() => {
          wasDisposed = true;
        });
        return {};
      },
    });
    const error: unknown = await boot([
      inline('tidy', tidy),
      inline('vital', failing, { options: { isCritical: true } }),
    ]).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'DW_PLUGIN_CRITICAL');
    expect(error).to.have.property('message').that.contains('"vital" is failed').and.contains('no luck');
    expect(wasDisposed).to.equal(true);
  });

  it('boots alone in safe mode, and writes nothing', async () => {
    await rm(folder, { recursive: true });
    const kernel = await boot(family(), { isSafeMode: true, http: 'always' });
    expect(states(kernel)).to.equal('guest disabled, host disabled, passer disabled');
    const answer = await kernel.request('GET', '/api/v1/plugins');
    expect(answer.body).to.have.nested.property('items[0].reason').that.contains('safe mode');
    const refused: unknown = await kernel.kernel.enable('host').catch((thrown: unknown) => thrown);
    expect(refused).to.have.property('code', 'DW_KERNEL_SAFE_MODE');
    expect(existsSync(folder)).to.equal(false);
  });

  it('degrades a plugin whose tap fails, and says which hook', async () => {
    const clumsy = definePlugin()({
      setup({ hooks }) {
        hooks.tap(greeting, () => {
          throw new Error('oops');
        });
        return {};
      },
    });
    const kernel = await boot([
      inline('host', host),
      inline('clumsy', clumsy, { optional: { host: '^1.0' } }),
    ]);
    expect(await kernel.service(greeter).greet('Ada')).to.equal('Hello Ada');
    expect(kernel.plugin('clumsy')).to.deep.include({ state: 'degraded', recoverable: true });
    expect(kernel.plugin('clumsy').reason).to.contain('"host.greeting": oops');
    expect(kernel.kernel.hookTimings()).to.have.nested.property('[0].errors', 1);
  });

  it('refuses what its manifest does not name', async () => {
    const kernel = await boot([inline('host', host), inline('guest', guest)]);
    expect(kernel.plugin('guest').reason).to.contain(
      'uses services of "host" that its manifest does not name',
    );
    const lost = definePlugin()({
      setup({ hooks }) {
        hooks.tap(
          hookRef<string>({ id: 'hots.greeting', flow: 'series', mode: 'async', onError: 'isolate' }),
          () => undefined,
        );
        return {};
      },
    });
    await kernel.stop();
    expect((await boot([inline('host', host), inline('lost', lost)])).plugin('lost').reason)
      .to.contain('there is no plugin "hots"')
      .and.contain('Did you mean "host"?');
  });

  it('finds two plugins of one id, or with one resource, and lets the first have it', async () => {
    const kernel = await boot([
      inline('host', host, { resources: ['greetings'] }),
      inline('host', host),
      inline('rival', passer, { resources: ['greetings'] }),
    ]);
    expect(kernel.plugin('host').state).to.equal('active');
    expect(kernel.plugin('inline:host').reason).to.contain('both have the id "host"');
    expect(kernel.plugin('rival').reason).to.contain(
      'claims /api/v1/greetings, which belongs to plugin "host"',
    );
  });

  it('names everything that is wrong with settings, and fills in defaults', async () => {
    let seen: unknown;
    const choosy = definePlugin<{ readonly size: number }>()({
      setup({ config }) {
        seen = config;
        return {};
      },
    });
    const configSchema = {
      type: 'object',
      properties: { size: { type: 'integer', default: 3 } },
      additionalProperties: false,
    };
    const kernel = await boot([
      inline('choosy', choosy, { options: { configSchema } }),
      inline('wrong', choosy, { options: { configSchema, config: { sise: 1, size: 'big' } } }),
    ]);
    expect(seen).to.deep.equal({ size: 3 });
    expect(kernel.plugin('wrong').state).to.equal('invalid');
    expect(kernel.plugin('wrong').reason)
      .to.contain('config/sise: "sise" is not known here; did you mean "size"?')
      .and.contain('config/size: must be an integer, not a string');
  });

  it('blames the slow leaf for the time of the boot', async () => {
    const slow = definePlugin()({
      async setup() {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return {};
      },
    });
    const { kernel } = await boot([inline('slow', slow), inline('passer', passer)]);
    const { renderTiming } = await import('./plugins/time-tree.ts');
    expect(renderTiming(kernel.timing())).to.match(/Slowest: set up > slow took \d+\.\d of/);
    expect(kernel.plugins().find(({ id }) => id === 'slow')?.timing.setup).to.be.greaterThan(990);
  });

  it('sets plugins up at the same time where the graph allows it', async () => {
    const ids = ['a', 'b', 'c', 'd'];
    const all = Promise.withResolvers<void>();
    let begun = 0;
    const patient = definePlugin()({
      async setup() {
        begun += 1;
        if (begun === ids.length) all.resolve();
        // Set up one after the other, the first would wait for ever.
        await all.promise;
        return {};
      },
    });
    const { kernel } = await boot(ids.map((id) => inline(id, patient)));
    expect(kernel.plugins().map(({ state }) => state)).to.deep.equal(ids.map(() => 'active'));
  });

  it('switches one plugin at a time, however many ask at once', async () => {
    const { kernel } = await boot(family());
    await Promise.all([
      kernel.disable('host'),
      kernel.enable('host'),
      kernel.disable('guest'),
      kernel.enable('guest'),
    ]);
    expect(kernel.plugins().map(({ state }) => state)).to.deep.equal(['active', 'active', 'active']);
  });

  it('answers over HTTP which plugins there are, and what the shell is made of', async () => {
    const ui = {
      ui: 'ui/index.ts',
      pages: [{ path: '/hosts', element: 'host-page', title: 'Hosts', permission: 'host:read' }],
    };
    const server = definePlugin()({ deps: { http: coreServices.http }, setup: () => ({}) });
    const kernel = await boot([inline('host', host, { contributes: ui }), inline('server', server)]);
    expect((await kernel.request('GET', '/api/v1/plugins', { as: null })).status).to.equal(401);
    expect((await kernel.request('GET', '/api/v1/plugins')).body)
      .to.have.nested.property('items')
      .that.has.length(2);
    expect((await kernel.request('GET', '/api/v1/plugins/host')).body).to.include({
      id: 'host',
      state: 'active',
      areNeedsEnforced: false,
    });
    expect((await kernel.request('GET', '/api/v1/ui/manifest', { as: null })).body).to.deep.equal({
      plugins: [
        { id: 'host', version: '1.0.0', module: '/plugins/host/ui/index.js', pages: ui.pages, slots: [] },
      ],
    });
    expect((await kernel.request('POST', '/api/v1/plugins/host/disable')).body).to.include({
      state: 'disabled',
    });
    expect((await kernel.request('GET', '/api/v1/ui/manifest', { as: null })).body).to.deep.equal({
      plugins: [],
    });
    expect((await kernel.request('POST', '/api/v1/plugins/nobody/enable')).status).to.equal(404);
  });

  it('stays up without its database, is not ready and says why, and recovers', async () => {
    const keeper = definePlugin()({ deps: { storage: coreServices.storage }, setup: () => ({}) });
    const plugins = [inline('keeper', keeper, { needs: { database: 'own' } }), inline('passer', passer)];
    const kernel = await boot(plugins, { storage: 'postgres://nobody@127.0.0.1:1/nothing', http: 'always' });
    expect(states(kernel)).to.equal('keeper failed, passer active');
    expect(kernel.plugin('keeper')).to.include({ recoverable: true });
    const answer = await kernel.request('GET', '/readyz', { as: null });
    expect(answer.status).to.equal(503);
    expect(answer.body).to.have.property('reason').that.contains('127.0.0.1');
    expect((await kernel.kernel.enable('keeper')).state, 'still unreachable').to.equal('failed');
  });

  it('opens no database for a plugin that can do without, and keeps its data where another opens one', async () => {
    const rows: (number | null)[] = [];
    const able = definePlugin()({
      optionalDeps: { storage: coreServices.storage },
      migrations: [{ name: '0001_things', up: ['create table things (id integer primary key)'] }],
      setup: () => ({}),
      async start({ optional: { storage }, signal }) {
        const principal: Principal = { id: 'plugin:able', kind: 'plugin', displayName: 'Able', roles: [] };
        const scope = { workspace: DEFAULT_WORKSPACE, principal, requestId: 'start', signal };
        const read = async (present: StorageService): Promise<number> => {
          const statement = sql`select id from ${sql.identifier(present.schema, 'things')}`;
          return (await present.transaction(scope, (tx) => present.query(tx, statement))).length;
        };
        rows.push(storage === undefined ? null : await read(storage));
      },
    });
    const optional = inline('able', able, { needs: { database: 'optional' } });
    const alone = await boot([optional], { storage: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect(states(alone)).to.equal('able active');
    await alone.stop();
    const keeper = definePlugin()({ deps: { storage: coreServices.storage }, setup: () => ({}) });
    const together = await boot([optional, inline('keeper', keeper, { needs: { database: 'own' } })]);
    expect(states(together)).to.equal('able active, keeper active');
    await together.kernel.disable('able');
    expect((await together.kernel.enable('able')).state).to.equal('active');
    expect(rows).to.deep.equal([null, 0, 0]);
  });

  it('answers for its health alone as a worker', async () => {
    const server = definePlugin()({
      deps: { http: coreServices.http },
      setup({ deps }) {
        const handler = async (): Promise<object> => ({});
        deps.http.route({
          method: 'GET',
          path: '/things',
          permission: 'public',
          summary: 'Things.',
          handler,
        });
        return {};
      },
    });
    const kernel = await boot([inline('server', server, { resources: ['things'] })], { role: 'worker' });
    expect(kernel.plugin('server').state).to.equal('active');
    expect((await kernel.request('GET', '/healthz', { as: null })).status).to.equal(200);
    expect((await kernel.request('GET', '/api/v1/things', { as: null })).status).not.to.equal(200);
    expect((await kernel.request('GET', '/api/v1/plugins')).status).not.to.equal(200);
  });

  it('that is told to stop while it boots takes down what is up, and never listens', async () => {
    let wasDisposed = false;
    const { createKernel, checkSettings } = await import('./index.ts');
    const slow = definePlugin()({
      deps: { http: coreServices.http },
      async setup({ onDispose }) {
        onDispose(() => {
          wasDisposed = true;
        });
        await new Promise((resolve) => setTimeout(resolve, 100));
        return {};
      },
    });
    const { value } = checkSettings({
      storage: { data: folder },
      server: { port: 0, metrics: { enabled: false } },
      log: { level: 'silent' },
    });
    if (value === null) throw new Error('the settings are valid');
    const config = { ...value, file: folder, projectDirectory: folder, plugins: {} };
    const kernel = await createKernel({
      config,
      authenticate: () => null,
      extraPlugins: [inline('slow', slow)],
    });
    const started = kernel.start();
    await kernel.stop();
    await started;
    expect(wasDisposed).to.equal(true);
    expect(kernel.address).to.equal(null);
  });

  it('heeds the version of an optional plugin only where that one is to run', async () => {
    const picky = inline('picky', passer, { optional: { host: '^2.0' } });
    const kernel = await boot([picky, inline('host', host)]);
    expect(kernel.plugin('picky')).to.deep.include({ state: 'blocked', blockedBy: ['host'] });
    expect(kernel.plugin('picky').reason).to.contain(
      'works with "host" ^2.0, but version 1.0.0 is installed',
    );
    await kernel.stop();
    expect(
      (await boot([picky, inline('host', host, { options: { isEnabled: false } })])).plugin('picky').state,
    ).to.equal('active');
  });

  it('puts an error that nobody caught down to the plugin from whose files it comes', async () => {
    const directory = join(folder, 'their-plugin');
    const kernel = await boot([inline('host', host), inline('stray', passer, { options: { directory } })], {
      http: 'always',
    });
    const error = new Error('forgotten');
    error.stack = `Error: forgotten\n    at later (file://${directory}/src/index.ts:3:9)\n    at ours (file:///elsewhere.ts:1:1)`;
    expect(kernel.kernel.blame(error)).to.equal('stray');
    expect(kernel.plugin('stray')).to.include({ state: 'degraded' });
    expect(kernel.plugin('stray').reason).to.contain('went uncaught: forgotten');
    error.stack = 'Error: of nobody\n    at ours (file:///elsewhere.ts:1:1)';
    expect(kernel.kernel.blame(error)).to.equal(null);
    expect(kernel.plugin('host').state).to.equal('active');
  });

  it('counts its plugins and what their taps cost in the metrics', async () => {
    const { createMetricRegistry } = await import('./telemetry/metric-registry.ts');
    const { registerPluginMetrics } = await import('./subsystems/plugin-metrics.ts');
    const kernel = await boot(family());
    await kernel.service(greeter).greet('Ada');
    const nothing = (): void => undefined;
    const log = {
      trace: nothing,
      debug: nothing,
      info: nothing,
      warn: nothing,
      error: nothing,
      child: () => log,
    };
    const registry = createMetricRegistry(log);
    registerPluginMetrics(registry, kernel.kernel);
    const text = await registry.render();
    expect(text).to.contain('datawave_plugins{state="active"} 3');
    expect(text).to.contain('datawave_hook_tap_errors{plugin="guest"} 0');
    expect(text).to.match(/datawave_hook_tap_seconds_estimated\{plugin="guest"\} [0-9.e-]+/);
  });
});
