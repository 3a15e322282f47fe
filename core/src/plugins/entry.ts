import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObject } from '../validation/is-object.ts';

/**
 * The folder of an npm package as Node would find it from a folder, through its real path: Node runs TypeScript only
 * outside of node_modules, and a linked workspace is outside. Packages need not export their package.json for this.
 */
export function findPackage(name: string, from: readonly string[]): string | null {
  for (const start of from) {
    for (let at = start; ; at = dirname(at)) {
      const candidate = join(at, 'node_modules', name);
      if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
      if (dirname(at) === at) break;
    }
  }
  return null;
}

/** Where the kernel itself is installed: plugins that came with it are found from here, too. */
export const kernelDirectory = (): string => dirname(fileURLToPath(import.meta.url));

const CONDITIONS = ['node', 'import', 'module-sync', 'default'];

/** Absolute path of the module that `import 'name'` would load, or null when the package has none. */
export function findEntry(directory: string): string | null {
  const packageJson: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  if (!isObject(packageJson)) return null;
  const { exports, main } = packageJson;
  const target =
    exports === undefined
      ? undefined
      : resolveTarget(isObject(exports) && '.' in exports ? exports['.'] : exports);
  const path = target ?? (typeof main === 'string' ? main : 'index.js');
  const file = resolve(directory, path);
  return existsSync(file) ? file : null;
}

function resolveTarget(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return target.map(resolveTarget).find((found) => found !== undefined);
  if (!isObject(target)) return undefined;
  for (const [condition, inner] of Object.entries(target)) {
    if (!CONDITIONS.includes(condition)) continue;
    const found = resolveTarget(inner);
    if (found !== undefined) return found;
  }
  return undefined;
}
