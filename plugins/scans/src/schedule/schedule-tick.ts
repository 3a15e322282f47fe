import {
  type ExecutionScope,
  type JobContext,
  type JobsService,
  type ScanRulesService,
  type StorageService,
  scheduleWatchJob,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { dueJob, MOST_DUE } from './schedule-jobs.ts';

/** What looks for due rules works with. */
export interface TickParts {
  readonly storage: StorageService;
  readonly jobs: JobsService;
  readonly rules: () => ScanRulesService | undefined;
}

type Job = JobContext<Record<never, never>, void>;

/**
 * Takes due rules, so many at most, and has each run: taking it and its job are one transaction, so that each time of each rule has
 * one job, however many processes ask. A time that comes while the one before is still being seen to is passed over.
 */
export async function takeRules(
  { storage, jobs }: Pick<TickParts, 'storage' | 'jobs'>,
  rules: ScanRulesService,
  tx: Transaction,
  scope: ExecutionScope,
  most: number,
): Promise<void> {
  if (most <= 0) return;
  // By the database's clock: a worker whose own goes wrong would run rules at times that are not theirs.
  const [clock] = await storage.query<{ now: string }>(tx, sql`select ${sql.isoTime(sql`now()`)} as now`);
  if (clock === undefined) return;
  // One at a time of each rule: where starting takes longer than a minute, what waits must not grow.
  for (const one of await rules.takeDue(tx, scope, new Date(clock.now), most))
    await jobs.enqueue(tx, scope, dueJob, one, { deduplicationKey: one.ruleId });
}

/** Due rules of the workspace that have not been seen to. */
async function pending({ jobs }: TickParts, scope: ExecutionScope): Promise<number> {
  const states = ['waiting', 'delayed', 'running'] as const;
  const pages = await Promise.all(
    states.map((state) => jobs.list(scope, { name: dueJob.name, state, limit: MOST_DUE })),
  );
  return pages.reduce((sum, { items }) => sum + items.length, 0);
}

/** Makes the handler that has the due rules of a workspace run. */
export const takeDueRules =
  (parts: TickParts) =>
  async ({ scope }: Job): Promise<void> => {
    const rules = parts.rules();
    if (rules === undefined) return;
    const most = MOST_DUE - (await pending(parts, scope));
    await parts.storage.transaction(scope, (tx) => takeRules(parts, rules, tx, scope, most));
  };

const MINUTE_MS = 60_000;

/**
 * Makes the handler of {@link scheduleWatchJob}: a tick, and the one a minute later. While nobody can say whether there are schedules
 * it goes on, too.
 */
export const watchSchedules = (parts: TickParts) => {
  const tick = takeDueRules(parts);
  return async (job: Job): Promise<void> => {
    const { scope } = job;
    await tick(job);
    await parts.storage.transaction(scope, async (tx) => {
      // This job is over before the next one is asked for: of those that watch a workspace there is one.
      await job.complete(tx, undefined);
      const isWanted = (await parts.rules()?.hasSchedules(tx, scope)) ?? true;
      const delayMs = MINUTE_MS - (Date.now() % MINUTE_MS);
      if (isWanted)
        await parts.jobs.enqueue(tx, scope, scheduleWatchJob, {}, { deduplicationKey: 'watch', delayMs });
    });
  };
};
