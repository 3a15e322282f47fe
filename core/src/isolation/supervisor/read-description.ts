import { DataWaveError, type Migration } from '@datawave/plugin-sdk';
import { fieldsOf } from '../bridge/shapes.ts';
import type { PluginDescription } from '../description.ts';

const FLOWS = ['series', 'parallel', 'waterfall', 'bail'] as const;

/**
 * What a child says of its plugin, checked: it may say anything.
 * @returns null where its module has no plugin
 * @throws DataWaveError DW_ISOLATION_DESCRIPTION
 */
export function readDescription(plugin: string, sent: unknown): PluginDescription | null {
  if (sent === null) return null;
  const { deps, optionalDeps, provides, hooks, extensionPoints, hasStart, entities, migrations } =
    fieldsOf(sent);
  const ids = (value: unknown): Readonly<Record<string, string>> => {
    const entries = Object.entries(fieldsOf(value));
    if (!entries.every(([, id]) => isId(id))) throw invalid(plugin);
    return Object.fromEntries(entries.map(([name, id]) => [name, String(id)]));
  };
  if (!Array.isArray(hooks) || !Array.isArray(extensionPoints) || !extensionPoints.every(isId))
    throw invalid(plugin);
  return {
    deps: ids(deps),
    optionalDeps: ids(optionalDeps),
    provides: ids(provides),
    hooks: hooks.map((hook) => readHook(plugin, hook)),
    extensionPoints,
    hasStart: hasStart === true,
    entities: Number(entities),
    migrations: readMigrations(plugin, migrations),
  };
}

/** Characters that all migrations of a plugin may have together. */
const LONGEST_MIGRATIONS = 4 * 1024 * 1024;

/** Statements as text; what they say is looked at by who runs them. @throws DataWaveError DW_ISOLATION_DESCRIPTION */
function readMigrations(plugin: string, sent: unknown): readonly Migration[] {
  if (sent === undefined) return [];
  if (!Array.isArray(sent) || sent.length > 10_000) throw invalid(plugin);
  let length = 0;
  return sent.map((migration) => {
    const { name, up } = fieldsOf(migration);
    if (typeof name !== 'string' || !/^[\w.-]{1,200}$/.test(name) || !Array.isArray(up))
      throw invalid(plugin);
    const statements = up.map((statement: unknown) => {
      length += typeof statement === 'string' ? statement.length : Number.POSITIVE_INFINITY;
      if (length > LONGEST_MIGRATIONS) throw invalid(plugin);
      return String(statement);
    });
    return { name, up: statements };
  });
}

/** A hook as a plugin names it. @throws DataWaveError DW_ISOLATION_DESCRIPTION */
export function readHook(plugin: string, sent: unknown): PluginDescription['hooks'][number] {
  const { id, flow, mode, onError } = fieldsOf(sent);
  const known = FLOWS.find((one) => one === flow);
  if (
    !isId(id) ||
    known === undefined ||
    (mode !== 'sync' && mode !== 'async') ||
    (onError !== 'isolate' && onError !== 'fail-closed')
  )
    throw invalid(plugin);
  return { id, flow: known, mode, onError };
}

export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_-]+\.[A-Za-z0-9._-]{1,100}$/.test(value);

const invalid = (plugin: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_DESCRIPTION',
    message: `The isolated plugin "${plugin}" does not say properly what it needs and offers.`,
    hint: 'Name services, hooks and extension points "PLUGIN.NAME", and make them with serviceRef, hookRef and extensionPointRef.',
    where: `plugin ${plugin}`,
  });
