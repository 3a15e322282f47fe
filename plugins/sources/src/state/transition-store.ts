import {
  type EventsService,
  type ExecutionScope,
  type SourceState,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';

/** A change of a source's state. `to` is `deleted` at the end. */
export interface SourceTransition {
  readonly from: SourceState | null;
  readonly to: SourceState | 'deleted';
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

/** Who put which source into which state, when and why. Kept after the source is gone. */
export class TransitionStore {
  readonly #storage: StorageService;
  readonly #events: EventsService;

  constructor(storage: StorageService, events: EventsService) {
    this.#storage = storage;
    this.#events = events;
  }

  /** Records a change and tells it. */
  async note(
    tx: Transaction,
    scope: ExecutionScope,
    source: { readonly id: string; readonly key: string; readonly title: string },
    change: Pick<SourceTransition, 'from' | 'to' | 'reason'>,
  ): Promise<void> {
    const { from, to, reason } = change;
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table()} (workspace_id, source_id, source_title, from_state, to_state, actor, reason)
          values (${scope.workspace}::uuid, ${source.id}::uuid, ${source.title}, ${from}, ${to}, ${scope.principal.id}, ${reason})`,
    );
    await this.#events.publish(tx, scope, {
      type: 'sources.source.state-changed',
      subject: source.id,
      data: { sourceId: source.id, key: source.key, title: source.title, from, to, reason },
    });
  }

  /** Oldest first. */
  async list(tx: Transaction, id: string): Promise<readonly SourceTransition[]> {
    return this.#storage.query(
      tx,
      sql`select from_state as "from", to_state as "to", ${sql.isoTime(sql`at`)} as at, actor, reason
          from (select * from ${this.#table()} where source_id = ${id}::uuid order by id desc limit 500) t order by id`,
    );
  }

  #table() {
    return sql.identifier(this.#storage.schema, 'transitions');
  }
}
