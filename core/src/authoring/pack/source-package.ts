import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { checkManifest, type PluginManifest } from '@datawave/plugin-sdk';
import { scriptsThatRun } from '@datawave/plugin-sdk/packaging';
import { isObject } from '../../validation/is-object.ts';
import { packFault } from './pack-fault.ts';

const SDK = '@datawave/plugin-sdk';
/** What a published package.json has of the source's; the rest is about building it. */
const KEPT = [
  ...[
    'name',
    'version',
    'description',
    'keywords',
    'license',
    'author',
    'contributors',
    'maintainers',
    'funding',
  ],
  ...['homepage', 'repository', 'bugs', 'engines', 'os', 'cpu'],
] as const;

/** Names that a licence goes by. */
export const LICENCE = /^licen[cs]e(?:\.(?:md|txt))?$/i;

/** A plugin as its author keeps it. */
export interface SourcePackage {
  /** Absolute, without links in it. */
  readonly directory: string;
  readonly packageJson: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly version: string;
  readonly manifest: PluginManifest;
  /** The module that is bundled, relative to the folder. */
  readonly entry: string;
  /** The module of its web components, relative to the folder; null when it has none. */
  readonly ui: string | null;
  /** Range of SDK versions. */
  readonly sdk: string;
}

/** Reads a plugin's folder. @throws DataWaveError DW_PLUGIN_PACK_FOLDER, DW_PLUGIN_PACK_MANIFEST, DW_PLUGIN_PACK_SCRIPTS, DW_PLUGIN_PACK_INCOMPLETE */
export function readSourcePackage(folder: string): SourcePackage {
  const file = join(folder, 'package.json');
  const packageJson = readPackageJson(file);
  const { name, version, datawave } = packageJson;
  if (typeof name !== 'string' || typeof version !== 'string')
    throw packFault('DW_PLUGIN_PACK_MANIFEST', 'package.json has no name or no version.', 'Add both.', {
      where: file,
    });
  const checked = checkManifest(datawave, name);
  if (checked.manifest === null)
    throw packFault(
      'DW_PLUGIN_PACK_MANIFEST',
      checked.faults.map(({ message }) => message).join(' '),
      checked.faults[0]?.hint ?? 'Correct the key "datawave".',
      { where: file },
    );
  refuseScripts(packageJson, file);
  const directory = realpathSync(folder);
  const { manifest } = checked;
  const ui = manifest.contributes?.ui;
  const source: SourcePackage = {
    directory,
    packageJson,
    name,
    version,
    manifest,
    entry: entryOf(packageJson, file),
    ui: ui === undefined ? null : sourceOfUi(directory, ui),
    sdk: sdkRange(packageJson, manifest),
  };
  requireTexts(source);
  return source;
}

/** The package.json that goes into the package: what it is, and nothing of how it was built. */
export function publishedPackageJson(source: SourcePackage): Readonly<Record<string, unknown>> {
  const { packageJson, manifest, sdk } = source;
  const { contributes } = manifest;
  return {
    ...Object.fromEntries(
      KEPT.flatMap((key) => (packageJson[key] === undefined ? [] : [[key, packageJson[key]]])),
    ),
    type: 'module',
    exports: { '.': './dist/index.js', './package.json': './package.json' },
    peerDependencies: { [SDK]: sdk },
    datawave:
      contributes?.ui === undefined
        ? manifest
        : { ...manifest, contributes: { ...contributes, ui: 'dist/ui/index.js' } },
  };
}

function readPackageJson(file: string): Readonly<Record<string, unknown>> {
  let read: unknown = null;
  try {
    if (existsSync(file)) read = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw packFault('DW_PLUGIN_PACK_MANIFEST', 'package.json is no JSON.', 'Correct it.', {
      where: file,
      cause,
    });
  }
  if (isObject(read) && isObject(read['datawave'])) return read;
  throw packFault(
    'DW_PLUGIN_PACK_FOLDER',
    `This is no plugin: ${read === null ? 'there is no package.json' : 'its package.json lacks the key "datawave"'}.`,
    'Name the folder of a plugin: datawave plugin pack DIR.',
    { where: file },
  );
}

function refuseScripts({ scripts }: Readonly<Record<string, unknown>>, where: string): void {
  const run = scriptsThatRun(scripts);
  if (run.length > 0)
    throw packFault(
      'DW_PLUGIN_PACK_SCRIPTS',
      `package.json has scripts that npm runs by itself: ${run.join(', ')}.`,
      'Give them other names; "datawave plugin pack" builds the plugin, and nothing runs where it is installed.',
      { where },
    );
}

function entryOf({ exports, main }: Readonly<Record<string, unknown>>, where: string): string {
  let target: unknown = isObject(exports) && '.' in exports ? exports['.'] : (exports ?? main);
  while (isObject(target)) target = target['import'] ?? target['node'] ?? target['default'];
  if (typeof target === 'string') return target;
  throw packFault(
    'DW_PLUGIN_PACK_MANIFEST',
    'package.json names no module of the plugin under "exports".',
    'Add "exports": { ".": "./src/index.ts" }.',
    { where },
  );
}

/** The source of the web components: what the manifest names, or what is built into the place that it names. */
function sourceOfUi(directory: string, ui: string): string {
  const candidates = [ui, ui.replace(/^(?:\.\/)?dist\//, '').replace(/\.js$/, '.ts')];
  const found = candidates.find((path) => /\.ts$/.test(path) && existsSync(join(directory, path)));
  if (found !== undefined) return found;
  throw packFault(
    'DW_PLUGIN_PACK_INCOMPLETE',
    `The source of the web components is not there: ${candidates.at(-1)}.`,
    'Correct "contributes.ui" in the manifest: "ui/index.ts".',
    { where: directory },
  );
}

function sdkRange(packageJson: Readonly<Record<string, unknown>>, manifest: PluginManifest): string {
  const peers = packageJson['peerDependencies'];
  const range = isObject(peers) ? peers[SDK] : undefined;
  return typeof range === 'string' ? range : manifest.apiVersion;
}

function requireTexts({ directory, packageJson }: SourcePackage): void {
  const missing = [
    existsSync(join(directory, 'README.md')) ? null : 'README.md, which says what it does',
    hasLicence(directory) ? null : 'LICENSE, without which nobody may use it',
    typeof packageJson['license'] === 'string' ? null : '"license" in package.json',
    typeof packageJson['description'] === 'string' ? null : '"description" in package.json',
  ].filter((text) => text !== null);
  if (missing.length === 0) return;
  throw packFault('DW_PLUGIN_PACK_INCOMPLETE', `The plugin lacks ${missing.join(', and ')}.`, 'Add it.', {
    where: directory,
  });
}

const hasLicence = (directory: string): boolean => readdirSync(directory).some((name) => LICENCE.test(name));
