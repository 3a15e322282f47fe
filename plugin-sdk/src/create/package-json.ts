import { basename } from 'node:path';
import { SDK_API_VERSION } from '../api-version.ts';
import { type PluginKind, RECIPES } from './kinds.ts';
import { type PluginLicense, spdxOf } from './licenses.ts';
import type { PluginNames } from './names.ts';
import { PAGE_TOOLS, type PackageSource, TOOLS } from './package-source.ts';

/** Packages of ours that a new plugin of a kind works with: the SDK, the platform, and the plugins of its sample configuration. */
export const packagesOf = (kind: PluginKind): readonly string[] => [
  '@datawave/plugin-sdk',
  '@datawave/core',
  '@datawave/shell-ui',
  ...RECIPES[kind].platform.map((name) => `@datawave/plugin-${name}`),
];

/** The package.json of a new plugin. */
export function packageJson(
  kind: PluginKind,
  names: PluginNames,
  license: PluginLicense,
  source: PackageSource,
): Readonly<Record<string, unknown>> {
  const recipe = RECIPES[kind];
  const description = recipe.description(names);
  const range = `^${SDK_API_VERSION}`;
  return {
    name: names.packageName,
    version: '0.1.0',
    description,
    license: spdxOf(license),
    type: 'module',
    keywords: ['datawave-plugin', `datawave-${kind}`],
    engines: { node: '>=24' },
    exports: { '.': './src/index.ts', './package.json': './package.json' },
    files: ['src', 'locales', ...recipe.ships, 'README.md', 'CHANGELOG.md', '!**/*.test.ts'],
    scripts: {
      test: 'tsc --noEmit && datawave plugin test',
      dev: 'datawave plugin dev',
      ...(hasSample(kind) ? { sample: 'node sample/make-sample.ts' } : {}),
    },
    peerDependencies: { '@datawave/plugin-sdk': range },
    devDependencies: {
      ...Object.fromEntries(packagesOf(kind).map((name) => [name, dependency(name, source)])),
      ...TOOLS,
      ...(kind === 'page' ? PAGE_TOOLS : {}),
    },
    datawave: {
      manifestVersion: 1,
      id: names.id,
      title: names.title,
      description,
      apiVersion: range,
      ...recipe.manifest(names),
    },
  };
}

const SCRIPTED: readonly PluginKind[] = ['classifier', 'framework', 'channel', 'step'];

/** Whether a script of the new plugin makes or shows its sample. */
export const hasSample = (kind: PluginKind): boolean => SCRIPTED.includes(kind);

/** @throws TypeError when a package is missing among the tarballs */
function dependency(name: string, source: PackageSource): string {
  if (source.kind === 'registry') return `^${source.version}`;
  const packed = source.packages[name];
  if (packed === undefined) throw new TypeError(`${name} is not among the packages that were packed`);
  return `file:vendor/${basename(packed.file)}`;
}
