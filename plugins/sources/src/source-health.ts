import {
  type ExecutionScope,
  type SourceHealth,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';

/** Failures in a row that open the breaker. */
export const MOST_FAILURES = 3;
/** How long an open breaker stays so: twice as long with each further failure, up to the most. Milliseconds. */
const FIRST_REST_MS = 15_000;
const LONGEST_REST_MS = 15 * 60_000;
/** An answer that takes longer makes a source degraded. */
export const SLOW_MS = 2_000;

/** How an attempt to reach a source went. */
export type Outcome =
  | { readonly latencyMs: number }
  | { readonly error: { readonly code: string; readonly message: string } };

/** How long nothing is asked of a source after so many failures in a row; 0 below {@link MOST_FAILURES}. */
export const restAfter = (failures: number): number =>
  failures < MOST_FAILURES ? 0 : Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - MOST_FAILURES));

/** A source's health as stored; a source that nobody asked yet has no row. */
export interface HealthRow {
  readonly failures: number;
  readonly checkedAt: string | null;
  readonly latencyMs: number | null;
  readonly openUntil: string | null;
  readonly isResting: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export function toHealth(row: HealthRow | undefined): SourceHealth {
  if (row === undefined)
    return {
      ...{ state: 'unknown', breaker: 'closed', checkedAt: null, latencyMs: null, failures: 0 },
      ...{ nextTryAt: null, error: null },
    } as const;
  const { failures, checkedAt, latencyMs, error } = row;
  const breaker = failures < MOST_FAILURES ? 'closed' : row.isResting ? 'open' : 'half-open';
  const isSlow = (latencyMs ?? 0) > SLOW_MS;
  const state = failures >= MOST_FAILURES ? 'unreachable' : failures > 0 || isSlow ? 'degraded' : 'healthy';
  return { state, breaker, checkedAt, latencyMs, failures, nextTryAt: row.openUntil, error };
}

/** The health of sources in the database. */
export class HealthStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async read(scope: ExecutionScope, id: string): Promise<SourceHealth> {
    return this.#storage.transaction(scope, async (tx) => {
      const [row] = await this.#storage.query<HealthRow>(
        tx,
        sql`select ${this.#columns()} from ${this.#table()} where source_id = ${id}`,
      );
      return toHealth(row);
    });
  }

  /** Counts an attempt. Attempts of several processes at once are counted one after the other. */
  async count(scope: ExecutionScope, id: string, outcome: Outcome): Promise<SourceHealth> {
    const latency = 'latencyMs' in outcome ? outcome.latencyMs : null;
    const error = 'error' in outcome ? sql.json(outcome.error) : sql`null`;
    return this.#storage.transaction(scope, async (tx) => {
      const [counted] = await this.#storage.query<{ failures: number }>(
        tx,
        sql`insert into ${this.#table()} as h (source_id, workspace_id, failures, checked_at, latency_ms, error)
            values (${id}, ${scope.workspace}, ${latency === null ? 1 : 0}, now(), ${latency}, ${error})
            on conflict (source_id) do update set checked_at = now(), error = excluded.error,
              failures = case when excluded.failures = 0 then 0 else h.failures + 1 end,
              latency_ms = coalesce(excluded.latency_ms, h.latency_ms)
            returning failures`,
      );
      const rest = restAfter(counted?.failures ?? 0);
      const [row] = await this.#storage.query<HealthRow>(
        tx,
        sql`update ${this.#table()} set open_until = ${rest === 0 ? sql`null` : sql`now() + ${rest} * interval '1 millisecond'`}
            where source_id = ${id} returning ${this.#columns()}`,
      );
      return toHealth(row);
    });
  }

  #columns(): SqlFragment {
    return sql`failures, ${sql.isoTime(sql`checked_at`)} as "checkedAt", latency_ms as "latencyMs", ${sql.isoTime(sql`open_until`)} as "openUntil", coalesce(open_until > now(), false) as "isResting", error`;
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'health');
  }
}
