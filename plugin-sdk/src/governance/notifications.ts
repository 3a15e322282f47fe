import { extensionPointRef, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { ResourceAttributes } from '../services/access.ts';
import type { DomainEvent } from '../services/events.ts';
import type { Transaction } from '../services/storage.ts';

/** Who is told: somebody, or whoever holds a permission when they look. @public */
export type NotificationRecipient =
  | { readonly kind: 'principal'; readonly id: string }
  | { readonly kind: 'permission'; readonly permission: string };

/** Something of which people are told. They may leave it out, each for themselves. @public */
export interface NotificationTopic {
  /** `PLUGIN.WHAT`, such as `scans.failed`. */
  readonly id: string;
  /** English, as people read it among their settings: `Failed scans`. Translated by the catalog of the plugin. */
  readonly title: string;
  readonly description?: string;
}

/** A thing that a notification tells of. Who may not see it, when they look, sees nothing of the notification either. @public */
export interface NotifiedThing {
  /** With which the decision function is asked, such as `sources:read`. */
  readonly permission: string;
  readonly attributes: ResourceAttributes;
}

/** What people are told. @public */
export interface NotificationRequest {
  readonly to: readonly NotificationRecipient[];
  /** Principal id of who did it, and need not be told. */
  readonly except?: string;
  /** Id of a {@link NotificationTopic}. */
  readonly topic: string;
  /** English in ICU MessageFormat, which is also the key of its translation: `The scan of {source} failed`. */
  readonly title: string;
  /** What stands in the title. Names and numbers; no value of a source and no secret. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** Page of the shell to which it leads, beginning with a slash. */
  readonly href?: string;
  readonly tone?: 'neutral' | 'info' | 'success' | 'warning' | 'danger';
  /** Notifications of one recipient with the same key are one, which is unread again: the newest. */
  readonly dedupeKey?: string;
  readonly about?: NotifiedThing;
}

/** Tells people of what concerns them, in the platform. @public */
export interface NotificationsService {
  /**
   * Kept with the transaction, and seen once that is committed.
   * @throws DataWaveError DW_NOTIFICATION_INVALID for a link that leads out of the platform, and for what is too long
   */
  send(tx: Transaction, scope: ExecutionScope, notification: NotificationRequest): Promise<void>;
}

/** The ref of what tells people of what concerns them. Provided by `notifications`. @public */
export const notificationsService = serviceRef<NotificationsService>('notifications.inbox');

/**
 * Makes notifications of domain events. Each event is told once, however many replicas there are, and also when none was running as it
 * was published. @public
 */
export interface NotificationRule {
  readonly topics: readonly NotificationTopic[];
  /** Types of events; none for a plugin that only calls {@link NotificationsService.send}. */
  readonly on?: readonly string[];
  /** What is to be told of an event; nothing where it concerns nobody, any more. The scope is the plugin's own, in the event's workspace. */
  compose?(scope: ExecutionScope, event: DomainEvent): Promise<readonly NotificationRequest[]>;
}

/** What people may be told of; the key is the plugin's id. Owned by `notifications`. @public */
export const notificationRulePoint = extensionPointRef<NotificationRule>('notifications.rules');
