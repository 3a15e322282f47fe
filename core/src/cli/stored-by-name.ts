import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandIo } from '@datawave/plugin-sdk';
import { sql } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import { type RevocationRow, readRevoked } from '../packages/revocations/revocation-rows.ts';
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
  const stored = await withTables<Awaited<ReturnType<typeof readStoredSettings>>>(
    ...([config, io, new Map()] as const),
    async (storage, has) => ((await has('core.plugin_settings')) ? readStoredSettings(storage) : new Map()),
  );
  const { projectDirectory, plugins } = config;
  return new Map(
    discoverPlugins({ projectDirectory, configured: plugins, extra: [] }).flatMap(({ id, name }) => {
      const values = stored.get(id)?.values ?? {};
      return Object.keys(values).length === 0 ? [] : [[name, values]];
    }),
  );
}

/** What is known of plugins beyond what was set of them. */
export interface StoredStanding {
  /** Which were switched on and off on the running platform, by id. */
  readonly switched: ReadonlyMap<string, boolean>;
  /** What registries say against what was installed. */
  readonly revoked: readonly RevocationRow[];
}

/** What was switched and what is revoked. As {@link storedByName} where that cannot be read. */
export const storedStanding = (config: KernelConfig, io: CommandIo): Promise<StoredStanding> =>
  withTables(config, io, { switched: new Map(), revoked: [] }, async (storage, has) => ({
    switched: (await has('core.plugin_switches')) ? await readSwitches(storage) : new Map(),
    revoked: (await has('core.plugin_revocations')) ? await readRevoked(storage) : [],
  }));

async function withTables<T>(
  config: KernelConfig,
  io: CommandIo,
  nothing: T,
  read: (storage: Storage, has: (table: string) => Promise<boolean>) => Promise<T>,
): Promise<T> {
  const { url, migrationUrl, data, poolSize, prepare } = config.storage;
  if (url === 'embedded' && !existsSync(join(data, 'postgres'))) return nothing;
  try {
    const { openStorage } = await import('../storage/storage.ts');
    const log = createTextLogger({ level: 'silent', destination: io.stderr });
    const storage = await openStorage({
      ...{ url, dataDirectory: data, poolSize, prepare, log },
      ...(migrationUrl === undefined ? {} : { migrationUrl }),
    });
    try {
      return await read(storage, async (name) => {
        const [table] = await storage.execute<{ exists: boolean }>(
          sql`select to_regclass(${name}) is not null as exists`,
        );
        return table?.exists === true;
      });
    } finally {
      await storage.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    io.stderr.write(`What was set on the running platform cannot be shown: ${reason}\n`);
    return nothing;
  }
}
