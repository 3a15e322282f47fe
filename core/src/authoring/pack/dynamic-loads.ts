import { isObject } from '../../validation/is-object.ts';

/** What Rolldown calls `require` where it could not bundle it. */
const REQUIRE = /^(?:__require|require)(?:\$\d+)?$/;

/**
 * Loads of modules in a bundled module whose name is not a fixed text: `import(x)`, `require(x)`, `process.dlopen`. A `require` of a fixed name
 * that is left over is one that a library tries and does without.
 * @param tree - ESTree
 */
export function findDynamicLoads(tree: unknown): readonly string[] {
  const found: string[] = [];
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const node = pending.pop();
    if (Array.isArray(node)) {
      for (const item of node) pending.push(item);
      continue;
    }
    if (!isObject(node)) continue;
    const load = loadOf(node);
    if (load !== null) found.push(load);
    for (const value of Object.values(node))
      if (typeof value === 'object' && value !== null) pending.push(value);
  }
  return found;
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
