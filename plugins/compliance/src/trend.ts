import {
  type HttpService,
  SEVERITIES,
  type Severity,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { Visibility } from './lifecycle.ts';
import { IS_STANDING } from './violation-state.ts';

/** How many violations stood at the end of a day, in UTC; of today, how many stand now. */
export interface TrendDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** All that stood, whatever their severity. */
  readonly open: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Opened or reopened on that day, and resolved or waived. */
  readonly opened: number;
  readonly closed: number;
}

const stands = (column: SqlFragment): SqlFragment =>
  sql`(coalesce(${column}, '') in ('open', 'in-progress'))`;

/** Mounts `/violations/trend`. */
export function mountTrendRoute(http: HttpService, storage: StorageService, visible: Visibility): void {
  http.route<Record<string, never>, { days: number; framework?: string; source?: string }>({
    method: 'GET',
    path: '/violations/trend',
    permission: 'compliance:read',
    summary: 'How many violations stood at the end of each of the last days',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        days: { type: 'integer', minimum: 2, maximum: 366, default: 42 },
        framework: { type: 'string', maxLength: 100 },
        source: uuidSchema,
      },
    },
    handler: async ({ scope, query }) => {
      const { days, framework, source } = query;
      const { predicate } = await visible(scope);
      const items = await storage.transaction(scope, (tx) =>
        standingByDay(storage, tx, { days, framework, source, visible: predicate }),
      );
      return { body: { items, nextCursor: null } };
    },
  });
}

/**
 * How many violations stood on each of the last days. Nothing is counted at night and kept: what stands now is counted, and what became of
 * violations since is taken back day by day, so that the past is what the caller may see of it.
 * @param visible - over the table `violations`
 */
async function standingByDay(
  storage: StorageService,
  tx: Transaction,
  {
    days,
    framework,
    source,
    visible,
  }: {
    readonly days: number;
    readonly framework: string | undefined;
    readonly source: string | undefined;
    readonly visible: SqlFragment;
  },
): Promise<readonly TrendDay[]> {
  const table = sql.identifier(storage.schema, 'violations');
  const narrowed = sql.join(
    [
      visible,
      framework === undefined ? sql`true` : sql`violations.framework = ${framework}`,
      source === undefined ? sql`true` : sql`violations.source_id = ${source}::uuid`,
    ],
    ' and ',
  );
  const now = await storage.query<{ severity: Severity; count: number }>(
    tx,
    sql`select severity, count(*)::int as count from ${table} violations where ${IS_STANDING} and ${narrowed} group by 1`,
  );
  const moves = await storage.query<{ day: string; severity: Severity; opened: number; closed: number }>(
    tx,
    sql`select to_char(c.at at time zone 'UTC', 'YYYY-MM-DD') as day, violations.severity,
          (count(*) filter (where ${stands(sql`c.to_state`)} and not ${stands(sql`c.from_state`)}))::int as opened,
          (count(*) filter (where ${stands(sql`c.from_state`)} and not ${stands(sql`c.to_state`)}))::int as closed
        from ${sql.identifier(storage.schema, 'violation_changes')} c join ${table} violations on violations.id = c.violation_id
        where c.at >= (date_trunc('day', now() at time zone 'UTC') - ${days - 1} * interval '1 day') at time zone 'UTC' and ${narrowed}
        group by 1, 2`,
  );
  const [clock] = await storage.query<{ days: readonly string[] }>(
    tx,
    sql`select array_agg(to_char((now() at time zone 'UTC')::date - d, 'YYYY-MM-DD') order by d) as days from generate_series(0, ${days - 1}::int) d`,
  );
  let standing = recordOf((severity) => now.find((row) => row.severity === severity)?.count ?? 0);
  // From today back: what a day did is taken back to reach the end of the day before.
  return (clock?.days ?? [])
    .map((day): TrendDay => {
      const ofDay = moves.filter((move) => move.day === day);
      const sum = (of: 'opened' | 'closed', severity?: Severity): number =>
        ofDay.reduce(
          (all, move) => all + (severity === undefined || move.severity === severity ? move[of] : 0),
          0,
        );
      const bySeverity = standing;
      standing = recordOf((severity) =>
        Math.max(0, bySeverity[severity] - sum('opened', severity) + sum('closed', severity)),
      );
      return {
        ...{ day, bySeverity, opened: sum('opened'), closed: sum('closed') },
        open: Object.values(bySeverity).reduce((all, count) => all + count, 0),
      };
    })
    .reverse();
}

const recordOf = (count: (severity: Severity) => number): Record<Severity, number> => {
  const counted: Record<Severity, number> = { low: 0, medium: 0, high: 0, critical: 0 };
  for (const severity of SEVERITIES) counted[severity] = count(severity);
  return counted;
};
