import {
  type EventsService,
  type ExecutionScope,
  type NotificationTopic,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import { unknownTopic } from './notification-errors.ts';

/** A topic, and whether somebody is told of it. */
export interface Preference extends NotificationTopic {
  readonly inApp: boolean;
}

/** What people want to be told of; everything unless they say otherwise. */
export class Preferences {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #topics: () => readonly NotificationTopic[];

  constructor(storage: StorageService, events: EventsService, topics: () => readonly NotificationTopic[]) {
    this.#storage = storage;
    this.#events = events;
    this.#topics = topics;
  }

  async list(scope: ExecutionScope): Promise<readonly Preference[]> {
    const rows = await this.#storage.transaction(scope, async (tx) => {
      return this.#storage.query<{ topic: string; in_app: boolean }>(
        tx,
        sql`select topic, in_app from ${this.#table} where person = ${scope.principal.id}`,
      );
    });
    const chosen = new Map(rows.map(({ topic, in_app }) => [topic, in_app]));
    return this.#topics().map((topic) => ({ ...topic, inApp: chosen.get(topic.id) ?? true }));
  }

  /** @throws DataWaveError DW_NOTIFICATION_TOPIC_UNKNOWN */
  async set(scope: ExecutionScope, topic: string, inApp: boolean): Promise<Preference> {
    const known = this.#topics().find(({ id }) => id === topic);
    if (known === undefined) throw unknownTopic();
    await this.#storage.transaction(scope, async (tx) => {
      await this.#storage.query(
        tx,
        sql`insert into ${this.#table} (workspace_id, person, topic, in_app) values (${scope.workspace}::uuid, ${scope.principal.id}, ${topic}, ${inApp})
            on conflict (workspace_id, person, topic) do update set in_app = excluded.in_app`,
      );
      await this.#events.publish(tx, scope, {
        type: 'notifications.preference.changed',
        subject: scope.principal.id,
        data: {},
      });
    });
    return { ...known, inApp };
  }

  get #table() {
    return sql.identifier(this.#storage.schema, 'preferences');
  }
}
