import { join } from 'node:path';
import { coreServices, DataWaveError, definePlugin, hookRef } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import {
  failing,
  greeter,
  greeting,
  guest,
  host,
  inline,
  kernelBench,
  passer,
  states,
} from '../test/kernel-family.ts';

describe('the kernel, when a plugin fails', () => {
  const bench = kernelBench();

  it('goes on without a plugin that fails, and disposes in reverse what it had registered', async () => {
    const events: string[] = [];
    const halfway = definePlugin()({
      setup({ onDispose, signal }) {
        onDispose(() => void events.push('first'));
        onDispose(() => void events.push(`second, aborted: ${signal.aborted}`));
        throw new Error('halfway');
      },
    });
    const kernel = await bench.boot([inline('halfway', halfway), inline('passer', passer)]);
    expect(states(kernel)).to.equal('halfway failed, passer active');
    expect(events).to.deep.equal(['second, aborted: true', 'first']);
    expect(kernel.plugin('halfway').reason).to.contain('Failed in setup: halfway.');
  });

  it('lets a plugin be enabled again after it failed', async () => {
    let isBroken = true;
    const moody = definePlugin()({
      setup() {
        if (isBroken) throw new Error('not today');
        return {};
      },
    });
    const kernel = await bench.boot([
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

  it('brings a plugin up by itself that failed only because the database was away', async () => {
    let failures = 2;
    const early = definePlugin()({
      setup: () => ({}),
      async start() {
        failures -= 1;
        if (failures >= 0)
          throw new DataWaveError({ code: 'DW_STORAGE_UNAVAILABLE', message: 'It is away.', status: 503 });
      },
    });
    const kernel = await bench.boot([
      inline('early', early),
      inline('follower', passer, { requires: { early: '^1.0' } }),
      inline('broken', failing),
    ]);
    expect(states(kernel)).to.equal('broken failed, early failed, follower blocked');
    while (kernel.plugin('follower').state !== 'active')
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(states(kernel)).to.equal('broken failed, early active, follower active');
    expect(failures, 'tried no more than needed').to.equal(-1);
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
    const error: unknown = await bench
      .boot([inline('tidy', tidy), inline('vital', failing, { options: { isCritical: true } })])
      .catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'DW_PLUGIN_CRITICAL');
    expect(error).to.have.property('message').that.contains('"vital" is failed').and.contains('no luck');
    expect(wasDisposed).to.equal(true);
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
    const kernel = await bench.boot([
      inline('host', host),
      inline('clumsy', clumsy, { optional: { host: '^1.0' } }),
    ]);
    expect(await kernel.service(greeter).greet('Ada')).to.equal('Hello Ada');
    expect(kernel.plugin('clumsy')).to.deep.include({ state: 'degraded', recoverable: true });
    expect(kernel.plugin('clumsy').reason).to.contain('"host.greeting": oops');
    expect(kernel.kernel.hookTimings()).to.have.nested.property('[0].errors', 1);
  });

  it('refuses what its manifest does not name', async () => {
    const kernel = await bench.boot([inline('host', host), inline('guest', guest)]);
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
    expect((await bench.boot([inline('host', host), inline('lost', lost)])).plugin('lost').reason)
      .to.contain('there is no plugin "hots"')
      .and.contain('Did you mean "host"?');
  });

  it('finds two plugins of one id, or with one resource, and lets the first have it', async () => {
    const kernel = await bench.boot([
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
    const kernel = await bench.boot([
      inline('choosy', choosy, { options: { configSchema } }),
      inline('wrong', choosy, { options: { configSchema, config: { sise: 1, size: 'big' } } }),
    ]);
    expect(seen).to.deep.equal({ size: 3 });
    expect(kernel.plugin('wrong').state).to.equal('invalid');
    expect(kernel.plugin('wrong').reason)
      .to.contain('config/sise: "sise" is not known here; did you mean "size"?')
      .and.contain('config/size: must be an integer, not a string');
  });

  it('stays up without its database, is not ready and says why, and recovers', async () => {
    const keeper = definePlugin()({ deps: { storage: coreServices.storage }, setup: () => ({}) });
    const plugins = [inline('keeper', keeper, { needs: { database: 'own' } }), inline('passer', passer)];
    const kernel = await bench.boot(plugins, {
      storage: 'postgres://nobody@127.0.0.1:1/nothing',
      http: 'always',
    });
    expect(states(kernel)).to.equal('keeper failed, passer active');
    expect(kernel.plugin('keeper')).to.include({ recoverable: true });
    const answer = await kernel.request('GET', '/readyz', { as: null });
    expect(answer.status).to.equal(503);
    expect(answer.body).to.have.property('reason').that.contains('127.0.0.1');
    expect((await kernel.kernel.enable('keeper')).state, 'still unreachable').to.equal('failed');
  });

  it('heeds the version of an optional plugin only where that one is to run', async () => {
    const picky = inline('picky', passer, { optional: { host: '^2.0' } });
    const kernel = await bench.boot([picky, inline('host', host)]);
    expect(kernel.plugin('picky')).to.deep.include({ state: 'blocked', blockedBy: ['host'] });
    expect(kernel.plugin('picky').reason).to.contain(
      'works with "host" ^2.0, but version 1.0.0 is installed',
    );
    await kernel.stop();
    expect(
      (await bench.boot([picky, inline('host', host, { options: { isEnabled: false } })])).plugin('picky')
        .state,
    ).to.equal('active');
  });

  it('puts an error that nobody caught down to the plugin from whose files it comes', async () => {
    const directory = join(bench.folder, 'their-plugin');
    const kernel = await bench.boot(
      [inline('host', host), inline('stray', passer, { options: { directory } })],
      {
        http: 'always',
      },
    );
    const error = new Error('forgotten');
    error.stack = `Error: forgotten\n    at later (file://${directory}/src/index.ts:3:9)\n    at ours (file:///elsewhere.ts:1:1)`;
    expect(kernel.kernel.blame(error)).to.equal('stray');
    expect(kernel.plugin('stray')).to.include({ state: 'degraded' });
    expect(kernel.plugin('stray').reason).to.contain('went uncaught: forgotten');
    error.stack = 'Error: of nobody\n    at ours (file:///elsewhere.ts:1:1)';
    expect(kernel.kernel.blame(error)).to.equal(null);
    expect(kernel.plugin('host').state).to.equal('active');
  });
});
