import type {
  ExecutionScope,
  ScanRequest,
  ScanRun,
  ScanState,
  ScansService,
  SourceLoad,
  Transaction,
} from '@datawave/plugin-sdk';
import type { StoredError } from '../scan-error.ts';
import { finishJob, reviewJob } from '../scan-jobs.ts';
import type { Claim } from '../task/task.ts';
import { abandonRun, MOST_RUNNING } from './abandon-run.ts';
import { requestRun } from './request-run.ts';
import { type Holder, type RunDetail, type RunRow, unknownScan } from './run.ts';
import type { RunParts } from './run-parts.ts';
import { RunQueue } from './run-queue.ts';
import { canCancel, canPause, canRetry, isEnded, WORKING_STATES, wrongState } from './run-state.ts';
import { SCANS_PRINCIPAL } from './scans-principal.ts';

/** How long `finished` waits before it looks again: twice as long each time, up to the most. */
const FIRST_WAIT_MS = 25;
const MOST_WAIT_MS = 500;

/** Starts, pauses, resumes, cancels, retries and ends runs. */
export class RunControl implements ScansService {
  readonly #parts: RunParts;
  readonly #queue: RunQueue;

  constructor(parts: RunParts) {
    this.#parts = parts;
    this.#queue = new RunQueue(parts, (tx, scope, run) => this.endIfDone(tx, scope, run));
  }

  /** @param also - done in the transaction that makes the run: what it throws, no run is made for */
  async start(
    scope: ExecutionScope,
    request: ScanRequest,
    also?: (tx: Transaction, id: string) => Promise<void>,
  ): Promise<RunDetail> {
    return this.#request(scope, request, null, also);
  }

  /**
   * Scans what a run that has ended did not get done: what failed, and what it never came to.
   * @param chosen - URNs of those assets of it that this is about; null: all
   */
  async retry(
    scope: ExecutionScope,
    id: string,
    chosen: readonly string[] | null = null,
  ): Promise<RunDetail> {
    const { storage, runs } = this.#parts;
    const before = await storage.transaction(scope, (tx) => runs.read(tx, id));
    if (before === null) throw unknownScan(id);
    if (!canRetry(before.state)) throw wrongState('retried', before.state);
    const request = {
      sourceId: before.source_id,
      mode: before.mode,
      priority: before.priority,
      reason: `retry of scan ${id}`,
    };
    return this.#request(scope, request, before, undefined, chosen);
  }

  get(scope: ExecutionScope, id: string): Promise<RunDetail> {
    return this.#parts.queries.detail(scope, id);
  }

