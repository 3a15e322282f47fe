import {
  type AssetSelection,
  DataWaveError,
  type DiscoveredPage,
  type JobContext,
  type ScannerService,
  type ScanRule,
  type ScanRulesService,
  type ScanSource,
  type SourceHindrance,
  type Transaction,
} from '@datawave/plugin-sdk';
import { sourceDeleted } from '../run/abandon-run.ts';
import type { RunRow } from '../run/run.ts';
import type { RunControl } from '../run/run-control.ts';
import type { RunParts } from '../run/run-parts.ts';
import { isEnded } from '../run/run-state.ts';
import { isSourceGone } from '../run/source-departure.ts';
import { isSourceFault, mayPass, SET_ASIDE, toStoredError, unreached } from '../scan-error.ts';
import { TASK_ATTEMPTS } from '../scan-jobs.ts';
import type { SourceGuard } from '../task/source-guard.ts';
import type { NewTask } from '../task/task.ts';
import { keepToLength } from './keep-to-length.ts';
import { markByColumn } from './mark-by-column.ts';
import { planTasks, urnOf } from './plan-tasks.ts';

type Job = JobContext<{ readonly runId: string }, void>;

interface Looking {
  readonly run: RunRow;
  readonly source: ScanSource;
  readonly rule: ScanRule | null;
}

