import { finished } from 'node:stream/promises';
import { coreServices, definePlugin, serviceRef } from '@datawave/plugin-sdk';

export interface Pump {
  /** Reads to the end of what a server sends. Answers how many bytes. */
  receive(port: number): Promise<number>;
  /** Sends so many bytes to a server that reads them. */
  send(port: number, bytes: number): Promise<void>;
  /** Sends a byte and waits for one, so many times. */
  talk(port: number, times: number): Promise<void>;
}

export const pumpService = serviceRef<Pump>('pump.pump');

export default definePlugin()({
  deps: { egress: coreServices.egress },
  provides: { pump: pumpService },
  setup: ({ deps: { egress } }) => ({
    pump: {
      async receive(port) {
        const socket = await egress.connect({ host: '127.0.0.1', port, purpose: 'bench' });
        let bytes = 0;
        for await (const chunk of socket) bytes += (chunk as Buffer).length;
        return bytes;
      },
      async send(port, bytes) {
        const socket = await egress.connect({ host: '127.0.0.1', port, purpose: 'bench' });
        socket.resume();
        const piece = Buffer.alloc(64 * 1024);
        for (let sent = 0; sent < bytes; sent += piece.length)
          if (!socket.write(piece)) await new Promise((resolve) => socket.once('drain', resolve));
        socket.end();
        await finished(socket);
      },
      async talk(port, times) {
        const socket = await egress.connect({ host: '127.0.0.1', port, purpose: 'bench' });
        socket.setNoDelay(true);
        for (let turn = 0; turn < times; turn++) {
          socket.write('x');
          await new Promise((resolve) => socket.once('data', resolve));
        }
        socket.destroy();
      },
    },
  }),
});
