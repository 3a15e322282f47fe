import { countWords, type SourceDependent, type StorageService, sql } from '@datawave/plugin-sdk';
import type { ReviewStore } from './review-store.ts';

/**
 * What becomes of the review when a source is deleted: what waits for a decision leaves the queue with the retired assets, as the
 * catalog's `retirementHook` says; what people decided stays, and is learnt from.
 */
export const sourceDeparture = (storage: StorageService, store: ReviewStore): SourceDependent => ({
  async departure(scope, source) {
    const [counted] = await storage.transaction(scope, (tx) =>
      storage.query<{ waiting: number; decided: number }>(
        tx,
        sql`select count(*) filter (where v.is_listed and v.status = 'suggested')::int as waiting, count(*) filter (where v.status <> 'suggested')::int as decided
            from ${store.table('verdicts')} v join ${store.table('columns')} c on c.id = v.column_id where c.source_id = ${source.id}::uuid and not c.is_retired`,
      ),
    );
    const { waiting = 0, decided = 0 } = counted ?? {};
    return {
      goes:
        waiting === 0
          ? []
          : [`${countWords(waiting, 'suggestion that waits', 'suggestions that wait')} for a decision.`],
      stays: decided === 0 ? [] : [`${countWords(decided, 'decision')} that people made about its columns.`],
    };
  },
  // The catalog retires the assets, and with them what waits.
  removed: async () => undefined,
});
