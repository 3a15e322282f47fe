import {
  type RiskTermsSource,
  type SourcesService,
  type StorageService,
  sql,
  stalenessTerm,
} from '@datawave/plugin-sdk';
import { COMPLETED_STATES } from './run-state.ts';

/** How long ago sources were last scanned to the end. A scan of some chosen assets is none of the source. */
export const sourceRisk = (storage: StorageService, sources: SourcesService): RiskTermsSource => ({
  terms: ['staleness'],
  async measure(scope, asked) {
    const { passes, predicate } = await sources.visible(scope, 'scans:read', sql`runs.source->>'key'`);
    if (passes === 'none') return new Map();
    const rows = await storage.transaction(scope, (tx) =>
      storage.query<{ id: string; days: number }>(
        tx,
        sql`select source_id as id, (extract(epoch from now() - max(finished_at)) / 86400)::float8 as days from ${sql.identifier(storage.schema, 'runs')} runs
            where source_id = any(${asked.map(({ id }) => id)}::uuid[]) and state = any(${COMPLETED_STATES}::text[]) and chosen is null and ${predicate} group by 1`,
      ),
    );
    const days = new Map(rows.map((row) => [row.id, row.days]));
    return new Map(asked.map(({ id }) => [id, { staleness: stalenessTerm(days.get(id) ?? null) }]));
  },
});
