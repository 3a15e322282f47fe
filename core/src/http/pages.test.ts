import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { json, type Served, serve } from '../../test/http/serve.ts';

describe('what is open to everybody', () => {
  let served: Served;
  afterEach(() => served.close());

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
    expect(html).to.contain('/api/v1/things').and.to.contain('&lt;script&gt;').and.not.to.contain('<script');
    expect(response.headers.get('content-security-policy'))
      .to.match(/^default-src 'none'; style-src 'sha256-/)
      .and.not.to.contain('unsafe');
  });

  it('holds the documentation of the SDK, each page under the policy of pages, and no file beside it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'datawave-documentation-'));
    try {
      await mkdir(join(folder, 'site', 'guides'), { recursive: true });
      await writeFile(
        join(folder, 'site', 'index.html'),
        '<!doctype html><script src="assets/site.js"></script>',
      );
      await writeFile(join(folder, 'site', 'guides', 'ui.html'), '<!doctype html><p>Pages</p>');
      await writeFile(join(folder, 'secret.txt'), 'secret');
      served = await serve({ documentation: join(folder, 'site') });
      const get = (path: string): Promise<Response> => served.call('GET', path, { as: null });
      const led = await fetch(new URL('/docs/sdk', served.url), { redirect: 'manual' });
      expect([led.status, led.headers.get('location')]).to.deep.equal([308, '/docs/sdk/']);
      const front = await get('/docs/sdk/');
      expect([front.status, front.headers.get('content-type')]).to.deep.equal([
        200,
        'text/html; charset=utf-8',
      ]);
      expect(front.headers.get('content-security-policy'))
        .to.match(/^default-src 'none'; script-src 'self'; style-src 'self'/)
        .and.not.to.contain('unsafe');
      expect((await get('/docs/sdk/guides/ui.html')).status).to.equal(200);
      for (const path of [
        '/docs/sdk/none.html',
        '/docs/sdk/../secret.txt',
        '/docs/sdk/%2e%2e/secret.txt',
        '/docs/sdkx',
      ])
        expect((await get(path)).status, path).to.equal(404);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('says that there is no documentation where none was built', async () => {
    served = await serve({ documentation: null });
    expect((await served.call('GET', '/docs/sdk/', { as: null })).status).to.equal(404);
  });
});
