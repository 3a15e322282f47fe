import { appendFileSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type BuiltUiFile,
  foreignUiImport,
  SHARED_UI_MODULES,
  uiBuildSettings,
} from '@datawave/plugin-sdk/packaging';
import { isObject } from '../../validation/is-object.ts';
import { RELOAD_ROUTE } from './reload-plugin.ts';

/** Loads the page again once the platform tells of another state than the first that it told of, also when it was away meanwhile. */
const FOLLOW = `
{
  let known = null;
  const follow = () => {
    const source = new EventSource('/api/v1${RELOAD_ROUTE}');
    source.addEventListener('state', ({ data }) => {
      known ??= data;
      if (known !== data) location.reload();
    });
    source.onerror = () => {
      source.close();
      setTimeout(follow, 1000);
    };
  };
  follow();
}
`;

interface Vite {
  build(settings: unknown): Promise<unknown>;
}

/**
 * Builds the web components of a state of a plugin into its `dist/ui`, with the Vite that the plugin brings.
 * @returns what is wrong with them, or null
 */
export async function buildUi(plugin: string, state: string, ui: string): Promise<string | null> {
  const entry = join(state, ui);
  if (!existsSync(entry)) return `${ui}, which the manifest names under contributes.ui, is not there.`;
  const out = join(state, 'dist/ui');
  try {
    const { build } = await loadVite(plugin);
    const settings = uiBuildSettings(state, entry, out);
    // What is wrong is thrown; it need not be written as well.
    const built = await build({
      ...settings,
      logLevel: 'silent',
      build: { ...settings.build, minify: false },
    });
    const foreign = foreignUiImport(filesOf(built));
    if (foreign !== undefined)
      return `${ui} imports "${foreign}", which the shell does not share. Import one of: ${SHARED_UI_MODULES.join(', ')}.`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  appendFileSync(join(out, 'index.js'), FOLLOW);
  return null;
}

async function loadVite(plugin: string): Promise<Vite> {
  let file: string;
  try {
    file = createRequire(join(plugin, 'package.json')).resolve('vite');
  } catch (error) {
    throw new Error(
      'Vite, which builds web components, is not installed: run "npm install --save-dev vite".',
      {
        cause: error,
      },
    );
  }
  return (await import(pathToFileURL(file).href)) as Vite;
}

/** What Vite answers is one build or several. */
const filesOf = (built: unknown): readonly BuiltUiFile[] =>
  [built]
    .flat()
    .flatMap((one) =>
      isObject(one) && Array.isArray(one['output']) ? (one['output'] as BuiltUiFile[]) : [],
    );
