import {
  DataWaveError,
  type ExtensionPointRef,
  type HookRef,
  type Plugin,
  type PluginPackage,
  type RefMap,
} from '@datawave/plugin-sdk';
import { CONFINED } from '../../plugins/confined.ts';
import { isKernels, isWithheld } from '../contracts.ts';
import type { PluginDescription } from '../description.ts';
import { mustBeSynchronous, notOffered } from '../isolation-errors.ts';
import { checkDeclared } from './declared-needs.ts';

/**
 * Whether a plugin can be isolated at all.
 * @throws DataWaveError DW_ISOLATION_STORAGE, DW_ISOLATION_REFUSED, DW_ISOLATION_SYNCHRONOUS, DW_ISOLATION_UNDECLARED
 */
export function checkDescription({ manifest }: PluginPackage, of: PluginDescription): void {
  const { id, needs } = manifest;
  const services = [...Object.values(of.deps), ...Object.values(of.optionalDeps)];
  const keepsData = of.entities > 0 || of.migrations.length > 0 || services.includes('core.storage');
  // Whoever installed it was asked for what the manifest names.
  if (keepsData && needs?.database === undefined)
    throw new DataWaveError({
      code: 'DW_ISOLATION_STORAGE',
      message: `The plugin "${id}" keeps data, and its manifest does not say so.`,
      hint: 'Write "needs": { "database": "own" } into the manifest, or "optional" where it does without as well.',
      where: `plugin ${id}`,
    });
  const refused = Object.values(of.deps).find(isWithheld);
  if (refused !== undefined)
    throw notOffered(
      id,
      `the service "${refused}"`,
      `Of the kernel's, an isolated plugin may use ${services.filter((one) => isKernels(one) && !isWithheld(one)).join(', ') || 'http, jobs, events, egress, vault, audit, access, plugins and telemetry'}.`,
    );
  checkDeclared(manifest, services);
  const hook = of.hooks.find(({ mode }) => mode === 'sync');
  if (hook !== undefined)
    throw mustBeSynchronous(
      `The hook "${hook.id}" of the plugin "${id}"`,
      'Make it an asynchronous hook, or have the operator accept the plugin in process.',
    );
}

/** The definition by which the kernel knows an isolated plugin. */
export function definitionOf(
  { deps, optionalDeps, provides, hooks, extensionPoints, migrations }: PluginDescription,
  run: Pick<Plugin['definition'], 'setup' | 'start'>,
): Plugin['definition'] {
  const refs = (ids: Readonly<Record<string, string>>): RefMap =>
    Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, { kind: 'service', id } as const]));
  return {
    deps: refs(deps),
    optionalDeps: refs(optionalDeps),
    provides: refs(provides),
    hooks: hooks.map((hook): HookRef<never, unknown> => ({ kind: 'hook', ...hook })),
    extensionPoints: extensionPoints.map(
      (id): ExtensionPointRef<unknown> => ({ kind: 'extension-point', id }),
    ),
    migrations,
    ...CONFINED,
    ...run,
  };
}
