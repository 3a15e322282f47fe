import { type AccessService, type HttpService, type StorageService, sql } from '@datawave/plugin-sdk';
import { attributeColumns } from './asset-attributes.ts';

/** How many sensitive columns there were at the end of a day. */
export interface TrendPoint {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly sensitiveColumns: number;
}

/** A day's sum of changes; `offset` days ago. */
interface DayRow {
  readonly ago: number;
  readonly delta: number;
}

/**
 * Points of the last days from what is now and what changed in between, the newest last.
 * @param now - the number at present
 * @param changes - sums of changes, by how many days ago they were
 */
export function backwards(
  now: number,
  changes: readonly DayRow[],
  days: number,
  today: Date,
): readonly (readonly [string, number])[] {
  const deltas = new Map(changes.map(({ ago, delta }) => [ago, delta]));
  const points: (readonly [string, number])[] = [];
  let value = now;
  for (let ago = 0; ago < days; ago += 1) {
    const day = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() - ago));
    points.push([day.toISOString().slice(0, 10), Math.max(0, value)]);
    value -= deltas.get(ago) ?? 0;
  }
  return points.reverse();
}

/** Mounts `/assets/trend`: derived from the versions of the assets that the caller may see, so that nothing else is in any number. */
export function mountTrendRoute(http: HttpService, storage: StorageService, access: AccessService): void {
  const table = (name: string) => sql.identifier(storage.schema, name);
  http.route<Record<string, never>, { readonly days: number }>({
    method: 'GET',
    path: '/assets/trend',
    permission: 'catalog:read',
    summary: 'Sensitive columns at the end of each of the last days',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { days: { type: 'integer', minimum: 2, maximum: 366, default: 42 } },
    },
    handler: async ({ scope, query: { days } }) => {
      const { predicate } = await access.filter(scope, 'catalog:read', attributeColumns(storage.schema));
      const since = sql`(date_trunc('day', now(), 'UTC') - ${days}::int * interval '1 day')`;
      const [found] = await storage.transaction(scope, (tx) =>
        storage.query<{ now: number; changes: readonly DayRow[]; today: string }>(
          tx,
          sql`with seen as materialized (
                select a.id, a.sensitive_columns, a.retired_at from ${table('assets')} a where (a.retired_at is null or a.retired_at >= ${since}) and ${predicate}
              ), changed as (
                select v.recorded_at as at, v.sensitive_columns - coalesce((
                    select p.sensitive_columns from ${table('asset_versions')} p where p.asset_id = v.asset_id and p.version = v.version - 1), 0) as delta
                from ${table('asset_versions')} v join seen on seen.id = v.asset_id where v.recorded_at >= ${since}
                union all select retired_at, -sensitive_columns from seen where retired_at is not null
              ), daily as (
                select (date_trunc('day', now(), 'UTC')::date - date_trunc('day', at, 'UTC')::date) as ago, sum(delta)::int as delta from changed group by 1
              )
              select (select coalesce(sum(sensitive_columns), 0)::int from seen where retired_at is null) as now, ${sql.isoTime(sql`now()`)} as today,
                coalesce((select jsonb_agg(daily) from daily), '[]') as changes`,
        ),
      );
      const { now = 0, changes = [], today = new Date().toISOString() } = found ?? {};
      const items = backwards(now, changes, days, new Date(today)).map(
        ([day, sensitiveColumns]): TrendPoint => ({ day, sensitiveColumns }),
      );
      return { body: { items, nextCursor: null } };
    },
  });
}
