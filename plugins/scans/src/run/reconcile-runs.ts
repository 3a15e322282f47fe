import type { ExecutionScope, JobContext, JobSummary } from '@datawave/plugin-sdk';
import { JOB_CANCELLED, SET_ASIDE } from '../scan-error.ts';
import { reviewJob, watch } from '../scan-jobs.ts';
import type { TaskJob } from '../task/task.ts';
import type { RunRow } from './run.ts';
import type { RunControl } from './run-control.ts';
import type { RunParts } from './run-parts.ts';

/** Tasks looked at in one go; the rest has its turn a minute later. */
const BATCH = 200;

/**
 * Makes the handler that ends what nobody works on any more: tasks whose job has been given up after crashes,
 * runs whose discovery has, and tasks that lost their job.
 */
export function reconcileRuns(
  parts: RunParts,
  control: RunControl,
  review: (scope: ExecutionScope, run: RunRow) => Promise<void>,
) {
  const { storage, runs, tasks, jobs, log } = parts;

  const jobOf = async (scope: ExecutionScope, id: string | null): Promise<JobSummary | null> =>
    id === null ? null : jobs.get(scope, id);

  const reconcileTask = async (scope: ExecutionScope, run: RunRow, task: TaskJob): Promise<void> => {
    const job = await jobOf(scope, task.jobId);
    const isGone =
      job === null ||
      job.state === 'dead' ||
      job.state === 'failed' ||
      job.state === 'cancelled' ||
      job.state === 'completed';
    if (!isGone) return;
    await storage.transaction(scope, async (tx) => {
      const locked = await runs.lock(tx, run.id);
      if (locked === null) return;
      const isCancelling = locked.state === 'cancelling';
      if (!isCancelling && (job === null || job.state === 'completed')) {
        // Its job is gone without a trace: it waits for its turn once more.
        if (await tasks.release(tx, task)) await control.feed(tx, scope, locked);
        return;
      }
      const error =
        job?.state === 'cancelled'
          ? JOB_CANCELLED
          : job?.error === null || job?.error === undefined
            ? SET_ASIDE
            : { ...SET_ASIDE, message: `${SET_ASIDE.message} Last error: ${job.error.code}.` };
      const settled = await tasks.settle(
        tx,
        scope,
        task.id,
        task,
        isCancelling ? { state: 'cancelled' } : { state: 'failed', error },
      );
      if (!settled) return;
      await control.endIfDone(
        tx,
        scope,
        await runs.count(tx, run.id, {
          done: 1,
          failed: isCancelling ? 0 : 1,
          weightsDone: [task.weight],
        }),
      );
    });
  };

  const discoveryIsLost = async (scope: ExecutionScope, run: RunRow): Promise<boolean> => {
    const isWaiting = run.state === 'queued' || run.state === 'initializing';
    // A queued run without a job has not had its turn yet.
    if (run.discovered || !isWaiting || run.discovery_job === null) return false;
    const job = await jobOf(scope, run.discovery_job);
    if (job?.state === 'dead' || job?.state === 'failed') {
      await control.fail(scope, run.id, {
        code: job.error?.code ?? 'DW_SCAN_DISCOVERY',
        message: 'The source could not be read through.',
        hint: 'The log of the worker says why.',
      });
      return true;
    }
    if (job === null || job.state === 'completed' || job.state === 'cancelled')
      await control.rediscover(scope, run.id);
    return false;
  };

  const reconcileFinish = async (scope: ExecutionScope, run: RunRow): Promise<void> => {
    const job = await jobOf(scope, run.finish_job);
    if (job?.state === 'dead' || job?.state === 'failed') {
      await control.fail(scope, run.id, { ...SET_ASIDE, code: job.error?.code ?? SET_ASIDE.code });
      return;
    }
    if (job === null || job.state === 'completed' || job.state === 'cancelled')
      await storage.transaction(scope, async (tx) => {
        const locked = await runs.lock(tx, run.id);
        if (locked?.state === run.state) await control.finish(tx, scope, locked);
      });
  };

  /** Whether a source answers is asked by a job of its own: one that does not would hold up all other runs. */
  const reviewPaused = async (scope: ExecutionScope, run: RunRow): Promise<void> => {
    if (run.held_by !== 'source' || !run.is_due) return review(scope, run);
    await storage.transaction(scope, async (tx) => {
      await jobs.enqueue(tx, scope, reviewJob, { runId: run.id }, { deduplicationKey: `${run.id} due` });
    });
  };

  const reconcileRun = async (scope: ExecutionScope, run: RunRow): Promise<void> => {
    if (run.state === 'paused') await reviewPaused(scope, run);
    if (run.state === 'classifying' || run.state === 'validating' || run.state === 'cataloging') {
      await reconcileFinish(scope, run);
      return;
    }
    if (await discoveryIsLost(scope, run)) return;
    const pending = await storage.transaction(scope, (tx) =>
      tasks.pending(tx, run.id, ['queued', 'running'], BATCH),
    );
    for (const task of pending) await reconcileTask(scope, run, task);
    await storage.transaction(scope, async (tx) => {
      const locked = await runs.lock(tx, run.id);
      if (locked !== null) await control.endIfDone(tx, scope, locked);
    });
  };

  return async (job: JobContext<Record<never, never>, void>): Promise<void> => {
    const active = await storage.transaction(job.scope, (tx) => runs.active(tx));
    for (const run of active) {
      job.scope.signal.throwIfAborted();
      try {
        await reconcileRun(job.scope, run);
      } catch (error) {
        job.scope.signal.throwIfAborted();
        // The others must not wait for what is wrong with one, which has its turn again a minute later.
        log.warn('a scan could not be looked after', { run: run.id, error });
      }
    }
    await control.admit(job.scope);
    await storage.transaction(job.scope, async (tx) => {
      // This job is over before the next one is asked for: of those that watch a workspace there is one.
      await job.complete(tx, undefined);
      // Asked anew: a run that came meanwhile found this job at work, and relies on it.
      if (await runs.hasActive(tx)) await watch(jobs, tx, job.scope);
    });
  };
}
