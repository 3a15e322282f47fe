import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { foreignUiImport, SHARED_UI_MODULES, uiBuildSettings } from '@datawave/plugin-sdk/packaging';
import { isObject } from '../../validation/is-object.ts';
import { packFault } from './pack-fault.ts';
import { loadVite } from './tools.ts';

/** Web components as they are served: bytes by path below `dist/ui`, and the modules that are in them. */
export interface BuiltComponents {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly modules: readonly string[];
}

/** Builds a plugin's web components as those of the platform are built. @throws DataWaveError DW_PLUGIN_PACK_BUILD, DW_PLUGIN_PACK_TOOL */
export async function buildComponents(directory: string, ui: string): Promise<BuiltComponents> {
  const build = await loadVite(directory);
  const out = mkdtempSync(join(tmpdir(), 'datawave-ui-'));
  try {
    const settings = uiBuildSettings(directory, join(directory, ui), out);
    const result = await build({ ...settings, logLevel: 'silent' }).catch((error: unknown) => {
      const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
      throw packFault(
        'DW_PLUGIN_PACK_BUILD',
        `The web components cannot be built: ${text
          .trim()
          .replaceAll(directory + sep, '')
          .slice(0, 2000)}`,
        'Mend what is named; "npx tsc --noEmit" often says more.',
        { where: directory, cause: error },
      );
    });
    const chunks = [result]
      .flat()
      .flatMap((built) => (isObject(built) && Array.isArray(built['output']) ? built['output'] : []));
    const foreign = foreignUiImport(chunks);
    if (foreign !== undefined)
      throw packFault(
        'DW_PLUGIN_PACK_BUILD',
        `The web components import "${foreign}", which is not installed or which the shell does not share.`,
        `Install it, or import one of: ${SHARED_UI_MODULES.join(', ')}.`,
        { where: directory },
      );
    const modules = chunks.flatMap(
      ({ moduleIds }: { readonly moduleIds?: readonly string[] }) => moduleIds ?? [],
    );
    return { files: readFolder(out), modules: modules.filter((id) => !id.startsWith('\0')) };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function readFolder(folder: string): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(
      path
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
      new Uint8Array(readFileSync(path)),
    );
  }
  return files;
}
