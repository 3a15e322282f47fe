import {
  DataWaveError,
  type ExecutionScope,
  type SourcesService,
  type Transaction,
} from '@datawave/plugin-sdk';
import { pruneTonight } from '../retention/prune-history.ts';
import { discoveryJob, watch } from '../scan-jobs.ts';
import { GroupedWork } from '../task/grouped-work.ts';
import type { RunRow } from './run.ts';
import type { RunParts } from './run-parts.ts';
import { SCANS_PRINCIPAL } from './scans-principal.ts';

/** Runs read at once, and looked at in all, for a free place: those before them may all wait for their sources. */
const BATCH = 50;
const MOST_LOOKED_AT = 1_000;
/** Who ask for the same look through the queue. */
const MOST_TOGETHER = 1_000;
/** How long a look may take: those who ask later wait for it. */
const LONGEST_LOOK_MS = 60_000;

type GoOn = (tx: Transaction, scope: ExecutionScope, run: RunRow) => Promise<unknown>;

/** Gives queued runs their turn: those of higher priority first, of equal ones the older. */
export class RunQueue {
  readonly #parts: RunParts;
  readonly #goOn: GoOn;
  /** Who asks while the queue of a workspace is being looked through has it looked through once more, together with all others who do. */
  readonly #looks: GroupedWork<ExecutionScope, undefined>;

  /** @param goOn - hands out the tasks of a locked run that has its turn once more, or ends it */
  constructor(parts: RunParts, goOn: GoOn) {
    this.#parts = parts;
    this.#goOn = goOn;
    this.#looks = new GroupedWork(
      async ([first]) => {
        // A run that gets its turn goes on by itself, in nobody's name and for as long as the plugin is there.
        const signal = AbortSignal.any([parts.signal, AbortSignal.timeout(LONGEST_LOOK_MS)]);
        if (first !== undefined) await this.#admit({ ...first, principal: SCANS_PRINCIPAL, signal });
        return () => undefined;
      },
      { most: MOST_TOGETHER },
    );
  }

  /**
   * Starts as many queued runs as there are free places. A source in its hours of maintenance lets the next one pass. Who goes away is
   * told at once, and the queue is looked through all the same: what he has changed in it stands.
   */
  async admit(scope: ExecutionScope): Promise<void> {
    const { promise: left, reject } = Promise.withResolvers<never>();
    const look = this.#looks.submit(scope.workspace, scope);
    const leave = (): void => {
      reject(scope.signal.reason);
      look.catch((error: unknown) =>
        this.#parts.log.warn('the next scans could not be given their turn', { error }),
      );
    };
    if (scope.signal.aborted) leave();
    else scope.signal.addEventListener('abort', leave);
    try {
      await Promise.race([look, left]);
    } finally {
      scope.signal.removeEventListener('abort', leave);
    }
  }

  async #admit(scope: ExecutionScope): Promise<void> {
    const { storage, runs, mostRuns } = this.#parts;
    for await (const candidate of this.#waiting(scope)) {
      if (!(await mayBegin(this.#parts.sources, scope, candidate))) continue;
      const hasBegun = await storage.transaction(scope, async (tx) => {
        if ((await runs.lockBusy(tx, scope)) >= mostRuns) return false;
        const run = await runs.lock(tx, candidate.id);
        if (run?.state === 'queued' && run.discovery_job === null) await this.#begin(tx, scope, run);
        return true;
      });
      if (!hasBegun) return;
    }
  }

  /** Runs in the order of their turns. Those that have had it meanwhile leave gaps, so that one may be passed over until next time. */
  async *#waiting(scope: ExecutionScope): AsyncGenerator<RunRow> {
    for (let offset = 0; offset < MOST_LOOKED_AT; offset += BATCH) {
      const batch = await this.#parts.runs.waiting(scope, BATCH, offset);
      yield* batch;
      if (batch.length < BATCH) return;
    }
  }

  /** Begins with a locked run, or goes on where it was when it was paused. */
  async #begin(tx: Transaction, scope: ExecutionScope, run: RunRow): Promise<void> {
    if (!run.discovered) await this.discover(tx, scope, run);
    if (!run.discovered && run.total === 0) return;
    const state = run.discovered ? 'running' : 'initializing';
    await this.#goOn(
      tx,
      scope,
      await this.#parts.runs.move(tx, scope, run, state, 'it goes on where it was'),
    );
  }

  /** Has a run's source looked through. All such jobs have the same priority, so that no workspace holds up another. */
  async discover(tx: Transaction, scope: ExecutionScope, run: RunRow): Promise<void> {
    const { jobs, runs } = this.#parts;
    const job = await jobs.enqueue(tx, scope, discoveryJob, { runId: run.id }, { deduplicationKey: run.id });
    await runs.setDiscoveryJob(tx, run.id, job);
    await watch(jobs, tx, scope);
    await pruneTonight(jobs, tx, scope);
  }
}

/** Whether the source of a run may be asked now. One that is gone may: its run then ends with that. */
async function mayBegin(sources: SourcesService, scope: ExecutionScope, run: RunRow): Promise<boolean> {
  try {
    // One that does not answer may: the run then says so, and is paused until it does.
    return (await sources.hindrance(scope, run.source_id))?.by !== 'maintenance';
  } catch (error) {
    if (DataWaveError.is(error) && error.code === 'DW_SOURCE_UNKNOWN') return true;
    throw error;
  }
}
