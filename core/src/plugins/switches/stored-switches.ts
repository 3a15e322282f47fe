import { sql, type Transaction } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';

/** The channel on which replicas hear that plugins were switched; the payload is the plugin's id. */
export const SWITCHES_CHANNEL = 'datawave_plugin_switches';

/** Whether plugins are enabled, by id; those that nobody switched are absent. */
export async function readSwitches(storage: Storage): Promise<ReadonlyMap<string, boolean>> {
  const rows = await storage.execute<{ plugin: string; isEnabled: boolean }>(
    sql`select plugin, is_enabled as "isEnabled" from core.plugin_switches`,
  );
  return new Map(rows.map(({ plugin, isEnabled }) => [plugin, isEnabled]));
}

/** Keeps what was switched, and tells the other replicas when the transaction commits. */
export async function writeSwitch(
  storage: Storage,
  tx: Transaction,
  plugin: string,
  isEnabled: boolean,
): Promise<void> {
  await storage.executeIn(
    tx,
    sql`insert into core.plugin_switches (plugin, is_enabled) values (${plugin}, ${isEnabled})
        on conflict (plugin) do update set is_enabled = excluded.is_enabled, updated_at = now()`,
  );
  await storage.executeIn(tx, sql`select pg_notify(${SWITCHES_CHANNEL}, ${plugin})`);
}
