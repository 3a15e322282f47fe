import {
  coreServices,
  definePlugin,
  deprecated,
  extensionPointRef,
  hookRef,
  serviceRef,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { family, greeter, greeting, inline, kernelBench } from '../../test/kernel-family.ts';
import type { PluginIsolationDetail } from '../isolation/walls/index.ts';
import type { PluginDetail } from './plugin-detail.ts';

describe('what is known of a plugin', () => {
  const bench = kernelBench();
  const server = definePlugin()({
    deps: { http: coreServices.http },
    setup({ deps }) {
      deps.http.route({
        ...{ method: 'GET', path: '/things', permission: 'things:read', summary: 'Things.' },
        handler: async () => ({ body: {} }),
      });
      return {};
    },
  });
  const servers = inline('server', server, {
    resources: ['things'],
    description: 'Serves things.',
    needs: { network: ['*.example.com:443'] },
    permissions: [{ id: 'things:read', title: 'See things' }],
  });

  it('is what it brings, what it hangs on, what hangs on it, and what its taps cost', async () => {
    const test = await bench.boot([...family(), servers]);
    for (let call = 0; call < 10; call += 1) await test.service(greeter).greet('you');
    const answer = await test.request('GET', '/api/v1/plugins/host');
    const host = answer.body as PluginDetail;
    expect(host.dependents).to.deep.equal([
      { id: 'guest', title: 'guest', state: 'active', range: '^1.0', isOptional: false },
    ]);
    expect(host.stopsWithIt).to.deep.equal(['guest']);
    expect(host.services.provided).to.deep.equal(['host.greeter']);
    expect(host.extensionPoints).to.deep.equal([
      { id: 'host.wishes', contributions: [{ key: 'luck', plugin: 'guest' }] },
    ]);
    const [tap] = host.hooks[0]?.taps ?? [];
    expect(tap).to.include({ hook: greeting.id, plugin: 'guest', calls: 10, samples: 10, errors: 0 });
    expect(tap?.p50Ms).to.be.at.most(tap?.p95Ms ?? 0);
    expect(tap?.p95Ms).to.be.at.most(tap?.maxMs ?? 0);
    expect(host.history.map(({ to }) => to)).to.deep.equal(['resolved', 'setting-up', 'active']);
    const guest = (await test.request('GET', '/api/v1/plugins/guest')).body as PluginDetail;
    expect(guest.dependencies[0]).to.include({ id: 'host', state: 'active', isOptional: false });
    expect(guest.contributions).to.deep.equal([{ point: 'host.wishes', key: 'luck' }]);
    expect((await test.request('GET', '/api/v1/plugins/server')).body).to.deep.include({
      description: 'Serves things.',
      needs: { network: ['*.example.com:443'] },
      enforcedNeeds: [],
      routes: [{ method: 'GET', path: '/things', permission: 'things:read', summary: 'Things.' }],
    });
    const { isolation } = (await test.request('GET', '/api/v1/plugins/server')).body as {
      readonly isolation: PluginIsolationDetail;
    };
    expect(isolation).to.include({ trust: 'first-party', level: 'in-process', due: 'in-process' });
    expect((await test.request('GET', '/api/v1/plugins/nobody')).status).to.equal(404);
  });

  it('names what it uses that is deprecated, once, with what to use instead', async () => {
    const going = { since: '1.1.0', use: 'Use "elder.new".' };
    const service = deprecated(serviceRef<object>('elder.old'), going);
    const hook = deprecated(
      hookRef<string>({ id: 'elder.hook', flow: 'series', mode: 'async', onError: 'isolate' }),
      going,
    );
    const point = deprecated(extensionPointRef<string>('elder.point'), going);
    const elder = definePlugin()({
      provides: { service },
      hooks: [hook],
      extensionPoints: [point],
      setup: () => ({ service: {} }),
    });
    const user = definePlugin()({
      deps: { service },
      setup({ hooks, extensions }) {
        hooks.tap(hook, () => undefined);
        hooks.tap(hook, () => undefined);
        extensions.contribute(point, 'a', 'a');
        return {};
      },
    });
    const test = await bench.boot(
      [inline('elder', elder), inline('user', user, { requires: { elder: '^1.0' } })],
      { http: 'always' },
    );
    const detail = (await test.request('GET', '/api/v1/plugins/user')).body as PluginDetail;
    expect(detail.deprecations).to.deep.equal(
      ['service elder.old', 'hook elder.hook', 'extension point elder.point'].map((what) => ({
        what,
        ...going,
      })),
    );
    expect(
      ((await test.request('GET', '/api/v1/plugins/elder')).body as PluginDetail).deprecations,
    ).to.deep.equal([]);
  });

  it('has a version, so that who knows it is not told again', async () => {
    const test = await bench.boot([servers]);
    const etag = (await test.request('GET', '/api/v1/plugins/server')).headers.get('etag') ?? '';
    const again = await test.request('GET', '/api/v1/plugins/server', { headers: { 'if-none-match': etag } });
    expect(again.status).to.equal(304);
  });

  it('tells how often it failed, and keeps no more than the latest', async () => {
    const clumsy = definePlugin()({
      deps: { greeter },
      setup({ hooks }) {
        hooks.tap(greeting, () => {
          throw new Error('dropped it');
        });
        return {};
      },
    });
    const test = await bench.boot([
      ...family(),
      servers,
      inline('clumsy', clumsy, { requires: { host: '^1.0' } }),
    ]);
    for (let call = 0; call < 200; call += 1) await test.service(greeter).greet('you');
    const found = (await test.request('GET', '/api/v1/plugins/clumsy')).body as PluginDetail;
    expect(found.problems).to.have.length(1);
    expect(found.problems[0]).to.include({
      code: 'DW_HOOK_TAP_FAILED',
      where: 'hook host.greeting',
      count: 200,
    });
    expect(found.history.filter(({ to }) => to === 'degraded')).to.have.length(1);
    for (let turn = 0; turn < 15; turn += 1) {
      await test.kernel.disable('passer');
      await test.kernel.enable('passer');
    }
    const passer = (await test.request('GET', '/api/v1/plugins/passer')).body as PluginDetail;
    expect(passer.history).to.have.length(50);
    expect(passer.history.at(-1)?.to).to.equal('active');
  });

  it('is listed with where the time of the start went', async () => {
    const test = await bench.boot([...family(), servers]);
    const { body } = await test.request('GET', '/api/v1/plugins');
    expect(body).to.have.nested.property('boot.durationMs').that.is.greaterThan(0);
    expect(body).to.have.nested.property('boot.phases').that.is.an('array').with.length.greaterThan(3);
    expect(body).to.have.nested.property('items[0].isConfigurable', false);
  });

  it('says who keeps it from being disabled, and it is not', async () => {
    const [guest, host] = family();
    if (guest === undefined || host === undefined) throw new Error('no family');
    const test = await bench.boot([{ ...guest, isCritical: true }, host, servers]);
    expect((await test.request('GET', '/api/v1/plugins/host')).body).to.deep.include({ keptBy: ['guest'] });
    for (const id of ['guest', 'host']) {
      const answer = await test.request('POST', `/api/v1/plugins/${id}/disable`);
      expect([answer.status, Reflect.get(Object(answer.body), 'code')]).to.deep.equal([
        409,
        'DW_PLUGIN_KEPT',
      ]);
      expect(test.plugin(id).state).to.equal('active');
    }
  });
});
