import {
  type AccessService,
  exposureTerm,
  type RiskTermsSource,
  type StorageService,
  sensitivityTerm,
  sql,
} from '@datawave/plugin-sdk';
import { attributeColumns } from './asset-attributes.ts';
import { rankOf } from './column-row.ts';

interface Measured {
  readonly id: string;
  readonly restricted: number;
  readonly confidential: number;
  readonly internal: number;
  /** Of assets with sensitive columns; null where of none of them it is known. */
  readonly rows: number | null;
}

/** How sensitive sources are and how much of it there is: of assets that the caller may see. */
export const sourceRisk = (storage: StorageService, access: AccessService): RiskTermsSource => ({
  terms: ['sensitivity', 'exposure'],
  async measure(scope, sources) {
    const { passes, predicate } = await access.filter(
      scope,
      'catalog:read',
      attributeColumns(storage.schema),
    );
    if (passes === 'none') return new Map();
    const table = (name: string) => sql.identifier(storage.schema, name);
    const rows = await storage.transaction(scope, (tx) =>
      storage.query<Measured>(
        tx,
        sql`with seen as materialized (
              select a.id, a.source_id, a.row_count, a.sensitivity_rank from ${table('assets')} a
              where a.retired_at is null and a.source_id = any(${sources.map(({ id }) => id)}::uuid[]) and ${predicate}
            ), held as (
              select a.source_id, (count(*) filter (where c.sensitivity_rank = ${rankOf('restricted')}::int))::int as restricted,
                (count(*) filter (where c.sensitivity_rank = ${rankOf('confidential')}::int))::int as confidential,
                (count(*) filter (where c.sensitivity_rank = ${rankOf('internal')}::int))::int as internal
              from seen a join ${table('columns')} c on c.asset_id = a.id where c.sensitivity_rank >= ${rankOf('internal')}::int group by 1
            )
            select s.source_id as id, coalesce(h.restricted, 0) as restricted, coalesce(h.confidential, 0) as confidential, coalesce(h.internal, 0) as internal, s.rows
            from (select source_id, (sum(row_count) filter (where sensitivity_rank >= ${rankOf('confidential')}::int))::float8 as rows from seen group by 1) s
              left join held h using (source_id)`,
      ),
    );
    return new Map(
      rows.map(({ id, rows: held, ...columns }) => [
        id,
        { sensitivity: sensitivityTerm(columns), exposure: exposureTerm(held) },
      ]),
    );
  },
});
