import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { rawRequest } from '../../test/http/raw-request.ts';
import { json, type Served, serve } from '../../test/http/serve.ts';

describe('server', () => {
  let served: Served;
  afterEach(() => served.close());

  /** A route that answers when it is told to, and how its handlers fare. */
  const slow = () => {
    const begun = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<unknown>();
    const held = Promise.withResolvers<void>();
    served.routes.route({
      method: 'GET',
      path: '/things/slow',
      permission: 'things:read',
      summary: 'Waits.',
      handler: async ({ scope }) => {
        scope.signal.addEventListener('abort', () => aborted.resolve(scope.signal.reason));
        begun.resolve();
        await held.promise;
        return { body: 'done' };
      },
    });
    return { begun: begun.promise, aborted: aborted.promise, release: held.resolve };
  };

  describe('limits', () => {
    it('answers 503 when too much runs at once, and recovers', async () => {
      served = await serve({ limits: { concurrentRequests: 2 } });
      const { release } = slow();
      let refusals = 0;
      const answers = await Promise.all(
        [1, 2, 3, 4].map(async () => {
          const answer = await served.call('GET', '/api/v1/things/slow');
          if (answer.status === 503) refusals += 1;
          // The two that were let in are held until the others have been turned away.
          if (refusals === 2) release();
          return answer;
        }),
      );
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 200, 503, 503]);
      const refused = answers.find(({ status }) => status === 503);
      expect(refused?.headers.get('retry-after')).to.equal('1');
      expect((await served.call('GET', '/api/v1/things/slow')).status).to.equal(200);
    });

    it('answers 503 when a route takes longer than it may, and aborts its scope', async () => {
      served = await serve({ limits: { requestMs: 100 } });
      // It would never answer.
      const { aborted } = slow();
      const response = await served.call('GET', '/api/v1/things/slow');
      expect(await json(response)).to.include({ status: 503, code: 'DW_HTTP_TIMEOUT' });
      expect(await aborted).to.have.property('name', 'TimeoutError');
    });

    it('answers 408 when a body does not arrive in time', async () => {
      served = await serve({ limits: { requestMs: 150 } });
      served.routes.route({
        method: 'POST',
        path: '/things',
        permission: 'things:write',
        summary: 'x',
        body: { type: 'object' },
        handler: async () => ({}),
      });
      const answer = await rawRequest(served.url, [
        'POST /api/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a":',
      ]);
      expect(answer).to.match(/^HTTP\/1\.1 408 /);
    });

    it('answers 431 to a head that is too large', async () => {
      served = await serve({ limits: { headerBytes: 2_048 } });
      expect(
        await rawRequest(served.url, [
          `GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(4_000)}\r\n\r\n`,
        ]),
      ).to.match(/^HTTP\/1\.1 431 /);
    });

    it('answers 400 to what is no HTTP and to a request that could be smuggled', async () => {
      served = await serve();
      expect(await rawRequest(served.url, ['hello\r\n\r\n'])).to.match(/^HTTP\/1\.1 400 /);
      const both =
        'POST /api/v1/things HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n';
      expect(await rawRequest(served.url, [both])).to.match(/^HTTP\/1\.1 400 /);
    });

    it('aborts the scope when the client goes away', async () => {
      served = await serve();
      const { begun, aborted } = slow();
      const controller = new AbortController();
      const request = served
        .call('GET', '/api/v1/things/slow', { signal: controller.signal })
        .catch(() => null);
      await begun;
      controller.abort();
      expect(await aborted).to.have.property('name', 'AbortError');
      await request;
    });
  });

  describe('event streams', () => {
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

  describe('drain', () => {
    it('finishes what runs, ends streams, takes nothing new and says that it is not ready', async () => {
      served = await serve();
      const { begun, release } = slow();
      served.routes.route({
        method: 'GET',
        path: '/things/events',
        permission: 'things:read',
        summary: 'x',
        handler: async ({ scope }) => ({
          events: (async function* () {
            yield { data: 1 };
            await delay(60_000, undefined, { signal: scope.signal }).catch(() => undefined);
          })(),
        }),
      });
      const events = await served.call('GET', '/api/v1/things/events');
      const running = served.call('GET', '/api/v1/things/slow');
      await begun;
      const drained = served.http.drain();
      expect(await events.text()).to.contain('data: 1');
      release();
      const last = await running;
      expect([last.status, last.headers.get('connection'), await last.json()]).to.deep.equal([
        200,
        'close',
        'done',
      ]);
      await drained;
      expect(await served.call('GET', '/healthz').catch(() => 'refused')).to.equal('refused');
    });

    it('cuts off what outlasts the deadline', async () => {
      served = await serve({ limits: { drainMs: 100 } });
      // It would never answer.
      const { begun, aborted } = slow();
      const running = served.call('GET', '/api/v1/things/slow').then(
        () => 'answered',
        () => 'cut off',
      );
      await begun;
      await served.http.drain();
      expect(await running).to.equal('cut off');
      await aborted;
    });
  });

  describe('what is open to everybody', () => {
    it('says whether it is alive and ready, and why not', async () => {
      let reason: string | null = 'The plugin "catalog" has failed.';
      served = await serve({ readiness: () => ({ isReady: reason === null, reason }) });
      const get = (path: string): Promise<Response> => served.call('GET', path, { as: null });
      expect((await get('/healthz')).status).to.equal(200);
      const before = await get('/readyz');
      expect([before.status, await before.json()]).to.deep.equal([503, { status: 'not ready', reason }]);
      reason = null;
      expect((await get('/readyz')).status).to.equal(200);
    });

    it('answers 405 to a write outside the API and 404 without a shell', async () => {
      served = await serve();
      expect((await served.call('POST', '/healthz', { as: null })).status).to.equal(405);
      expect((await served.call('GET', '/', { as: null })).status).to.equal(404);
    });

    it('describes itself by the schemas that it checks', async () => {
      served = await serve();
      served.routes.route({
        method: 'GET',
        path: '/things/:id',
        permission: 'things:read',
        summary: 'Reads <one>.',
        params: { type: 'object', properties: { id: { type: 'integer' } } },
        query: {
          type: 'object',
          additionalProperties: false,
          required: ['part'],
          properties: { part: { type: 'string', description: 'Which.' } },
        },
        responses: { 200: { description: 'The thing.', schema: { type: 'object' } } },
        handler: async () => ({}),
      });
      served.routes.route({
        method: 'POST',
        path: '/things',
        permission: 'public',
        summary: 'Adds.',
        body: { type: 'object' },
        handler: async () => ({}),
      });
      const document = await json(await served.call('GET', '/openapi.json', { as: null }));
      expect(document).to.include({ openapi: '3.1.0' }).and.to.have.nested.property('info.version', '1.2.3');
      const get = Reflect.get(Object(Reflect.get(Object(document['paths']), '/things/{id}')), 'get');
      expect(get).to.deep.include({
        operationId: 'getThingsById',
        tags: ['things'],
        security: [{ bearer: [] }, { cookie: [] }],
        'x-permission': 'things:read',
        'x-plugin': 'test',
      });
      expect(get.parameters.slice(0, 2)).to.deep.equal([
        { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
        {
          name: 'part',
          in: 'query',
          required: true,
          description: 'Which.',
          schema: { type: 'string', description: 'Which.' },
        },
      ]);
      expect(Object.keys(get.responses)).to.include.members(['200', '400', '401', '404', 'default']);
      expect(document).to.have.nested.property('paths./things.post.security').that.deep.equals([]);
      served.http.removePlugin('test');
      expect(await json(await served.call('GET', '/openapi.json', { as: null })))
        .to.have.property('paths')
        .that.deep.equals({});
    });

    it('shows the API on a page that needs no script and allows none', async () => {
      served = await serve();
      served.routes.route({
        method: 'GET',
        path: '/things',
        permission: 'things:read',
        summary: 'Lists <script>alert(1)</script>.',
        handler: async () => ({}),
      });
      const response = await served.call('GET', '/docs', { as: null });
      const html = await response.text();
      expect(html)
        .to.contain('/api/v1/things')
        .and.to.contain('&lt;script&gt;')
        .and.not.to.contain('<script');
      expect(response.headers.get('content-security-policy'))
        .to.match(/^default-src 'none'; style-src 'sha256-/)
        .and.not.to.contain('unsafe');
    });
  });

  it('counts requests by route, never by address, on a port of its own', async () => {
    served = await serve();
    served.routes.route({
      method: 'GET',
      path: '/things/:id',
      permission: 'things:read',
      summary: 'x',
      handler: async () => ({ body: 1 }),
    });
    for (const id of ['a', 'b', 'c']) await served.call('GET', `/api/v1/things/${id}`);
    await served.call('GET', '/api/v1/unknown/secret-name');
    const text = await (await fetch(`${served.metricsUrl}/metrics`)).text();
    expect(text).to.contain(
      'datawave_http_request_duration_seconds_count{method="GET",route="/api/v1/things/:id",status="200"} 3\n',
    );
    expect(text)
      .to.contain('datawave_http_request_duration_seconds_count{method="any",route="none",status="404"} 1\n')
      .and.not.to.contain('secret-name');
    expect((await fetch(`${served.metricsUrl}/other`)).status).to.equal(404);
    expect((await served.call('GET', '/metrics', { as: null })).status).to.equal(404);
  });

  it('writes a line for each request, without the query', async () => {
    let written = '';
    served = await serve({
      accessLog: { destination: { write: (text) => (written += text) }, format: 'json' },
    });
    served.routes.route({
      method: 'GET',
      path: '/things',
      permission: 'things:read',
      summary: 'x',
      handler: async () => ({ body: 1 }),
    });
    await served.call('GET', '/api/v1/things?q=top-secret', { headers: { 'x-request-id': 'request-1' } });
    await served.call('GET', '/api/v1/a%22%0A"b', { as: null });
    expect(written).to.equal('');
    await served.http.drain();
    const lines = written
      .trim()
      .split('\n')
      .map((line) => Object(JSON.parse(line)));
    expect(lines).to.have.length(2);
    expect(lines[0]).to.include({
      requestId: 'request-1',
      method: 'GET',
      path: '/api/v1/things',
      status: 200,
      principal: 'user:admin',
    });
    expect(lines[1]).to.include({ status: 401, principal: null });
    expect(written).not.to.contain('top-secret');
  });

  it('says who holds the port', async () => {
    served = await serve();
    const port = Number(new URL(served.url).port);
    const error = await serve({ server: { port } }).then(
      () => null,
      (caught: unknown) => caught,
    );
    expect(error)
      .to.include({ code: 'DW_HTTP_ADDRESS_IN_USE' })
      .and.to.have.property('message')
      .that.contains(String(port));
  });
});
