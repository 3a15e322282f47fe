import {
  DataWaveError,
  type ExecutionScope,
  type JobContext,
  type ScannerService,
} from '@datawave/plugin-sdk';
import { toStoredError } from '../scan-error.ts';
import type { SourceGuard } from '../task/source-guard.ts';
import type { RunRow } from './run.ts';
import type { RunControl } from './run-control.ts';
import type { RunParts } from './run-parts.ts';

/** Looks whether a run that paused by itself may go on: its source's hours of maintenance are over, or it answers again. */
export function reviewHeldRun(
  parts: RunParts,
  control: RunControl,
  scanner: ScannerService,
  guard: SourceGuard,
) {
  const { sources } = parts;

  return async (scope: ExecutionScope, run: RunRow): Promise<void> => {
    if (run.state !== 'paused' || run.held_by === null || run.held_by === 'person') return;
    try {
      if (!(await guard.admits(scope, run))) return;
      if (run.held_by === 'source') {
        const started = performance.now();
        await scanner.test(await sources.connection(scope, run.source_id), scope.signal);
        await sources.report(scope, run.source_id, { latencyMs: performance.now() - started });
      }
    } catch (error) {
      scope.signal.throwIfAborted();
      if (!DataWaveError.is(error)) throw error;
      if (error.code === 'DW_SOURCE_UNKNOWN') {
        await control.fail(scope, run.id, toStoredError(error));
        return;
      }
      const { code, message } = error;
      const health = await sources.report(scope, run.source_id, { error: { code, message } });
      if (await guard.rest(scope, run.id, health)) return;
    }
    await control.resume(scope, run.id, 'its source can be asked again');
  };
}

/** Makes the handler that reviews one run when its time has come. */
export const reviewRuns =
  (parts: RunParts, review: (scope: ExecutionScope, run: RunRow) => Promise<void>) =>
  async (job: JobContext<{ readonly runId: string }, void>): Promise<void> => {
    const run = await parts.storage.transaction(job.scope, (tx) => parts.runs.read(tx, job.payload.runId));
    // Held anew meanwhile: then there is another job for the new time.
    if (run?.is_due === true) await review(job.scope, run);
  };
