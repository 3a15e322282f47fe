import {
  type ChannelMessage,
  DataWaveError,
  type EgressService,
  type NotificationChannel,
} from '@datawave/plugin-sdk';
import type { Config } from './config.ts';

/** Milliseconds that the other side may take. */
const TIMEOUT_MS = 15_000;

/** Posts each message as JSON to an address, as most chats take them. */
export function createSamplePluginChannel({
  url,
  platform,
  egress,
  version,
}: Config & { readonly egress: EgressService; readonly version: string }): NotificationChannel {
  return {
    info: {
      id: 'sample-plugin',
      version,
      title: 'Sample plugin',
      description: 'Posts notifications as JSON to an address.',
    },
    async deliver(message, { signal }) {
      signal.throwIfAborted();
      const { status } = await sent(signal, () =>
        egress.fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': message.id },
          body: JSON.stringify(bodyOf(message, platform)),
          purpose: 'channel-sample-plugin',
          // The address stands in the configuration, which only operators write.
          loopback: 'allow',
          maxRedirects: 0,
          timeoutMs: TIMEOUT_MS,
          signal,
        }),
      );
      if (status < 200 || status > 299)
        throw failed(
          `The other side answered with the status ${status}.`,
          'Check the address in the settings, and whether it still takes messages.',
        );
    },
  };
}

/** What the other side gets. */
const bodyOf = (
  { id, topic, text, href, tone, at }: ChannelMessage,
  platform: string | undefined,
): object => ({
  ...{ id, topic, tone, at },
  text,
  ...(href === null || platform === undefined ? {} : { link: `${platform}${href}` }),
});

/** Runs a request, and says in our own words what is in its way: those of others may quote the address, which is a secret. */
async function sent<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const code = DataWaveError.is(error) ? error.code : 'no connection';
    throw failed(
      `The other side cannot be reached (${code}).`,
      'Check the address in the settings, and what the platform may connect to.',
    );
  }
}

const failed = (message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_CHANNEL_SAMPLE_PLUGIN_FAILED', message, hint, status: 502 });
