import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PluginStatus } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { probeService } from '../../test/isolation/fixture/src/contracts.ts';
import { hostPlugin } from '../../test/isolation/host-plugin.ts';

const FIXTURE = join(import.meta.dirname, '../../test/isolation/fixture');

const start = (isolation: 'child' | 'in-process', settings: object = {}): Promise<TestKernel> =>
  createTestKernel({
    plugins: [
      {
        manifest: { manifestVersion: 1, id: 'host', apiVersion: '*' },
        plugin: hostPlugin({ remembered: null, scopes: [], closed: 0 }),
      },
      { directory: FIXTURE, isolation },
    ],
    settings: { isolation: settings },
  });

async function reach(kernel: TestKernel, state: PluginStatus['state']): Promise<PluginStatus> {
  for (let waited = 0; waited < 20_000; waited += 10) {
    const status = kernel.plugin('isolated');
    if (status.state === state) return status;
    await delay(10);
  }
  throw new Error(`the plugin did not become ${state}`);
}

const crash = (kernel: TestKernel): Promise<unknown> =>
  kernel
    .service(probeService)
    .run('exit')
    .catch((error: unknown) => error);

describe('the platform with a plugin behind a wall', () => {
  it('notices no more of a crash than a degraded plugin, disables one that crashes too often, and takes it back', async () => {
    await using kernel = await start('child', { failures: 2 });
    expect(await crash(kernel)).to.include({ code: 'DW_ISOLATION_GONE' });
    const degraded = await reach(kernel, 'degraded');
    expect(degraded.reason).to.match(
      /^Its process has ended \(crash\): .*code 7\. It is started again in 250 ms;/,
    );
    expect((await kernel.request('GET', '/api/v1/isolated/greeting')).status).to.equal(503);
    await reach(kernel, 'active');
    expect((await kernel.request('GET', '/api/v1/isolated/greeting')).status).to.equal(200);

    await crash(kernel);
    const disabled = await reach(kernel, 'disabled');
    expect(disabled.reason).to.contain('failure 2 within 10 minutes');
    expect((await kernel.request('GET', '/api/v1/isolated/greeting')).status).to.equal(404);

    expect(await kernel.kernel.enable('isolated')).to.include({ state: 'active', reason: null });
    expect((await kernel.request('GET', '/api/v1/isolated/greeting')).status).to.equal(200);
  });

  it('runs a plugin in process where that is what it is told', async () => {
    await using kernel = await start('in-process');
    expect(await kernel.service(probeService).run('pid')).to.equal(process.pid);
  });
});
