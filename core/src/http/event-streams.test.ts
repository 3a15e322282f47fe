import { setTimeout as delay } from 'node:timers/promises';
import { sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { byName, type Served, serve } from '../../test/http/serve.ts';
import { createAccess } from '../security/access.ts';

describe('event streams', () => {
  let served: Served;
  afterEach(() => served.close());

  const stream = (
    body: (scopeSignal: AbortSignal) => AsyncIterable<{ id?: string; event?: string; data: unknown }>,
  ): void => {
    served.routes.route({
      method: 'GET',
      path: '/things/events',
      permission: 'things:read',
      summary: 'Streams.',
      handler: async ({ scope, headers }) => ({
        events: body(scope.signal),
        headers: { 'x-after': headers['last-event-id'] ?? 'none' },
      }),
    });
  };

  it('sends what comes and ends with it', async () => {
    served = await serve();
    stream(async function* () {
      yield { id: '1', event: 'run.started', data: { a: 'line\nbreak' } };
      yield { id: '2\nevent: forged', data: null };
    });
    const response = await served.call('GET', '/api/v1/things/events', {
      headers: { 'last-event-id': '41' },
    });
    expect([
      response.status,
      response.headers.get('content-type'),
      response.headers.get('x-after'),
      response.headers.get('cache-control'),
    ]).to.deep.equal([200, 'text/event-stream; charset=utf-8', '41', 'no-store']);
    expect(await response.text()).to.equal(
      'retry: 2000\n\nid: 1\nevent: run.started\ndata: {"a":"line\\nbreak"}\n\nid: 2event: forged\ndata: null\n\n',
    );
  });

  it('ends when its reader’s session does, when they may not read it any more, and when the workspace is closed to them', async function () {
    this.timeout(60_000);
    const lost = new Set<string>();
    const may = (what: string, by: string | undefined): boolean => !lost.has(`${what} ${by}`);
    served = await serve({
      authenticate: (source) =>
        may('sign in', source.headers['x-reader']?.toString()) ? byName(source) : null,
      access: createAccess({
        decide: ({ principal }) => ({
          allowed: may('read', principal.workspaceRoles?.[0]),
          reason: 'So it is.',
        }),
        filter: () => ({ passes: 'all', predicate: sql`true` }),
      }),
      resolveWorkspace: ({ authentication: { workspace }, named }) =>
        may('enter', named ?? '') ? { workspace, roles: [named ?? ''] } : null,
    });
    stream(async function* (signal) {
      while (!signal.aborted) {
        yield { data: 'more' };
        await delay(5, undefined, { signal }).catch(() => undefined);
      }
    });
    const readers = ['sign in', 'read', 'enter'];
    const open = (reader: string): Promise<Response> =>
      served.call('GET', '/api/v1/things/events', { headers: { 'x-reader': reader, 'x-workspace': reader } });
    const streams = await Promise.all(readers.map(open));
    expect(streams.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
    for (const reader of readers) lost.add(`${reader} ${reader}`);
    // Read to their ends, which they would not have.
    for (const text of await Promise.all(streams.map((one) => one.text()))) expect(text).to.contain('more');
  });

  it('ends when its reader’s roles or groups are others, so that they come again as who they are now', async function () {
    this.timeout(60_000);
    let groups: readonly string[] = ['a', 'b'];
    served = await serve({
      authenticate: async (source) => {
        const known = await byName(source);
        return known === null ? null : { ...known, principal: { ...known.principal, groups } };
      },
    });
    let isOpen = true;
    stream(async function* (signal) {
      while (!signal.aborted) {
        yield { data: 'more' };
        await delay(5, undefined, { signal }).catch(() => undefined);
      }
      isOpen = false;
    });
    const response = await served.call('GET', '/api/v1/things/events');
    const text = response.text();
    // In whatever order they are named.
    groups = ['b', 'a'];
    await delay(2_500);
    expect(isOpen).to.equal(true);
    groups = ['a'];
    expect(await text).to.contain('more');
  });

  it('lets the producer go when the client is gone', async () => {
    served = await serve();
    const ended = Promise.withResolvers<string>();
    stream(async function* (signal) {
      try {
        for (let id = 0; ; id += 1) {
          yield { id: String(id), data: id };
          await delay(5, undefined, { signal });
        }
      } finally {
        ended.resolve('ended');
      }
    });
    const controller = new AbortController();
    const response = await served.call('GET', '/api/v1/things/events', { signal: controller.signal });
    await response.body?.getReader().read();
    controller.abort();
    expect(await ended.promise).to.equal('ended');
  });

  it('does not run ahead of a client that does not read', async () => {
    served = await serve();
    let produced = 0;
    stream(async function* (signal) {
      while (!signal.aborted) {
        produced += 1;
        yield { data: 'x'.repeat(64 * 1024) };
      }
    });
    const controller = new AbortController();
    const response = await served.call('GET', '/api/v1/things/events', { signal: controller.signal });
    // It stands still once all buffers on the way are full; one that runs ahead never does.
    for (let before = 0; before === 0 || before !== produced; await delay(200)) {
      before = produced;
      expect(produced).to.be.below(500);
    }
    controller.abort();
    await response.body?.cancel().catch(() => undefined);
  });

  it('refuses more streams than one principal may hold', async () => {
    served = await serve();
    stream(async function* (signal) {
      yield { data: 1 };
      await delay(60_000, undefined, { signal }).catch(() => undefined);
    });
    const controller = new AbortController();
    const open = await Promise.all(
      Array.from({ length: 32 }, () =>
        served.call('GET', '/api/v1/things/events', { signal: controller.signal }),
      ),
    );
    expect(open.every(({ status }) => status === 200)).to.equal(true);
    const refused = await served.call('GET', '/api/v1/things/events');
    expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([429, '10']);
    controller.abort();
  });
});
