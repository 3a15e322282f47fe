import type { ExecutionScope, SourceHealth } from '@datawave/plugin-sdk';
import { maintenanceEnd } from '../run/maintenance.ts';
import type { RunRow } from '../run/run.ts';
import type { RunControl } from '../run/run-control.ts';
import type { RunParts } from '../run/run-parts.ts';

/** A source that answers is reported so at most this often by one process. */
const REPORT_MS = 10_000;

/** Sees to it that a source is left alone while it is under maintenance or does not answer. */
export class SourceGuard {
  readonly #parts: RunParts;
  readonly #control: RunControl;
  /** When a source was last reported to answer. */
  readonly #reported = new Map<string, number>();

  constructor(parts: RunParts, control: RunControl) {
    this.#parts = parts;
    this.#control = control;
  }

  /** Whether the run may ask its source now. If not, it is paused until it may. */
  async admits(scope: ExecutionScope, run: Pick<RunRow, 'id' | 'source_id'>): Promise<boolean> {
    const source = await this.#parts.sources.get(scope, run.source_id);
    const until = maintenanceEnd(source.maintenance, new Date());
    if (until === null) return true;
    const reason = `hours of maintenance until ${until.toISOString().slice(0, 16)}Z`;
    await this.#control.hold(scope, run.id, 'maintenance', until, reason);
    return false;
  }

  async answered(scope: ExecutionScope, sourceId: string, latencyMs: number): Promise<void> {
    const now = performance.now();
    if (now - (this.#reported.get(sourceId) ?? Number.NEGATIVE_INFINITY) < REPORT_MS) return;
    this.#reported.set(sourceId, now);
    await this.#parts.sources.report(scope, sourceId, { latencyMs });
  }

  /** Reports a failure. Answers whether the run was paused, because the source has failed too often. */
  async failed(
    scope: ExecutionScope,
    run: Pick<RunRow, 'id' | 'source_id'>,
    error: { readonly code: string; readonly message: string },
  ): Promise<boolean> {
    this.#reported.delete(run.source_id);
    return this.rest(scope, run.id, await this.#parts.sources.report(scope, run.source_id, { error }));
  }

  /** Pauses a run while its source's breaker is open. */
  async rest(scope: ExecutionScope, runId: string, health: SourceHealth): Promise<boolean> {
    if (health.breaker !== 'open' || health.nextTryAt === null) return false;
    const reason = `the source does not answer (${health.error?.code ?? 'unknown'}); asked again at ${health.nextTryAt.slice(11, 19)} UTC`;
    await this.#control.hold(scope, runId, 'source', new Date(health.nextTryAt), reason);
    return true;
  }
}
