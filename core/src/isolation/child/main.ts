import { enableCompileCache, type RegisterHooksOptions, registerHooks } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The program of an isolated plugin's process. Arguments: id of the plugin, URL of its module, folder of the SDK, folder for compiled
 * code, which is the plugin's own: what it puts there concerns nobody else. Behind a wall the
 * SDK lies where it lies, but the links by which packages are found may not: then it is found from its own folder.
 */
const SDK = '@datawave/plugin-sdk';
const sdkPackage = pathToFileURL(`${process.argv[4] ?? ''}/package.json`).href;

const resolve: NonNullable<RegisterHooksOptions['resolve']> = (specifier, context, next) => {
  if (specifier !== SDK && !specifier.startsWith(`${SDK}/`)) return next(specifier, context);
  try {
    return next(specifier, context);
  } catch {
    return next(specifier, { ...context, parentURL: sdkPackage });
  }
};
registerHooks({ resolve });
enableCompileCache(process.argv[5]);

await import(`./runtime${extname(import.meta.url)}`);
