import type { ExecutionScope } from './scope.ts';
import type { AuditLogService } from './services/audit.ts';
import type { EventsService } from './services/events.ts';
import type { JobDefinition, JobsService } from './services/jobs.ts';
import type { StorageService } from './services/storage.ts';

/** A job of a workspace that needs to be told nothing. @public */
export type TrailJob = JobDefinition<Readonly<Record<never, never>>>;

/** What a {@link TrailWatch} works with. @public */
export interface TrailWatchParts {
  readonly log: AuditLogService;
  readonly storage: StorageService;
  readonly jobs: JobsService;
  /** In whose name it looks at a workspace. */
  readonly scope: (workspace: string) => ExecutionScope;
  /** Works through what is new in the trail of a workspace. */
  readonly job: TrailJob;
  /** Up to which position that has been done; "0" before it was. */
  readonly reached: (scope: ExecutionScope) => Promise<string>;
  /** Of the plugin: what fails once it is aborted is told to nobody. */
  readonly signal: AbortSignal;
}

/**
 * Sees to it that the audit trail of each workspace is worked through soon after something was recorded in it.
 *
 * @example
 * ```ts
 * const watch = new TrailWatch({ log: auditLog, storage, jobs, scope, job: sealJob, reached, signal });
 * jobs.handle(sweepJob, () => watch.sweep());
 * onDispose(watch.follow(events, 5_000, (error) => log.warn('The audit trail could not be sealed soon.', { error })));
 * ```
 * @public
 */
export class TrailWatch {
  readonly #parts: TrailWatchParts;
  /** Up to where workspaces are known to have been worked through. */
  readonly #reached = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: TrailWatchParts) {
    this.#parts = parts;
  }

  /** Asks for the job in each workspace that has something new. */
  async sweep(): Promise<void> {
    const { log, scope, job, reached } = this.#parts;
    for (const { workspace, position } of await log.newest()) {
      if (this.#reached.get(workspace) === position) continue;
      if (BigInt(await reached(scope(workspace))) >= BigInt(position)) this.#reached.set(workspace, position);
      else await this.#ask(job, workspace);
    }
  }

  /** Asks for a job in every workspace that has a trail. */
  async everywhere(job: TrailJob): Promise<void> {
    for (const { workspace } of await this.#parts.log.newest()) await this.#ask(job, workspace);
  }

  /**
   * Sweeps some time after something happened, with all that happened meanwhile. Beside a schedule, which sweeps in any case.
   *
   * @param failed - told why a sweep came to nothing
   * @returns stops it
   */
  follow(events: EventsService, afterMs: number, failed: (error: unknown) => void): () => void {
    const stop = events.subscribe({}, () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.sweep().catch((error: unknown) => {
          if (!this.#parts.signal.aborted) failed(error);
        });
      }, afterMs).unref();
    });
    return () => {
      stop();
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
    };
  }

  async #ask(job: TrailJob, workspace: string): Promise<void> {
    const { storage, jobs, scope: scopeOf } = this.#parts;
    const scope = scopeOf(workspace);
    await storage.transaction(scope, (tx) => jobs.enqueue(tx, scope, job, {}, { deduplicationKey: 'once' }));
  }
}
