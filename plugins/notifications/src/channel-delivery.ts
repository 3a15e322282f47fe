import { randomUUID } from 'node:crypto';
import {
  type ChannelMessage,
  closedSchema,
  defineJob,
  type ExecutionScope,
  type ExtensionCollection,
  type JobContext,
  type JobsService,
  messageLine,
  type NotificationChannel,
  type NotificationRequest,
  type Transaction,
} from '@datawave/plugin-sdk';
import { missingChannel } from './notification-errors.ts';

/** A message on its way to a channel. */
interface Delivery {
  readonly channel: string;
  readonly message: ChannelMessage;
}

const text = (maxLength: number) => ({ type: 'string', maxLength });

/** Hands one message to one channel. Tried for about an hour; then it is a dead letter, which an operator can replay. */
export const deliverJob = defineJob<Delivery>({
  name: 'notifications.deliver',
  payload: closedSchema(
    {
      channel: text(100),
      message: closedSchema(
        {
          ...{
            id: text(40),
            workspace: text(40),
            topic: text(100),
            text: text(12_000),
            tone: text(20),
            at: text(40),
          },
          href: { type: ['string', 'null'], maxLength: 2_000 },
        },
        ['id', 'workspace', 'topic', 'text', 'href', 'tone', 'at'],
      ),
    },
    ['channel', 'message'],
  ),
  attempts: 12,
  backoff: { kind: 'exponential', delayMs: 2_000, maxDelayMs: 10 * 60_000 },
  timeoutMs: 60_000,
  concurrency: 4,
});

interface Parts {
  readonly jobs: JobsService;
  readonly channels: ExtensionCollection<NotificationChannel>;
  /** Topics, or prefixes of some, by channel. */
  readonly topics: Readonly<Record<string, readonly string[]>>;
}

/** Sends what people are told out of the platform as well, to the channels that the operator chose for its topic. */
export class ChannelDelivery {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** With the transaction of the notification: no commit, no message. */
  async enqueue(tx: Transaction, scope: ExecutionScope, notification: NotificationRequest): Promise<void> {
    const { topic, title, values = {}, href = null, tone = 'info' } = notification;
    const chosen = Object.entries(this.#parts.topics).filter(([, patterns]) =>
      patterns.some((pattern) => holds(pattern, topic)),
    );
    if (chosen.length === 0) return;
    const message: ChannelMessage = {
      ...{ id: randomUUID(), workspace: scope.workspace, topic, href, tone },
      text: await messageLine(title, values),
      at: new Date().toISOString(),
    };
    for (const [channel] of chosen)
      await this.#parts.jobs.enqueue(tx, scope, deliverJob, { channel, message });
  }

  /** @throws DataWaveError DW_NOTIFICATION_CHANNEL_MISSING, and what the channel throws: it is tried again */
  async deliver({ payload: { channel, message }, scope }: JobContext<Delivery>): Promise<void> {
    const found = this.#parts.channels.get(channel);
    if (found === undefined) throw missingChannel(channel);
    await found.value.deliver(message, { signal: scope.signal });
  }
}

const holds = (pattern: string, topic: string): boolean =>
  pattern === '*' || pattern === topic || (pattern.endsWith('.*') && topic.startsWith(pattern.slice(0, -1)));
