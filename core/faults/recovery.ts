import type pg from 'pg';
import type { FaultPlatform } from './fault-platform.ts';

const LOOK_MS = 100;
/** A recovery that takes longer has failed, whatever its bound. */
export const HOPELESS_MS = 120_000;

/** A job at a moment. */
export interface JobMark {
  readonly id: string;
  readonly token: string;
}

/** Seconds from a moment until a condition holds; it may fail while servers are away. */
export async function secondsUntil(since: number, condition: () => Promise<boolean>): Promise<number> {
  for (;;) {
    if (await condition().catch(() => false)) break;
    if (performance.now() - since > HOPELESS_MS) return Number.POSITIVE_INFINITY;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return (performance.now() - since) / 1_000;
}

/** Jobs in a state, with the claim that they are under. */
export async function jobsIn(client: pg.Client, state: 'running' | 'waiting'): Promise<readonly JobMark[]> {
  const { rows } = await client.query<JobMark>(
    'select id::text as id, token::text as token from core.jobs where state = $1',
    [state],
  );
  return rows;
}

/** Whether each of the jobs has ended or has been claimed anew. */
export async function areMadeGood(platform: FaultPlatform, marks: readonly JobMark[]): Promise<boolean> {
  return platform.look(async (client) => {
    const { rows } = await client.query<{ open: number }>(
      `select count(*)::int as open from core.jobs j join unnest($1::uuid[], $2::bigint[]) as m(id, token) on m.id = j.id
       where j.token = m.token and j.state in ('waiting', 'running')`,
      [marks.map(({ id }) => id), marks.map(({ token }) => token)],
    );
    return rows[0]?.open === 0;
  });
}

/** A scan at a moment: what was being read, and when that was by the database's clock. */
export interface ScanMark {
  readonly run: string;
  readonly at: string;
  readonly underWay: readonly string[];
}

export async function markScan(platform: FaultPlatform, run: string): Promise<ScanMark> {
  return platform.look(async (client) => {
    const { rows } = await client.query<{ at: string; underWay: string[] }>(
      `select clock_timestamp()::text as at, array(select id::text from scans.tasks where run_id = $1::uuid and state in ('queued', 'running')) as "underWay"`,
      [run],
    );
    const [mark] = rows;
    if (mark === undefined) throw new Error('the database answers nothing');
    return { run, ...mark };
  });
}

/** Whether a scan has ended or goes on: all that was being read has ended, and something was read from its beginning to its end since. */
export async function goesOn(platform: FaultPlatform, mark: ScanMark): Promise<boolean> {
  return platform.look(async (client) => {
    const { rows } = await client.query<{ goes: boolean }>(
      `select r.finished_at is not null or (
           not exists (select from scans.tasks t where t.id = any($2::uuid[]) and t.finished_at is null)
           and exists (select from scans.tasks t where t.run_id = r.id and t.state = 'completed' and t.started_at > $3::timestamptz)) as goes
       from scans.runs r where r.id = $1::uuid`,
      [mark.run, mark.underWay, mark.at],
    );
    return rows[0]?.goes === true;
  });
}

/** Has a small source scanned from request to result: API, database, transport and workers do their part. */
export async function canaryLives(platform: FaultPlatform, source: string): Promise<boolean> {
  const run = await platform.client.scan(source);
  for (;;) {
    const state = await platform.client.state(run, 5_000);
    if (state === 'completed') return true;
    if (['failed', 'cancelled', 'completed-with-errors'].includes(state)) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
