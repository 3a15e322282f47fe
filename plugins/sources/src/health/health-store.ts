import { randomUUID } from 'node:crypto';
import {
  type EventsService,
  type ExecutionScope,
  type SourceHealth,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { unknownSource } from '../source-detail.ts';
import { alertOf, type HealthPolicy, type Outcome, standingAfter } from './health-policy.ts';

/** A source's health as stored. */
interface HealthRow {
  readonly state: SourceHealth['state'];
  readonly failures: number;
  readonly isRefused: boolean;
  readonly checkedAt: string | null;
  readonly latencyMs: number | null;
  readonly openUntil: string | null;
  readonly isResting: boolean;
  readonly tryUntil: string | null;
  readonly tryToken: string | null;
  readonly nextCheckAt: string | null;
  readonly error: SourceHealth['error'];
}

/** Health with what only the plugin itself needs. */
export interface KnownHealth extends SourceHealth {
  /** The source refused the credentials; nothing is asked until they change or somebody says so. */
  readonly isRefused: boolean;
  readonly nextCheckAt: string | null;
}

/** Leave to ask a source once; `token` names the one try that decides about a breaker that is not closed. */
export interface Admission {
  readonly token: string | null;
}

/** What is to be done with a source that is left alone for a while. */
export type WhenOpened = (
  tx: Transaction,
  scope: ExecutionScope,
  id: string,
  restMs: number,
) => Promise<void>;

/** Of a source that nobody asked yet. */
export const UNKNOWN_HEALTH: KnownHealth = {
  ...{ state: 'unknown', breaker: 'closed', checkedAt: null, latencyMs: null, failures: 0 },
  ...{ nextTryAt: null, error: null, isRefused: false, nextCheckAt: null },
};

function breakerOf(row: HealthRow): SourceHealth['breaker'] {
  if (row.openUntil === null && !row.isRefused) return 'closed';
  return row.tryUntil !== null || (!row.isResting && !row.isRefused) ? 'half-open' : 'open';
}

export function toHealth(row: HealthRow | undefined): KnownHealth {
  if (row === undefined) return UNKNOWN_HEALTH;
  const { state, failures, checkedAt, latencyMs, error, isRefused, nextCheckAt } = row;
  const nextTryAt = row.tryUntil ?? (isRefused ? null : row.openUntil);
  return {
    state,
    breaker: breakerOf(row),
    checkedAt,
    latencyMs,
    failures,
    nextTryAt,
    error,
    isRefused,
    nextCheckAt,
  };
}

/** The health of sources in the database: one row each, locked by whoever changes it. All times are the database's. */
export class HealthStore {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #policy: HealthPolicy;
  readonly #whenOpened: WhenOpened;

  constructor(storage: StorageService, events: EventsService, policy: HealthPolicy, whenOpened: WhenOpened) {
    this.#storage = storage;
    this.#events = events;
    this.#policy = policy;
    this.#whenOpened = whenOpened;
  }

  async read(scope: ExecutionScope, id: string): Promise<KnownHealth> {
    return this.#storage.transaction(scope, (tx) => this.readIn(tx, id));
  }

  async readIn(tx: Transaction, id: string): Promise<KnownHealth> {
    const [row] = await this.#storage.query<HealthRow>(
      tx,
      sql`select ${this.#columns()} from ${this.#table()} where source_id = ${id}::uuid`,
    );
    return toHealth(row);
  }

  /** By source; one that nobody asked yet may be missing. */
  async readMany(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, KnownHealth>> {
    const rows = await this.#storage.query<HealthRow & { readonly id: string }>(
      tx,
      sql`select source_id as id, ${this.#columns()} from ${this.#table()} where source_id = any(${ids}::uuid[])`,
    );
    return new Map(rows.map((row) => [row.id, toHealth(row)]));
  }

  /**
   * Asks for leave to reach a source. While its breaker is not closed one caller at a time has it, of all processes, and only
   * once its rest is over; `isForced` is for somebody who wants to know now. Null: no leave.
   */
  async admit(scope: ExecutionScope, id: string, isForced: boolean): Promise<Admission | null> {
    const token = randomUUID();
    // Whoever has the try and dies with it keeps others from it no longer than this.
    const tryMs = this.#policy.answerMs * 2 + 5_000;
    return this.#storage.transaction(scope, async (tx) => {
      await this.#ensure(tx, scope, id);
      const isClosed = sql`(open_until is null and not is_refused)`;
      const [admitted] = await this.#storage.query<{ isTry: boolean }>(
        tx,
        sql`update ${this.#table()} set
              try_until = case when ${isClosed} then null else now() + ${tryMs}::float8 * interval '1 millisecond' end,
              try_token = case when ${isClosed} then null else ${token}::uuid end
            where source_id = ${id}::uuid and (${isClosed} or
              ((${isForced} or (not is_refused and open_until <= now())) and (try_until is null or try_until <= now())))
            returning try_token is not null as "isTry"`,
      );
      return admitted === undefined ? null : { token: admitted.isTry ? token : null };
    });
  }

  /**
   * Counts an attempt. Attempts of several processes at once are counted one after the other, and each change of health is told
   * once, by an event in the same transaction.
   * @throws DataWaveError DW_SOURCE_UNKNOWN, status 404
   */
  async count(
    scope: ExecutionScope,
    id: string,
    outcome: Outcome,
    admission: Admission | null = null,
  ): Promise<KnownHealth> {
    const latencyMs = 'latencyMs' in outcome ? outcome.latencyMs : null;
    const error = 'error' in outcome ? outcome.error : null;
    return this.#storage.transaction(scope, async (tx) => {
      await this.#ensure(tx, scope, id);
      const before = await this.#lock(tx, id);
      const isTry = admission?.token !== null && admission?.token === before.tryToken;
      const breaker = breakerOf(before);
      const after = standingAfter({ ...before, breaker }, outcome, isTry, this.#policy);
      if (after === null) return toHealth(before);
      const endsTry = isTry || error === null;
      const openUntil =
        after.restMs === 0 ? sql`null` : sql`now() + ${after.restMs}::float8 * interval '1 millisecond'`;
      const [row] = await this.#storage.query<HealthRow>(
        tx,
        sql`update ${this.#table()} set state = ${after.state}, failures = ${after.failures}, is_refused = ${after.isRefused}, open_until = ${openUntil},
              try_until = ${endsTry ? sql`null` : sql`try_until`}, try_token = ${endsTry ? sql`null` : sql`try_token`},
              checked_at = now(), latency_ms = coalesce(${latencyMs}::float8, latency_ms), error = ${error === null ? sql`null` : sql.json(error)}
            where source_id = ${id}::uuid returning ${this.#columns()}`,
      );
      if (latencyMs !== null || error !== null)
        await this.#note(tx, scope, id, latencyMs, error?.code ?? null);
      await this.#tell(tx, scope, id, before.state, after, error);
      if (after.restMs > 0) await this.#whenOpened(tx, scope, id, after.restMs);
      return toHealth(row);
    });
  }

  /**
   * The connection has changed: what kept the source from being asked need no longer be so, and what is new may be wrong. One
   * try decides, so that wrong credentials are tried once and not by everybody at the same time.
   */
  async reconsider(tx: Transaction, scope: ExecutionScope, id: string): Promise<void> {
    await this.#ensure(tx, scope, id);
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set is_refused = false, error = null, try_until = null, try_token = null, open_until = now() where source_id = ${id}::uuid`,
    );
  }

  async setNextCheck(tx: Transaction, scope: ExecutionScope, id: string, delayMs: number): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table()} as h (source_id, workspace_id, next_check_at) values (${id}::uuid, ${scope.workspace}::uuid, now() + ${delayMs}::float8 * interval '1 millisecond')
          on conflict (source_id) do update set next_check_at = excluded.next_check_at`,
    );
  }

  async #tell(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    from: SourceHealth['state'],
    after: { readonly state: SourceHealth['state']; readonly isRefused: boolean },
    error: SourceHealth['error'],
  ): Promise<void> {
    const type = alertOf(from, after.state);
    if (type === null) return;
    const [source] = await this.#storage.query<{ key: string; title: string }>(
      tx,
      sql`select key, title from ${sql.identifier(this.#storage.schema, 'sources')} where id = ${id}::uuid`,
    );
    await this.#storage.query(
      tx,
      sql`insert into ${sql.identifier(this.#storage.schema, 'alerts')} (workspace_id, source_id, from_state, to_state, error_code)
          values (${scope.workspace}::uuid, ${id}::uuid, ${from}, ${after.state}, ${error?.code ?? null})`,
    );
    await this.#events.publish(tx, scope, {
      type,
      subject: id,
      data: {
        ...{ sourceId: id, key: source?.key ?? null, title: source?.title ?? null, from, to: after.state },
        // The code alone: a driver's message may quote what it was asked.
        ...{ code: error?.code ?? null, isRefused: after.isRefused },
      },
    });
  }

  async #note(
    tx: Transaction,
    scope: ExecutionScope,
    id: string,
    latencyMs: number | null,
    code: string | null,
  ): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${sql.identifier(this.#storage.schema, 'checks')} (workspace_id, source_id, latency_ms, error_code)
          values (${scope.workspace}::uuid, ${id}::uuid, ${latencyMs}::float8, ${code})`,
    );
  }

  /** Makes the row where there is none yet, and keeps the source from being deleted meanwhile. */
  async #ensure(tx: Transaction, scope: ExecutionScope, id: string): Promise<void> {
    const sources = sql.identifier(this.#storage.schema, 'sources');
    const [source] = await this.#storage.query(
      tx,
      sql`select id from ${sources} where id = ${id}::uuid for key share`,
    );
    if (source === undefined) throw unknownSource(id);
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table()} (source_id, workspace_id) values (${id}::uuid, ${scope.workspace}::uuid) on conflict (source_id) do nothing`,
    );
  }

  async #lock(tx: Transaction, id: string): Promise<HealthRow> {
    const [row] = await this.#storage.query<HealthRow>(
      tx,
      sql`select ${this.#columns()} from ${this.#table()} where source_id = ${id}::uuid for update`,
    );
    if (row === undefined) throw unknownSource(id);
    return row;
  }

  #columns(): SqlFragment {
    return sql`state, failures, is_refused as "isRefused", ${sql.isoTime(sql`checked_at`)} as "checkedAt", latency_ms as "latencyMs", error,
      ${sql.isoTime(sql`open_until`)} as "openUntil", coalesce(open_until > now(), false) as "isResting",
      case when try_until > now() then ${sql.isoTime(sql`try_until`)} end as "tryUntil", try_token::text as "tryToken", ${sql.isoTime(sql`next_check_at`)} as "nextCheckAt"`;
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'health');
  }
}
