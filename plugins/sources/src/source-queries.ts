import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type Source,
  type SourceHealth,
  type SourceState,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { type HealthStore, UNKNOWN_HEALTH } from './health/health-store.ts';
import { statesByHand } from './state/source-state.ts';

/** What a list of sources may be narrowed to. */
export interface SourceFilter {
  readonly connector?: string;
  /** Any of these; all unless given. */
  readonly states?: readonly string[];
  readonly healths?: readonly string[];
  /** Part of the title or key. */
  readonly q?: string;
  readonly sort?: SourceOrder;
}

/** By title, from the first or from the last. */
export const SOURCE_ORDERS = ['title', '-title'] as const;
export type SourceOrder = (typeof SOURCE_ORDERS)[number];

/** A source in a list: without its connection. */
export interface SourceItem extends Omit<Source, 'include' | 'exclude' | 'load' | 'maintenance'> {
  readonly owner: string | null;
  /** The states that somebody may put it into. */
  readonly nextStates: readonly SourceState[];
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly health: SourceHealth;
  /** How long its last answers took, milliseconds, oldest first; null for one that did not come. */
  readonly latencies: readonly (number | null)[];
}

/** Answers shown beside each source. */
const SHOWN_LATENCIES = 24;

/** A page of the workspace's sources. */
export async function listSources(
  { storage, health }: { readonly storage: StorageService; readonly health: HealthStore },
  scope: ExecutionScope,
  filter: SourceFilter,
  {
    limit,
    cursor,
    visible,
  }: { readonly limit: number; readonly cursor: string | undefined; readonly visible: SqlFragment },
): Promise<Page<SourceItem>> {
  const conditions: SqlFragment[] = [visible];
  const isTurned = filter.sort === '-title';
  const direction = isTurned ? sql`desc` : sql`asc`;
  if (filter.connector !== undefined) conditions.push(sql`connector = ${filter.connector}`);
  if (filter.states !== undefined) conditions.push(sql`sources.state = any(${filter.states}::text[])`);
  if (filter.healths !== undefined)
    conditions.push(
      sql`coalesce((select h.state from ${sql.identifier(storage.schema, 'health')} h where h.source_id = sources.id), 'unknown') = any(${filter.healths}::text[])`,
    );
  if (filter.q !== undefined) {
    const pattern = sql.containing(filter.q.trim());
    conditions.push(sql`(title ilike ${pattern} or key ilike ${pattern})`);
  }
  if (cursor !== undefined) {
    const [title, id] = decodeCursor(cursor, ['text', 'uuid']);
    conditions.push(sql`(title, id) ${isTurned ? sql`<` : sql`>`} (${title}, ${id}::uuid)`);
  }
  return storage.transaction(scope, async (tx) => {
    const rows = await storage.query<
      Omit<SourceItem, 'health' | 'latencies' | 'nextStates'> & { readonly wasScanned: boolean }
    >(
      tx,
      sql`select id, key, title, owner, connector, state, scanned_at is not null as "wasScanned", ${sql.isoTime(sql`created_at`)} as "createdAt", ${sql.isoTime(sql`updated_at`)} as "updatedAt"
          from ${sql.identifier(storage.schema, 'sources')} where ${sql.join(conditions, ' and ')} order by title ${direction}, id ${direction} limit ${limit + 1}`,
    );
    const ids = rows.map(({ id }) => id);
    const known = await health.readMany(tx, ids);
    const latencies = await latenciesOf(storage, tx, ids);
    return cutPage(
      rows,
      limit,
      ({ wasScanned, ...row }) => ({
        ...row,
        nextStates: statesByHand(row.state, wasScanned),
        health: known.get(row.id) ?? UNKNOWN_HEALTH,
        latencies: latencies.get(row.id) ?? [],
      }),
      ({ title, id }) => [title, id],
    );
  });
}

async function latenciesOf(
  storage: StorageService,
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly (number | null)[]>> {
  const rows = await storage.query<{ id: string; latencies: readonly (number | null)[] }>(
    tx,
    sql`select s.id, (select coalesce(jsonb_agg(round(c.latency_ms::numeric, 1)::float8 order by c.id), '[]') from (
            select id, case when error_code is null then latency_ms end as latency_ms from ${sql.identifier(storage.schema, 'checks')} where source_id = s.id order by at desc limit ${SHOWN_LATENCIES}::int) c) as latencies
        from unnest(${ids}::uuid[]) as s(id)`,
  );
  return new Map(rows.map((row) => [row.id, row.latencies]));
}

/** Sources that the caller may see, counted, with those that cannot be reached. */
export interface SourcesSummary {
  readonly total: number;
  /** Neither retired nor under maintenance; the others are counted in `total` alone. */
  readonly watched: number;
  readonly byHealth: Readonly<Record<SourceHealth['state'], number>>;
  /** The first by title: those that do not answer, and those that refuse the credentials. */
  readonly unreachable: readonly Ailing[];
}

/** A source that cannot be reached. */
export interface Ailing {
  readonly id: string;
  readonly title: string;
  readonly isRefused: boolean;
}

/** Ailing sources that are named. */
const MOST_NAMED = 20;

/** @param visible - what the caller may see of the table `sources` */
export async function summariseSources(
  storage: StorageService,
  scope: ExecutionScope,
  visible: SqlFragment,
): Promise<SourcesSummary> {
  const [found] = await storage.transaction(scope, (tx) =>
    storage.query<SourcesSummary>(
      tx,
      sql`with seen as materialized (
            select sources.id, title, sources.state, coalesce(h.state, 'unknown') as health, coalesce(h.is_refused, false) as is_refused
            from ${sql.identifier(storage.schema, 'sources')} sources left join ${sql.identifier(storage.schema, 'health')} h on h.source_id = sources.id where ${visible}
          ), watched as (select * from seen where state not in ('retired', 'maintenance'))
          select (select count(*)::int from seen) as total, (select count(*)::int from watched) as watched,
            jsonb_build_object('unknown', 0, 'healthy', 0, 'degraded', 0, 'unreachable', 0) || coalesce((select jsonb_object_agg(health, n) from (select health, count(*)::int as n from watched group by 1) c), '{}') as "byHealth",
            coalesce((select jsonb_agg(jsonb_build_object('id', id, 'title', title, 'isRefused', is_refused) order by title, id) from (select * from watched where health = 'unreachable' order by title, id limit ${MOST_NAMED}) u), '[]') as unreachable`,
    ),
  );
  return found ?? NO_SOURCES;
}

const NO_SOURCES: SourcesSummary = {
  ...{ total: 0, watched: 0, unreachable: [] },
  byHealth: { unknown: 0, healthy: 0, degraded: 0, unreachable: 0 },
};
