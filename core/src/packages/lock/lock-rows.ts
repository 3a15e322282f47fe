import { sql, type Transaction } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';
import { changedMeanwhile } from '../package-errors.ts';
import type { LockSigner } from './lock-key.ts';
import { EMPTY_LOCK, type PluginLock, parseLock } from './plugin-lock.ts';

/** The channel on which replicas hear that another lock counts; the payload is its number. */
export const LOCKS_CHANNEL = 'datawave_plugin_locks';

/** Arbitrary, but the same in every process: locks are numbered one after the other. */
const NUMBERING_LOCK = 4_201_733_021;

/** Why a lock was made: by somebody's change, by somebody who went back, or by the platform that went back by itself. */
export type LockKind = 'change' | 'rollback' | 'return';

/** A lock as the database keeps it. Whoever loads or changes anything by it has its seal looked at before. */
export interface LockRow {
  readonly number: number;
  /** `failed` and `rolled-back` do not count any more. */
  readonly state: 'applied' | 'failed' | 'rolled-back';
  readonly lock: PluginLock;
  /** Id of the change that made it. */
  readonly change: string | null;
  readonly kind: LockKind;
  readonly createdBy: string;
  /** ISO 8601, as the other times. */
  readonly createdAt: string;
  /** When the platform had run with it for as long as changes are watched; null before. */
  readonly confirmedAt: string | null;
  readonly endedAt: string | null;
  readonly reason: string | null;
  /** Ids of the plugins that have to run with it. */
  readonly expects: readonly string[];
}

/** What makes a lock. */
export interface NewLock {
  readonly plugins: PluginLock['plugins'];
  /** Number of the lock that it was made from. */
  readonly base: number;
  readonly change: string | null;
  readonly kind: LockKind;
  readonly by: string;
  readonly reason: string | null;
  readonly expects: readonly string[];
  /** Ids of removed plugins whose data goes once it is confirmed. */
  readonly purges: readonly string[];
}

const COLUMNS = sql`number::text as number, state, lock, change::text as change, kind, created_by as "createdBy",
  ${sql.isoTime(sql`created_at`)} as "createdAt", ${sql.isoTime(sql`confirmed_at`)} as "confirmedAt",
  ${sql.isoTime(sql`ended_at`)} as "endedAt", reason, expects`;

type Row = Omit<LockRow, 'number' | 'lock' | 'expects'> & {
  readonly number: string;
  readonly lock: string;
  readonly expects: string;
};

const toLock = (row: Row): LockRow => ({
  ...row,
  number: Number(row.number),
  lock: parseLock(JSON.parse(row.lock), `core.plugin_locks ${row.number}`),
  expects: JSON.parse(row.expects) as string[],
});

/** The lock that counts; null before the first. */
export async function readNewestLock(storage: Storage): Promise<LockRow | null> {
  const rows = await storage.execute<Row>(
    sql`select ${COLUMNS} from core.plugin_locks where state = 'applied' order by plugin_locks.number desc limit 1`,
  );
  return rows.map(toLock)[0] ?? null;
}

/** A lock by its number; null when there is none. */
export async function readLock(storage: Storage, number: number): Promise<LockRow | null> {
  const rows = await storage.execute<Row>(
    sql`select ${COLUMNS} from core.plugin_locks where number = ${number}`,
  );
  return rows.map(toLock)[0] ?? null;
}

/** The newest first. @param before - only those with a lower number */
export async function listLocks(
  storage: Storage,
  limit: number,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<readonly LockRow[]> {
  const rows = await storage.execute<Row>(
    sql`select ${COLUMNS} from core.plugin_locks where number < ${before} order by plugin_locks.number desc limit ${limit}`,
  );
  return rows.map(toLock);
}

/**
 * Makes a lock the one that counts, and tells all replicas when the transaction commits.
 * @throws DataWaveError DW_PACKAGES_CHANGED when another lock counts than the one it was made from
 */
export async function insertLock(
  storage: Storage,
  tx: Transaction,
  made: NewLock,
  { sign, above }: LockSigner,
): Promise<PluginLock> {
  await storage.executeIn(tx, sql`select pg_advisory_xact_lock(${NUMBERING_LOCK})`);
  const [at] = await storage.executeIn<{ newest: string; counting: string }>(
    tx,
    sql`select coalesce(max(number), 0)::text as newest,
          coalesce(max(number) filter (where state = 'applied'), 0)::text as counting from core.plugin_locks`,
  );
  if (Number(at?.counting ?? 0) !== made.base) throw changedMeanwhile(made.base, Number(at?.counting ?? 0));
  const lock = sign({
    ...{ ...EMPTY_LOCK, plugins: made.plugins },
    number: Math.max(Number(at?.newest ?? 0), above) + 1,
    ...(made.purges.length === 0 ? {} : { purges: made.purges }),
  });
  await storage.executeIn(
    tx,
    sql`insert into core.plugin_locks (number, state, lock, change, kind, created_by, reason, expects, purges, confirmed_at)
        values (${lock.number}, 'applied', ${JSON.stringify(lock)}, ${made.change}::uuid, ${made.kind}, ${made.by}, ${made.reason},
          ${JSON.stringify(made.expects)}, ${JSON.stringify(made.purges)},
          -- What has run before is not watched: from a return nothing goes back further.
          case when ${made.kind} = 'return' then now() end)`,
  );
  await storage.executeIn(tx, sql`select pg_notify(${LOCKS_CHANNEL}, ${String(lock.number)})`);
  return lock;
}

/** Says that the platform has run with a lock for long enough. Answers whether it was this call that did. */
export async function confirmLock(storage: Storage, tx: Transaction, number: number): Promise<boolean> {
  const rows = await storage.executeIn<{ number: string }>(
    tx,
    sql`update core.plugin_locks set confirmed_at = now()
        where number = ${number} and state = 'applied' and confirmed_at is null returning number::text as number`,
  );
  return rows.length > 0;
}

/** Takes a lock out of those that count. Answers false when somebody else has done so before. */
export async function endLock(
  storage: Storage,
  tx: Transaction,
  number: number,
  state: 'failed' | 'rolled-back',
  reason: string,
): Promise<boolean> {
  const rows = await storage.executeIn<{ number: string }>(
    tx,
    sql`update core.plugin_locks set state = ${state}, ended_at = now(), reason = ${reason}
        where number = ${number} and state = 'applied' returning number::text as number`,
  );
  return rows.length > 0;
}
