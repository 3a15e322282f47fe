import type {
  CatalogService,
  ComplianceService,
  ExecutionScope,
  JobsService,
  ScanRun,
  ScansService,
  SourcesService,
  StorageService,
  Transaction,
} from '@datawave/plugin-sdk';
import { type RunDetail, type RunRow, unknownScan } from './run.ts';
import { canCancel, canPause, isEnded, notScannable, wrongState } from './run-state.ts';
import type { RunStore } from './run-store.ts';
import type { StoredError } from './scan-error.ts';
import { type AssetJob, discoveryJob } from './scan-jobs.ts';
import type { TaskStore } from './task-store.ts';

/** What moves runs from state to state. */
export interface RunParts {
  readonly storage: StorageService;
  readonly jobs: JobsService;
  readonly catalog: CatalogService;
  readonly sources: SourcesService;
  readonly runs: RunStore;
  readonly tasks: TaskStore;
  readonly assetJob: AssetJob;
  readonly optional: OptionalCompliance;
}

/** The service of a plugin that may be absent at the moment it is needed. */
export interface OptionalCompliance {
  readonly compliance: ComplianceService | undefined;
}

/** How long `finished` waits before it looks again: twice as long each time, up to the most. */
const FIRST_WAIT_MS = 25;
const MOST_WAIT_MS = 500;

/** Starts, pauses, resumes, cancels and ends runs. */
export class RunControl implements ScansService {
  readonly #parts: RunParts;

  constructor(parts: RunParts) {
    this.#parts = parts;
  }

  async start(scope: ExecutionScope, request: { readonly sourceId: string }): Promise<RunDetail> {
    const { storage, runs, sources } = this.#parts;
    const source = await sources.get(scope, request.sourceId);
    if (source.state === 'maintenance' || source.state === 'retired') throw notScannable(source);
    const id = await storage.transaction(scope, async (tx) => {
      const run = await runs.create(tx, scope, source);
      await this.#discover(tx, scope, run);
      return run;
    });
    return runs.detail(scope, id);
  }

  get(scope: ExecutionScope, id: string): Promise<RunDetail> {
    return this.#parts.runs.detail(scope, id);
  }

