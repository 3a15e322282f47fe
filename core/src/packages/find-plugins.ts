import type { Logger } from '@datawave/plugin-sdk';
import type { KernelOptions } from '../kernel-types.ts';
import { type DiscoveredPlugin, discoverPlugins, replacedByConfiguration } from '../plugins/discover.ts';
import { type BegunLock, beginLock, nothingInstalled } from './lock/begin-lock.ts';

/** Finds the plugins of the configuration, and those that were installed on the platform. Nothing of theirs runs. */
export async function findPlugins(
  options: KernelOptions,
  log: Logger,
): Promise<{ readonly found: readonly DiscoveredPlugin[]; readonly begun: BegunLock }> {
  const { config, extraPlugins = [], ignoresOverrides, isSafeMode, onRestartWanted } = options;
  const { projectDirectory, storage } = config;
  const begun =
    ignoresOverrides || isSafeMode
      ? nothingInstalled(storage.data, projectDirectory)
      : await beginLock({
          ...{ dataDirectory: storage.data, projectDirectory, log },
          ...{ isWatched: onRestartWanted !== undefined, env: options.env ?? process.env },
        });
  const { installed } = begun;
  const found = discoverPlugins({
    ...{ projectDirectory, configured: config.plugins, extra: extraPlugins, installed },
  });
  for (const name of replacedByConfiguration(found, installed))
    log.warn(
      `The configuration brings "${name}", which is installed as well: that of the configuration runs.`,
      {
        plugin: name,
      },
    );
  return { found, begun };
}
