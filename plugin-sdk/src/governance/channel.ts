import { extensionPointRef } from '../refs.ts';

/** A notification as it leaves the platform. @public */
export interface ChannelMessage {
  /** The same when it is tried again: by it the other side can tell that it has it already. */
  readonly id: string;
  /** Id of the workspace. */
  readonly workspace: string;
  /** Id of the {@link NotificationTopic}: `scans.failed`. */
  readonly topic: string;
  /** English, one line, with names and numbers in it; no value of a source and no secret. Markup in it means nothing. */
  readonly text: string;
  /** Page of the shell to which it leads, beginning with a slash; null where there is none. */
  readonly href: string | null;
  readonly tone: 'neutral' | 'info' | 'success' | 'warning' | 'danger';
  /** When it was told, ISO 8601. */
  readonly at: string;
}

/** What a channel is, as data. @public */
export interface ChannelInfo {
  /** Lower case with hyphens: the operator names it in the settings of `notifications`. */
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
}

/**
 * Takes notifications out of the platform: to a chat, a pager, a webhook. Which topics go there is decided by the operator, in the settings
 * of `notifications`. Whoever reads the channel reads them, whatever they may see on the platform.
 * @public
 */
export interface NotificationChannel {
  readonly info: ChannelInfo;
  /**
   * Resolves once the other side has taken the message. What it throws is tried again for about an hour, as the same message.
   * Connects by the egress service alone.
   * @throws DataWaveError saying what is in the way, without the answer of the other side and without an address that holds a secret
   */
  deliver(message: ChannelMessage, options: { readonly signal: AbortSignal }): Promise<void>;
}

/** Key: the channel's id. Owned by `notifications`. @public */
export const notificationChannelPoint = extensionPointRef<NotificationChannel>('notifications.channels');
