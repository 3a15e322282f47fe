import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import type { IsolationLevel } from '../../src/isolation/walls/index.ts';
import { pumpService } from './pump/index.ts';

const BYTES = Number(process.env['BENCH_STREAM_MB'] ?? 256) * 1024 * 1024;
const TALKS = 3000;

/** What a plugin's connection over the broker carries; null for a plugin in process. */
export async function streams(level: IsolationLevel | null): Promise<{
  readonly receivedMbPerSecond: number;
  readonly sentMbPerSecond: number;
  readonly roundTripMs: number;
}> {
  const directory = join(import.meta.dirname, 'pump');
  await using kernel = await createTestKernel({
    plugins: [level === null ? { directory } : { directory, isolation: level }],
  });
  const pump = kernel.service(pumpService);
  const piece = Buffer.alloc(64 * 1024);
  const received = await served(
    (socket) => {
      let left = BYTES;
      const write = (): void => {
        while (left > 0) {
          left -= piece.length;
          if (!socket.write(piece)) return void socket.once('drain', write);
        }
        socket.end();
      };
      write();
    },
    async (port) => {
      if ((await pump.receive(port)) !== BYTES) throw new Error('not all has arrived');
    },
  );
  const sent = await served(
    (socket) => void socket.resume(),
    (port) => pump.send(port, BYTES),
  );
  const talked = await served(
    (socket) => void socket.setNoDelay(true).on('data', (byte) => socket.write(byte)),
    (port) => pump.talk(port, TALKS),
  );
  const perSecond = (seconds: number): number => Math.round(BYTES / 1024 / 1024 / seconds);
  return {
    receivedMbPerSecond: perSecond(received),
    sentMbPerSecond: perSecond(sent),
    roundTripMs: Number(((talked / TALKS) * 1000).toFixed(3)),
  };
}

/** Seconds that the second of two runs takes. */
async function served(
  serve: (socket: Socket) => void,
  run: (port: number) => Promise<void>,
): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await run(port);
  const started = performance.now();
  await run(port);
  const seconds = (performance.now() - started) / 1000;
  await new Promise((resolve) => server.close(resolve));
  return seconds;
}
