import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';
import { anotherInstall, changeUnknown, notOpen } from '../package-errors.ts';
import type { PluginPlan } from '../plan/plan.ts';

/** How far a change has come. */
export type ChangeState = 'proposed' | 'applying' | 'watching' | 'applied' | 'failed' | 'rolled-back';

/** What somebody wants to change about the installed plugins, with the plan that they looked at. */
export interface ChangeRow {
  readonly id: string;
  readonly state: ChangeState;
  /** What is being done, for whoever waits. */
  readonly step: string;
  readonly plan: PluginPlan;
  /** Of the plan, keyed: who applies it says which one they looked at, and nobody else can make one. */
  readonly hash: string;
  /** The lock that came of it. */
  readonly lock: number | null;
  readonly reason: string | null;
  /** Of the error that it failed with. */
  readonly code: string | null;
  readonly proposedBy: string;
  /** ISO 8601, as the other times. */
  readonly proposedAt: string;
  readonly appliedBy: string | null;
  readonly endedAt: string | null;
}

/** The channel on which replicas hear that a change has come further; the payload is its id. */
export const CHANGES_CHANNEL = 'datawave_plugin_changes';
/** Arbitrary, but the same in every process: one at a time begins. */
const BEGIN_LOCK = 4_201_733_022;
/** Whoever applies a change says so again within this time; past it somebody else may. */
const LEASE_SECONDS = 20;

/** What a change is at from when a running platform follows it. */
export const FOLLOWED = 'restarting and watching';

const COLUMNS = sql`id::text as id, case when state = 'applying' and lease_until < now() then 'failed' else state end as state,
  step, plan, hash, lock_number::text as lock,
  case when state = 'applying' and lease_until < now() then 'Whoever applied it has gone; nothing was changed.' else reason end as reason,
  code, proposed_by as "proposedBy", ${sql.isoTime(sql`proposed_at`)} as "proposedAt", applied_by as "appliedBy",
  ${sql.isoTime(sql`ended_at`)} as "endedAt"`;

type Row = Omit<ChangeRow, 'plan' | 'lock'> & { readonly plan: string; readonly lock: string | null };

const toChange = (row: Row): ChangeRow => ({
  ...row,
  plan: JSON.parse(row.plan) as PluginPlan,
  lock: row.lock === null ? null : Number(row.lock),
});

/** Keeps a plan for somebody to look at and apply. */
export async function proposeChange(
  storage: Storage,
  proposed: { readonly id: string; readonly plan: PluginPlan; readonly hash: string; readonly by: string },
): Promise<ChangeRow> {
  const { id, plan, hash, by } = proposed;
  const rows = await storage.execute<Row>(
    sql`insert into core.plugin_changes (id, state, step, plan, hash, base, proposed_by)
        values (${id}::uuid, 'proposed', 'proposed', ${JSON.stringify(plan)}, ${hash}, ${plan.base}, ${by})
        returning ${COLUMNS}`,
  );
  const [row] = rows.map(toChange);
  if (row === undefined) throw changeUnknown('');
  return row;
}

/** A change by its id. @throws DataWaveError DW_PACKAGES_CHANGE_UNKNOWN */
export async function readChange(storage: Storage, id: string): Promise<ChangeRow> {
  const rows = await storage.execute<Row>(
    sql`select ${COLUMNS} from core.plugin_changes where id::text = ${id}`,
  );
  const [row] = rows.map(toChange);
  if (row === undefined) throw changeUnknown(id);
  return row;
}

/** The newest first, 100 at most. */
export async function listChanges(storage: Storage, limit: number): Promise<readonly ChangeRow[]> {
  const rows = await storage.execute<Row>(
    sql`select ${COLUMNS} from core.plugin_changes order by proposed_at desc, id limit ${limit}`,
  );
  return rows.map(toChange);
}

/**
 * Begins to apply a change, unless another is being applied. Answers the lease by which it goes on.
 * @throws DataWaveError DW_PACKAGES_BUSY, DW_PACKAGES_CHANGE_CLOSED when it was applied or has failed before
 */
export async function beginChange(storage: Storage, id: string, by: string): Promise<string> {
  const lease = randomUUID();
  await storage.kernelTransaction(async (tx) => {
    await storage.executeIn(tx, sql`select pg_advisory_xact_lock(${BEGIN_LOCK})`);
    const [other] = await storage.executeIn<{ by: string | null }>(
      tx,
      sql`select applied_by as by from core.plugin_changes where state = 'applying' and lease_until > now()`,
    );
    if (other !== undefined) throw anotherInstall(other.by ?? 'somebody');
    const rows = await storage.executeIn<{ id: string }>(
      tx,
      sql`update core.plugin_changes set state = 'applying', step = 'begun', applied_by = ${by}, lease = ${lease}::uuid,
            lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
          where id::text = ${id} and (state = 'proposed' or (state = 'applying' and lease_until < now())) returning id::text as id`,
    );
    if (rows.length === 0) throw notOpen(id);
  });
  return lease;
}

/** Says how far it has come, and that one is still at it. @throws DataWaveError DW_PACKAGES_BUSY when somebody else has taken it over */
export async function advanceChange(
  storage: Storage,
  id: string,
  lease: string,
  step: string,
): Promise<void> {
  const rows = await storage.execute<{ id: string }>(
    sql`update core.plugin_changes set step = ${step}, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
        where id::text = ${id} and lease = ${lease}::uuid and state = 'applying' returning id::text as id`,
  );
  if (rows.length === 0) throw anotherInstall('somebody else');
  await storage.execute(sql`select pg_notify(${CHANGES_CHANNEL}, ${id})`);
}

/**
 * Says how a change stands now. In the transaction of the lock that it is about. Answers false when somebody else has taken it over.
 * @param change - with the lease of whoever applies it
 */
export async function settleChange(
  storage: Storage,
  tx: Transaction,
  change: { readonly id: string; readonly lease?: string },
  settled: {
    readonly state: 'watching' | 'applied' | 'failed' | 'rolled-back';
    readonly step: string;
    readonly lock?: number;
    readonly reason?: string;
    readonly code?: string;
  },
): Promise<boolean> {
  const { state, step, lock = null, reason = null, code = null } = settled;
  const { id, lease = null } = change;
  const rows = await storage.executeIn<{ id: string }>(
    tx,
    sql`update core.plugin_changes set state = ${state}, step = ${step}, lock_number = coalesce(${lock}::bigint, lock_number),
          reason = ${reason}, code = ${code}, ended_at = case when ${state} = 'watching' then null else now() end
        where id::text = ${id} and (${lease}::uuid is null or (lease = ${lease}::uuid and state = 'applying'))
        returning id::text as id`,
  );
  await storage.executeIn(tx, sql`select pg_notify(${CHANGES_CHANNEL}, ${id})`);
  return rows.length > 0;
}

/** Says that a running platform has heard of a lock. */
export async function noteFollowed(storage: Storage, lock: number): Promise<void> {
  const rows = await storage.execute<{ id: string }>(
    sql`update core.plugin_changes set step = ${FOLLOWED} where lock_number = ${lock} and state = 'watching' and step <> ${FOLLOWED}
        returning id::text as id`,
  );
  for (const { id } of rows) await storage.execute(sql`select pg_notify(${CHANGES_CHANNEL}, ${id})`);
}
