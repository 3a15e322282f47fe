import { globSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Where the packages of the project are, as glob patterns relative to the root. */
const packageFolders = [
  'core',
  'plugin-sdk',
  'plugin-sdk/create-plugin',
  'shell-ui',
  'plugins/*',
  'registry',
] as const;

const IGNORED = /(^|\/)(node_modules|dist|fixtures|templates|var|\.[^/]+)(\/|$)/;

/** Files of all packages that match a pattern relative to their package, as sorted paths relative to the root. */
export function listFiles(...patterns: readonly string[]): readonly string[] {
  const globs = packageFolders.flatMap((folder) => patterns.map((pattern) => join(folder, pattern)));
  return [...new Set(globSync(globs, { cwd: root, exclude: (path) => IGNORED.test(path) }))]
    .filter((path) => !IGNORED.test(path))
    .sort();
}

/** The folders of the packages that exist, relative to the root. */
export function listPackages(): readonly string[] {
  return listFiles('package.json').map((file) => dirname(file));
}

/** Whether a path belongs to a package that lies within another one's folder. All paths relative to the root, with forward slashes. */
export const liesInInner = (packages: readonly string[], folder: string, path: string): boolean =>
  packages.some((inner) => inner.startsWith(`${folder}/`) && path.startsWith(`${inner}/`));
