import type { JobState } from '@datawave/plugin-sdk';
import type { JobsStorage } from './jobs-storage.ts';

/** A claim as its holder knows it. */
export interface Lease {
  readonly id: string;
  readonly token: bigint;
}

/** Prolongs leases that are still held. Answers them, with whether someone asked for the job to be cancelled. */
export async function renewLeases(
  storage: JobsStorage,
  leaseMs: number,
  leases: readonly Lease[],
): Promise<ReadonlyMap<string, { readonly isCancelRequested: boolean }>> {
  const rows = await storage.execute<{ id: string; cancel_requested: boolean }>({
    text: `update core.jobs j set lease_until = now() + $3 * interval '1 millisecond'
      from unnest($1::uuid[], $2::bigint[]) as held(id, token)
      where j.id = any($1::uuid[]) and j.id = held.id and j.token = held.token and j.state = 'running'
      returning j.id::text as id, j.cancel_requested`,
    parameters: [leases.map((lease) => lease.id), leases.map((lease) => String(lease.token)), leaseMs],
  });
  return new Map(rows.map((row) => [row.id, { isCancelRequested: row.cancel_requested }]));
}

/** Progress of one running job. */
export interface ProgressNote extends Lease {
  readonly fraction: number;
  readonly detail: string | null;
}

export async function writeProgress(storage: JobsStorage, notes: readonly ProgressNote[]): Promise<void> {
  await storage.execute({
    text: `update core.jobs j set fraction = p.fraction, detail = p.detail
      from unnest($1::uuid[], $2::bigint[], $3::real[], $4::text[]) as p(id, token, fraction, detail)
      where j.id = any($1::uuid[]) and j.id = p.id and j.token = p.token and j.state = 'running'`,
    parameters: [
      notes.map((note) => note.id),
      notes.map((note) => String(note.token)),
      notes.map((note) => note.fraction),
      notes.map((note) => note.detail),
    ],
  });
}

/** A row that the reconciler has moved. */
export interface MovedJob {
  readonly id: string;
  readonly plugin: string;
  readonly name: string;
  readonly priority: number;
  readonly state: JobState;
}

const movedColumns = 'j.id::text as id, j.plugin, j.name, j.priority, j.state';

/** Takes jobs from workers whose lease has run out: they wait again, or are set aside once their attempts are used up. */
export async function reapExpired(storage: JobsStorage, limit: number): Promise<readonly MovedJob[]> {
  return storage.execute<MovedJob>({
    text: `with expired as materialized (
        select id from core.jobs where state = 'running' and lease_until < now()
        limit $1 for update skip locked
      )
      update core.jobs j set
        state = case when j.cancel_requested then 'cancelled' when j.attempt >= j.attempts then 'dead' else 'waiting' end,
        finished_at = case when j.cancel_requested or j.attempt >= j.attempts then now() end,
        lost = j.lost + 1, lease_until = null,
        error_code = 'DW_JOB_WORKER_LOST',
        error_message = 'The worker stopped renewing its lease during attempt ' || j.attempt || '.'
      where j.id = any(array(select id from expired)) returning ${movedColumns}`,
    parameters: [limit],
  });
}

/** Puts delayed jobs whose time has come among the waiting. */
export async function promoteDue(storage: JobsStorage, limit: number): Promise<readonly MovedJob[]> {
  return storage.execute<MovedJob>({
    text: `with due as materialized (
        select id from core.jobs where state = 'delayed' and run_at <= now() order by run_at
        limit $1 for update skip locked
      )
      update core.jobs j set state = 'waiting' where j.id = any(array(select id from due)) returning ${movedColumns}`,
    parameters: [limit],
  });
}

/** Milliseconds until the next delayed job is due; null when there is none. */
export async function nextDueMs(storage: JobsStorage): Promise<number | null> {
  const rows = await storage.execute<{ ms: number | null }>({
    text: `select (extract(epoch from min(run_at) - now()) * 1000)::float8 as ms from core.jobs where state = 'delayed'`,
    parameters: [],
  });
  return rows[0]?.ms ?? null;
}

/** Removes finished rows. Answers how many. `made` bounds the scan: no row made later can be old enough. */
export async function removeFinished(
  storage: JobsStorage,
  states: readonly JobState[],
  finishedMsAgo: number,
  made: string,
  limit: number,
): Promise<number> {
  const rows = await storage.execute<{ removed: number }>({
    text: `with old as materialized (
        select id from core.jobs
        where id < $2::uuid and state = any($1::text[]) and finished_at < now() - $3 * interval '1 millisecond'
        limit $4 for update skip locked
      ), gone as (delete from core.jobs where id = any(array(select id from old)) returning 1)
      select count(*)::int as removed from gone`,
    parameters: [states, made, finishedMsAgo, limit],
  });
  return rows[0]?.removed ?? 0;
}
