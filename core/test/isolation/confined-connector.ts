import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connector, type ConnectorInfo, connectorPoint } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import type { Context } from 'mocha';
import { probeWalls } from '../../src/isolation/walls/index.ts';
import { packedPlugin } from './packed-plugin.ts';

const PLUGINS = join(import.meta.dirname, '../../../plugins');

/** One of our connectors, packed and behind the strongest wall: for the tests that it passes in process. */
export function confinedConnector(name: string, info: ConnectorInfo, config: object) {
  let kernel: TestKernel | null = null;
  let folder: Awaited<ReturnType<typeof packedPlugin>> | null = null;
  const found = (): Connector => {
    const connector = kernel?.kernel.extensions(connectorPoint).get(info.kind)?.value;
    if (connector === undefined) throw new Error(JSON.stringify(kernel?.kernel.plugins()));
    return connector;
  };
  const connector: Connector = {
    info,
    resolveTarget: (...args) => found().resolveTarget(...args),
    open: (...args) => found().open(...args),
  };
  return {
    connector,
    async start(this: Context): Promise<void> {
      this.timeout(60_000);
      const { available, reason } = (await probeWalls()).confined;
      if (!available) {
        if (process.env['CI'] === 'true') throw new Error(`this host cannot build it: ${reason}`);
        this.skip();
      }
      folder = await packedPlugin(name);
      kernel = await createTestKernel({
        plugins: [
          ...['scanner', 'classification', 'assessment'].map((plugin) => join(PLUGINS, plugin)),
          { directory: folder.directory, isolation: 'confined', config },
        ],
      });
    },
    /** Ends its process without a word. */
    kill(): void {
      const own = processes().find(({ parent, command }) => parent === process.pid && command.includes(name));
      if (own === undefined) throw new Error('its process is not there');
      process.kill(own.pid, 'SIGKILL');
    },
    async stop(): Promise<void> {
      await kernel?.stop();
      await folder?.remove();
    },
  };
}

function processes(): readonly { readonly pid: number; readonly parent: number; readonly command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = / \S (\d+) /.exec(readFileSync(`/proc/${name}/stat`, 'utf8').split(')').at(-1) ?? '');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return [{ pid: Number(name), parent: Number(parent?.[1]), command }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}
