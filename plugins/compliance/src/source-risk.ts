import {
  type RiskTermsSource,
  SEVERITIES,
  type Severity,
  type StorageService,
  sql,
  violationsTerm,
} from '@datawave/plugin-sdk';
import type { Visibility } from './lifecycle.ts';

/** How many violations of sources stand: of assets that the caller may see. */
export const sourceRisk = (storage: StorageService, visible: Visibility): RiskTermsSource => ({
  terms: ['violations'],
  async measure(scope, sources) {
    const { passes, predicate } = await visible(scope);
    if (passes === 'none') return new Map();
    const rows = await storage.transaction(scope, (tx) =>
      storage.query<{ id: string; rank: number; count: number }>(
        tx,
        sql`select source_id as id, severity_rank as rank, count(*)::int as count from ${sql.identifier(storage.schema, 'violations')} violations
            where state in ('open', 'in-progress') and source_id = any(${sources.map(({ id }) => id)}::uuid[]) and ${predicate} group by 1, 2`,
      ),
    );
    const open = new Map<string, Record<Severity, number>>(
      sources.map(({ id }) => [id, { critical: 0, high: 0, medium: 0, low: 0 }]),
    );
    for (const { id, rank, count } of rows) {
      const severity = SEVERITIES[rank];
      const known = open.get(id);
      if (severity !== undefined && known !== undefined) known[severity] = count;
    }
    return new Map([...open].map(([id, bySeverity]) => [id, { violations: violationsTerm(bySeverity) }]));
  },
});
