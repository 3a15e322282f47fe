import type { Server } from 'node:http';

/** Tells the benchmark where to connect, and answers each message with the processor time used so far. */
export function reportToParent(server: Server | string): void {
  const address = typeof server === 'string' ? null : server.address();
  const port =
    typeof server === 'string'
      ? Number(new URL(server).port)
      : typeof address === 'object' && address !== null
        ? address.port
        : 0;
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMicroseconds: user + system });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
}
