import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandIo } from '@datawave/plugin-sdk';
import { sql } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import { discoverPlugins } from '../plugins/discover.ts';
import { readStoredSettings } from '../plugins/settings/stored-settings.ts';
import { readSwitches } from '../plugins/switches/stored-switches.ts';
import type { Storage } from '../storage/storage.ts';
import { createTextLogger } from '../telemetry/text-logger.ts';

/**
 * What was set of plugins on the running platform, by npm name; those of which nothing was are absent. Where the database is not there
 * yet nothing was; where it cannot be read a line on standard error says so.
 */
export async function storedByName(
  config: KernelConfig,
  io: CommandIo,
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const stored = await readTable(config, io, 'core.plugin_settings', readStoredSettings);
  const { projectDirectory, plugins } = config;
  return new Map(
    discoverPlugins({ projectDirectory, configured: plugins, extra: [] }).flatMap(({ id, name }) => {
      const values = stored.get(id)?.values ?? {};
      return Object.keys(values).length === 0 ? [] : [[name, values]];
    }),
  );
}

/** Which plugins were switched on and off on the running platform, by id. As {@link storedByName} where that cannot be read. */
export const storedSwitches = (config: KernelConfig, io: CommandIo): Promise<ReadonlyMap<string, boolean>> =>
  readTable(config, io, 'core.plugin_switches', readSwitches);

async function readTable<T>(
  config: KernelConfig,
  io: CommandIo,
  name: string,
  read: (storage: Storage) => Promise<ReadonlyMap<string, T>>,
): Promise<ReadonlyMap<string, T>> {
  const { url, migrationUrl, data, poolSize, prepare } = config.storage;
  if (url === 'embedded' && !existsSync(join(data, 'postgres'))) return new Map();
  try {
    const { openStorage } = await import('../storage/storage.ts');
    const log = createTextLogger({ level: 'silent', destination: io.stderr });
    const storage = await openStorage({
      ...{ url, dataDirectory: data, poolSize, prepare, log },
      ...(migrationUrl === undefined ? {} : { migrationUrl }),
    });
    try {
      const [table] = await storage.execute<{ exists: boolean }>(
        sql`select to_regclass(${name}) is not null as exists`,
      );
      return table?.exists === true ? await read(storage) : new Map();
    } finally {
      await storage.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    io.stderr.write(`What was set on the running platform cannot be shown: ${reason}\n`);
    return new Map();
  }
}