  async list(
    scope: ExecutionScope,
    filter: { readonly sourceId?: string; readonly limit?: number },
  ): Promise<readonly ScanRun[]> {
    const page = await this.#parts.queries.page(
      scope,
      filter.sourceId === undefined ? {} : { source: filter.sourceId },
      filter.limit ?? 50,
      undefined,
    );
    return page.items;
  }

  async finished(scope: ExecutionScope, id: string): Promise<ScanRun> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, MOST_WAIT_MS)) {
      const run = await this.get(scope, id);
      if (isEnded(run.state)) return run;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          scope.signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, wait);
        scope.signal.addEventListener('abort', wake, { once: true });
      });
      scope.signal.throwIfAborted();
    }
  }

  async pause(scope: ExecutionScope, id: string): Promise<RunDetail> {
    return this.#change(scope, id, async (tx, run) => {
      if (!canPause(run.state, run.held_by)) throw wrongState('paused', run.state);
      await this.#parts.tasks.takeBack(tx, id);
      const reason = run.state === 'paused' ? 'kept paused on request' : 'paused on request';
      await this.#parts.runs.hold(tx, scope, run, 'person', null, reason);
      await this.#record(tx, scope, run, 'paused', 'paused');
    });
  }

  /** Puts a paused run back among those that wait for their turn: there may be as many at work by now as there may be. */
  async resume(scope: ExecutionScope, id: string, reason = 'resumed on request'): Promise<RunDetail> {
    const { runs, queries } = this.#parts;
    await this.#lockedChange(scope, id, async (tx, run) => {
      if (run.state !== 'paused') throw wrongState('resumed', run.state);
      await runs.requeue(tx, scope, run, reason);
      await this.#record(tx, scope, run, 'resumed', 'queued');
    });
    await this.#queue.admit(scope);
    return queries.detail(scope, id);
  }

  /**
   * Pauses a run whose source is to be left alone for a while; it goes on by itself. A run that is not working is left as it is.
   * @param until - ISO 8601; null: until something happens to the source
   */
  async hold(
    scope: ExecutionScope,
    id: string,
    holder: Exclude<Holder, 'person'>,
    until: string | null,
    reason: string,
  ): Promise<void> {
    const { runs, tasks, jobs } = this.#parts;
    await this.#lockedChange(scope, id, async (tx, run) => {
      const isHeld = run.state === 'paused' && run.held_by !== 'person';
      if (!isHeld && !WORKING_STATES.includes(run.state)) return;
      await tasks.takeBack(tx, id);
      const waitMs = await runs.hold(tx, scope, run, holder, until, reason);
      if (waitMs === null) return;
      // Of all tasks that come upon the same obstacle one has it looked at again.
      const deduplicationKey = `${id} ${until}`;
      await jobs.enqueue(tx, scope, reviewJob, { runId: id }, { delayMs: waitMs + 100, deduplicationKey });
    });
    await this.#queue.admit(scope);
  }

  /** Ends a run at once as cancelled whose source is not there for it any more. */
  async abandon(scope: ExecutionScope, id: string, why: StoredError): Promise<void> {
    await this.#lockedChange(scope, id, (tx, run) => abandonRun(this.#parts, tx, scope, run, why));
    await this.#queue.admit(scope);
  }

  async cancel(scope: ExecutionScope, id: string): Promise<RunDetail> {
    const { runs, queries, tasks, jobs } = this.#parts;
    const running = await this.#lockedChange(scope, id, async (tx, run) => {
      if (!canCancel(run.state)) throw wrongState('cancelled', run.state);
      const cancelling = await runs.move(tx, scope, run, 'cancelling', 'cancelled on request');
      await this.#record(tx, scope, run, 'cancelled', 'cancelling');
      const cancelled = await tasks.cancelWaiting(tx, id);
      const counted = await runs.count(tx, id, { done: cancelled });
      const still = await tasks.pending(tx, id, ['running'], MOST_RUNNING);
      if (still.length === 0)
        await runs.move(
          tx,
          scope,
          { ...counted, state: cancelling.state },
          'cancelled',
          'nothing was running any more',
        );
      return [run.discovery_job, run.finish_job, ...still.map((task) => task.jobId)];
    });
    // After the commit, so that whoever is aborted sees the run as cancelling.
    for (const job of running) if (job !== null) await jobs.cancel(scope, job);
    await this.#queue.admit(scope);
    return queries.detail(scope, id);
  }

  /**
   * Hands a locked run's next tasks to the workers, as many as its source may be burdened with. Their jobs all have the same priority:
   * whose run comes first is decided here, within a workspace, so that no workspace holds up another.
   */
  async feed(tx: Transaction, scope: ExecutionScope, run: RunRow): Promise<void> {
    const { jobs, sources, tasks, assetJob } = this.#parts;
    if (!WORKING_STATES.includes(run.state)) return;
    // As it is now: whoever finds that a scan is too much for a source need not start it anew.
    const load = await sources.load(tx, scope, run.source_id);
    const taken = load === null ? [] : await tasks.take(tx, run.id, readersOf(run, load));
    if (taken.length === 0) return;
    const ids = await jobs.enqueueMany(
      tx,
      scope,
      assetJob,
      taken.map((taskId) => ({ taskId })),
    );
    await tasks.setJobs(tx, taken, ids);
  }

  /**
   * Goes on with a locked run after one of its tasks has ended: with the next ones, or with its end. Answers whether the run has
   * ended, so that another one can be admitted after the commit.
   */
  async endIfDone(tx: Transaction, scope: ExecutionScope, run: RunRow): Promise<boolean> {
    const { runs, tasks } = this.#parts;
    if (run.state === 'cancelling') {
      const running = await tasks.pending(tx, run.id, ['running'], 1);
      if (running.length > 0) return false;
      await runs.move(tx, scope, run, 'cancelled', 'the last running task ended');
      return true;
    }
    if (run.state !== 'running' || !run.discovered || run.done < run.total) {
      await this.feed(tx, scope, run);
      return false;
    }
    await runs.move(tx, scope, run, 'classifying', 'every task has ended');
    await this.finish(tx, scope, run);
    return false;
  }

  /**
   * Has a task wait for its turn once more, or end if its run is being cancelled, that a job has let go of. Answers whether the run
   * has ended with it.
   * @param claim - of the job; without its token when it could not even take the task up
   */
  async putBack(
    tx: Transaction,
    scope: ExecutionScope,
    taskId: string,
    claim: Pick<Claim, 'id'> & Partial<Claim>,
  ): Promise<boolean> {
    const { runs, tasks } = this.#parts;
    const runId = await tasks.runOf(tx, taskId);
    const run = runId === null ? null : await runs.lock(tx, runId);
    if (run === null || !(await tasks.putBack(tx, taskId, claim))) return false;
    if (run.state !== 'cancelling' && !isEnded(run.state)) return this.endIfDone(tx, scope, run);
    const done = await tasks.cancelWaiting(tx, run.id);
    return this.endIfDone(tx, scope, await runs.count(tx, run.id, { done }));
  }

  /** Has a run finished whose tasks have all ended. */
  async finish(tx: Transaction, scope: ExecutionScope, run: RunRow): Promise<void> {
    const { jobs, runs } = this.#parts;
    const job = await jobs.enqueue(tx, scope, finishJob, { runId: run.id }, { deduplicationKey: run.id });
    await runs.setFinishJob(tx, run.id, job);
  }

  /** Has a run's source discovered whose job for it is gone. */
  async rediscover(scope: ExecutionScope, id: string): Promise<void> {
    await this.#lockedChange(scope, id, async (tx, run) => {
      const isWaiting = run.state === 'queued' || run.state === 'initializing';
      if (isWaiting && !run.discovered) await this.#queue.discover(tx, scope, run);
    });
  }

  /** Gives the next runs their turn. */
  admit(scope: ExecutionScope): Promise<void> {
    return this.#queue.admit(scope);
  }

  /** Ends a run that cannot go on. */
  async fail(scope: ExecutionScope, id: string, error: StoredError): Promise<void> {
    await this.#lockedChange(scope, id, async (tx, run) => {
      if (isEnded(run.state)) return;
      const cancelled = await this.#parts.tasks.cancelWaiting(tx, id);
      await this.#parts.runs.count(tx, id, { done: cancelled });
      await this.#parts.runs.move(tx, scope, run, 'failed', error.message, error);
    });
    await this.#queue.admit(scope);
  }

  async #request(
    scope: ExecutionScope,
    request: ScanRequest,
    retried: RunRow | null,
    also?: (tx: Transaction, id: string) => Promise<void>,
    chosen: readonly string[] | null = null,
  ): Promise<RunDetail> {
    const id = await requestRun(this.#parts, scope, request, retried, also, chosen);
    await this.#queue.admit(scope);
    return this.#parts.queries.detail(scope, id);
  }

  /** What people do with a run. What it does by itself, such as resting with its source, its own history tells. */
  async #record(
    tx: Transaction,
    scope: ExecutionScope,
    run: RunRow,
    what: 'paused' | 'resumed' | 'cancelled',
    state: ScanState,
  ): Promise<void> {
    if (scope.principal.id === SCANS_PRINCIPAL.id) return;
    await this.#parts.audit.record(tx, scope, {
      action: `scans.run.${what}`,
      object: { type: 'scan', id: run.id },
      before: { state: run.state },
      after: { state },
    });
  }

  async #change(
    scope: ExecutionScope,
    id: string,
    change: (tx: Transaction, run: RunRow) => Promise<void>,
  ): Promise<RunDetail> {
    await this.#lockedChange(scope, id, change);
    return this.#parts.queries.detail(scope, id);
  }

  #lockedChange<T>(
    scope: ExecutionScope,
    id: string,
    change: (tx: Transaction, run: RunRow) => Promise<T>,
  ): Promise<T> {
    return this.#parts.storage.transaction(scope, async (tx) => {
      const run = await this.#parts.runs.lock(tx, id);
      if (run === null) throw unknownScan(id);
      return change(tx, run);
    });
  }
}

/**
 * How many assets of a run's source may be read at once. Where its statements are limited each reader has a share of them, and
 * discovery is one.
 */
const readersOf = (run: RunRow, { maxConcurrency, maxStatementsPerSecond }: SourceLoad): number =>
  run.discovered || maxStatementsPerSecond === null ? maxConcurrency : maxConcurrency - 1;
