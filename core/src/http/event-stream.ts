import type { ServerResponse } from 'node:http';
import type { ServerSentEvent } from '@datawave/plugin-sdk';

/** A comment that keeps proxies from closing a silent stream, and notices a client that is gone. */
export const HEARTBEAT_MS = 15_000;

/**
 * Sends events as they come: the next one is asked for when the client has taken the one before.
 * Resolves when the iterable is done, the client is gone or the signal is aborted. Rejects when the iterable does.
 */
export async function sendEvents(
  response: ServerResponse,
  events: AsyncIterable<ServerSentEvent>,
  signal: AbortSignal,
  heartbeatMs = HEARTBEAT_MS,
): Promise<void> {
  const iterator = events[Symbol.asyncIterator]();
  const stop = Promise.withResolvers<'stopped'>();
  const onStop = (): void => stop.resolve('stopped');
  signal.addEventListener('abort', onStop, { once: true });
  response.once('close', onStop);
  if (signal.aborted || response.destroyed) onStop();
  response.write('retry: 2000\n\n');
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': alive\n\n');
  }, heartbeatMs).unref();
  try {
    for (;;) {
      const next = iterator.next();
      const step = await Promise.race([next, stop.promise]);
      if (step === 'stopped') {
        // What the pending step may still throw concerns nobody any more.
        next.catch(() => undefined);
        return;
      }
      if (step.done) return;
      if (
        !response.write(renderEvent(step.value)) &&
        (await Promise.race([drained(response), stop.promise])) === 'stopped'
      )
        return;
    }
  } finally {
    clearInterval(heartbeat);
    signal.removeEventListener('abort', onStop);
    response.off('close', onStop);
    // Not awaited: a generator that waits for an event returns only after it.
    void iterator.return?.()?.then(undefined, () => undefined);
    response.end();
  }
}

/** The wire form of one event. */
function renderEvent(event: ServerSentEvent): string {
  const id = event.id === undefined ? '' : `id: ${oneLine(event.id)}\n`;
  const name = event.event === undefined ? '' : `event: ${oneLine(event.event)}\n`;
  return `${id}${name}data: ${JSON.stringify(event.data) ?? 'null'}\n\n`;
}

const oneLine = (text: string): string => text.replace(/[\r\n\0]/g, '');

function drained(response: ServerResponse): Promise<'drained'> {
  return new Promise((resolve) => response.once('drain', () => resolve('drained')));
}
