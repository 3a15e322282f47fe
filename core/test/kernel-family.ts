import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  definePlugin,
  extensionPointRef,
  hookRef,
  type Plugin,
  type PluginManifest,
  serviceRef,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestKernelOptions } from '@datawave/plugin-sdk/testing';
import type { InlinePlugin } from '../src/plugins/discover.ts';

/** What the plugin `host` of tests offers. */
export interface Greeter {
  greet(name: string): Promise<string>;
}
export const greeter = serviceRef<Greeter>('host.greeter');
export const greeting = hookRef<string, string, 'sync'>({
  id: 'host.greeting',
  flow: 'waterfall',
  mode: 'sync',
  onError: 'isolate',
});
export const wishes = extensionPointRef<string>('host.wishes');

export const inline = (
  id: string,
  plugin: Plugin,
  more: Partial<PluginManifest> & { readonly options?: Partial<InlinePlugin> } = {},
): InlinePlugin => {
  const { options, ...manifest } = more;
  return { manifest: { manifestVersion: 1, id, apiVersion: '^0.1', ...manifest }, plugin, ...options };
};

export const host = definePlugin()({
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

export const guest = definePlugin()({
  deps: { greeter },
  setup({ hooks, extensions }) {
    hooks.tap(greeting, (text) => `${text}!`);
    extensions.contribute(wishes, 'luck', 'good luck');
    return {};
  },
});

export const passer = definePlugin()({ setup: () => ({}) });
export const failing = definePlugin()({
  setup: () => {
    throw new Error('no luck');
  },
});

/** A plugin, one that needs it, and one that needs nobody. */
export const family = (): readonly InlinePlugin[] => [
  inline('guest', guest, { requires: { host: '^1.0' } }),
  inline('host', host),
  inline('passer', passer),
];

/** The plugins of a kernel with their states, in a line. */
export const states = ({ kernel }: TestKernel): string =>
  kernel
    .plugins()
    .map(({ id, state }) => `${id} ${state}`)
    .join(', ');

/** Boots kernels on a folder that is fresh for each test of a `describe`, and stops them after it. */
export interface KernelBench {
  readonly folder: string;
  boot(plugins: readonly InlinePlugin[], options?: Partial<TestKernelOptions>): Promise<TestKernel>;
}

/** To be called within a `describe`. */
export function kernelBench(): KernelBench {
  let test: TestKernel | null = null;
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-kernel-'));
  });
  afterEach(async () => {
    await test?.stop();
    test = null;
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get folder() {
      return folder;
    },
    async boot(plugins, options = {}) {
      test = await createTestKernel({ dataDirectory: folder, ...options, plugins });
      return test;
    },
  };
}
