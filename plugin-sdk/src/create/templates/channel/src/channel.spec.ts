import { deepStrictEqual } from 'node:assert/strict';
import type { EgressRequest, EgressService } from '@datawave/plugin-sdk';
import { channelConformance, directEnvironment } from '@datawave/plugin-sdk/testing';
import { createSamplePluginChannel } from './channel.ts';

channelConformance({
  id: 'sample-plugin',
  create: (url, egress) => createSamplePluginChannel({ url, egress, version: '0.1.0' }),
});

describe('what the other side gets', () => {
  it('has a link where the address of the platform is known', async () => {
    const bodies: unknown[] = [];
    const egress: EgressService = {
      ...directEnvironment.egress,
      async fetch(url, { body }: EgressRequest) {
        bodies.push(JSON.parse(String(body)));
        return { url: String(url), status: 204, headers: {}, body: new Uint8Array() };
      },
    };
    const channel = createSamplePluginChannel({
      url: 'https://chat.example.com/x',
      platform: 'https://datawave.example.com',
      egress,
      version: '0.1.0',
    });
    const message = {
      id: '1',
      workspace: 'w',
      topic: 'scans.failed',
      text: 'A scan failed',
      href: '/scans/1',
      tone: 'danger',
      at: '2026-01-31T10:00:00Z',
    } as const;
    await channel.deliver(message, { signal: new AbortController().signal });
    const { workspace: _workspace, href: _href, ...rest } = message;
    deepStrictEqual(bodies, [{ ...rest, link: 'https://datawave.example.com/scans/1' }]);
  });
});
