import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { createSamplePluginChannel } from '../src/channel.ts';

/** Delivers one message to a server that lives as long as this script, and shows what arrived there. */
const server = createServer((request, response) => {
  request
    .setEncoding('utf8')
    .on('data', (body: string) => console.log(`${request.method} ${request.url}\n${body}`));
  request.on('end', () => response.writeHead(204).end());
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const channel = createSamplePluginChannel({
  url: `http://127.0.0.1:${port}/hook`,
  platform: 'http://127.0.0.1:8080',
  egress: directEnvironment.egress,
  version: '0.1.0',
});
await channel.deliver(
  {
    id: '0b8f6f0e-7d3c-4a53-9d53-6f2a52a9a001',
    workspace: '00000000-0000-7000-8000-000000000001',
    topic: 'scans.failed',
    text: 'The scan of Warehouse 7 failed',
    href: '/scans/42',
    tone: 'danger',
    at: new Date().toISOString(),
  },
  { signal: AbortSignal.timeout(10_000) },
);
server.close();
