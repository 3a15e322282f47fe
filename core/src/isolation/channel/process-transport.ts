import type { ChildProcess, Serializable } from 'node:child_process';
import type { Frame, Transport } from './transport.ts';

/** Both ends of Node's channel between processes have these. */
interface ChannelEnd {
  readonly connected: boolean;
  send?(message: Serializable, handle: undefined, options: object, sent: () => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

function transportOver(end: ChannelEnd): Transport {
  return {
    send(batch, written) {
      if (!end.connected || end.send === undefined) return;
      // Structured clones: what the membrane let pass is serializable, and what it overlooked throws here.
      end.send(batch as Serializable, undefined, {}, written);
    },
    onBatch: (listener) => void end.on('message', listener),
    onClose: (listener) => void end.on('disconnect', listener),
  };
}

/** The child's own end. */
export const childTransport = (): Transport => transportOver(process);

/** What of a channel Node keeps to itself: bytes arrive here, before anything is made of them. */
interface RawChannel {
  onread: (this: unknown, bytes: ArrayBuffer | undefined) => unknown;
}

function rawChannelOf(child: ChildProcess): RawChannel | null {
  const key = Object.getOwnPropertySymbols(child).find(({ description }) => description === 'kChannelHandle');
  const channel: unknown = key === undefined ? null : Reflect.get(child, key);
  const isRaw =
    typeof channel === 'object' &&
    channel !== null &&
    'onread' in channel &&
    typeof channel.onread === 'function';
  return isRaw ? (channel as RawChannel) : null;
}

/**
 * The platform's end, towards a process that is not trusted. Node reads a message of any length into memory, and throws where nobody
 * can catch it when the bytes are no message; here both end the child instead.
 * @param onViolation - told what was wrong, once; nothing more is read then
 */
export function guardedTransport(
  child: ChildProcess,
  options: { readonly messageBytes: number; onViolation(reason: string): void },
): Transport {
  const raw = rawChannelOf(child);
  let unread = 0;
  let isViolated = false;
  const violate = (reason: string): void => {
    if (isViolated) return;
    isViolated = true;
    options.onViolation(reason);
  };
  // A Node that keeps its channel elsewhere: better none than one that anybody can end the platform by.
  if (raw === null) queueMicrotask(() => violate('this version of Node does not let its channel be guarded'));
  else {
    const read = raw.onread;
    raw.onread = function (bytes) {
      // Its end is still heard, so that the channel is closed.
      if (isViolated) return bytes === undefined ? read.call(this, bytes) : undefined;
      unread += bytes?.byteLength ?? 0;
      // A pipe is read by 64 KiB: one such piece may hold the end of one message and the begin of another.
      if (unread > options.messageBytes + 65_536) {
        violate(`it sent a message of more than ${options.messageBytes} bytes`);
        return undefined;
      }
      try {
        return read.call(this, bytes);
      } catch {
        // What was thrown may quote the bytes.
        violate('it sent bytes that are no message');
        return undefined;
      }
    };
  }
  child.on('message', () => {
    unread = 0;
  });
  const transport = transportOver(child);
  return {
    ...transport,
    send: (batch: readonly Frame[], written) => {
      if (!isViolated) transport.send(batch, written);
    },
    onBatch: (listener) =>
      transport.onBatch((batch) => {
        if (!isViolated) listener(batch);
      }),
  };
}
