import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { definePlugin } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { family, greeter, inline, kernelBench, states } from '../test/kernel-family.ts';

describe('the kernel', () => {
  const bench = kernelBench();

  it('sets plugins up along the graph, whatever the order of the configuration', async () => {
    const kernel = await bench.boot(family());
    expect(states(kernel)).to.equal('host active, passer active, guest active');
    expect(await kernel.service(greeter).greet('Ada')).to.equal('Hello Ada!, good luck');
  });

  it('takes everything of a plugin away when it is disabled, and blocks who needs it', async () => {
    const kernel = await bench.boot(family());
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
    const first = await bench.boot(family());
    await first.kernel.disable('passer');
    await first.stop();
    expect(await readFile(join(bench.folder, 'plugins.local.yaml'), 'utf8')).to.contain(
      'passer:\n    enabled: false',
    );

    const second = await bench.boot(family());
    expect(second.plugin('passer').state).to.equal('disabled');
    await second.kernel.enable('passer');
    expect(second.plugin('passer').state).to.equal('active');
    await second.stop();
    expect((await bench.boot(family())).plugin('passer').state).to.equal('active');
  });

  it('names the file when what was switched cannot be read', async () => {
    await writeFile(join(bench.folder, 'plugins.local.yaml'), 'plugins: { passer: { enabld: true } }');
    const error: unknown = await bench.boot(family()).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'DW_PLUGIN_OVERRIDES_INVALID');
    expect(error).to.have.property('message').that.contains('did you mean "enabled"');
  });

  it('boots alone in safe mode, and writes nothing', async () => {
    await rm(bench.folder, { recursive: true });
    const kernel = await bench.boot(family(), { isSafeMode: true, http: 'always' });
    expect(states(kernel)).to.equal('guest disabled, host disabled, passer disabled');
    const answer = await kernel.request('GET', '/api/v1/plugins');
    expect(answer.body).to.have.nested.property('items[0].reason').that.contains('safe mode');
    const refused: unknown = await kernel.kernel.enable('host').catch((thrown: unknown) => thrown);
    expect(refused).to.have.property('code', 'DW_KERNEL_SAFE_MODE');
    expect(existsSync(bench.folder)).to.equal(false);
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
    const { kernel } = await bench.boot(ids.map((id) => inline(id, patient)));
    expect(kernel.plugins().map(({ state }) => state)).to.deep.equal(ids.map(() => 'active'));
  });

  it('switches one plugin at a time, however many ask at once', async () => {
    const { kernel } = await bench.boot(family());
    await Promise.all([
      kernel.disable('host'),
      kernel.enable('host'),
      kernel.disable('guest'),
      kernel.enable('guest'),
    ]);
    expect(kernel.plugins().map(({ state }) => state)).to.deep.equal(['active', 'active', 'active']);
  });
});
