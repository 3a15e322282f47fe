import {
  type DomainEvent,
  defineJob,
  type EventsService,
  type ExecutionScope,
  type ExtensionCollection,
  type JobsService,
  type Logger,
  type StorageService,
  type UsageCounter,
} from '@datawave/plugin-sdk';
import type { Quotas } from './quotas.ts';

/** Counts anew what a workspace has. */
export const countJob = defineJob<Record<string, never>>({
  name: 'workspaces.count',
  payload: { type: 'object', additionalProperties: false },
  timeoutMs: 60_000,
});

/** How long events are gathered before the count that follows from them. */
const GATHER_MS = 2_000;

/** Has what a workspace has counted anew when events say that it is another number. */
export class UsageKeeper {
  readonly #parts: {
    readonly storage: StorageService;
    readonly jobs: JobsService;
    readonly counters: ExtensionCollection<UsageCounter>;
    readonly scope: () => ExecutionScope;
    readonly log: Logger;
  };
  /** When a count was last asked for, by workspace, milliseconds since 1970. */
  readonly #askedAt = new Map<string, number>();

  constructor(parts: {
    readonly storage: StorageService;
    readonly jobs: JobsService;
    readonly counters: ExtensionCollection<UsageCounter>;
    readonly scope: () => ExecutionScope;
    readonly log: Logger;
  }) {
    this.#parts = parts;
  }

  follow(events: EventsService): () => void | Promise<void> {
    return events.subscribe({}, (event) => this.#heard(event));
  }

  handle(quotas: Quotas): () => void | Promise<void> {
    return this.#parts.jobs.handle(countJob, async ({ scope }) => {
      await quotas.usage(scope);
    });
  }

  async #heard({ type, workspace }: DomainEvent): Promise<void> {
    const matters =
      type.startsWith('workspaces.member.') ||
      this.#parts.counters.list().some(({ value }) => value.changedBy.includes(type));
    const now = Date.now();
    if (!matters || now - (this.#askedAt.get(workspace) ?? 0) < GATHER_MS / 2) return;
    if (this.#askedAt.size > 10_000) this.#askedAt.clear();
    this.#askedAt.set(workspace, now);
    const { storage, jobs, log } = this.#parts;
    const scope = { ...this.#parts.scope(), workspace };
    try {
      // Every process hears of it, and one count is enough; it begins when others have come in.
      await storage.transaction(scope, async (tx) => {
        await jobs.enqueue(tx, scope, countJob, {}, { delayMs: GATHER_MS, deduplicationKey: 'usage' });
      });
    } catch (error) {
      if (!scope.signal.aborted) log.warn('what a workspace has could not be counted anew', { error });
    }
  }
}
