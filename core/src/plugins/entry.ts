import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isObject } from '../validation/is-object.ts';

/**
 * The folder of an npm package as Node would find it from a folder, through its real path: Node runs TypeScript only
 * outside of node_modules, and a linked workspace is outside. Packages need not export their package.json for this. A package that
 * stands at or above the folder is found by its own name, as Node lets it import itself.
 */
export function findPackage(name: string, from: readonly string[]): string | null {
  for (const start of from) {
    for (let at = start; ; at = dirname(at)) {
      const candidate = join(at, 'node_modules', name);
      if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
      if (isNamed(at, name)) return realpathSync(at);
      if (dirname(at) === at) break;
    }
  }
  return null;
}

/** Whether the package.json of a folder gives it this name. */
function isNamed(directory: string, name: string): boolean {
  const file = join(directory, 'package.json');
  if (!existsSync(file)) return false;
  try {
    const packageJson: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isObject(packageJson) && packageJson['name'] === name;
  } catch {
    // Whoever reads the package itself says what is wrong with it; looking for another one goes on.
    return false;
  }
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
