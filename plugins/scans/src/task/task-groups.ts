import {
  type AssetScan,
  DataWaveError,
  type ExecutionScope,
  type JobContext,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { RunDelta } from '../run/run.ts';
import type { RunControl } from '../run/run-control.ts';
import type { RunParts } from '../run/run-parts.ts';
import { isEnded } from '../run/run-state.ts';
import type { AssetRecorder, Recorded } from './asset-recorder.ts';
import { GroupedWork } from './grouped-work.ts';
import type { HeldTask, TaskOutcome } from './task.ts';

/** A job of one task. */
export type Job = JobContext<{ readonly taskId: string }, void>;

/** Tasks of one transaction: more would have others wait for it. */
const MOST_TOGETHER = 16;
/** Transactions of one run that complete tasks beside each other: each waits for the database while the other is at work. */
const COMPLETED_AT_ONCE = 2;

/** Takes tasks up that jobs ask for at the same time. Null: there is nothing to do. */
export function takeTasksUp({ storage, tasks }: RunParts): (job: Job) => Promise<HeldTask | null> {
  const work = new GroupedWork<Job, HeldTask | null>(
    async (jobs) => {
      const scope = sharedScope(jobs);
      return storage.transaction(scope, async (tx) => {
        const answerOf = await tasks.claim(tx, jobs.map(claimOf));
        const taken = jobs.flatMap((job) => answerOf(claimOf(job)) ?? []);
        await tasks.tellTaken(tx, scope, taken);
        return (job: Job) => answerOf(claimOf(job));
      });
    },
    { most: MOST_TOGETHER },
  );
  return (job) => work.submit(job.scope.workspace, job);
}

const claimOf = (job: Job) => ({ taskId: job.payload.taskId, job });

interface Scanned extends HeldTask {
  readonly job: Job;
  readonly scan: AssetScan;
}

/**
 * Writes what came out of tasks, each in the transaction that completes it: of one run, those that are done at the same time in the
 * same one. Answers whether the run has ended with it, so that another one can be admitted.
 */
export function completeTasks(
  { storage, sources, runs, tasks }: RunParts,
  control: RunControl,
  recorder: AssetRecorder,
): (job: Job, held: HeldTask, scan: AssetScan) => Promise<boolean> {
  const completeOne = async (tx: Transaction, { job, task, run, scan }: Scanned): Promise<RunDelta> => {
    const recorded =
      task.slice === null ? await recorder.record(tx, job.scope, run, { scan, asset: task.asset }) : null;
    const outcome = toOutcome(scan, recorded);
    if (!(await tasks.settle(tx, job.scope, task.id, job, outcome))) throw lostTask(task.id);
    await job.complete(tx, undefined);
    return {
      assets: recorded === null ? 0 : 1,
      columns: recorded?.columns ?? 0,
      sensitiveColumns: recorded?.sensitiveColumns ?? 0,
      rows: scan.sampledRows,
      bytes: scan.readBytes ?? 0,
    };
  };

  const completeAll = async (
    tx: Transaction,
    scope: ExecutionScope,
    run: HeldTask['run'],
    all: readonly Scanned[],
  ): Promise<boolean> => {
    // Before anything else, so that nothing of a source is written that is being deleted.
    if ((await sources.keep(tx, scope, run.source_id)) === null) {
      for (const { job } of all) await job.complete(tx, undefined);
      return false;
    }
    const deltas: RunDelta[] = [];
    // In the order of their names, in which whoever decides on several assets locks them.
    for (const one of [...all].sort((a, b) => (a.scan.urn < b.scan.urn ? -1 : 1)))
      deltas.push(await completeOne(tx, one));
    const sum = (count: (delta: RunDelta) => number | undefined): number =>
      deltas.reduce((total, delta) => total + (count(delta) ?? 0), 0);
    // The run comes last, as `RunStore.lock` says: whoever else completes a task of it waits from here to the commit.
    const counted = await runs.count(tx, run.id, {
      done: all.length,
      scanned: all.map(({ task, scan }) => ({ weight: task.weight, durationMs: scan.durationMs })),
      assets: sum(({ assets }) => assets),
      columns: sum(({ columns }) => columns),
      sensitiveColumns: sum(({ sensitiveColumns }) => sensitiveColumns),
      rows: sum(({ rows }) => rows),
      bytes: sum(({ bytes }) => bytes),
      weightsDone: all.map(({ task }) => task.weight),
    });
    // A run that failed leaves behind what was being read. Asked last: what is written by now, a later run waits for and overwrites.
    if (isEnded(counted.state) && (await runs.isSuperseded(tx, counted))) throw superseded(run.id);
    return control.endIfDone(tx, scope, counted);
  };

  const work = new GroupedWork<Scanned, boolean>(
    async (all) => {
      const [first] = all;
      if (first === undefined) return () => false;
      const scope = sharedScope(all.map(({ job }) => job));
      const hasEnded = await storage.transaction(scope, (tx) => completeAll(tx, scope, first.run, all));
      return () => hasEnded;
    },
    { most: MOST_TOGETHER, atOnce: COMPLETED_AT_ONCE },
  );
  return (job, held, scan) => work.submit(`${job.scope.workspace} ${held.run.id}`, { job, ...held, scan });
}

/** The scope of the first: all are of one workspace. What calls one of them off calls off what they do together. */
function sharedScope([first, ...others]: readonly Job[]): ExecutionScope {
  if (first === undefined) throw new TypeError('There is nothing to be done.');
  if (others.length === 0) return first.scope;
  const signals = [first, ...others].map(({ scope }) => scope.signal);
  return { ...first.scope, signal: AbortSignal.any(signals) };
}

const lostTask = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_TASK_LOST',
    message: `Another worker has taken over task ${id}.`,
    hint: 'Nothing needs to be done: its result counts, not this one.',
  });

const superseded = (run: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_SUPERSEDED',
    message: `What was read for scan ${run} is older than what the next scan of the source finds.`,
    hint: 'Nothing needs to be done: the scan had ended, and the later one counts.',
  });

const toOutcome = (scan: AssetScan, recorded: Recorded | null): TaskOutcome => ({
  state: 'completed',
  rows: scan.sampledRows,
  columns: recorded?.columns ?? scan.columns.length,
  sensitiveColumns: recorded?.sensitiveColumns ?? 0,
  durationMs: scan.durationMs,
  warnings: scan.warnings,
  ...(scan.readBytes === undefined ? {} : { bytes: scan.readBytes }),
  ...(recorded === null ? { result: scan } : {}),
});
