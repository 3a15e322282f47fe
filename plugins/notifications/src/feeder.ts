import {
  DataWaveError,
  type DomainEvent,
  type EventsService,
  type ExecutionScope,
  type Logger,
  type NotificationRequest,
  type NotificationRule,
  type NotificationsService,
  pluginScope,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';

/** What the feeder works with. */
export interface FeederParts {
  readonly storage: StorageService;
  readonly events: EventsService;
  readonly inbox: NotificationsService;
  readonly rules: () => readonly NotificationRule[];
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/**
 * Makes notifications of events. Where it stands in each workspace is a row, written with what it tells: each event is told once however many
 * replicas hear it, and what happened while none ran is told when the next happens.
 */
export class Feeder {
  readonly #parts: FeederParts;
  /** Turns by workspace: one after the other, and one more for all that came meanwhile. */
  readonly #turns = new Map<string, { readonly work: Promise<void>; next: DomainEvent | null }>();

  constructor(parts: FeederParts) {
    this.#parts = parts;
  }

  /** Begins to listen. @returns how to stop */
  start(): () => void {
    return this.#parts.events.subscribe({}, (event) => {
      if (this.#rulesFor(event.type).length > 0) this.#wake(event);
    });
  }

  #rulesFor(type: string): readonly NotificationRule[] {
    return this.#parts.rules().filter(({ on = [] }) => on.includes(type));
  }

  #wake(event: DomainEvent): void {
    const turn = this.#turns.get(event.workspace);
    if (turn !== undefined) {
      turn.next = event;
      return;
    }
    const { log, signal } = this.#parts;
    const work = this.catchUp(event)
      .catch((error: unknown) => {
        if (!signal.aborted)
          log.error('Notifications of an event could not be made.', { type: event.type, error });
      })
      .finally(() => {
        const { next } = this.#turns.get(event.workspace) ?? { next: null };
        this.#turns.delete(event.workspace);
        if (next !== null && !signal.aborted) this.#wake(next);
      });
    this.#turns.set(event.workspace, { work, next: null });
  }

  /** Tells all that was not told yet up to an event. */
  async catchUp(upTo: DomainEvent): Promise<void> {
    const scope = this.#scope(upTo.workspace, this.#parts.signal);
    for (const event of await this.#missed(scope, upTo)) {
      const requests = await this.#compose(scope, event);
      await this.#tell(scope, event, requests);
    }
  }

  /** Events after the last that was told, up to and with one. */
  async #missed(scope: ExecutionScope, upTo: DomainEvent): Promise<readonly DomainEvent[]> {
    const { storage, events, rules } = this.#parts;
    const [row] = await storage.transaction(scope, (tx) =>
      storage.query<{ sequence: string }>(tx, sql`select sequence::text as sequence from ${this.#followed}`),
    );
    // Of a workspace in which nothing was told yet nothing was missed.
    if (row === undefined) return [upTo];
    if (BigInt(row.sequence) >= BigInt(upTo.sequence)) return [];
    const done = new AbortController();
    const signal = AbortSignal.any([scope.signal, done.signal]);
    const missed: DomainEvent[] = [];
    try {
      const types = [...new Set(rules().flatMap(({ on = [] }) => on))];
      for await (const event of events.stream({ ...scope, signal }, { types, after: row.sequence })) {
        if (BigInt(event.sequence) > BigInt(upTo.sequence)) break;
        missed.push(event);
        if (event.sequence === upTo.sequence) break;
      }
    } catch (error) {
      // What is older than the events that are kept nobody wants to be told any more.
      if (!DataWaveError.is(error) || error.code !== 'DW_EVENTS_EXPIRED') throw error;
      return [upTo];
    } finally {
      done.abort();
    }
    return missed;
  }

  async #compose(scope: ExecutionScope, event: DomainEvent): Promise<readonly NotificationRequest[]> {
    const told: NotificationRequest[] = [];
    for (const rule of this.#rulesFor(event.type)) {
      try {
        told.push(...((await rule.compose?.(scope, event)) ?? []));
      } catch (error) {
        // One plugin that cannot say what it wants to keeps no other from it.
        this.#parts.log.error('A plugin could not say whom an event concerns.', { type: event.type, error });
      }
    }
    return told;
  }

  async #tell(
    scope: ExecutionScope,
    event: DomainEvent,
    requests: readonly NotificationRequest[],
  ): Promise<void> {
    const { storage, inbox, log } = this.#parts;
    const isFirst = async (tx: Parameters<NotificationsService['send']>[0]): Promise<boolean> => {
      const rows = await storage.query(
        tx,
        sql`insert into ${this.#followed} as f (workspace_id, sequence) values (${scope.workspace}::uuid, ${event.sequence}::bigint)
            on conflict (workspace_id) do update set sequence = excluded.sequence where f.sequence < excluded.sequence returning 1`,
      );
      return rows.length > 0;
    };
    try {
      await storage.transaction(scope, async (tx) => {
        if (!(await isFirst(tx))) return;
        for (const request of requests) await inbox.send(tx, scope, request);
      });
    } catch (error) {
      if (!DataWaveError.is(error) || error.code !== 'DW_NOTIFICATION_INVALID') throw error;
      log.error('A plugin wants to tell what cannot be told.', { type: event.type, error });
      await storage.transaction(scope, async (tx) => void (await isFirst(tx)));
    }
  }

  #scope(workspace: string, signal: AbortSignal): ExecutionScope {
    return pluginScope('notifications', 'Notifications', { workspace, signal });
  }

  get #followed() {
    return sql.identifier(this.#parts.storage.schema, 'followed');
  }
}