/** Makes the handler that finds a source's assets, page by page, each page with its tasks in one transaction. */
export function discoverAssets(
  parts: RunParts,
  control: RunControl,
  scanner: ScannerService,
  guard: SourceGuard,
) {
  const { storage, runs, tasks, sources, states } = parts;

  /**
   * Locks the job's run if it is still for this job to discover, and begins with it if nobody has. One that was put back into the
   * queue meanwhile, and so has no job, is still to be found: what is found of it waits there, and once its turn comes this job is its
   * own again while it is there.
   */
  const lockOwn = async (tx: Transaction, job: Job): Promise<RunRow | null> => {
    const run = await runs.lock(tx, job.payload.runId);
    if (run === null || run.state === 'cancelling' || isEnded(run.state)) return null;
    if (run.discovery_job !== null && run.discovery_job !== job.id) return null;
    return run.state === 'queued' && run.discovery_job !== null
      ? await runs.move(tx, job.scope, run, 'initializing', 'a worker took it up')
      : run;
  };

  /** Answers the run; null when there is nothing left to find. A paused run is discovered once it is resumed. */
  const begin = (job: Job): Promise<RunRow | null> =>
    storage.transaction(job.scope, async (tx) => {
      const run = await lockOwn(tx, job);
      if (run !== null && run.discovery_job !== null && !run.discovered && run.state !== 'paused') return run;
      // Over before the run's lock is: whoever resumes it then is not told that somebody is at it.
      await job.complete(tx, undefined);
      return null;
    });

  /** Without its rule a run would read what the rule keeps out: then it reads nothing. */
  const rulesOf = ({ title }: { readonly title: string }): ScanRulesService => {
    const { rules } = parts.optional;
    if (rules !== undefined) return rules;
    throw new DataWaveError({
      code: 'DW_SCAN_RULE_UNKNOWN',
      message: `The scan rule "${title}" cannot be asked: the plugin "scan-rules" is not active.`,
      hint: 'Enable the plugin, then retry the scan.',
      status: 404,
    });
  };

  const ruleOf = async (job: Job, { rule }: RunRow): Promise<ScanRule | null> =>
    rule === null ? null : rulesOf(rule).get(job.scope, rule.id, rule.version);

  const plan = async (job: Job, page: DiscoveredPage, { run, source, rule }: Looking) => {
    const urns = page.assets.map((asset) => urnOf(source, asset.path));
    const selections = rule === null ? null : await rulesOf(rule).select(rule, page.assets);
    const { signal } = job.scope;
    const assets = await markByColumn(
      page.assets,
      (selections ?? []).map(({ isIncluded, highWater = null }) => (isIncluded ? highWater : null)),
      {
        ask: (asset, column) => scanner.highWater(source, asset, column, signal),
        // Discovery is one of the readers among which the statements of a source are shared.
        ...((source.load?.maxStatementsPerSecond ?? null) === null ? {} : { atOnce: 1 }),
        key: () => parts.sketchKey(job.scope),
      },
    );
    const known = await states.load(job.scope, run.source_id, urns);
    const doneBefore = run.retry_of === null ? NONE : await tasks.scannedBy(job.scope, run.retry_of, urns);
    const fullReadEveryDays = rule?.fullReadEveryDays ?? null;
    const context = { run, source, scanner, fullReadEveryDays, states: known, doneBefore, signal };
    const planned: NewTask[] = [];
    for (const [index, asset] of assets.entries())
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
      const found = { found: page.assets.length, skipped: added.skipped, failed };
      await parts.runLog.add(tx, job.scope, runId, [{ level: 'info', kind: 'discovered', data: found }]);
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

  const look = async (job: Job, run: RunRow): Promise<Looking> => ({
    run,
    source: await sources.connection(job.scope, run.source_id),
    rule: await ruleOf(job, run),
  });

  /**
   * Leaves a run paused that may not ask its source. The job ends first: while it is there the run cannot have another, and it may
   * be resumed at once.
   */
  const rest = async (job: Job, run: RunRow, hindrance: SourceHindrance): Promise<void> => {
    await storage.transaction(job.scope, (tx) => job.complete(tx, undefined));
    await guard.rest({ ...job.scope, signal: AbortSignal.timeout(10_000) }, run.id, hindrance);
  };

  /** Answers whether the run is to go on later, because its source went away in the middle. */
  const faltered = async (job: Job, run: RunRow, found: number, error: unknown): Promise<boolean> => {
    const fault = unreached(error);
    if (fault === null) return false;
    await guard.failed(job.scope, run.source_id, fault);
    // A source that cannot be reached when a scan begins is told at once, not after several attempts.
    if (found === 0 && run.total === 0) return false;
    const hindrance = await sources.hindrance(job.scope, run.source_id);
    if (hindrance !== null) await rest(job, run, hindrance);
    else if (job.attempt < TASK_ATTEMPTS) throw error;
    return hindrance !== null;
  };

  return async (job: Job): Promise<void> => {
    if (job.attempt > TASK_ATTEMPTS) {
      await control.fail(job.scope, job.payload.runId, SET_ASIDE);
      return;
    }
    let run: RunRow | null = null;
    let found = 0;
    try {
      run = await begin(job);
      if (run === null) return;
      const hindrance = await sources.hindrance(job.scope, run.source_id);
      if (hindrance !== null) return await rest(job, run, hindrance);
      const looking = await look(job, run);
      const { include, exclude } = await sources.get(job.scope, run.source_id);
      const selection = {
        ...(include.length === 0 ? {} : { include }),
        ...(exclude.length === 0 ? {} : { exclude }),
      };
      let cursor: string | undefined;
      do {
        const listed = await scanner.discover(
          looking.source,
          { ...selection, ...(cursor === undefined ? {} : { cursor }) },
          job.scope.signal,
        );
        const page = keepToLength(listed, (path) => urnOf(looking.source, path));
        if (!(await store(job, looking, page, await plan(job, page, looking)))) return;
        found += page.assets.length;
        await guard.answered(job.scope, run.source_id);
        job.progress(0.5, `${found} assets found`);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      await end(job);
    } catch (error) {
      if (job.scope.signal.aborted) throw error;
      if (run !== null && isSourceGone(error)) {
        const { source } = await parts.queries.detail(job.scope, run.id);
        await control.abandon(job.scope, run.id, sourceDeleted(source.title));
        return;
      }
      if (run !== null && (await faltered(job, run, found, error))) return;
      if (mayPass(error) && !isSourceFault(error) && job.attempt < TASK_ATTEMPTS) throw error;
      await control.fail(job.scope, job.payload.runId, toStoredError(error));
    }
  };
}

const NONE: ReadonlySet<string> = new Set();
const EVERYTHING: AssetSelection = { isIncluded: true, reason: '', columns: null };
const NOTHING: AssetSelection = { isIncluded: false, reason: 'its rule said nothing of it', columns: null };
