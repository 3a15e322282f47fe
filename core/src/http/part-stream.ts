import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Sends parts as they come: the next one is asked for when the client has taken the one before. Rejects when the iterable does, when
 * the client is gone or the signal is aborted; the connection is cut then, so that nobody takes what came for the whole.
 */
export async function sendParts(
  response: ServerResponse,
  parts: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  // One part waits while another is sent.
  await pipeline(Readable.from(parts, { objectMode: true, highWaterMark: 1 }), response, { signal });
}
