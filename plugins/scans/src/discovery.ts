import {
  type Asset,
  type AssetProblem,
  formatUrn,
  type JobContext,
  type ScannerService,
  type ScanSource,
} from '@datawave/plugin-sdk';
import type { RunControl, RunParts } from './run-control.ts';
import { isEnded } from './run-state.ts';
import { mayPass, SET_ASIDE, toStoredError } from './scan-error.ts';
import { TASK_ATTEMPTS } from './scan-jobs.ts';

interface Page {
  readonly assets: readonly Asset[];
  readonly problems: readonly AssetProblem[];
}

/** Makes the handler that finds a source's assets, page by page, each page with its tasks in one transaction. */
export function discoverAssets(parts: RunParts, control: RunControl, scanner: ScannerService) {
  const { storage, runs, tasks, sources } = parts;

  /** Answers the source; null when there is nothing left to find. A paused run is discovered once it is resumed. */
  const begin = (job: JobContext<{ readonly runId: string }>): Promise<string | null> =>
    storage.transaction(job.scope, async (tx) => {
      const run = await runs.lock(tx, job.payload.runId);
      const isHeld = run?.state === 'cancelling' || run?.state === 'paused';
      if (run === null || isHeld || isEnded(run.state) || run.discovered) return null;
      if (run.state === 'queued') await runs.move(tx, job.scope, run, 'initializing', 'a worker took it up');
      return run.source_id;
    });

  const store = (
    job: JobContext<{ readonly runId: string }>,
    source: ScanSource,
    page: Page,
  ): Promise<boolean> =>
    storage.transaction(job.scope, async (tx) => {
      const { runId } = job.payload;
      const run = await runs.lock(tx, runId);
      if (run === null || isEnded(run.state) || run.state === 'cancelling') return false;
      const urn = (path: readonly string[]): string =>
        formatUrn({ connector: source.connector, source: source.source, path });
      const added = await tasks.add(
        tx,
        job.scope,
        runId,
        page.assets.map((asset) => ({ urn: urn(asset.path), asset })),
      );
      const failed = await tasks.addProblems(
        tx,
        job.scope,
        runId,
        page.problems.map((problem) => ({
          urn: problem.path.length === 0 ? null : urn(problem.path),
          problem,
        })),
      );
      await runs.count(tx, job.scope, runId, { total: added.length + failed, done: failed, failed });
      // A paused run's tasks are given to the workers when it is resumed.
      if (run.state !== 'paused') await control.enqueueTasks(tx, job.scope, added);
      return true;
    });

  const end = (job: JobContext<{ readonly runId: string }, void>): Promise<void> =>
    storage.transaction(job.scope, async (tx) => {
      const run = await runs.lock(tx, job.payload.runId);
      if (run !== null && !isEnded(run.state) && run.state !== 'cancelling') {
        const discovered = await runs.markDiscovered(tx, run);
        const moved =
          run.state === 'initializing'
            ? await runs.move(tx, job.scope, discovered, 'running', `${run.total} assets were found`)
            : discovered;
        await control.endIfDone(tx, job.scope, moved);
      }
      await job.complete(tx, undefined);
    });

  return async (job: JobContext<{ readonly runId: string }, void>): Promise<void> => {
    if (job.attempt > TASK_ATTEMPTS) {
      await control.fail(job.scope, job.payload.runId, SET_ASIDE);
      return;
    }
    try {
      const sourceId = await begin(job);
      if (sourceId === null) return;
      const source = await sources.connection(job.scope, sourceId);
      const { include, exclude } = await sources.get(job.scope, sourceId);
      const selection = {
        ...(include.length === 0 ? {} : { include }),
        ...(exclude.length === 0 ? {} : { exclude }),
      };
      let cursor: string | undefined;
      let found = 0;
      do {
        const page = await scanner.discover(
          source,
          { ...selection, ...(cursor === undefined ? {} : { cursor }) },
          job.scope.signal,
        );
        if (!(await store(job, source, page))) return;
        found += page.assets.length;
        job.progress(0.5, `${found} assets found`);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      await end(job);
    } catch (error) {
      if (job.scope.signal.aborted) throw error;
      if (mayPass(error) && !isSourceFault(error) && job.attempt < TASK_ATTEMPTS) throw error;
      await control.fail(job.scope, job.payload.runId, toStoredError(error));
    }
  };
}

/** A source that cannot be reached when a scan begins is told at once, not after several attempts. */
const isSourceFault = (error: unknown): boolean =>
  /^DW_(SOURCE|EGRESS|CONNECTOR)_/.test(error instanceof Error && 'code' in error ? String(error.code) : '');
