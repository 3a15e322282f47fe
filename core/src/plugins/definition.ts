import { DataWaveError, type Plugin, type PluginPackage } from '@datawave/plugin-sdk';
import { ownerOf } from '../services/service-registry.ts';
import { isObject } from '../validation/is-object.ts';

/** Services of the kernel without which a plugin that keeps data cannot run. */
const STORED: ReadonlySet<string> = new Set([
  'core.storage',
  'core.jobs',
  'core.events',
  'core.vault',
  'core.authentication',
  'core.audit',
  'core.audit-log',
]);

/**
 * The plugin in an imported module.
 * @throws DataWaveError DW_PLUGIN_EXPORT_INVALID, DW_PLUGIN_UNDECLARED_DEPENDENCY
 */
export function readDefinition(source: PluginPackage, module: unknown): Plugin['definition'] {
  const { id } = source.manifest;
  const exported = isModule(module) ? module.default : undefined;
  if (!isPlugin(exported)) {
    throw new DataWaveError({
      code: 'DW_PLUGIN_EXPORT_INVALID',
      message: `The module of plugin "${id}" has no plugin as its default export.`,
      hint: 'Write: export default definePlugin<Config>()({ ... })',
      where: `plugin ${id}, import`,
    });
  }
  const { definition } = exported;
  const { requires = {}, optional = {} } = source.manifest;
  const undeclared = (
    refs: Readonly<Record<string, { readonly id: string }>>,
    declared: Readonly<Record<string, string>>,
  ): string[] =>
    Object.values(refs)
      .map((ref) => ownerOf(ref.id))
      .filter((owner) => owner !== 'core' && owner !== id && declared[owner] === undefined);
  const missing = [
    ...undeclared(definition.deps ?? {}, requires),
    ...undeclared(definition.optionalDeps ?? {}, { ...requires, ...optional }),
  ];
  if (missing.length > 0) {
    throw new DataWaveError({
      code: 'DW_PLUGIN_UNDECLARED_DEPENDENCY',
      message: `The plugin "${id}" uses services of ${[...new Set(missing)].map((owner) => `"${owner}"`).join(', ')} that its manifest does not name.`,
      hint: 'Name the plugins behind "deps" under "requires", those behind "optionalDeps" under "optional".',
      where: `${source.directory}/package.json#/datawave`,
    });
  }
  const foreign = [
    ...Object.values(definition.provides ?? {}),
    ...(definition.hooks ?? []),
    ...(definition.extensionPoints ?? []),
  ].find((ref) => ownerOf(ref.id) !== id);
  if (foreign !== undefined) {
    throw new DataWaveError({
      code: 'DW_PLUGIN_EXPORT_INVALID',
      message: `The plugin "${id}" offers "${foreign.id}", whose id does not begin with "${id}.".`,
      hint: `Call it "${id}.NAME".`,
      where: `plugin ${id}`,
    });
  }
  return definition;
}

/** Ids of the kernel's services that a plugin cannot do without. */
export function kernelServicesOf(
  definition: Plugin['definition'],
  source: PluginPackage,
): ReadonlySet<string> {
  const ids = new Set(
    Object.values(definition.deps ?? {})
      .map((ref) => ref.id)
      .filter((id) => ownerOf(id) === 'core'),
  );
  const keepsData = (definition.entities ?? []).length > 0 || (definition.migrations ?? []).length > 0;
  const { database } = source.manifest.needs ?? {};
  // Optional: what it would keep waits for a plugin that cannot do without the database.
  if (database === 'own' || (keepsData && database !== 'optional')) ids.add('core.storage');
  return ids;
}

/** Whether any of the services needs the database. */
export const needsStorage = (services: ReadonlySet<string>): boolean =>
  [...services].some((id) => STORED.has(id));

/** Whether a plugin uses the database where there is one. */
export const mayStore = (definition: Plugin['definition']): boolean =>
  Object.values(definition.optionalDeps ?? {}).some((ref) => STORED.has(ref.id));

const isModule = (value: unknown): value is { readonly default?: unknown } =>
  typeof value === 'object' && value !== null;

function isPlugin(value: unknown): value is Plugin {
  return (
    isObject(value) &&
    value.kind === 'datawave-plugin' &&
    isObject(value.definition) &&
    typeof value.definition.setup === 'function'
  );
}
