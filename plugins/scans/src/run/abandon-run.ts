import type { ExecutionScope, Transaction } from '@datawave/plugin-sdk';
import type { StoredError } from '../scan-error.ts';
import type { RunRow } from './run.ts';
import type { RunParts } from './run-parts.ts';
import { isEnded } from './run-state.ts';

/** Tasks of a run with the workers are far fewer. */
export const MOST_RUNNING = 10_000;

/** Why a run ends whose source is no longer there. */
export const sourceDeleted = (title: string): StoredError => ({
  code: 'DW_SCAN_SOURCE_DELETED',
  message: `its source "${title}" was deleted`,
  hint: 'What it had found by then is in the catalog, among the retired assets.',
});

/** Why a run ends whose source is not to be asked ever again. */
export const SOURCE_RETIRED: StoredError = {
  code: 'DW_SCAN_SOURCE_RETIRED',
  message: 'its source was retired',
  hint: 'Put the source into another state first, then scan it anew.',
};

/**
 * Ends a locked run at once as cancelled, with all that is being worked on: whoever still reads an asset for it finds that the task
 * is no longer theirs, and writes nothing.
 */
export async function abandonRun(
  parts: Pick<RunParts, 'storage' | 'jobs' | 'runs' | 'tasks' | 'log'>,
  tx: Transaction,
  scope: ExecutionScope,
  run: RunRow,
  why: StoredError,
): Promise<void> {
  const { storage, jobs, runs, tasks, log } = parts;
  if (isEnded(run.state)) return;
  const running = await tasks.pending(tx, run.id, ['running'], MOST_RUNNING);
  const done = await tasks.cancelAll(tx, run.id);
  const counted = await runs.count(tx, run.id, { done });
  await runs.move(tx, scope, { ...counted, state: run.state }, 'cancelled', why.message, why);
  const left = [run.discovery_job, run.finish_job, ...running.map(({ jobId }) => jobId)];
  const after: ExecutionScope = { ...scope, signal: AbortSignal.timeout(30_000) };
  storage.afterCommit(tx, () => {
    // Only so that nothing is read any more for nothing: a job that is not reached finds nothing to do.
    const stop = async (): Promise<void> => {
      for (const job of left) if (job !== null) await jobs.cancel(after, job);
    };
    stop().catch((error: unknown) =>
      log.warn('jobs of a cancelled scan could not be stopped', { run: run.id, error }),
    );
  });
}
