import {
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { HealthAlert, HealthHistory, HealthPoint } from './health-report.ts';

/** Points of a chart at most. */
const MOST_POINTS = 96;
/** Rows kept of one source at most, whatever the days of history. */
const MOST_ROWS = 20_000;

const percentile = (share: number): SqlFragment =>
  sql`round((percentile_cont(${share}::float8) within group (order by latency_ms))::numeric, 1)::float8`;

/** Measurements of sources: how long answers took, and which did not come. */
export class HealthHistoryStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async read(scope: ExecutionScope, id: string, hours: number): Promise<HealthHistory> {
    const seconds = Math.max(60, Math.ceil((hours * 3600) / MOST_POINTS));
    const wanted = sql`source_id = ${id}::uuid and at > now() - ${hours}::float8 * interval '1 hour'`;
    return this.#storage.transaction(scope, async (tx) => {
      const [all] = await this.#storage.query<
        Omit<HealthHistory, 'hours' | 'latency' | 'series' | 'alerts'> & HealthHistory['latency']
      >(
        tx,
        sql`select count(*)::int as checks, count(error_code)::int as failures, ${percentile(0.5)} as p50, ${percentile(0.95)} as p95, ${percentile(0.99)} as p99, max(latency_ms) as max
            from ${this.#table()} where ${wanted}`,
      );
      const series = await this.#storage.query<HealthPoint>(
        tx,
        sql`select ${sql.isoTime(sql`bin`)} as at, count(*)::int as checks, count(error_code)::int as failures, ${percentile(0.5)} as p50, ${percentile(0.95)} as p95
            from (select date_bin(${seconds}::float8 * interval '1 second', at, 'epoch'::timestamptz) as bin, latency_ms, error_code from ${this.#table()} where ${wanted}) c
            group by bin order by bin`,
      );
      const alerts = await this.#storage.query<HealthAlert>(
        tx,
        sql`select ${sql.isoTime(sql`at`)} as at, from_state as "from", to_state as "to", error_code as code from ${this.#table('alerts')} where ${wanted} order by id desc limit 20`,
      );
      const { checks = 0, failures = 0, p50 = null, p95 = null, p99 = null, max = null } = all ?? {};
      return { hours, checks, failures, latency: { p50, p95, p99, max }, series, alerts };
    });
  }

  /** Removes what is older than it need be, of one source. */
  async prune(tx: Transaction, id: string, days: number): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table()} where source_id = ${id}::uuid and (at < now() - ${days}::float8 * interval '1 day'
            or id <= (select id from ${this.#table()} where source_id = ${id}::uuid order by id desc offset ${MOST_ROWS}::int limit 1))`,
    );
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('alerts')} where source_id = ${id}::uuid and at < now() - ${days}::float8 * interval '1 day'`,
    );
  }

  /** How many measurements there are of a source. */
  async count(tx: Transaction, id: string): Promise<number> {
    const [row] = await this.#storage.query<{ count: number }>(
      tx,
      sql`select count(*)::int as count from ${this.#table()} where source_id = ${id}::uuid`,
    );
    return row?.count ?? 0;
  }

  #table(name = 'checks'): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
