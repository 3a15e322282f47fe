import { pathToFileURL } from 'node:url';
import { DataWaveError, type PluginPackage } from '@datawave/plugin-sdk';
import { readDefinition } from '../../plugins/definition.ts';
import type { ProbedDefinition } from './check-needs.ts';

/** Imports a plugin's built module and tells what it takes: run in a process of its own, which the plugin may break. */
process.once(
  'message',
  async ({ file, source }: { readonly file: string; readonly source: PluginPackage }) => {
    const answer = await probe(file, source);
    process.send?.(answer, () => process.exit(0));
  },
);

async function probe(file: string, source: PluginPackage): Promise<ProbedDefinition> {
  try {
    const module: unknown = await import(pathToFileURL(file).href);
    const { deps, optionalDeps, entities, migrations } = readDefinition(source, module);
    const refs = [...Object.values(deps ?? {}), ...Object.values(optionalDeps ?? {})];
    return {
      services: refs.map(({ id }) => id),
      keepsData: (entities ?? []).length > 0 || (migrations ?? []).length > 0,
      fault: null,
    };
  } catch (error) {
    const hint = DataWaveError.is(error) ? (error.hint ?? null) : null;
    return {
      services: [],
      keepsData: false,
      fault: { message: error instanceof Error ? error.message : String(error), hint },
    };
  }
}
