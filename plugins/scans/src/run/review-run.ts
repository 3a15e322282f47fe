import {
  DataWaveError,
  type DomainEvent,
  type ExecutionScope,
  type JobContext,
  type JobsService,
  type StorageService,
} from '@datawave/plugin-sdk';
import { reviewJob } from '../scan-jobs.ts';
import type { SourceGuard } from '../task/source-guard.ts';
import { sourceDeleted } from './abandon-run.ts';
import type { RunRow } from './run.ts';
import type { RunControl } from './run-control.ts';
import type { RunParts } from './run-parts.ts';
import type { RunStore } from './run-store.ts';
import { SCANS_PRINCIPAL } from './scans-principal.ts';
import { isSourceGone } from './source-departure.ts';

/** Looks whether a run that paused by itself may go on: its source's hours of maintenance are over, or it answers again. */
export function reviewHeldRun(parts: RunParts, control: RunControl, guard: SourceGuard) {
  const { sources, queries } = parts;

  /** Somebody else may have moved it on meanwhile. */
  const resume = async (scope: ExecutionScope, run: RunRow): Promise<void> => {
    try {
      await control.resume(scope, run.id, 'its source can be asked again');
    } catch (error) {
      if (!DataWaveError.is(error) || error.code !== 'DW_SCAN_STATE') throw error;
    }
  };

  return async (scope: ExecutionScope, run: RunRow): Promise<void> => {
    if (run.state !== 'paused' || run.held_by === null || run.held_by === 'person') return;
    try {
      if (run.held_by === 'source' && run.is_due) await sources.check(scope, run.source_id);
      const hindrance = await sources.hindrance(scope, run.source_id);
      if (hindrance === null) await resume(scope, run);
      // Not yet due: there is another look at it when it is, or when something happens to the source.
      else if (run.is_due || hindrance.by === 'retired') await guard.rest(scope, run.id, hindrance);
    } catch (error) {
      if (!isSourceGone(error)) throw error;
      const { source } = await queries.detail(scope, run.id);
      await control.abandon(scope, run.id, sourceDeleted(source.title));
    }
  };
}

/** Makes the handler that reviews one run. */
export const reviewRuns =
  (parts: RunParts, review: (scope: ExecutionScope, run: RunRow) => Promise<void>) =>
  async (job: JobContext<{ readonly runId: string }, void>): Promise<void> => {
    const run = await parts.storage.transaction(job.scope, (tx) => parts.runs.read(tx, job.payload.runId));
    if (run !== null) await review(job.scope, run);
  };

/** What of sources makes a run worth a look that waits for one of them. */
export const SOURCE_EVENTS = ['sources.source.recovered', 'sources.source.state-changed'];

/**
 * Makes the subscriber that has a run looked at when something happens to the source that it waits for: nobody should have to wait
 * for the next look at all of them.
 */
export const reviewOnEvent =
  (
    {
      storage,
      jobs,
      runs,
    }: { readonly storage: StorageService; readonly jobs: JobsService; readonly runs: RunStore },
    signal: AbortSignal,
  ) =>
  async (event: DomainEvent): Promise<void> => {
    const sourceId = event.subject;
    if (sourceId === undefined) return;
    const scope: ExecutionScope = {
      workspace: event.workspace,
      principal: SCANS_PRINCIPAL,
      requestId: event.id,
      signal,
    };
    await storage.transaction(scope, async (tx) => {
      const runId = await runs.activeOf(tx, sourceId);
      const run = runId === null ? null : await runs.read(tx, runId);
      if (run?.state !== 'paused' || run.held_by === null || run.held_by === 'person') return;
      await jobs.enqueue(
        tx,
        scope,
        reviewJob,
        { runId: run.id },
        { deduplicationKey: `${run.id} ${event.id}` },
      );
    });
  };
