import { join } from 'node:path';
import {
  type BuiltUiFile,
  foreignUiImport,
  uiBuildSettings,
} from '../../plugin-sdk/src/packaging/ui-build.ts';
import { SHARED_MODULES } from './shared-modules.ts';

/**
 * Builds a plugin's `ui/index.ts` into one module that takes lit and plugin-sdk/ui from the import map.
 * @throws Error naming an import that no browser could resolve
 */
export async function buildPlugin(packageDirectory: string, outDirectory: string): Promise<void> {
  const { build } = await import('vite');
  const result = await build(
    uiBuildSettings(packageDirectory, join(packageDirectory, 'ui/index.ts'), outDirectory),
  );
  const output = [result]
    .flat()
    .flatMap((built) => (built as { readonly output: readonly BuiltUiFile[] }).output);
  const foreign = foreignUiImport(output);
  if (foreign !== undefined)
    throw new Error(
      `${join(packageDirectory, 'ui')} imports "${foreign}", which the shell does not share. Import one of: ${SHARED_MODULES.join(', ')}.`,
    );
}
