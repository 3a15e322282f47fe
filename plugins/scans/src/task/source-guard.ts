import type { ExecutionScope, SourceHindrance } from '@datawave/plugin-sdk';
import { SOURCE_RETIRED } from '../run/abandon-run.ts';
import type { RunRow } from '../run/run.ts';
import type { RunControl } from '../run/run-control.ts';
import type { RunParts } from '../run/run-parts.ts';
import { DueAgain } from './due-again.ts';
import { GroupedWork } from './grouped-work.ts';

/** A source that answers is reported so at most this often by one process. */
const REPORT_MS = 10_000;

/** Tasks that ask together. */
const MOST_TOGETHER = 64;

interface Asked {
  readonly scope: ExecutionScope;
  readonly sourceId: string;
}

/** Sees to it that a source is left alone while it is under maintenance or does not answer. */
export class SourceGuard {
  readonly #parts: RunParts;
  readonly #control: RunControl;
  /** Sources whose answers are to be reported again. */
  readonly #reports = new DueAgain(REPORT_MS);
  /** Tasks that are to begin at the same moment ask once. */
  readonly #hindrances: GroupedWork<Asked, SourceHindrance | null>;

  constructor(parts: RunParts, control: RunControl) {
    this.#parts = parts;
    this.#control = control;
    this.#hindrances = new GroupedWork(
      async ([first], signal) => {
        if (first === undefined) return () => null;
        const hindrance = await parts.sources.hindrance({ ...first.scope, signal }, first.sourceId);
        return () => hindrance;
      },
      { most: MOST_TOGETHER },
    );
  }

  /** Whether the run may ask its source now. If not, it is paused until it may. */
  async admits(scope: ExecutionScope, run: Pick<RunRow, 'id' | 'source_id'>): Promise<boolean> {
    const asked = { scope, sourceId: run.source_id };
    const key = `${scope.workspace} ${run.source_id}`;
    const hindrance = await this.#hindrances.submit(key, asked, scope.signal);
    if (hindrance === null) return true;
    await this.rest(scope, run.id, hindrance);
    return false;
  }

  /** Pauses a run until what keeps it from its source is over; one whose source is retired ends. */
  async rest(scope: ExecutionScope, runId: string, { by, until, reason }: SourceHindrance): Promise<void> {
    if (by === 'retired') return this.#control.abandon(scope, runId, SOURCE_RETIRED);
    const holder = by === 'health' ? 'source' : 'maintenance';
    await this.#control.hold(scope, runId, holder, until, reason);
  }

  /** Reports that the source answered. How long an asset took says nothing of how long an answer does. */
  async answered(scope: ExecutionScope, sourceId: string): Promise<void> {
    if (!this.#reports.take(sourceId, performance.now())) return;
    await this.#parts.sources.report(scope, sourceId, { latencyMs: null });
  }

  /** Reports a failure of reaching the source. */
  async failed(
    scope: ExecutionScope,
    sourceId: string,
    error: { readonly code: string; readonly message: string },
  ): Promise<void> {
    this.#reports.forget(sourceId);
    await this.#parts.sources.report(scope, sourceId, { error });
  }
}
