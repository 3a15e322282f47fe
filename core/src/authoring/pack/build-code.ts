import { isBuiltin } from 'node:module';
import { relative, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { RolldownOutput } from 'rolldown';
import { findLoads } from './dynamic-loads.ts';
import { packFault } from './pack-fault.ts';
import type { SourcePackage } from './source-package.ts';
import type { Bundler } from './tools.ts';

/** A plugin's code as one module. */
export interface BuiltCode {
  readonly code: string;
  /** Absolute paths of the modules that are in it. */
  readonly modules: readonly string[];
  /** Files that it names relative to itself. */
  readonly files: readonly string[];
}

const isSdk = (id: string): boolean =>
  id === '@datawave/plugin-sdk' || id.startsWith('@datawave/plugin-sdk/');

/**
 * Bundles a plugin and all that it needs into one ES module; the SDK and Node's own modules stay imports.
 * @throws DataWaveError DW_PLUGIN_PACK_BUILD, DW_PLUGIN_PACK_DYNAMIC, DW_PLUGIN_PACK_NATIVE, DW_PLUGIN_PACK_OUTSIDE
 */
export async function buildCode(source: SourcePackage, bundler: Bundler): Promise<BuiltCode> {
  const unresolved: string[] = [];
  const native: string[] = [];
  const output = await generate(source, bundler, { unresolved, native });
  if (native.length > 0)
    throw packFault(
      'DW_PLUGIN_PACK_NATIVE',
      `It needs native addons: ${native.map((id) => relative(source.directory, id)).join(', ')}.`,
      'Take a library in JavaScript or WebAssembly.',
      { where: source.directory },
    );
  const [chunk, ...others] = output;
  if (others.length > 0)
    throw packFault(
      'DW_PLUGIN_PACK_BUILD',
      `The plugin does not become one module: ${others.map(({ fileName }) => fileName).join(', ')} would stand beside it.`,
      'Import files as JSON, or read them at run time from a folder that "files" of package.json names.',
      { where: source.directory },
    );
  const loads = findLoads(bundler.parse(chunk.code));
  const foreign = [...new Set([...chunk.imports, ...chunk.dynamicImports, ...unresolved])].filter(
    (id) => id !== chunk.fileName && !isSdk(id) && !isBuiltin(id),
  );
  if (foreign.length > 0)
    throw packFault(
      'DW_PLUGIN_PACK_BUILD',
      `It imports what is not installed: ${foreign.join(', ')}.`,
      'Install it (npm install --save-dev), or correct the import.',
      { where: source.directory },
    );
  if (loads.dynamic.length > 0)
    throw packFault(
      'DW_PLUGIN_PACK_DYNAMIC',
      `It loads a module whose name is only known at run time, so that it cannot be bundled: ${loads.dynamic.slice(0, 3).join('; ')}.`,
      'Import it by its name, or take a library that does.',
      { where: source.directory },
    );
  const modules = chunk.moduleIds.filter((id) => !id.startsWith('\0'));
  refuseForeignFiles(source, modules);
  return { code: chunk.code, modules, files: loads.files };
}

async function generate(
  { directory, entry }: SourcePackage,
  { rolldown }: Bundler,
  { unresolved, native }: { readonly unresolved: string[]; readonly native: string[] },
): Promise<RolldownOutput['output']> {
  try {
    await using bundle = await rolldown({
      cwd: directory,
      input: { index: entry },
      platform: 'node',
      external: (id) => isSdk(id) || isBuiltin(id),
      // Paths in comments would make the bytes depend on where dependencies are installed.
      experimental: { attachDebugInfo: 'none' },
      plugins: [
        {
          name: 'native-addons',
          load: (id) => {
            if (!id.endsWith('.node')) return null;
            native.push(id);
            return { code: '', moduleType: 'js' };
          },
        },
      ],
      onLog: (_level, { code, exporter }) => {
        if (code === 'UNRESOLVED_IMPORT' && exporter !== undefined) unresolved.push(exporter);
      },
    });
    const { output } = await bundle.generate({
      format: 'esm',
      codeSplitting: false,
      entryFileNames: 'index.js',
      comments: { legal: true, annotation: false, jsdoc: false },
    });
    return output;
  } catch (error) {
    const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
    throw packFault(
      'DW_PLUGIN_PACK_BUILD',
      `The plugin cannot be built: ${text
        .trim()
        .replaceAll(directory + sep, '')
        .slice(0, 2000)}`,
      'Mend what is named; "npx tsc --noEmit" often says more.',
      { where: directory, cause: error },
    );
  }
}

/** What is bundled is the plugin's own or an installed package's: a file from elsewhere was not meant to be given away. */
function refuseForeignFiles({ directory }: SourcePackage, modules: readonly string[]): void {
  const outside = modules.find(
    (id) => !id.startsWith(directory + sep) && !id.includes(`${sep}node_modules${sep}`),
  );
  if (outside !== undefined)
    throw packFault(
      'DW_PLUGIN_PACK_OUTSIDE',
      `It imports a file from outside its folder: ${relative(directory, outside)}.`,
      'Move the file into the plugin, or make a package of it and install that.',
      { where: directory },
    );
}
