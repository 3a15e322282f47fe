import type { JobsStorage } from './jobs-storage.ts';

/** A schedule as its row keeps it. */
export interface ScheduleRow {
  readonly plugin: string;
  readonly name: string;
  readonly workspace: string;
  readonly job: string;
  readonly cron: string;
  readonly timeZone: string;
  /** JSON text. */
  readonly payload: string;
  readonly attempts: number;
}

/** Declares a schedule. What is due stays due, unless its expression or time zone is another one now. */
export async function declareSchedule(
  storage: JobsStorage,
  schedule: ScheduleRow,
  nextAt: Date,
): Promise<void> {
  await storage.execute({
    text: `insert into core.job_schedules as s (plugin, name, workspace_id, job, cron, time_zone, payload, attempts, next_at)
      values ($1, $2, $3::uuid, $4, $5, $6, $7::jsonb, $8, $9::timestamptz)
      on conflict (plugin, name) do update set
        workspace_id = excluded.workspace_id, job = excluded.job, payload = excluded.payload, attempts = excluded.attempts,
        next_at = case when s.cron = excluded.cron and s.time_zone = excluded.time_zone then s.next_at else excluded.next_at end,
        cron = excluded.cron, time_zone = excluded.time_zone, declared_at = now()`,
    parameters: [
      schedule.plugin,
      schedule.name,
      schedule.workspace,
      schedule.job,
      schedule.cron,
      schedule.timeZone,
      schedule.payload,
      schedule.attempts,
      nextAt.toISOString(),
    ],
  });
}

interface DueRow {
  readonly plugin: string;
  readonly name: string;
  readonly workspace_id: string;
  readonly job: string;
  readonly cron: string;
  readonly time_zone: string;
  readonly payload: string;
  readonly attempts: number;
  readonly now: string;
}

/** Fires the due ones among the named schedules, each in its own transaction. Answers how many. */
export async function fireDue(
  storage: JobsStorage,
  plugins: readonly string[],
  names: readonly string[],
  fire: (
    tx: Parameters<Parameters<JobsStorage['kernelTransaction']>[0]>[0],
    schedule: ScheduleRow,
  ) => Promise<void>,
  nextTick: (cron: string, timeZone: string, after: Date) => Date,
): Promise<number> {
  for (let fired = 0; ; fired += 1) {
    const isFired = await storage.kernelTransaction(async (tx) => {
      // The row's lock lets one replica through; the next one finds the tick moved on.
      const rows = await storage.executeIn<DueRow>(tx, {
        text: `select s.plugin, s.name, s.workspace_id::text as workspace_id, s.job, s.cron, s.time_zone, s.payload::text as payload,
            s.attempts, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now
          from core.job_schedules s join unnest($1::text[], $2::text[]) as own(plugin, name) on own.plugin = s.plugin and own.name = s.name
          where s.next_at <= now() order by s.next_at limit 1 for update of s skip locked`,
        parameters: [plugins, names],
      });
      const row = rows[0];
      if (row === undefined) return false;
      const { plugin, name, job, cron, payload, attempts } = row;
      // Ticks missed while nothing ran are made up for by this one.
      const next = nextTick(cron, row.time_zone, new Date(row.now));
      await storage.executeIn(tx, {
        text: `update core.job_schedules set next_at = $3::timestamptz where plugin = $1 and name = $2`,
        parameters: [plugin, name, next.toISOString()],
      });
      await fire(tx, {
        plugin,
        name,
        workspace: row.workspace_id,
        job,
        cron,
        timeZone: row.time_zone,
        payload,
        attempts,
      });
      return true;
    });
    if (!isFired) return fired;
  }
}

/** Milliseconds until the next of the named schedules is due; null when there is none. */
export async function nextScheduleMs(
  storage: JobsStorage,
  plugins: readonly string[],
  names: readonly string[],
): Promise<number | null> {
  const rows = await storage.execute<{ ms: number | null }>({
    text: `select (extract(epoch from min(s.next_at) - now()) * 1000)::float8 as ms
      from core.job_schedules s join unnest($1::text[], $2::text[]) as own(plugin, name) on own.plugin = s.plugin and own.name = s.name`,
    parameters: [plugins, names],
  });
  return rows[0]?.ms ?? null;
}
