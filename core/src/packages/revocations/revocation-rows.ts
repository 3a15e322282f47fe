import { type PluginRevoked, sql, type Transaction } from '@datawave/plugin-sdk';
import { SWITCHES_CHANNEL } from '../../plugins/switches/stored-switches.ts';
import type { Storage } from '../../storage/storage.ts';

/** What a registry says against a version that is or was installed here. */
export interface RevocationRow extends PluginRevoked {
  /** npm name. */
  readonly name: string;
  readonly version: string;
}

/** All that is said against what is or was installed. */
export const readRevoked = (storage: Storage): Promise<readonly RevocationRow[]> =>
  storage.execute<RevocationRow>(
    sql`select name, version, registry, reason, severity, action, revoked_at as at from core.plugin_revocations`,
  );

/** Keeps what is said against a version. Answers false when the same is known already. */
export async function keepRevoked(storage: Storage, tx: Transaction, row: RevocationRow): Promise<boolean> {
  const { name, version, registry, reason, severity, action, at } = row;
  const kept = await storage.executeIn<{ name: string }>(
    tx,
    sql`insert into core.plugin_revocations as known (name, version, registry, reason, severity, action, revoked_at)
        values (${name}, ${version}, ${registry}, ${reason}, ${severity}, ${action}, ${at})
        on conflict (name, version) do update set registry = excluded.registry, reason = excluded.reason,
          severity = excluded.severity, action = excluded.action, revoked_at = excluded.revoked_at, found_at = now()
        where (known.registry, known.reason, known.severity, known.action)
          is distinct from (excluded.registry, excluded.reason, excluded.severity, excluded.action)
        returning known.name as name`,
  );
  return kept.length > 0;
}

/** Forgets what is not said any more. Answers false when somebody else has. */
export async function forgetRevoked(
  storage: Storage,
  tx: Transaction,
  { name, version }: Pick<RevocationRow, 'name' | 'version'>,
): Promise<boolean> {
  const gone = await storage.executeIn<{ name: string }>(
    tx,
    sql`delete from core.plugin_revocations where name = ${name} and version = ${version} returning name`,
  );
  return gone.length > 0;
}

/** Has all replicas look anew at what is revoked, and switched, when the transaction commits. */
export async function tellRevoked(storage: Storage, tx: Transaction, plugin: string): Promise<void> {
  await storage.executeIn(tx, sql`select pg_notify(${SWITCHES_CHANNEL}, ${plugin})`);
}

/** Takes the next look at a registry for this process. Answers false when another took it within this time. */
export async function takeLook(storage: Storage, registry: string, withinMs: number): Promise<boolean> {
  const taken = await storage.execute<{ registry: string }>(
    sql`insert into core.revocation_looks as known (registry) values (${registry})
        on conflict (registry) do update set begun_at = now()
        where known.begun_at < now() - ${withinMs} * interval '1 millisecond'
        returning known.registry as registry`,
  );
  return taken.length > 0;
}

/** @param failure - why nothing could be learnt; null when all is well */
export async function noteLook(storage: Storage, registry: string, failure: string | null): Promise<void> {
  await storage.execute(
    sql`update core.revocation_looks set failure = ${failure},
          succeeded_at = case when ${failure}::text is null then now() else succeeded_at end
        where registry = ${registry}`,
  );
}
