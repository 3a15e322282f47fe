import fs from 'node:fs';
import net from 'node:net';
import process from 'node:process';
import type { EscapeAttempt } from '../attempt.ts';

/** What the platform hears must not change or end it: seen from there, by whether it still answers afterwards. */
const told = (name: string, send: () => unknown): EscapeAttempt => ({
  name,
  holdsFrom: 'child',
  control: { untried: 'it would end this program' },
  isHarsh: true,
  run: async () => {
    await send();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return null;
  },
});

const channel = (): number => Number(process.env['NODE_CHANNEL_FD'] ?? 3);

/** Ways of doing harm by what is said on the channel. */
export const CHANNEL: readonly EscapeAttempt[] = [
  ...[
    'NODE_HANDLE',
    'NODE_HANDLE_ACK',
    'NODE_HANDLE_NACK',
    'NODE_SOCKET_NOTIFY_CLOSE',
    'NODE_SOCKET_COUNT',
  ].map((cmd) =>
    told(`send Node’s own message ${cmd}`, () => process.send?.({ cmd, type: 'none', key: 'none' })),
  ),
  told('send bytes that are no message', () =>
    fs.writeSync(channel(), Buffer.from([0, 0, 0, 4, 1, 2, 3, 4])),
  ),
  told('send a message without an end', () => {
    const piece = Buffer.alloc(64 * 1024);
    piece.writeUInt32BE(0xffffffff);
    for (let count = 0; count < 2000; count++) {
      try {
        fs.writeSync(channel(), piece);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  }),
  told('send keys that reach prototypes', () =>
    process.send?.(JSON.parse('{"__proto__":{"escaped":true},"constructor":{"prototype":{"escaped":true}}}')),
  ),
  told('hand over a socket', () => {
    const server = net.createServer();
    return new Promise<void>((resolve) => {
      server.once('error', () => resolve());
      server.listen(0, '127.0.0.1', () => {
        process.send?.({ take: 'this' }, server);
        resolve();
      });
    });
  }),
  told('flood', () => {
    for (let count = 0; count < 20_000; count++) process.send?.({ count });
  }),
];
