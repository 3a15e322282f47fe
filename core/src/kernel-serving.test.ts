import {
  coreServices,
  DataWaveError,
  DEFAULT_WORKSPACE,
  definePlugin,
  type Principal,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import {
  failing,
  family,
  greeter,
  host,
  inline,
  kernelBench,
  passer,
  states,
} from '../test/kernel-family.ts';

describe('the kernel, while it serves', () => {
  const bench = kernelBench();

  it('answers over HTTP which plugins there are, and what the shell is made of', async () => {
    const ui = {
      ui: 'ui/index.ts',
      pages: [{ path: '/hosts', element: 'host-page', title: 'Hosts', permission: 'host:read' }],
    };
    const server = definePlugin()({ deps: { http: coreServices.http }, setup: () => ({}) });
    const kernel = await bench.boot([inline('host', host, { contributes: ui }), inline('server', server)]);
    expect((await kernel.request('GET', '/api/v1/plugins', { as: null })).status).to.equal(401);
    expect((await kernel.request('GET', '/api/v1/plugins')).body)
      .to.have.nested.property('items')
      .that.has.length(2);
    expect((await kernel.request('GET', '/api/v1/plugins/host')).body).to.deep.include({
      id: 'host',
      state: 'active',
      enforcedNeeds: [],
    });
    expect((await kernel.request('GET', '/api/v1/ui/manifest', { as: null })).body).to.deep.equal({
      plugins: [
        {
          ...{ id: 'host', title: 'host', version: '1.0.0', module: '/plugins/host/ui/index.js' },
          ...{ pages: ui.pages, slots: [], actions: [], searches: [], frame: null },
        },
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

  it('answers 503 for what a plugin will serve that waits for the database, because 404 would mean that it is gone', async () => {
    let isAway = true;
    const server = definePlugin()({
      deps: { http: coreServices.http },
      setup({ deps }) {
        if (isAway) throw new DataWaveError({ code: 'DW_STORAGE_UNAVAILABLE', message: 'It is away.' });
        const handler = async (): Promise<object> => ({ body: {} });
        const route = { permission: 'things:read', summary: 'Things.', handler };
        deps.http.route({ method: 'GET', path: '/things', ...route });
        return {};
      },
    });
    const kernel = await bench.boot([
      inline('server', server, { resources: ['things'] }),
      inline('guest', passer, { requires: { server: '^1.0' }, resources: ['guests'] }),
      inline('broken', failing, { resources: ['shards'] }),
    ]);
    const ask = async (path: string, as?: null): Promise<unknown> => {
      const { status, body } = await kernel.request('GET', path, as === undefined ? {} : { as });
      return [status, typeof body === 'object' && body !== null ? Reflect.get(body, 'code') : null];
    };
    expect(await ask('/api/v1/things/7')).to.deep.equal([503, 'DW_HTTP_NOT_YET']);
    expect(await ask('/api/v1/guests')).to.deep.equal([503, 'DW_HTTP_NOT_YET']);
    expect(await ask('/api/v1/shards')).to.deep.equal([404, 'DW_HTTP_NOT_FOUND']);
    expect(await ask('/api/v1/things', null)).to.deep.equal([401, 'DW_HTTP_UNAUTHENTICATED']);
    isAway = false;
    await kernel.kernel.enable('server');
    expect((await kernel.request('GET', '/api/v1/things')).status).to.equal(200);
    expect(await ask('/api/v1/things/7')).to.deep.equal([404, 'DW_HTTP_NOT_FOUND']);
    expect(await ask('/api/v1/guests')).to.deep.equal([404, 'DW_HTTP_NOT_FOUND']);
  });

  it('opens no database for a plugin that can do without, and keeps its data where another opens one', async () => {
    const rows: (number | null)[] = [];
    const able = definePlugin()({
      optionalDeps: { storage: coreServices.storage, audit: coreServices.audit },
      migrations: [{ name: '0001_things', up: ['create table things (id integer primary key)'] }],
      setup: () => ({}),
      async start({ optional: { storage, audit }, signal }) {
        const principal: Principal = { id: 'plugin:able', kind: 'plugin', displayName: 'Able', roles: [] };
        const scope = { workspace: DEFAULT_WORKSPACE, principal, requestId: 'start', signal };
        const read = async (present: StorageService): Promise<number> => {
          const statement = sql`select id from ${sql.identifier(present.schema, 'things')}`;
          return (await present.transaction(scope, (tx) => present.query(tx, statement))).length;
        };
        rows.push(storage === undefined ? null : await read(storage));
        await audit?.note(scope, { action: 'able.things.counted', object: { type: 'thing', id: 'all' } });
      },
    });
    const optional = inline('able', able, { needs: { database: 'optional' } });
    const alone = await bench.boot([optional], { storage: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect(states(alone)).to.equal('able active');
    await alone.stop();
    const keeper = definePlugin()({ deps: { storage: coreServices.storage }, setup: () => ({}) });
    const together = await bench.boot([optional, inline('keeper', keeper, { needs: { database: 'own' } })]);
    expect(states(together)).to.equal('able active, keeper active');
    await together.kernel.disable('able');
    expect((await together.kernel.enable('able')).state).to.equal('active');
    expect(rows).to.deep.equal([null, 0, 0]);
    const entries = await together.service(coreServices.auditLog).read(together.scope());
    expect(entries.map(({ plugin, action }) => `${plugin} ${action}`)).to.deep.equal([
      'able able.things.counted',
      'able able.things.counted',
    ]);
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
    const kernel = await bench.boot([inline('server', server, { resources: ['things'] })], {
      role: 'worker',
    });
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
      storage: { data: bench.folder },
      server: { port: 0, metrics: { enabled: false } },
      log: { level: 'silent' },
    });
    if (value === null) throw new Error('the settings are valid');
    const config = { ...value, file: bench.folder, projectDirectory: bench.folder, plugins: {} };
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

  it('counts its plugins and what their taps cost in the metrics', async () => {
    const { createMetricRegistry } = await import('./telemetry/metric-registry.ts');
    const { registerPluginMetrics } = await import('./subsystems/plugin-metrics.ts');
    const kernel = await bench.boot(family());
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

  it('blames the slow leaf for the time of the boot', async () => {
    const slow = definePlugin()({
      async setup() {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return {};
      },
    });
    const { kernel } = await bench.boot([inline('slow', slow), inline('passer', passer)]);
    const { renderTiming } = await import('./plugins/time-tree.ts');
    expect(renderTiming(kernel.timing())).to.match(/Slowest: set up > slow took \d+\.\d of/);
    expect(kernel.plugins().find(({ id }) => id === 'slow')?.timing.setup).to.be.greaterThan(990);
  });
});
