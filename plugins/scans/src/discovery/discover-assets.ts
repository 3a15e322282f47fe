import {
  type AssetSelection,
  DataWaveError,
  type DiscoveredPage,
  type JobContext,
  type ScannerService,
  type ScanRule,
  type ScanSource,
  type Transaction,
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

  /**
   * Locks the job's run if it is still for this job to discover, and begins with it if nobody has. A run that was put back into the
   * queue meanwhile has another job once its turn comes.
   */
  const lockOwn = async (tx: Transaction, job: Job): Promise<RunRow | null> => {
    const run = await runs.lock(tx, job.payload.runId);
    if (run === null || run.discovery_job !== job.id || run.state === 'cancelling' || isEnded(run.state))
      return null;
    return run.state === 'queued'
      ? await runs.move(tx, job.scope, run, 'initializing', 'a worker took it up')
      : run;
  };

  /** Answers the run; null when there is nothing left to find. A paused run is discovered once it is resumed. */
  const begin = (job: Job): Promise<RunRow | null> =>
    storage.transaction(job.scope, async (tx) => {
      const run = await lockOwn(tx, job);
      if (run !== null && !run.discovered && run.state !== 'paused') return run;
      // Over before the run's lock is: whoever resumes it then is not told that somebody is at it.
      await job.complete(tx, undefined);
      return null;
    });

  const plan = async (job: Job, page: DiscoveredPage, { run, source, rule, doneBefore }: Looking) => {
    const urns = page.assets.map((asset) => urnOf(source, asset.path));
    const selections =
      rule === null ? null : ((await parts.optional.rules?.select(rule, page.assets)) ?? null);
    const known = await states.load(job.scope, run.source_id, urns);
    const context = { run, source, scanner, states: known, doneBefore, signal: job.scope.signal };
    const planned: NewTask[] = [];
    for (const [index, asset] of page.assets.entries())
      planned.push(
        ...(await planTasks(
          asset,
          selections === null ? EVERYTHING : (selections[index] ?? NOTHING),
          context,
        )),
      );
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
      if ((await lockOwn(tx, job)) === null) return false;
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
      const counted = await runs.count(tx, runId, {
        total: added.total + failed,
        done: failed + added.skipped,
        skipped: added.skipped,
        weight: added.weight,
        weightSquares: added.weightSquares,
        failed,
      });
      await runs.tellProgress(tx, job.scope, counted);
      await control.feed(tx, job.scope, counted);
      return true;
    });

  const end = (job: Job): Promise<void> =>
    storage.transaction(job.scope, async (tx) => {
      const run = await lockOwn(tx, job);
      if (run !== null) {
        const discovered = await runs.markDiscovered(tx, run);
        const moved =
          run.state === 'initializing'
            ? await runs.move(tx, job.scope, discovered, 'running', `${run.total} assets were found`)
            : discovered;
        await control.endIfDone(tx, job.scope, moved);
      }
      await job.complete(tx, undefined);
    });

  /** Without its rule a run would read what the rule keeps out: then it reads nothing. */
  const ruleOf = async (job: Job, { rule }: RunRow): Promise<ScanRule | null> => {
    if (rule === null) return null;
    const { rules } = parts.optional;
    if (rules === undefined)
      throw new DataWaveError({
        code: 'DW_SCAN_RULE_UNKNOWN',
        message: `The scan rule "${rule.title}" cannot be asked: the plugin "scan-rules" is not active.`,
        hint: 'Enable the plugin, then retry the scan.',
        status: 404,
      });
    return rules.get(job.scope, rule.id, rule.version);
  };

  const look = async (job: Job, run: RunRow): Promise<Looking> => ({
    run,
    source: await sources.connection(job.scope, run.source_id),
    rule: await ruleOf(job, run),
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
const NOTHING: AssetSelection = { isIncluded: false, reason: 'its rule said nothing of it', columns: null };
