import { randomUUID } from 'node:crypto';
import {
  type AuditLogService,
  DEFAULT_WORKSPACE,
  defineJob,
  type EventsService,
  type ExecutionScope,
  type JobsService,
  type Logger,
  type StorageService,
} from '@datawave/plugin-sdk';
import type { SealStore } from './seal-store.ts';

const nothing = { type: 'object', additionalProperties: false } as const;

/** Looks for workspaces with something to seal. */
export const sweepJob = defineJob<Record<never, never>>({ name: 'activity.sweep', payload: nothing });
/** Seals what a workspace has. */
export const sealJob = defineJob<Record<never, never>>({
  name: 'activity.seal',
  payload: nothing,
  timeoutMs: 10 * 60_000,
});
/** Verifies the trail of each workspace at night, and then of each removes what is too old. */
export const nightJob = defineJob<Record<never, never>>({ name: 'activity.night', payload: nothing });
export const keepJob = defineJob<Record<never, never>>({
  name: 'activity.keep',
  payload: nothing,
  timeoutMs: 60 * 60_000,
});

/** In whose name the trail is sealed and kept. */
export const ownScope = (
  workspace: string,
  signal: AbortSignal,
  requestId: string = randomUUID(),
): ExecutionScope => ({
  workspace,
  principal: { id: 'plugin:activity', kind: 'plugin', displayName: 'Activity', roles: [] },
  requestId,
  signal,
});

interface Parts {
  readonly log: AuditLogService;
  readonly storage: StorageService;
  readonly store: SealStore;
  readonly jobs: JobsService;
  readonly signal: AbortSignal;
}

/** Sees to it that each workspace is sealed soon after something was recorded in it. */
export class SealWatch {
  readonly #parts: Parts;
  /** Up to where workspaces are known to be sealed. */
  readonly #sealed = new Map<string, string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Asks for the sealing of each workspace that has something new. */
  async sweep(): Promise<void> {
    const { log, store, storage, signal } = this.#parts;
    for (const { workspace, position } of await log.newest()) {
      if (this.#sealed.get(workspace) === position) continue;
      const scope = ownScope(workspace, signal);
      const head = await storage.transaction(scope, (tx) => store.head(tx));
      if (head !== null && BigInt(head.position) >= BigInt(position)) this.#sealed.set(workspace, position);
      else await this.ask(sealJob, workspace);
    }
  }

  /** Asks for a job in every workspace that has a trail. */
  async everywhere(job: typeof keepJob): Promise<void> {
    for (const { workspace } of await this.#parts.log.newest()) await this.ask(job, workspace);
  }

  async ask(job: typeof keepJob, workspace = DEFAULT_WORKSPACE): Promise<void> {
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
          if (!this.#parts.signal.aborted) log.warn('The audit trail could not be sealed soon.', { error });
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
