import {
  type AuditLogService,
  DEFAULT_WORKSPACE,
  defineJob,
  type EventsService,
  type JobDefinition,
  type JobsService,
  type Logger,
  type StorageService,
} from '@datawave/plugin-sdk';
import type { TrailCursor } from '../observe/trail-cursor.ts';
import { ownScope } from './own-scope.ts';

const nothing = { type: 'object', additionalProperties: false } as const;
type Nothing = Record<never, never>;

/** Looks for workspaces with something new in their trail, and whether the trail is sealed at all. */
export const sweepJob = defineJob<Nothing>({ name: 'security-monitor.sweep', payload: nothing });
/** Looks at what is new in the trail of a workspace. */
export const followJob = defineJob<Nothing>({
  name: 'security-monitor.follow',
  payload: nothing,
  timeoutMs: 10 * 60_000,
});
/** Has every workspace forget what is too old. */
export const nightJob = defineJob<Nothing>({ name: 'security-monitor.night', payload: nothing });
export const forgetJob = defineJob<Nothing>({ name: 'security-monitor.forget', payload: nothing });

interface Parts {
  readonly log: AuditLogService;
  readonly storage: StorageService;
  readonly cursor: TrailCursor;
  readonly jobs: JobsService;
  readonly signal: AbortSignal;
}

/** Sees to it that the trail of each workspace is looked at soon after something was recorded in it. */
export class TrailWatch {
  readonly #parts: Parts;
  /** Up to where workspaces are known to have been looked at. */
  readonly #followed = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Asks for each workspace that has something new. */
  async sweep(): Promise<void> {
    const { log, cursor, signal } = this.#parts;
    for (const { workspace, position } of await log.newest()) {
      if (this.#followed.get(workspace) === position) continue;
      if (BigInt(await cursor.position(ownScope(workspace, signal))) >= BigInt(position))
        this.#followed.set(workspace, position);
      else await this.ask(followJob, workspace);
    }
  }

  async everywhere(job: JobDefinition<Nothing, void>): Promise<void> {
    for (const { workspace } of await this.#parts.log.newest()) await this.ask(job, workspace);
  }

  async ask(job: JobDefinition<Nothing, void>, workspace = DEFAULT_WORKSPACE): Promise<void> {
    const { storage, jobs, signal } = this.#parts;
    const scope = ownScope(workspace, signal);
    await storage.transaction(scope, (tx) => jobs.enqueue(tx, scope, job, {}, { deduplicationKey: 'once' }));
  }

  /** Sweeps some seconds after something happened, with all that happened meanwhile. */
  follow(events: EventsService, afterMs: number, log: Logger): () => void {
    const stop = events.subscribe({}, () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        // The next minute sweeps in any case.
        this.sweep().catch((error: unknown) => {
          if (!this.#parts.signal.aborted)
            log.warn('The audit trail could not be looked at soon.', { error });
        });
      }, afterMs).unref();
    });
    return () => {
      stop();
      if (this.#timer !== null) clearTimeout(this.#timer);
      this.#timer = null;
    };
  }
}
