import type { ExecutionScope, ScannerService } from '@datawave/plugin-sdk';
import { sourceDeleted } from '../run/abandon-run.ts';
import type { RunControl } from '../run/run-control.ts';
import type { RunParts } from '../run/run-parts.ts';
import { toScanOptions } from '../run/run-settings.ts';
import { isSourceGone } from '../run/source-departure.ts';
import { mayPass, SET_ASIDE, type StoredError, toStoredError, unreached } from '../scan-error.ts';
import { TASK_ATTEMPTS } from '../scan-jobs.ts';
import type { AssetRecorder } from './asset-recorder.ts';
import { SourceConnections } from './source-connections.ts';
import type { SourceGuard } from './source-guard.ts';
import type { Claim, ClaimedTask, HeldTask, TaskOutcome } from './task.ts';
import { completeTasks, type Job, takeTasksUp } from './task-groups.ts';

/** What the handler of tasks works with. */
export interface AssetTaskParts {
  readonly parts: RunParts;
  readonly control: RunControl;
  readonly scanner: ScannerService;
  readonly recorder: AssetRecorder;
  readonly guard: SourceGuard;
}

/** Makes the handler that scans one asset, or a slice of one, and writes what came out in the transaction that completes the task. */
export function scanAssets({ parts, control, scanner, recorder, guard }: AssetTaskParts) {
  const { storage, runs, tasks } = parts;
  const connections = new SourceConnections(parts.sources);

  const takeUp = takeTasksUp(parts);
  const complete = completeTasks(parts, control, recorder);

  const giveUp = async (
    scope: ExecutionScope,
    job: Job,
    task: ClaimedTask,
    outcome: TaskOutcome,
  ): Promise<void> => {
    const hasEnded = await storage.transaction(scope, async (tx) => {
      await runs.lock(tx, task.runId);
      if (!(await tasks.settle(tx, scope, task.id, job, outcome))) return false;
      const counted = await runs.count(tx, task.runId, {
        done: 1,
        failed: outcome.state === 'failed' ? 1 : 0,
        weightsDone: [task.weight],
      });
      return control.endIfDone(tx, scope, counted);
    });
    if (hasEnded) await control.admit(scope);
  };

  /** Gives the task back: the run was paused or cancelled, and the job has nothing more to do. */
  const putBack = async (
    scope: ExecutionScope,
    job: Job,
    taskId: string,
    claim: Pick<Claim, 'id'> & Partial<Claim>,
  ): Promise<void> => {
    const hasEnded = await storage.transaction(scope, async (tx) => {
      const ended = await control.putBack(tx, scope, taskId, claim);
      await job.complete(tx, undefined);
      return ended;
    });
    if (hasEnded) await control.admit(scope);
  };

  /** Tells that the job will have the task once more: the log of the run would else take this worker for dead. */
  const letGo = (
    scope: ExecutionScope,
    job: Job,
    task: ClaimedTask,
    error: StoredError | null,
  ): Promise<void> =>
    storage.transaction(scope, (tx) =>
      tasks.letGo(tx, scope, task, job, error === null ? null : { code: error.code, message: error.message }),
    );

  /** What is said of a task that was tried too often: that it takes too long, or that it ended its process. */
  const whySetAside = async (job: Job): Promise<StoredError> => {
    const code = (await parts.jobs.get(job.scope, job.id))?.error?.code;
    if (code === 'DW_JOB_TIMEOUT') return TIMED_OUT;
    return code === undefined
      ? SET_ASIDE
      : { ...SET_ASIDE, message: `${SET_ASIDE.message} Last error: ${code}.` };
  };

  const titleOf = async (scope: ExecutionScope, runId: string): Promise<string> =>
    (await parts.queries.detail(scope, runId)).source.title;

  const scan = async (job: Job, { task, run }: HeldTask): Promise<void> => {
    if (!(await guard.admits(job.scope, run))) return putBack(job.scope, job, task.id, job);
    const source = await connections.get(job.scope, run.source_id);
    const options = toScanOptions(run.settings, {
      workspaceId: job.scope.workspace,
      columns: task.wanted,
      slice: task.slice,
      sketchKey: task.slice === null ? null : await parts.sketchKey(job.scope),
      timeoutMs: source.load?.statementTimeoutMs,
    });
    const found = await scanner.scanAsset(source, task.asset, options, job.scope.signal);
    const hasEnded = await complete(job, { task, run }, found);
    // A run ends with one of its tasks only when it is being cancelled, which may have reached this job by now.
    if (hasEnded) await control.admit({ ...job.scope, signal: AbortSignal.timeout(10_000) });
    await guard.answered(job.scope, run.source_id);
  };

  return async (job: Job): Promise<void> => {
    const held = await takeUp(job);
    if (held === null) {
      // Its run was paused or cancelled since; an earlier attempt of this job may have left the task behind.
      await putBack(job.scope, job, job.payload.taskId, { id: job.id });
      return;
    }
    const { task, run } = held;
    if (job.attempt > TASK_ATTEMPTS) {
      await giveUp(job.scope, job, task, { state: 'failed', error: await whySetAside(job) });
      return;
    }
    try {
      await scan(job, held);
    } catch (error) {
      // The scope's signal has ended what it can end; what follows must still be written.
      const scope = { ...job.scope, signal: AbortSignal.timeout(10_000) };
      if (job.scope.signal.aborted) {
        const now = await storage.transaction(scope, (tx) => runs.read(tx, task.runId));
        if (now?.state === 'cancelling' || now?.state === 'cancelled')
          await giveUp(scope, job, task, { state: 'cancelled' });
        else if (isTimeout(job.scope.signal) && job.attempt >= TASK_ATTEMPTS)
          await giveUp(scope, job, task, { state: 'failed', error: TIMED_OUT });
        else await letGo(scope, job, task, isTimeout(job.scope.signal) ? TIMED_OUT : null);
        throw error;
      }
      if (isSourceGone(error))
        return control.abandon(scope, run.id, sourceDeleted(await titleOf(scope, run.id)));
      const fault = unreached(error);
      if (fault !== null) {
        await guard.failed(scope, run.source_id, fault);
        if (!(await guard.admits(scope, run))) return putBack(scope, job, task.id, job);
      }
      if (mayPass(error) && job.attempt < TASK_ATTEMPTS) {
        await letGo(scope, job, task, toStoredError(error));
        throw error;
      }
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
