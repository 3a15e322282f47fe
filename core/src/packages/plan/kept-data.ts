import { sql } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';
import { appliedMigrations } from './applied-migrations.ts';
import type { Claimant, Conflict } from './conflicts.ts';
import type { PluginPlan } from './plan.ts';

/**
 * Plugins that would come under an id whose data, settings or secrets are kept for another: they would find them as their own.
 * @param leaving - ids and names of those that go with the same change
 */
export async function findHeirs(
  storage: Storage,
  coming: readonly Claimant[],
  leaving: readonly { readonly id: string; readonly name: string }[],
): Promise<readonly Conflict[]> {
  const found: Conflict[] = [];
  for (const { name, manifest } of coming) {
    const { id } = manifest;
    const owner = leaving.find((one) => one.id === id)?.name ?? (await lastHolder(storage, id));
    if (owner === null || owner === name || !(await isKept(storage, id))) continue;
    found.push({ name, what: `data and secrets kept under the id "${id}"`, owner });
  }
  return found;
}

/** The npm name under which an id was there last; null where nobody knows, or where what it kept is gone. */
async function lastHolder(storage: Storage, id: string): Promise<string | null> {
  const rows = await storage.execute<{ plan: string }>(
    sql`select plan from core.plugin_changes
        where lock_number is not null and strpos(plan, ${JSON.stringify({ id }).slice(1, -1)}) > 0
        order by lock_number desc limit 100`,
  );
  for (const { plan } of rows) {
    const { changes } = JSON.parse(plan) as PluginPlan;
    const last = changes.findLast((change) => change.id === id);
    if (last !== undefined) return last.name;
  }
  return null;
}

async function isKept(storage: Storage, id: string): Promise<boolean> {
  if ((await appliedMigrations(storage, id)).length > 0) return true;
  const [row] = await storage.execute<{ kept: boolean }>(
    sql`select exists (select from core.secrets where plugin = ${id})
          or exists (select from core.plugin_settings where plugin = ${id}) as kept`,
  );
  return row?.kept === true;
}
