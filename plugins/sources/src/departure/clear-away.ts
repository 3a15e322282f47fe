import {
  defineJob,
  type ExecutionScope,
  type JobContext,
  type JobsService,
  type Source,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { DepartureStore } from './departure-store.ts';
import type { Departures, NamedDependent } from './departures.ts';

/** Takes away what plugins kept about a source that was deleted. */
export const departJob = defineJob<{ readonly sourceId: string }>({
  name: 'sources.depart',
  payload: {
    type: 'object',
    required: ['sourceId'],
    additionalProperties: false,
    properties: { sourceId: { type: 'string', format: 'uuid' } },
  },
  // The source is gone: what is left of it must not stay because something failed for a while.
  attempts: 10_000,
  backoff: { kind: 'exponential', delayMs: 1000, maxDelayMs: 60_000 },
  timeoutMs: 30 * 60_000,
  concurrency: 2,
});

/** How much one transaction takes away at most, so that none holds locks for long. */
const BATCH = 1000;

/** Deleted sources looked after in one go; the rest has its turn the next time. */
const MOST_AT_ONCE = 1000;

/** What the job works with. */
export interface ClearAwayParts {
  readonly storage: StorageService;
  readonly jobs: JobsService;
  readonly departures: Departures;
  readonly store: DepartureStore;
}

/** Has everything taken away that is kept about a deleted source. */
export async function enqueueClearing(
  { jobs }: Pick<ClearAwayParts, 'jobs'>,
  tx: Transaction,
  scope: ExecutionScope,
  sourceId: string,
): Promise<void> {
  await jobs.enqueue(tx, scope, departJob, { sourceId }, { deduplicationKey: sourceId });
}

/** Has deleted sources looked at again whose job is lost, or of which a plugin does not know that was not there. */
export async function catchUp(parts: ClearAwayParts, tx: Transaction, scope: ExecutionScope): Promise<void> {
  for (const id of await parts.store.untold(tx, keysOf(parts.departures), MOST_AT_ONCE))
    await enqueueClearing(parts, tx, scope, id);
}

const keysOf = (departures: Departures): readonly string[] => departures.present().map(({ key }) => key);

/**
 * Makes the handler of {@link departJob}: one plugin after the other takes away what it keeps, batch by batch, and is then told.
 * Each batch is a transaction, so what a crash leaves undone is done when the job is tried again, and nothing twice.
 */
export function clearAway(parts: ClearAwayParts) {
  const { storage, departures, store } = parts;

  /** Does one step for a plugin that has not been told; null when it has. */
  const step = <T>(
    scope: ExecutionScope,
    id: string,
    key: string,
    work: (tx: Transaction, source: Source) => Promise<T>,
  ): Promise<T | null> =>
    storage.transaction(scope, async (tx) => {
      const departed = await store.lock(tx, id);
      return departed === null || departed.told.includes(key) ? null : work(tx, departed.source);
    });

  const clear = async (
    { scope, payload: { sourceId } }: JobContext<{ readonly sourceId: string }, void>,
    { key, dependent }: NamedDependent,
  ): Promise<void> => {
    for (let isLeft = dependent.clear !== undefined; isLeft; ) {
      scope.signal.throwIfAborted();
      const count = await step(scope, sourceId, key, async (tx, source) => {
        const taken = (await dependent.clear?.(tx, scope, source, BATCH)) ?? 0;
        if (taken > 0) await store.took(tx, sourceId, taken);
        return taken;
      });
      isLeft = count !== null && count > 0;
    }
    await step(scope, sourceId, key, async (tx, source) => {
      await dependent.removed(tx, scope, source);
      await store.tell(tx, sourceId, key);
    });
  };

  return async (job: JobContext<{ readonly sourceId: string }, void>): Promise<void> => {
    const { scope, payload } = job;
    const present = departures.present();
    for (const [index, named] of present.entries()) {
      // Again for those that were not there when it was deleted; the others have nothing left to end.
      await step(scope, payload.sourceId, named.key, (tx, source) =>
        Promise.resolve(named.dependent.leaving?.(tx, scope, source)),
      );
      await clear(job, named);
      job.progress((index + 1) / present.length, named.key);
    }
    await storage.transaction(scope, async (tx) => {
      await job.complete(tx, undefined);
      // Whoever has come meanwhile was given no job, because there was this one; from here on everybody is.
      const isUntold = await store.isUntold(tx, payload.sourceId, keysOf(departures));
      if (isUntold) await enqueueClearing(parts, tx, scope, payload.sourceId);
      else await store.finish(tx, payload.sourceId);
    });
  };
}
