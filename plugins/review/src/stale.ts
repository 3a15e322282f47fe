import {
  type ClassificationService,
  type ClassificationVersion,
  DataWaveError,
  defineJob,
  type ExecutionScope,
  type JobContext,
  type JobsService,
  type Logger,
  type ScansService,
  type SourcesService,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { classifierSet } from './recording.ts';
import type { ReviewStore } from './review-store.ts';

/** Looks for suggestions that classifiers of today have not made, and has them made anew. */
export const staleJob = defineJob<Record<never, never>>({
  name: 'review.stale',
  payload: { type: 'object', additionalProperties: false },
  attempts: 3,
  timeoutMs: 5 * 60_000,
});

/** A source with suggestions that are stale. */
interface StaleSource {
  readonly sourceId: string;
  /** When the latest of them became so; ISO 8601. */
  readonly since: string;
}

/**
 * Marks suggestions as stale whose columns were last looked at by another set of classifiers, or of rules, or by another engine or
 * model, than would be today; a rule may give any column another verdict. What was changed and changed back is stale no more. Answers the sources that they stand in. Decisions are never stale.
 */
async function markStale(
  storage: StorageService,
  store: ReviewStore,
  scope: ExecutionScope,
  present: ClassificationVersion,
): Promise<readonly StaleSource[]> {
  const columns = store.table('columns');
  const verdicts = store.table('verdicts');
  return storage.transaction(scope, async (tx) => {
    await storage.query(
      tx,
      sql`update ${verdicts} v set is_stale = not v.is_stale, updated_at = now() from ${columns} c
          where c.id = v.column_id and v.is_listed and v.status = 'suggested'
            and v.is_stale <> (c.classifiers <> ${present.classifiers}::text[] or c.engine is distinct from ${present.engine}::text)`,
    );
    return storage.query<StaleSource>(
      tx,
      sql`select source_id as "sourceId", ${sql.isoTime(sql`max(updated_at)`)} as since
          from ${verdicts} where is_stale and is_listed and status = 'suggested' group by 1`,
    );
  });
}

/** A source that is being scanned while something in it is stale is looked at again after this time. */
const AGAIN_MS = 60_000;

/** Makes the handler of {@link staleJob}: values are not kept, so that what is stale has to be scanned again. */
export function lookForStale(parts: {
  readonly storage: StorageService;
  readonly jobs: JobsService;
  readonly store: ReviewStore;
  readonly classification: ClassificationService;
  readonly optional: {
    readonly scans: ScansService | undefined;
    readonly sources: SourcesService | undefined;
  };
  readonly rescan: boolean;
  readonly log: Logger;
}) {
  const { storage, jobs, store, classification, log } = parts;
  return async (job: JobContext<Record<never, never>, void>): Promise<void> => {
    const { scope } = job;
    const [{ engine }, classifiers] = await Promise.all([
      classification.version({ workspaceId: scope.workspace }),
      classifierSet(classification, scope.workspace),
    ]);
    const stale = await markStale(storage, store, scope, { engine, classifiers });
    const { scans, sources } = parts.optional;
    if (!parts.rescan || scans === undefined || sources === undefined || stale.length === 0) return;
    const since = new Map(stale.map((entry) => [entry.sourceId, entry.since]));
    const active = (await sources.list(scope, { ids: [...since.keys()] })).filter(
      ({ state }) => state !== 'maintenance' && state !== 'retired',
    );
    let isBeingScanned = false;
    for (const { id, key } of active) {
      try {
        const [latest] = await scans.list(scope, { sourceId: id, limit: 1 });
        if (latest !== undefined && latest.finishedAt === null) {
          isBeingScanned = true;
          continue;
        }
        // What a scan has not made fresh since, an asset that cannot be read, the next one would not either.
        if (latest !== undefined && Date.parse(latest.createdAt) >= Date.parse(since.get(id) ?? '')) continue;
        await scans.start(scope, { sourceId: id });
        isBeingScanned = true;
        log.info('scanning a source again, because its classifiers have changed', { source: key });
      } catch (error) {
        // It must not be scanned now: the next look comes within the hour.
        if (!DataWaveError.is(error)) throw error;
        isBeingScanned ||= error.code === 'DW_SCAN_RUNNING';
        log.info('a source with stale verdicts cannot be scanned now', { source: key, code: error.code });
      }
    }
    if (!isBeingScanned) return;
    // What a scan judged before the classifiers changed is out of date once it is over.
    await storage.transaction(scope, async (tx) => {
      await job.complete(tx, undefined);
      await jobs.enqueue(tx, scope, staleJob, {}, { deduplicationKey: 'again', delayMs: AGAIN_MS });
    });
  };
}
