import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { SDK_API_VERSION } from '../../src/api-version.ts';
import { PLUGIN_KINDS, type PluginKind } from '../../src/create/index.ts';
import { parseNames } from '../../src/create/names.ts';
import { pluginFiles } from '../../src/create/plugin-files.ts';
import { surfaceOf } from './surface.ts';

const sdk = join(import.meta.dirname, '..', '..');
const target = join(import.meta.dirname, 'fixtures', SDK_API_VERSION);

/**
 * `node plugin-sdk/test/compatibility/make-fixtures.ts`: builds a plugin of each kind, as `datawave plugin create` makes it, against the
 * present SDK, and keeps what came out beside the names that the SDK exports. Run once for each version, before the next one begins;
 * what is kept is never made anew, because that is the point of it.
 */
async function main(): Promise<void> {
  if (existsSync(target))
    throw new Error(`${target} is there already: what was built against a version stays as it was built.`);
  const commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: sdk, encoding: 'utf8' }).trim();
  for (const kind of PLUGIN_KINDS) await build(kind, join(target, kind));
  write(join(target, 'built.json'), json({ sdk: SDK_API_VERSION, commit, kinds: PLUGIN_KINDS }));
  write(join(target, 'surface.json'), json(surfaceOf(readFileSync(join(sdk, 'report.api.md'), 'utf8'))));
  process.stdout.write(`kept ${PLUGIN_KINDS.length} plugins built against ${SDK_API_VERSION} at ${commit}\n`);
}

async function build(kind: PluginKind, folder: string): Promise<void> {
  const names = parseNames(kind, 'kept');
  const files = pluginFiles({
    kind,
    names,
    license: 'apache-2.0',
    source: { kind: 'registry', version: SDK_API_VERSION },
  });
  const source = mkdtempSync(join(tmpdir(), 'datawave-fixture-'));
  try {
    for (const [path, text] of files) write(join(source, path), text);
    const test = [...files.keys()].find((path) => path.endsWith('.test.ts'));
    if (test === undefined) throw new Error(`The ${kind} that is created has no test.`);
    await bundle(source, ['src/index.ts', test], folder);
    if (files.has('ui/index.ts')) await bundle(source, ['ui/index.ts'], folder);
    for (const [path, text] of files) {
      if (/^(?:config\.schema\.json|locales\/.*|sample\/.*\.jsonl)$/.test(path))
        write(join(folder, path), text);
    }
    write(join(folder, 'package.json'), json(manifestOf(files.get('package.json') ?? '')));
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

/** JavaScript of each module; the SDK and what it lends are found where the plugin runs. */
async function bundle(source: string, input: readonly string[], folder: string): Promise<void> {
  const build = await rolldown({
    cwd: source,
    input: [...input],
    platform: 'node',
    external: [/^@datawave\//, /^lit(?:\/|$)/, /^node:/],
  });
  try {
    await build.write({
      dir: folder,
      format: 'esm',
      preserveModules: true,
      preserveModulesRoot: source,
      entryFileNames: '[name].js',
    });
  } finally {
    await build.close();
  }
}

/** What a published plugin says of itself. Of other plugins any version will do: the suite is about the SDK. */
function manifestOf(text: string): unknown {
  const { name, version, description, license, keywords, peerDependencies, datawave } = JSON.parse(text);
  const open = (
    needs: Readonly<Record<string, string>> | undefined,
  ): Readonly<Record<string, string>> | undefined =>
    needs === undefined ? undefined : Object.fromEntries(Object.keys(needs).map((id) => [id, '*']));
  const contributes =
    datawave.contributes?.ui === undefined
      ? datawave.contributes
      : { ...datawave.contributes, ui: 'ui/index.js' };
  return {
    ...{ name, version, description, license, keywords, type: 'module' },
    exports: { '.': './src/index.js', './package.json': './package.json' },
    peerDependencies,
    datawave: {
      ...datawave,
      requires: open(datawave.requires),
      optional: open(datawave.optional),
      contributes,
    },
  };
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

await main();
