import {
  type AuditEntry,
  type AuditService,
  accessEvents,
  type EventsService,
  type ExecutionScope,
  type Json,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';

/** What was changed, for the audit trail and for whoever follows. */
export interface Change extends AuditEntry {
  /** Whether it holds in every workspace. */
  readonly everywhere: boolean;
  /** An event beside that of changed rules. */
  readonly event?: { readonly type: string; readonly subject: string; readonly data: Json };
}

/** Every change of what decisions stand on goes through here: one after the other, numbered, audited and told. */
export class RulesLedger {
  readonly storage: StorageService;
  readonly #events: EventsService;
  readonly #audit: AuditService;
  readonly #onChange: (workspace: string | null) => void;

  /** @param onChange - told after the commit, in this process; null stands for every workspace */
  constructor(
    storage: StorageService,
    services: { readonly events: EventsService; readonly audit: AuditService },
    onChange: (workspace: string | null) => void,
  ) {
    this.storage = storage;
    this.#events = services.events;
    this.#audit = services.audit;
    this.#onChange = onChange;
  }

  /** A transaction in which nobody else changes the rules of the place. */
  change<T>(scope: ExecutionScope, everywhere: boolean, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.storage.transaction(scope, async (tx) => {
      await this.lock(tx, scope, everywhere);
      return work(tx);
    });
  }

  /** Waits until nobody else changes the rules of the place. What holds everywhere is locked first, by all in the same order. */
  async lock(tx: Transaction, scope: ExecutionScope, everywhere: boolean): Promise<void> {
    const key = (place: string): SqlFragment =>
      sql`hashtextextended(${`${this.storage.schema} ${place}`}, 0)`;
    await this.storage.query(
      tx,
      everywhere
        ? sql`select pg_advisory_xact_lock(${key('everywhere')})::text`
        : sql`select pg_advisory_xact_lock_shared(${key('everywhere')})::text`,
    );
    await this.storage.query(tx, sql`select pg_advisory_xact_lock(${key(scope.workspace)})::text`);
  }

  /** Numbers, audits and tells a change of what decisions stand on. */
  async record(tx: Transaction, scope: ExecutionScope, change: Change): Promise<void> {
    const { everywhere } = change;
    await this.storage.query(
      tx,
      sql`insert into ${this.table('revisions')} as r (place, workspace_id, revision)
          values (${everywhere ? 'everywhere' : scope.workspace}, ${everywhere ? null : scope.workspace}::uuid, 1)
          on conflict (place) do update set revision = r.revision + 1`,
    );
    await this.note(tx, scope, change);
    await this.#events.publish(tx, scope, { type: accessEvents.rulesChanged, data: { everywhere } });
    this.storage.afterCommit(tx, () => this.#onChange(everywhere ? null : scope.workspace));
  }

  /** Audits and tells what changes no decision, such as a request. */
  async note(tx: Transaction, scope: ExecutionScope, change: Change): Promise<void> {
    const { everywhere: _everywhere, event, ...entry } = change;
    await this.#audit.record(tx, scope, entry);
    if (event !== undefined) await this.#events.publish(tx, scope, event);
  }

  table(name: string): SqlFragment {
    return sql.identifier(this.storage.schema, name);
  }
}
