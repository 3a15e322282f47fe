import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InputOptions, RolldownBuild } from 'rolldown';
import type { InlineConfig } from 'vite';
import { kernelDirectory } from '../../plugins/entry.ts';
import { packFault } from './pack-fault.ts';

/** What a plugin's code is bundled with. */
export interface Bundler {
  rolldown(options: InputOptions): Promise<RolldownBuild>;
  /** ESTree of a module. */
  parse(code: string): unknown;
}

/** Rolldown of the plugin's own project, or of the platform's. @throws DataWaveError DW_PLUGIN_PACK_TOOL */
export async function loadBundler(directory: string): Promise<Bundler> {
  const file = findTool(directory, 'rolldown');
  const { rolldown } = (await import(pathToFileURL(file).href)) as typeof import('rolldown');
  // By its own name, from within: the package that was found, and none beside it.
  const parser = createRequire(file).resolve('rolldown/parseAst');
  const { parseAst } = (await import(pathToFileURL(parser).href)) as typeof import('rolldown/parseAst');
  return { rolldown, parse: (code) => parseAst(code) };
}

/** Vite's `build`, of the plugin's own project or of the platform's. @throws DataWaveError DW_PLUGIN_PACK_TOOL */
export async function loadVite(directory: string): Promise<(config: InlineConfig) => Promise<unknown>> {
  const { build } = (await import(pathToFileURL(findTool(directory, 'vite')).href)) as typeof import('vite');
  return build;
}

/** Vite brings the Rolldown that it works with, so a project needs to name Vite alone. */
function findTool(directory: string, name: 'vite' | 'rolldown'): string {
  for (const from of [directory, kernelDirectory()]) {
    const require = createRequire(join(from, 'package.json'));
    const direct = tryResolve(require, name);
    if (direct !== null) return direct;
    const vite = name === 'rolldown' ? tryResolve(require, 'vite') : null;
    const through = vite === null ? null : tryResolve(createRequire(vite), name);
    if (through !== null) return through;
  }
  throw packFault(
    'DW_PLUGIN_PACK_TOOL',
    'Vite, with which plugins are built, is not installed beside the plugin.',
    'Run npm install --save-dev vite@8.',
    { where: directory },
  );
}

function tryResolve(require: NodeJS.Require, name: string): string | null {
  try {
    return require.resolve(name);
  } catch (error) {
    // Not there is an answer; anything else is a broken installation, which is said.
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}
