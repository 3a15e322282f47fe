import type {
  AssetScan,
  ExecutionScope,
  JobContext,
  ScannerService,
  Transaction,
} from '@datawave/plugin-sdk';
import { sourceDeleted } from '../run/abandon-run.ts';
import type { RunRow } from '../run/run.ts';
import type { RunControl } from '../run/run-control.ts';
import type { RunParts } from '../run/run-parts.ts';
import { toScanOptions } from '../run/run-settings.ts';
import { mayPass, SET_ASIDE, toStoredError } from '../scan-error.ts';
import { TASK_ATTEMPTS } from '../scan-jobs.ts';
import type { AssetRecorder } from '../task/asset-recorder.ts';
import { SliceStore } from './slice-store.ts';

type Job = JobContext<{ readonly runId: string }, void>;

/** Assets of the catalog that are looked at in one transaction. */
const PAGE = 1000;

/** Where a look through the catalog's assets is: after the last that was looked at, in the order of their URNs. */
interface Page {
  readonly last: string | null;
  readonly isLast: boolean;
}

const FIRST: Page = { last: null, isLast: false };

/**
 * Makes the handler that takes a run from its last task to its end. Each stage can be done again: what a crash left half done is
 * found as it was left.
 */
export function finishRun(
  parts: RunParts,
  control: RunControl,
  scanner: ScannerService,
  recorder: AssetRecorder,
) {
  const { storage, runs, tasks, states, catalog, sources, optional } = parts;
  const slices = new SliceStore(storage);

  /** Changes the run in its state; null when somebody else has moved it on, or its source is gone. */
  const inState = <T>(
    job: Job,
    sourceId: string,
    state: RunRow['state'],
    change: (tx: Transaction, run: RunRow) => Promise<T>,
  ): Promise<T | null> =>
    storage.transaction(job.scope, async (tx) => {
      // Before the run, as whoever deletes a source does.
      if ((await sources.keep(tx, job.scope, sourceId)) === null) return null;
      const run = await runs.lock(tx, job.payload.runId);
      return run?.state === state ? await change(tx, run) : null;
    });

  const isThere = (job: Job, sourceId: string): Promise<boolean> =>
    storage.transaction(job.scope, async (tx) => (await sources.keep(tx, job.scope, sourceId)) !== null);

  const isClassifying = (job: Job): Promise<boolean> =>
    storage.transaction(
      job.scope,
      async (tx) => (await runs.read(tx, job.payload.runId))?.state === 'classifying',
    );

  /** Puts the slices of each asset together and records it. */
  const classify = async (job: Job): Promise<void> => {
    const run = await storage.transaction(job.scope, (tx) => runs.read(tx, job.payload.runId));
    if (run?.state !== 'classifying') return;
    const options = toScanOptions(run.settings, {
      workspaceId: job.scope.workspace,
      ...{ columns: null, slice: null, sketchKey: null },
    });
    for (;;) {
      job.scope.signal.throwIfAborted();
      const next = await slices.nextComplete(job.scope, run.id);
      if (next === null || !(await isClassifying(job))) break;
      let scan: AssetScan;
      try {
        scan = await scanner.merge(next.scans, options);
      } catch (error) {
        job.scope.signal.throwIfAborted();
        if (mayPass(error) && job.attempt < TASK_ATTEMPTS) throw error;
        const fault = toStoredError(error);
        await inState(job, run.source_id, 'classifying', (tx) => slices.fail(tx, run.id, next.urn, fault));
        continue;
      }
      await storage.transaction(job.scope, async (tx) => {
        if ((await sources.keep(tx, job.scope, run.source_id)) === null) return;
        // Once only, whoever else merges it, and not after the run was cancelled.
        const locked = await runs.lock(tx, run.id);
        if (locked?.state !== 'classifying' || !(await slices.markMerged(tx, run.id, next.urn))) return;
        const outcome = await recorder.record(tx, job.scope, run, { scan, asset: next.asset });
        await runs.count(tx, run.id, {
          assets: 1,
          columns: outcome.columns,
          sensitiveColumns: outcome.sensitiveColumns,
        });
      });
    }
    await inState(job, run.source_id, 'classifying', async (tx, locked) => {
      await slices.dropLeftOver(tx, run.id);
      await runs.move(tx, job.scope, locked, 'validating', 'all assets are classified');
    });
  };

  /** Counts what stands in the database anew: the run's own counters must say the same. */
  const validate = (job: Job, sourceId: string): Promise<unknown> =>
    inState(job, sourceId, 'validating', async (tx, run) => {
      const counted = await runs.recount(tx, run);
      await runs.move(
        tx,
        job.scope,
        counted,
        'cataloging',
        `${counted.done - counted.failed} of ${counted.total} tasks were done`,
      );
    });

  /**
   * What is gone from the source is retired and breaks no rule any more. The catalog's assets are looked through page by page, each
   * in a transaction, so that neither memory nor locks grow with the source.
   */
  const retireGone = async (job: Job, sourceId: string): Promise<void> => {
    // Every task has ended: what discovery saw does not change any more.
    const sawAll = await storage.transaction(job.scope, (tx) => tasks.sawAll(tx, job.payload.runId));
    for (let page: Page | null = sawAll ? FIRST : null; page?.isLast === false; ) {
      job.scope.signal.throwIfAborted();
      page = await retirePage(job, sourceId, page.last);
    }
  };

  /** Retires what is gone of the assets after a URN; null when somebody else has moved the run on. */
  const retirePage = (job: Job, sourceId: string, after: string | null): Promise<Page | null> =>
    inState(job, sourceId, 'cataloging', async (tx, run) => {
      const urns = await catalog.urnsOf(tx, job.scope, { sourceId, after, limit: PAGE });
      const unseen = await tasks.unseen(tx, run.id, urns);
      if (unseen.length > 0) {
        const gone = await catalog.retire(tx, job.scope, { sourceId, urns: unseen });
        const entry = { sourceId, scanId: run.id, findings: [], isGone: true };
        for (const asset of gone) await optional.compliance?.record(tx, job.scope, { ...entry, asset });
        if (run.previous_id !== null) await parts.changes.recordGone(tx, job.scope, run, gone);
      }
      return { last: urns.at(-1) ?? null, isLast: urns.length < PAGE };
    });

  const end = (job: Job, sourceId: string): Promise<unknown> =>
    inState(job, sourceId, 'cataloging', async (tx, run) => {
      if (await tasks.sawAll(tx, run.id)) await states.forgetUnseen(tx, run.source_id, run.id);
      await sources.scanned(tx, job.scope, run.source_id);
      await runs.move(
        tx,
        job.scope,
        run,
        run.failed === 0 ? 'completed' : 'completed-with-errors',
        run.failed === 0 ? 'all assets were scanned' : `${run.failed} tasks failed`,
      );
      await job.complete(tx, undefined);
    });

  return async (job: Job): Promise<void> => {
    const scope: ExecutionScope = job.scope;
    if (job.attempt > TASK_ATTEMPTS) {
      await control.fail(scope, job.payload.runId, SET_ASIDE);
      return;
    }
    const run = await storage.transaction(scope, (tx) => runs.read(tx, job.payload.runId));
    if (run === null) return;
    // Deleted while nobody could tell: then the run learns of it here, and ends as it would have then.
    if (!(await isThere(job, run.source_id))) {
      const { source } = await parts.queries.detail(scope, run.id);
      await control.abandon(scope, run.id, sourceDeleted(source.title));
      return;
    }
    await classify(job);
    await validate(job, run.source_id);
    await retireGone(job, run.source_id);
    await end(job, run.source_id);
    await control.admit(scope);
  };
}
