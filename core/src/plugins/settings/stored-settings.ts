import { sql, type Transaction } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';
import { isObject } from '../../validation/is-object.ts';

/** What people have set of a plugin. Secrets stand as `secret://NAME`, and their values lie in the vault. */
export interface StoredSettings {
  /** Each stands in place of the whole setting of that name in the configuration file. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Rises with each change; 0 when nothing was ever stored. */
  readonly revision: number;
  /** ISO 8601; null when nothing was ever stored. */
  readonly updatedAt: string | null;
  /** Who did it, as people call them. */
  readonly updatedBy: string | null;
}

/** Of a plugin of which nothing was ever stored. */
export const NOTHING_STORED: StoredSettings = { values: {}, revision: 0, updatedAt: null, updatedBy: null };

/** The channel on which replicas hear that settings have changed; the payload is the plugin's id. */
export const SETTINGS_CHANNEL = 'datawave_plugin_settings';

/** The settings that a plugin is to run with, not yet checked: each is the stored one, or else the file's. */
export const overlay = (
  file: Readonly<Record<string, unknown>>,
  stored: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...Object.entries(file), ...Object.entries(stored)]);

interface Row {
  readonly plugin: string;
  readonly settings: string;
  readonly revision: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

const toStored = (row: Row): StoredSettings => {
  const values: unknown = JSON.parse(row.settings);
  return {
    values: isObject(values) ? values : {},
    revision: Number(row.revision),
    updatedAt: row.updatedAt,
    updatedBy: row.updatedBy,
  };
};

const COLUMNS = sql`plugin, settings, revision::text as revision, ${sql.isoTime(sql`updated_at`)} as "updatedAt", updated_by as "updatedBy"`;

/** By plugin id. */
export async function readStoredSettings(storage: Storage): Promise<ReadonlyMap<string, StoredSettings>> {
  const rows = await storage.execute<Row>(sql`select ${COLUMNS} from core.plugin_settings`);
  return new Map(rows.map((row) => [row.plugin, toStored(row)]));
}

/**
 * Stores what a plugin is set to, and tells the other replicas when the transaction commits.
 * @returns the new revision, or null when somebody else has changed it since `expected`
 */
export async function writeStoredSettings(
  storage: Storage,
  tx: Transaction,
  change: {
    readonly plugin: string;
    readonly values: Readonly<Record<string, unknown>>;
    readonly expected: number;
    readonly by: string;
  },
): Promise<number | null> {
  const { plugin, expected, by } = change;
  const next = expected + 1;
  const text = JSON.stringify(change.values);
  const rows = await storage.executeIn<{ plugin: string }>(
    tx,
    expected === 0
      ? sql`insert into core.plugin_settings (plugin, settings, revision, updated_by) values (${plugin}, ${text}, ${next}, ${by})
            on conflict (plugin) do nothing returning plugin`
      : sql`update core.plugin_settings set settings = ${text}, revision = ${next}, updated_at = now(), updated_by = ${by}
            where plugin = ${plugin} and revision = ${expected} returning plugin`,
  );
  if (rows.length === 0) return null;
  await storage.executeIn(tx, sql`select pg_notify(${SETTINGS_CHANNEL}, ${plugin})`);
  return next;
}
