import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PluginKind, RECIPES } from './kinds.ts';
import type { PluginLicense } from './licenses.ts';
import { type PluginNames, renamed } from './names.ts';
import { hasSample, packageJson } from './package-json.ts';
import type { PackageSource } from './package-source.ts';
import { readme } from './readme.ts';

/** What a new plugin is made of. */
export interface PluginRequest {
  readonly kind: PluginKind;
  readonly names: PluginNames;
  readonly license: PluginLicense;
  readonly source: PackageSource;
}

const TEMPLATES = fileURLToPath(new URL('./templates/', import.meta.url));

/** Every file of a new plugin but those in `vendor`: path with forward slashes → content. */
export function pluginFiles(request: PluginRequest): ReadonlyMap<string, string> {
  const { kind, names, license, source } = request;
  const files = new Map<string, string>();
  for (const folder of ['common', kind])
    for (const [path, text] of templateFiles(folder))
      files.set(renamed(placed(path), names), renamed(text, names));
  files.set('package.json', json(packageJson(kind, names, license, source)));
  files.set('tsconfig.json', json(tsconfig(kind)));
  files.set('datawave.yaml', platformConfig(kind, names));
  if (kind !== 'page' && kind !== 'channel' && kind !== 'step')
    files.set('scan.yaml', scanConfig(kind, names));
  files.set('README.md', readme(request));
  files.set('CHANGELOG.md', '# Changes\n\n## 0.1.0\n\n- First version.\n');
  files.set(
    'LICENSE',
    readFileSync(join(TEMPLATES, `common/licenses/${license}.txt`), 'utf8').replaceAll(
      'sample-package',
      names.packageName,
    ),
  );
  return files;
}

/** Files of a folder of templates. Licences are chosen among, and what is said in the README is put into it. */
function templateFiles(folder: string): readonly (readonly [string, string])[] {
  const root = join(TEMPLATES, folder);
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((path) => !path.startsWith('licenses/') && path !== 'about.md')
    .sort()
    .map((path) => [path, readFileSync(join(root, path), 'utf8')] as const);
}

/** npm leaves out names that begin with a dot, and what ends in `.test.ts` is no part of the SDK: templates are called otherwise. */
const placed = (path: string): string => path.replace(/(^|\/)_/g, '$1.').replace(/\.spec\.ts$/, '.test.ts');

/** What the README says of a kind. */
export const aboutKind = (kind: PluginKind): string =>
  readFileSync(join(TEMPLATES, kind, 'about.md'), 'utf8');

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const tsconfig = (kind: PluginKind): unknown => ({
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', ...(kind === 'page' ? ['dom', 'dom.iterable'] : [])],
    module: 'nodenext',
    types: ['node', 'mocha'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['src', ...(kind === 'page' ? ['ui'] : []), ...(hasSample(kind) ? ['sample'] : [])],
});

/** The sample configuration: a platform on this machine, with the plugin and what it works on. */
function platformConfig(kind: PluginKind, names: PluginNames): string {
  const { platform, settings, platformSettings } = RECIPES[kind];
  const given = platformSettings?.(names) ?? {};
  const written = (config: unknown): string =>
    config === undefined ? '{}' : `{ config: ${JSON.stringify(config)} }`;
  return [
    '# A platform on this machine, with this plugin and what it works on: npx datawave start --config datawave.yaml',
    'server: { host: 127.0.0.1, port: 8080 }',
    'storage: { url: embedded, data: ./var }',
    'jobs: { transport: postgres }',
    'plugins:',
    ...platform.map((name) => `  "@datawave/plugin-${name}": ${written(given[name])}`),
    `  "${names.packageName}": ${written(settings)}`,
    '',
  ].join('\n');
}

/** The one-shot scan: no server and no database. */
function scanConfig(kind: PluginKind, names: PluginNames): string {
  const needed = [
    'scanner',
    'classification',
    'assessment',
    'connector-sqlite',
    'classifier-contact',
    'classifier-payment',
    'classifier-credential',
  ];
  return [
    '# One scan without a server and without a database: npx datawave scan TARGET --config scan.yaml',
    'plugins:',
    ...needed
      .filter((name) => RECIPES[kind].platform.includes(name))
      .map((name) => `  "@datawave/plugin-${name}": {}`),
    `  "${names.packageName}": {}`,
    '',
  ].join('\n');
}
