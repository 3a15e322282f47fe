import { globSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, matchesGlob, sep } from 'node:path';
import { packFault } from './pack-fault.ts';
import { LICENCE, type SourcePackage } from './source-package.ts';

/** What is shipped whatever "files" says. */
const ALWAYS = ['README.md', 'CHANGELOG.md', 'NOTICE'];
/** What is built, and so never shipped as it stands. */
const BUILT =
  /(^|\/)(node_modules|\.git)(\/|$)|^(dist|src|ui|test|tests|vendor)(\/|$)|\.(ts|mts|cts|tsx|tgz)$|^package\.json$/;

/**
 * The files of a plugin that go into its package as they are: texts, the settings schema, locales, and what "files" of package.json names beside
 * the sources.
 * @returns bytes by path, with slashes
 * @throws DataWaveError DW_PLUGIN_PACK_OUTSIDE for a link
 */
export function shippedFiles(source: SourcePackage): ReadonlyMap<string, Uint8Array> {
  const { directory, packageJson, manifest } = source;
  const entries = Array.isArray(packageJson['files']) ? packageJson['files'].map(String) : [];
  const left = entries.filter((entry) => entry.startsWith('!')).map((entry) => entry.slice(1));
  const named = [
    ...entries.filter((entry) => !entry.startsWith('!')),
    ...(manifest.config === undefined ? [] : [manifest.config]),
    ...Object.values(manifest.contributes?.locales ?? {}),
    ...ALWAYS,
    ...readdirSync(directory).filter((name) => LICENCE.test(name)),
  ].map((entry) => entry.replace(/^\.?\//, '').replace(/\/$/, ''));
  const paths = named.flatMap((entry) => globSync([entry, `${entry}/**/*`], { cwd: directory }));
  const files = new Map<string, Uint8Array>();
  for (const path of [...new Set(paths)].map((name) => name.split(sep).join('/')).sort()) {
    if (BUILT.test(path) || left.some((pattern) => matchesGlob(path, pattern))) continue;
    const file = join(directory, path);
    const stat = lstatSync(file);
    if (stat.isDirectory()) continue;
    if (!stat.isFile() || realpathSync(file) !== file)
      throw packFault(
        'DW_PLUGIN_PACK_OUTSIDE',
        `"${path}" is a link, which leads out of the plugin or to another file of it.`,
        'Put the file itself there, or leave it out of "files".',
        { where: file },
      );
    files.set(path, new Uint8Array(readFileSync(file)));
  }
  return files;
}
