import {
  defineJob,
  type EventsService,
  type ExecutionScope,
  type JobContext,
  type JobsService,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { HistoryStore } from './history-store.ts';

/** Deletes what the policy does not keep of a workspace's runs. */
export const retentionJob = defineJob<Record<never, never>>({
  name: 'scans.retain',
  payload: { type: 'object', additionalProperties: false },
  attempts: 5,
  timeoutMs: 60 * 60_000,
});

/** The one job of a workspace that waits for the night. */
const KEY = 'nightly';
/** Hour of the night, UTC. */
const HOUR = 2;

/** Milliseconds until the next night. */
export function untilNight(now: Date): number {
  const night = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), HOUR);
  return night > now.getTime() ? night - now.getTime() : night + 24 * 3_600_000 - now.getTime();
}

/** Sees to it that the runs of a workspace are looked through in the night to come, once however often it is asked for. */
export async function pruneTonight(jobs: JobsService, tx: Transaction, scope: ExecutionScope): Promise<void> {
  await jobs.enqueue(tx, scope, retentionJob, {}, { delayMs: untilNight(new Date()), deduplicationKey: KEY });
}

/**
 * Makes the handler that deletes, batch by batch, what the policy does not keep, tells of it as an event, and has the next night
 * do the same. What a crash leaves undone is done when the job is tried again.
 */
export function pruneHistory(parts: {
  readonly storage: StorageService;
  readonly jobs: JobsService;
  readonly events: EventsService;
  readonly history: HistoryStore;
}) {
  const { storage, jobs, events, history } = parts;

  const inBatches = async (
    { scope }: JobContext<Record<never, never>, void>,
    deleteBatch: (tx: Transaction) => Promise<number>,
  ): Promise<number> => {
    for (let total = 0; ; ) {
      scope.signal.throwIfAborted();
      const deleted = await storage.transaction(scope, deleteBatch);
      if (deleted === 0) return total;
      total += deleted;
    }
  };

  return async (job: JobContext<Record<never, never>, void>): Promise<void> => {
    const { scope } = job;
    let tasks = await inBatches(job, (tx) => history.deleteTasks(tx));
    let runs = 0;
    for (;;) {
      const run = await storage.transaction(scope, (tx) => history.nextRun(tx));
      if (run === null) break;
      tasks += await inBatches(job, (tx) => history.deleteTasksOf(tx, run));
      await inBatches(job, (tx) => history.deleteChangesOf(tx, run));
      await storage.transaction(scope, (tx) => history.deleteRun(tx, run));
      runs += 1;
    }
    await storage.transaction(scope, async (tx) => {
      if (runs > 0 || tasks > 0)
        await events.publish(tx, scope, { type: 'scans.history.pruned', data: { runs, tasks } });
      await job.complete(tx, undefined);
      if (await history.hasRuns(tx)) await pruneTonight(jobs, tx, scope);
    });
  };
}
