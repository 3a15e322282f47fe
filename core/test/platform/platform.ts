import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ScanRun, scansService, sourcesService } from '@datawave/plugin-sdk';
import {
  createTestKernel,
  type TestKernel,
  type TestKernelOptions,
  type TestPlugin,
} from '@datawave/plugin-sdk/testing';

const PLUGINS = join(import.meta.dirname, '../../../plugins');
const STATEFUL = ['scanner', 'classification', 'assessment', 'sources', 'scans', 'catalog', 'compliance'];
const CLASSIFYING = [
  'classifier-contact',
  'classifier-location',
  'classifier-identity',
  'classifier-national',
  'classifier-demographic',
  'classifier-payment',
  'classifier-credential',
  'classifier-network',
  'classifier-health',
  'framework-gdpr',
];

/** How to start a {@link startPlatform}. */
export interface PlatformOptions extends Partial<TestKernelOptions> {
  /** Folders that the SQLite connector may read; every one unless given. */
  readonly roots?: readonly string[];
  /** Settings of `scans`. */
  readonly scans?: Readonly<Record<string, unknown>>;
  /** Settings of `sources`. */
  readonly sources?: Readonly<Record<string, unknown>>;
}

/** Folder of one of the repository's plugins. */
export const pluginFolder = (name: string): string => join(PLUGINS, name);

/** The plugins of the main job with the SQLite connector, in a test kernel on the embedded database. */
export function startPlatform(options: PlatformOptions = {}): Promise<TestKernel> {
  const { roots = ['/'], scans = {}, sources = {}, plugins = [], ...rest } = options;
  const settings = new Map([
    ['scans', scans],
    ['sources', sources],
  ]);
  const own = [...STATEFUL, ...CLASSIFYING].map((name): TestPlugin => {
    const config = settings.get(name);
    return config === undefined ? pluginFolder(name) : { directory: pluginFolder(name), config };
  });
  const sqlite = { directory: pluginFolder('connector-sqlite'), config: { roots } };
  return createTestKernel({
    ...rest,
    plugins: [...own, sqlite, ...plugins].filter(
      (plugin) => typeof plugin !== 'string' || existsSync(plugin),
    ),
  });
}

/** Waiting longer for a run than this, in milliseconds, has found a fault and not a slow machine. */
const PATIENCE_MS = 120_000;

/** Waits until a run has ended. */
export function endOf(test: TestKernel, run: string, scope = test.scope()): Promise<ScanRun> {
  return test.service(scansService).finished({ ...scope, signal: AbortSignal.timeout(PATIENCE_MS) }, run);
}

/** Registers a source and scans it to the end. */
export async function scanOnce(
  test: TestKernel,
  source: {
    readonly key: string;
    readonly connector: string;
    readonly config: Readonly<Record<string, unknown>>;
  },
  scope = test.scope(),
): Promise<{ readonly sourceId: string; readonly run: ScanRun }> {
  const { id } = await test.service(sourcesService).register(scope, { ...source, title: source.key });
  const { id: run } = await test.service(scansService).start(scope, { sourceId: id });
  return { sourceId: id, run: await endOf(test, run, scope) };
}
