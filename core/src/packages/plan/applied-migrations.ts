import { sql } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';
import type { PluginLock } from '../lock/plugin-lock.ts';
import { describeBlobs } from '../store/blob-rows.ts';

/** Database schema of a plugin: its id, as SQL can write it without quotes. */
export const schemaOf = (id: string): string => id.replaceAll('-', '_');

/** Names of the migrations that a plugin's schema has, in order; none where it has no schema. */
export async function appliedMigrations(storage: Storage, id: string): Promise<readonly string[]> {
  const schema = schemaOf(id);
  const [table] = await storage.execute<{ exists: boolean }>(
    sql`select to_regclass(${`"${schema}".migrations`}) is not null as exists`,
  );
  if (table?.exists !== true) return [];
  const rows = await storage.execute<{ name: string }>(
    sql`select name from ${sql.identifier(schema, 'migrations')} order by applied_at, name`,
  );
  return rows.map(({ name }) => name);
}

/** A plugin that cannot go back to a version, because its schema has moved on. */
export interface MovedOn {
  /** npm name. */
  readonly name: string;
  readonly id: string;
  readonly version: string;
  /** Migrations that the version does not know. */
  readonly migrations: readonly string[];
}

/**
 * Which plugins of a lock would find a schema that they do not understand.
 * @param ids - ids by npm name; of a name without one nothing is known
 */
export async function findMovedOn(
  storage: Storage,
  plugins: PluginLock['plugins'],
  ids: ReadonlyMap<string, string>,
): Promise<readonly MovedOn[]> {
  const blobs = await describeBlobs(
    storage,
    Object.values(plugins).map(({ sha256 }) => sha256),
  );
  const found: MovedOn[] = [];
  for (const [name, { sha256, version, grants }] of Object.entries(plugins)) {
    const id = ids.get(name);
    const known = blobs.get(sha256)?.migrations;
    if (id === undefined || known === undefined || known === null || grants.database === null) continue;
    const migrations = (await appliedMigrations(storage, id)).filter((one) => !known.includes(one));
    if (migrations.length > 0) found.push({ name, id, version, migrations });
  }
  return found;
}
