import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { rawRequest } from '../../test/http/raw-request.ts';
import { json, type Served, serve } from '../../test/http/serve.ts';
import { silentLog } from '../../test/storage.ts';

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

  it('says once when clients come through a proxy that is not trusted', async () => {
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (message: string) => void warnings.push(message) };
    const through = async (trustProxy: boolean): Promise<readonly string[]> => {
      warnings.length = 0;
      served = await serve({ log, server: { trustProxy } });
      for (const address of ['192.0.2.1', '192.0.2.2'])
        await served.call('GET', '/healthz', { headers: { 'x-forwarded-for': address } });
      await served.close();
      return warnings.filter((message) => message.includes('server.trustProxy'));
    };
    expect(await through(false)).to.have.length(1);
    expect(await through(true)).to.have.length(0);
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
