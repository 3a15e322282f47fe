import {
  type AssetScan,
  columnSensitivity,
  DataWaveError,
  type ExecutionScope,
  isSensitive,
  type JobContext,
  type ScannerService,
  type ScanOptions,
  scanFacts,
} from '@datawave/plugin-sdk';
import type { RunControl, RunParts } from './run-control.ts';
import { mayPass, SET_ASIDE, toStoredError } from './scan-error.ts';
import { TASK_ATTEMPTS } from './scan-jobs.ts';
import type { ClaimedTask, TaskOutcome } from './task.ts';

type Job = JobContext<{ readonly taskId: string }, void>;

/** Makes the handler that scans one asset and writes what came out in the transaction that completes the task. */
export function scanAssets(
  parts: RunParts,
  control: RunControl,
  scanner: ScannerService,
  options: ScanOptions,
) {
  const { storage, runs, tasks, sources, catalog, optional } = parts;

  const claim = (job: Job): Promise<ClaimedTask | null> =>
    storage.transaction(job.scope, (tx) => tasks.claim(tx, job.payload.taskId, job));

  const complete = (job: Job, task: ClaimedTask, sourceId: string, scan: AssetScan): Promise<void> =>
    storage.transaction(job.scope, async (tx) => {
      const recorded = await catalog.record(tx, job.scope, { sourceId, scanId: task.runId, scan });
      const outcome = toOutcome(recorded);
      if (!(await tasks.settle(tx, job.scope, task.id, job, outcome))) throw lostTask(task.id);
      const entry = { sourceId, scanId: task.runId };
      // Where people decided otherwise the scan's findings rest on verdicts that do not stand.
      if (recorded === scan) {
        await optional.compliance?.record(tx, job.scope, {
          ...entry,
          asset: scan.urn,
          findings: scan.findings,
        });
      } else await optional.compliance?.assess(tx, job.scope, { ...entry, facts: scanFacts(recorded) });
      const counted = await runs.count(tx, job.scope, task.runId, {
        done: 1,
        assets: 1,
        columns: outcome.columns ?? 0,
        sensitiveColumns: outcome.sensitiveColumns ?? 0,
      });
      await control.endIfDone(tx, job.scope, counted);
      await job.complete(tx, undefined);
    });

  const giveUp = (scope: ExecutionScope, job: Job, task: ClaimedTask, outcome: TaskOutcome): Promise<void> =>
    storage.transaction(scope, async (tx) => {
      if (!(await tasks.settle(tx, scope, task.id, job, outcome))) return;
      const counted = await runs.count(tx, scope, task.runId, {
        done: 1,
        failed: outcome.state === 'failed' ? 1 : 0,
      });
      await control.endIfDone(tx, scope, counted);
    });

  return async (job: Job): Promise<void> => {
    const task = await claim(job);
    if (task === null) return;
    if (job.attempt > TASK_ATTEMPTS) {
      await giveUp(job.scope, job, task, { state: 'failed', error: SET_ASIDE });
      return;
    }
    try {
      const run = await runs.detail(job.scope, task.runId);
      const source = await sources.connection(job.scope, run.sourceId);
      const scan = await scanner.scanAsset(
        source,
        task.asset,
        { ...options, workspaceId: job.scope.workspace },
        job.scope.signal,
      );
      await complete(job, task, run.sourceId, scan);
    } catch (error) {
      // The scope's signal has ended what it can end; what follows must still be written.
      const scope = { ...job.scope, signal: AbortSignal.timeout(10_000) };
      if (job.scope.signal.aborted) {
        const { state } = await runs.detail(scope, task.runId);
        if (state === 'cancelling' || state === 'cancelled')
          await giveUp(scope, job, task, { state: 'cancelled' });
        else if (isTimeout(job.scope.signal) && job.attempt >= TASK_ATTEMPTS)
          await giveUp(scope, job, task, { state: 'failed', error: TIMED_OUT });
        throw error;
      }
      if (mayPass(error) && job.attempt < TASK_ATTEMPTS) throw error;
      await giveUp(scope, job, task, { state: 'failed', error: toStoredError(error) });
    }
  };
}

const TIMED_OUT = {
  code: 'DW_SCAN_TASK_TIMEOUT',
  message: 'The asset took longer than assetTimeoutSeconds allows.',
  hint: 'Raise it in the configuration of the plugin scans, or sample fewer rows.',
};

const isTimeout = (signal: AbortSignal): boolean =>
  signal.reason instanceof Error &&
  /TIMEOUT|TimeoutError/.test(
    `${signal.reason.name} ${'code' in signal.reason ? String(signal.reason.code) : ''}`,
  );

const lostTask = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_TASK_LOST',
    message: `Another worker has taken over task ${id}.`,
    hint: 'Nothing needs to be done: its result counts, not this one.',
  });

function toOutcome(scan: AssetScan): TaskOutcome {
  const sensitive = scan.columns.filter(({ classifications }) => {
    const sensitivity = columnSensitivity(classifications);
    return sensitivity !== null && isSensitive(sensitivity);
  });
  return {
    state: 'completed',
    rows: scan.sampledRows,
    columns: scan.columns.length,
    sensitiveColumns: sensitive.length,
    durationMs: scan.durationMs,
    warnings: scan.warnings,
  };
}