  async list(
    scope: ExecutionScope,
    filter: { readonly sourceId?: string; readonly limit?: number },
  ): Promise<readonly ScanRun[]> {
    const page = await this.#parts.runs.page(
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
      if (!canPause(run.state)) throw wrongState('paused', run.state);
      await this.#parts.runs.move(tx, scope, run, 'paused', 'paused on request');
    });
  }

  async resume(scope: ExecutionScope, id: string): Promise<RunDetail> {
    return this.#change(scope, id, async (tx, run) => {
      if (run.state !== 'paused') throw wrongState('resumed', run.state);
      const resumed = await this.#parts.runs.move(
        tx,
        scope,
        run,
        run.discovered ? 'running' : 'initializing',
        'resumed on request',
      );
      if (!run.discovered) await this.#discover(tx, scope, id);
      const waiting = await this.#parts.tasks.pending(tx, id, ['waiting']);
      await this.enqueueTasks(
        tx,
        scope,
        waiting.map((task) => task.id),
      );
      await this.endIfDone(tx, scope, resumed);
    });
  }

  async cancel(scope: ExecutionScope, id: string): Promise<RunDetail> {
    const { runs, tasks, jobs } = this.#parts;
    const running = await this.#lockedChange(scope, id, async (tx, run) => {
      if (!canCancel(run.state)) throw wrongState('cancelled', run.state);
      const cancelling = await runs.move(tx, scope, run, 'cancelling', 'cancelled on request');
      const cancelled = await tasks.cancelWaiting(tx, id);
      const counted = await runs.count(tx, scope, id, { done: cancelled });
      const still = await tasks.pending(tx, id, ['running']);
      if (still.length === 0)
        await runs.move(
          tx,
          scope,
          { ...counted, state: cancelling.state },
          'cancelled',
          'nothing was running any more',
        );
      return [run.discovery_job, ...still.map((task) => task.jobId)];
    });
    // After the commit, so that whoever is aborted sees the run as cancelling.
    for (const job of running) if (job !== null) await jobs.cancel(scope, job);
    return runs.detail(scope, id);
  }

  /** Gives tasks to the workers. */
  async enqueueTasks(tx: Transaction, scope: ExecutionScope, taskIds: readonly string[]): Promise<void> {
    if (taskIds.length === 0) return;
    const jobs = await this.#parts.jobs.enqueueMany(
      tx,
      scope,
      this.#parts.assetJob,
      taskIds.map((taskId) => ({ taskId })),
    );
    await this.#parts.tasks.setJobs(tx, taskIds, jobs);
  }

  /** Ends a locked run whose tasks have all ended. */
  async endIfDone(tx: Transaction, scope: ExecutionScope, run: RunRow): Promise<void> {
    const { runs, tasks } = this.#parts;
    if (run.state === 'cancelling') {
      const running = await tasks.pending(tx, run.id, ['running'], 1);
      if (running.length === 0) await runs.move(tx, scope, run, 'cancelled', 'the last running task ended');
      return;
    }
    if (run.state !== 'running' || !run.discovered || run.done < run.total) return;
    let moved = await runs.move(tx, scope, run, 'validating', 'every task has ended');
    moved = await runs.move(
      tx,
      scope,
      moved,
      'cataloging',
      `${run.done - run.failed} of ${run.total} assets were scanned`,
    );
    const seen = await tasks.seen(tx, run.id);
    // Where discovery failed in part, an asset that was not seen may still be there.
    if (seen.isComplete) await this.#retire(tx, scope, run, seen.urns);
    await runs.move(
      tx,
      scope,
      moved,
      run.failed === 0 ? 'completed' : 'completed-with-errors',
      run.failed === 0 ? 'all assets were scanned' : `${run.failed} assets could not be scanned`,
    );
  }

  /** Has a run's source discovered whose job for it is gone. */
  async rediscover(scope: ExecutionScope, id: string): Promise<void> {
    await this.#lockedChange(scope, id, async (tx, run) => {
      const isWaiting = run.state === 'queued' || run.state === 'initializing';
      if (isWaiting && !run.discovered) await this.#discover(tx, scope, id);
    });
  }

  /** Ends a run that cannot go on. */
  async fail(scope: ExecutionScope, id: string, error: StoredError): Promise<void> {
    await this.#lockedChange(scope, id, async (tx, run) => {
      if (isEnded(run.state)) return;
      const cancelled = await this.#parts.tasks.cancelWaiting(tx, id);
      await this.#parts.runs.count(tx, scope, id, { done: cancelled });
      await this.#parts.runs.move(tx, scope, run, 'failed', error.message, error);
    });
  }

  /** What is gone from the source breaks no rule any more. */
  async #retire(tx: Transaction, scope: ExecutionScope, run: RunRow, seen: readonly string[]): Promise<void> {
    const { catalog, optional } = this.#parts;
    const entry = { sourceId: run.source_id, scanId: run.id, findings: [] };
    for (const asset of await catalog.retire(tx, scope, { sourceId: run.source_id, seen }))
      await optional.compliance?.record(tx, scope, { ...entry, asset });
  }

  async #discover(tx: Transaction, scope: ExecutionScope, id: string): Promise<void> {
    const { jobs, runs } = this.#parts;
    const job = await jobs.enqueue(tx, scope, discoveryJob, { runId: id }, { deduplicationKey: id });
    await runs.setDiscoveryJob(tx, id, job);
  }

  async #change(
    scope: ExecutionScope,
    id: string,
    change: (tx: Transaction, run: RunRow) => Promise<void>,
  ): Promise<RunDetail> {
    await this.#lockedChange(scope, id, change);
    return this.#parts.runs.detail(scope, id);
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
