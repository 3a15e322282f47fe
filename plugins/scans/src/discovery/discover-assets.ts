import type {
  AssetSelection,
  DiscoveredPage,
  JobContext,
  ScannerService,
  ScanRule,
  ScanSource,
} from '@datawave/plugin-sdk';
import type { RunRow } from '../run/run.ts';
import type { RunControl } from '../run/run-control.ts';
import type { RunParts } from '../run/run-parts.ts';
import { isEnded } from '../run/run-state.ts';
import { isSourceFault, mayPass, SET_ASIDE, toStoredError } from '../scan-error.ts';
import { TASK_ATTEMPTS } from '../scan-jobs.ts';
import type { NewTask } from '../task/task.ts';
import { planTasks, urnOf } from './plan-tasks.ts';

type Job = JobContext<{ readonly runId: string }, void>;

interface Looking {
  readonly run: RunRow;
  readonly source: ScanSource;
  readonly rule: ScanRule | null;
  readonly doneBefore: ReadonlySet<string>;
}

/** Makes the handler that finds a source's assets, page by page, each page with its tasks in one transaction. */
export function discoverAssets(parts: RunParts, control: RunControl, scanner: ScannerService) {
  const { storage, runs, tasks, sources, states } = parts;

  /** Answers the run; null when there is nothing left to find. A paused run is discovered once it is resumed. */
  const begin = (job: Job): Promise<RunRow | null> =>
    storage.transaction(job.scope, async (tx) => {
      const run = await runs.lock(tx, job.payload.runId);
      const isHeld = run?.state === 'cancelling' || run?.state === 'paused';
      if (run === null || isHeld || isEnded(run.state) || run.discovered) return null;
      return run.state === 'queued'
        ? await runs.move(tx, job.scope, run, 'initializing', 'a worker took it up')
        : run;
    });

  const plan = async (job: Job, page: DiscoveredPage, { run, source, rule, doneBefore }: Looking) => {
    const urns = page.assets.map((asset) => urnOf(source, asset.path));
    const selections =
      rule === null || parts.optional.rules === undefined
        ? page.assets.map(() => EVERYTHING)
        : await parts.optional.rules.select(rule, page.assets);
    const known = await states.load(job.scope, run.source_id, urns);
    const context = { run, source, scanner, states: known, doneBefore, signal: job.scope.signal };
    const planned: NewTask[] = [];
    for (const [index, asset] of page.assets.entries())
      planned.push(...(await planTasks(asset, selections[index] ?? EVERYTHING, context)));
    return planned;
  };

  const store = (
    job: Job,
    { source }: Looking,
    page: DiscoveredPage,
    planned: readonly NewTask[],
  ): Promise<boolean> =>
    storage.transaction(job.scope, async (tx) => {
      const { runId } = job.payload;
      const run = await runs.lock(tx, runId);
      if (run === null || isEnded(run.state) || run.state === 'cancelling') return false;
      const added = await tasks.add(tx, job.scope, runId, planned);
      const failed = await tasks.addProblems(
        tx,
        job.scope,
        runId,
        page.problems.map((problem) => ({
          urn: problem.path.length === 0 ? null : urnOf(source, problem.path),
          problem,
        })),
      );
      const counted = await runs.count(tx, job.scope, runId, {
        total: added.total + failed,
        done: failed + added.skipped,
        skipped: added.skipped,
        weight: added.weight,
        failed,
      });
      await control.feed(tx, job.scope, counted);
      return true;
    });

  const end = (job: Job): Promise<void> =>
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

  const look = async (job: Job, run: RunRow): Promise<Looking> => ({
    run,
    source: await sources.connection(job.scope, run.source_id),
    rule:
      run.rule === null || parts.optional.rules === undefined
        ? null
        : await parts.optional.rules.get(job.scope, run.rule.id, run.rule.version),
    doneBefore: run.retry_of === null ? new Set() : await tasks.scannedBy(job.scope, run.retry_of),
  });

  return async (job: Job): Promise<void> => {
    if (job.attempt > TASK_ATTEMPTS) {
      await control.fail(job.scope, job.payload.runId, SET_ASIDE);
      return;
    }
    try {
      const run = await begin(job);
      if (run === null) return;
      const looking = await look(job, run);
      const { include, exclude } = await sources.get(job.scope, run.source_id);
      const selection = {
        ...(include.length === 0 ? {} : { include }),
        ...(exclude.length === 0 ? {} : { exclude }),
      };
      let cursor: string | undefined;
      let found = 0;
      do {
        const page = await scanner.discover(
          looking.source,
          { ...selection, ...(cursor === undefined ? {} : { cursor }) },
          job.scope.signal,
        );
        if (!(await store(job, looking, page, await plan(job, page, looking)))) return;
        found += page.assets.length;
        job.progress(0.5, `${found} assets found`);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      await end(job);
    } catch (error) {
      if (job.scope.signal.aborted) throw error;
      // A source that cannot be reached when a scan begins is told at once, not after several attempts.
      if (mayPass(error) && !isSourceFault(error) && job.attempt < TASK_ATTEMPTS) throw error;
      await control.fail(job.scope, job.payload.runId, toStoredError(error));
    }
  };
}

const EVERYTHING: AssetSelection = { isIncluded: true, reason: '', columns: null };
