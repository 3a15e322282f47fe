import {
  type ClassificationService,
  type ClassificationVersion,
  DataWaveError,
  defineJob,
  type ExecutionScope,
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
  attempts: 1,
  timeoutMs: 5 * 60_000,
});

/** A source with suggestions that are stale. */
interface StaleSource {
  readonly sourceId: string;
  /** When the latest of them became so; ISO 8601. */
  readonly since: string;
}

/**
 * Marks suggestions as stale whose columns were last looked at by another set of classifiers, or by another engine or model,
 * than would be today. Answers the sources that they stand in. Decisions are never stale.
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
      sql`update ${verdicts} v set is_stale = true, updated_at = now() from ${columns} c
          where c.id = v.column_id and v.is_listed and v.status = 'suggested' and not v.is_stale
            and (c.classifiers <> ${present.classifiers}::text[] or c.engine is distinct from ${present.engine}::text)`,
    );
    return storage.query<StaleSource>(
      tx,
      sql`select source_id as "sourceId", ${sql.isoTime(sql`max(updated_at)`)} as since
          from ${verdicts} where is_stale and is_listed and status = 'suggested' group by 1`,
    );
  });
}

/** Makes the handler of {@link staleJob}: values are not kept, so that what is stale has to be scanned again. */
export function lookForStale(parts: {
  readonly storage: StorageService;
  readonly store: ReviewStore;
  readonly classification: ClassificationService;
  readonly optional: {
    readonly scans: ScansService | undefined;
    readonly sources: SourcesService | undefined;
  };
  readonly rescan: boolean;
  readonly log: Logger;
}) {
  return async ({ scope }: { readonly scope: ExecutionScope }): Promise<void> => {
    const [{ engine }, classifiers] = await Promise.all([
      parts.classification.version(),
      classifierSet(parts.classification),
    ]);
    const stale = await markStale(parts.storage, parts.store, scope, { engine, classifiers });
    const { scans, sources } = parts.optional;
    if (!parts.rescan || scans === undefined || sources === undefined || stale.length === 0) return;
    const since = new Map(stale.map((entry) => [entry.sourceId, entry.since]));
    const active = (await sources.list(scope)).filter(
      ({ id, state }) => since.has(id) && state !== 'maintenance' && state !== 'retired',
    );
    for (const { id, key } of active) {
      try {
        const [latest] = await scans.list(scope, { sourceId: id, limit: 1 });
        // What a scan has not made fresh since, an asset that cannot be read, the next one would not either.
        if (latest !== undefined && Date.parse(latest.createdAt) >= Date.parse(since.get(id) ?? '')) continue;
        await scans.start(scope, { sourceId: id });
        parts.log.info('scanning a source again, because its classifiers have changed', { source: key });
      } catch (error) {
        // It is being scanned already, or must not be now: the next look comes within the hour.
        if (!DataWaveError.is(error)) throw error;
        parts.log.info('a source with stale verdicts cannot be scanned now', {
          source: key,
          code: error.code,
        });
      }
    }
  };
}
