import { randomUUID } from 'node:crypto';
import {
  type EventsService,
  type ExecutionScope,
  type JobsService,
  type NotificationRecipient,
  type NotificationRequest,
  type NotificationsService,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { ChannelDelivery } from './channel-delivery.ts';
import { checkRequest } from './check-request.ts';
import { forgetTomorrow } from './forget-old.ts';

/** How much is kept. */
export interface Bounds {
  readonly keepDays: number;
  readonly mostPerRecipient: number;
}

/** Writes what people are told, and forgets what is old. */
export class Inbox implements NotificationsService {
  readonly #storage: StorageService;
  readonly #events: EventsService;
  readonly #jobs: JobsService;
  readonly #channels: ChannelDelivery;
  readonly #bounds: Bounds;

  constructor(
    parts: {
      readonly storage: StorageService;
      readonly events: EventsService;
      readonly jobs: JobsService;
      readonly channels: ChannelDelivery;
    },
    bounds: Bounds,
  ) {
    this.#storage = parts.storage;
    this.#events = parts.events;
    this.#jobs = parts.jobs;
    this.#channels = parts.channels;
    this.#bounds = bounds;
  }

  async send(tx: Transaction, scope: ExecutionScope, notification: NotificationRequest): Promise<void> {
    checkRequest(notification);
    for (const recipient of notification.to) {
      if (recipient.kind === 'principal' && recipient.id === notification.except) continue;
      await this.#write(tx, scope, recipient, notification);
      await this.#bound(tx, recipient);
      await this.#events.publish(tx, scope, {
        type: 'notifications.notice.sent',
        ...(recipient.kind === 'principal' ? { subject: recipient.id } : {}),
        data: {},
      });
    }
    if (notification.to.length === 0) return;
    await this.#channels.enqueue(tx, scope, notification);
    await forgetTomorrow(this.#jobs, tx, scope);
  }

  /** Deletes what is older than is kept, and comes again tomorrow while there is anything. */
  async forgetOld(tx: Transaction, scope: ExecutionScope): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#notices} where at < now() - ${this.#bounds.keepDays} * interval '1 day'`,
    );
    const [left] = await this.#storage.query(tx, sql`select 1 as one from ${this.#notices} limit 1`);
    if (left !== undefined) await forgetTomorrow(this.#jobs, tx, scope);
  }

  /** Forgets somebody who is gone, and all that was theirs alone in the transaction's workspace. */
  async forgetPerson(tx: Transaction, person: string): Promise<void> {
    for (const table of ['notices', 'marks', 'people', 'preferences'])
      await this.#storage.query(
        tx,
        sql`delete from ${sql.identifier(this.#storage.schema, table)} where person = ${person}`,
      );
  }

  async #write(
    tx: Transaction,
    scope: ExecutionScope,
    recipient: NotificationRecipient,
    notification: NotificationRequest,
  ): Promise<void> {
    const { topic, title, values = {}, href, tone = 'info', dedupeKey, about, except } = notification;
    const { owner, domain, sensitivity, tags = [], source } = about?.attributes ?? {};
    const person = recipient.kind === 'principal' ? recipient.id : null;
    const permission = recipient.kind === 'permission' ? recipient.permission : null;
    const once =
      person === null
        ? sql`(workspace_id, permission, topic, dedupe_key) where permission is not null and dedupe_key is not null`
        : sql`(workspace_id, person, topic, dedupe_key) where person is not null and dedupe_key is not null`;
    await this.#storage.query(
      tx,
      sql`insert into ${this.#notices} as n
            (id, workspace_id, person, permission, except_person, topic, title, title_values, href, tone, dedupe_key, about_permission, owner, domain, sensitivity, tags, source)
          values (${randomUUID()}::uuid, ${scope.workspace}::uuid, ${person}, ${permission}, ${except ?? null}, ${topic}, ${title}, ${sql.json(values)}, ${href ?? null}, ${tone}, ${dedupeKey ?? null},
            ${about?.permission ?? null}, ${owner ?? null}, ${domain ?? null}, ${sensitivity ?? null}, ${[...tags]}::text[], ${source ?? null})
          on conflict ${once} do update set except_person = excluded.except_person, title = excluded.title, title_values = excluded.title_values, href = excluded.href, tone = excluded.tone,
            about_permission = excluded.about_permission, owner = excluded.owner, domain = excluded.domain, sensitivity = excluded.sensitivity, tags = excluded.tags, source = excluded.source,
            times = n.times + 1, position = excluded.position, at = excluded.at`,
    );
  }

  /** The oldest beyond the bound go. */
  async #bound(tx: Transaction, recipient: NotificationRecipient): Promise<void> {
    const of =
      recipient.kind === 'principal'
        ? sql`person = ${recipient.id}`
        : sql`permission = ${recipient.permission}`;
    await this.#storage.query(
      tx,
      sql`delete from ${this.#notices} where ${of} and position <=
            (select position from ${this.#notices} where ${of} order by position desc offset ${this.#bounds.mostPerRecipient} limit 1)`,
    );
  }

  get #notices() {
    return sql.identifier(this.#storage.schema, 'notices');
  }
}
