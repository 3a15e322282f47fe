import { isObject } from '../../validation/is-object.ts';

/** What Rolldown calls `require` where it could not bundle it. */
const REQUIRE = /^(?:__require|require)(?:\$\d+)?$/;

/** What a bundled module does beside its imports. */
export interface ModuleLoads {
  /**
   * Loads of modules whose name is not a fixed text: `import(x)`, `require(x)`, `process.dlopen`. A `require` of a fixed name that is left over is
   * one that a library tries and does without.
   */
  readonly dynamic: readonly string[];
  /** Files that it names relative to itself: `new URL('./worker.js', import.meta.url)`. */
  readonly files: readonly string[];
}

/** @param tree - ESTree */
export function findLoads(tree: unknown): ModuleLoads {
  const dynamic: string[] = [];
  const files: string[] = [];
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const node = pending.pop();
    if (Array.isArray(node)) {
      for (const item of node) pending.push(item);
      continue;
    }
    if (!isObject(node)) continue;
    const load = loadOf(node);
    if (load !== null) dynamic.push(load);
    const file = fileBeside(node);
    if (file !== null) files.push(file);
    for (const value of Object.values(node))
      if (typeof value === 'object' && value !== null) pending.push(value);
  }
  return { dynamic, files };
}

/** The file in `new URL('FILE', import.meta.url)`. */
function fileBeside(node: Readonly<Record<string, unknown>>): string | null {
  if (node['type'] !== 'NewExpression' || !isObject(node['callee']) || node['callee']['name'] !== 'URL')
    return null;
  const [file, base]: readonly unknown[] = Array.isArray(node['arguments']) ? node['arguments'] : [];
  if (!isObject(file) || typeof file['value'] !== 'string' || !/^\.{0,2}\//.test(file['value'])) return null;
  if (!isObject(base) || !isObject(base['object']) || !isObject(base['property'])) return null;
  return base['object']['type'] === 'MetaProperty' && base['property']['name'] === 'url'
    ? file['value']
    : null;
}

function loadOf(node: Readonly<Record<string, unknown>>): string | null {
  if (node['type'] === 'ImportExpression') return isFixed(node['source']) ? null : 'import(…)';
  if (node['type'] !== 'CallExpression') return null;
  const { callee } = node;
  if (!isObject(callee)) return null;
  if (callee['type'] === 'Identifier' && REQUIRE.test(String(callee['name'])))
    return isFixed(Array.isArray(node['arguments']) ? node['arguments'][0] : undefined) ? null : 'require(…)';
  const { object, property } = callee;
  if (!isObject(object) || !isObject(property)) return null;
  return object['name'] === 'process' && property['name'] === 'dlopen' ? 'process.dlopen(…)' : null;
}

const isFixed = (node: unknown): boolean =>
  isObject(node) && node['type'] === 'Literal' && typeof node['value'] === 'string';
