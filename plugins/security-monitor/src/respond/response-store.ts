import { randomUUID } from 'node:crypto';
import {
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { IncidentResponse, ResponseKind } from '../incidents/incident.ts';

/** Responses that are shown with an incident. */
const MOST_SHOWN = 100;

/** A response that was asked for. */
export interface AskedResponse {
  readonly incident: string;
  readonly kind: ResponseKind;
  readonly account: string | null;
  readonly isAutomatic: boolean;
  /** What it is in answer to: by itself, each is given once. */
  readonly occasion: string;
}

/** What was done about incidents. */
export class ResponseStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Answers its id; null where it was asked for already. */
  async ask(tx: Transaction, scope: ExecutionScope, asked: AskedResponse): Promise<string | null> {
    const { incident, kind, account, isAutomatic, occasion } = asked;
    const [row] = await this.#storage.query<{ id: string }>(
      tx,
      sql`insert into ${this.#table} (id, workspace_id, incident_id, kind, account, occasion, is_automatic, asked_by, asked_at)
          values (${randomUUID()}, ${scope.workspace}, ${incident}, ${kind}, ${account}, ${occasion}, ${isAutomatic}, ${scope.principal.id}, clock_timestamp())
          on conflict do nothing returning id`,
    );
    return row?.id ?? null;
  }

  /** Accounts for which a kind was asked for by itself. */
  async automatic(tx: Transaction, incident: string, kind: ResponseKind): Promise<ReadonlySet<string>> {
    const rows = await this.#storage.query<{ account: string }>(
      tx,
      sql`select account from ${this.#table} where incident_id = ${incident} and kind = ${kind} and is_automatic and account is not null`,
    );
    return new Set(rows.map(({ account }) => account));
  }

  /** Says how it ended. False where it had ended already. */
  async end(tx: Transaction, id: string, state: 'done' | 'failed', detail: string): Promise<boolean> {
    const rows = await this.#storage.query(
      tx,
      sql`update ${this.#table} set state = ${state}, detail = ${detail}, ended_at = clock_timestamp()
          where id = ${id} and state = 'waiting' returning 1 as one`,
    );
    return rows.length > 0;
  }

  async load(
    tx: Transaction,
    id: string,
  ): Promise<(IncidentResponse & { readonly incident: string; readonly occasion: string }) | null> {
    const [row] = await this.#storage.query<
      IncidentResponse & { readonly incident: string; readonly occasion: string }
    >(
      tx,
      sql`select ${COLUMNS}, r.incident_id as incident, r.occasion from ${this.#table} r where r.id = ${id}`,
    );
    return row ?? null;
  }

  /** Of an incident, the newest first. */
  of(tx: Transaction, incident: string): Promise<readonly IncidentResponse[]> {
    return this.#storage.query<IncidentResponse>(
      tx,
      sql`select ${COLUMNS} from ${this.#table} r where r.incident_id = ${incident} order by r.asked_at desc, r.id desc limit ${MOST_SHOWN}`,
    );
  }

  get #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'responses');
  }
}

const COLUMNS = sql`r.id, r.kind, r.account, r.is_automatic as "isAutomatic", r.state, r.detail, r.asked_by as "askedBy",
  ${sql.isoTime(sql`r.asked_at`)} as "askedAt", ${sql.isoTime(sql`r.ended_at`)} as "endedAt"`;
