import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin, PluginManifest } from '../../src/index.ts';

/** A source file of the repository. */
export interface SourceText {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
}

/** A plugin of the repository: what its manifest and its definition say, and its sources without tests. */
export interface RepositoryPlugin {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly manifest: PluginManifest;
  readonly definition: Plugin['definition'] | null;
  readonly sources: readonly SourceText[];
}

interface PackageJson {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly datawave?: PluginManifest;
}

const SOURCES = ['src/**/*.ts', 'ui/**/*.ts'];

/** The sources of a folder of the repository, without tests and what is made for them, by path. */
export function readSources(root: string, folder: string): readonly SourceText[] {
  return globSync(
    SOURCES.map((pattern) => `${folder}/${pattern}`),
    { cwd: root },
  )
    .map((path) => path.replaceAll('\\', '/'))
    .filter(
      (path) => !/\.test\.ts$|\.generated\.ts$|\/(?:testing|templates|fixtures|node_modules)\//.test(path),
    )
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** All plugins of the repository by id, each imported so that its definition itself says what it uses. */
export async function gatherPlugins(root: string): Promise<readonly RepositoryPlugin[]> {
  const plugins: RepositoryPlugin[] = [];
  for (const file of globSync(['plugins/*/package.json', 'registry/package.json'], { cwd: root }).sort()) {
    const folder = file.replaceAll('\\', '/').replace(/\/package\.json$/, '');
    const described = JSON.parse(readFileSync(join(root, file), 'utf8')) as PackageJson;
    const manifest = described.datawave;
    if (manifest === undefined) continue;
    const entry = join(root, folder, described.exports?.['.'] ?? 'src/index.ts');
    const module = existsSync(entry)
      ? ((await import(pathToFileURL(entry).href)) as { readonly default?: Plugin })
      : {};
    plugins.push({
      id: manifest.id,
      name: described.name,
      title: manifest.title ?? manifest.id,
      manifest,
      definition: module.default?.definition ?? null,
      sources: readSources(root, folder),
    });
  }
  return plugins.sort((left, right) => (left.id < right.id ? -1 : 1));
}
