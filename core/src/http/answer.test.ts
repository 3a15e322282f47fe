import { sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { json, type Served, serve } from '../../test/http/serve.ts';
import { mountThings } from '../../test/http/things.ts';
import { createAccess } from '../security/access.ts';

describe('answers', () => {
  let served: Served;
  let calls: unknown[];

  beforeEach(async () => {
    calls = [];
    served = await serve();
    mountThings(served.routes, calls);
  });
  afterEach(() => served.close());

  const codeOf = async (response: Response): Promise<unknown[]> => [
    response.status,
    (await json(response))['code'],
  ];

  it('carries an id that the caller may choose', async () => {
    const id = (headers: Record<string, string>): Promise<string> =>
      served
        .call('GET', '/api/v1/things/1', { headers })
        .then((response) => response.headers.get('x-request-id') ?? '');
    expect(await id({ 'x-request-id': 'trace-0123456789' })).to.equal('trace-0123456789');
    expect(await id({ 'x-request-id': 'too bad; drop' })).to.match(/^[0-9a-f-]{36}$/);
    expect(await id({})).to.match(/^[0-9a-f-]{36}$/);
  });

  it('tells no version to who may write a thing and not read it', async () => {
    await served.close();
    served = await serve({
      access: createAccess({
        decide: (_, { permission }) => ({ allowed: permission === 'things:write', reason: 'So it is.' }),
        filter: () => ({ passes: 'none', predicate: sql`false` }),
      }),
    });
    let reads = 0;
    served.routes.route({
      method: 'GET',
      path: '/things/:id',
      permission: 'things:read',
      summary: 'One.',
      handler: async () => {
        reads += 1;
        return { body: {}, version: 7 };
      },
    });
    served.routes.route({
      method: 'PUT',
      path: '/things/:id',
      permission: 'things:write',
      summary: 'Changes one.',
      handler: async () => ({ body: {} }),
    });
    const put = (ifMatch: string): Promise<Response> =>
      served.call('PUT', '/api/v1/things/1', { headers: { 'if-match': ifMatch } });
    for (const guess of ['"6"', '"7"']) {
      const { status, headers } = await put(guess);
      expect([status, headers.get('etag')], guess).to.deep.equal([412, null]);
    }
    expect((await put('*')).status).to.equal(200);
    expect(reads).to.equal(0);
  });

  it('knows versions: 304 for one that is known, 412 for one that is gone', async () => {
    expect((await served.call('GET', '/api/v1/things/1')).headers.get('etag')).to.equal('"7"');
    for (const known of ['"7"', 'W/"7"', '"1", "7"', '*'])
      expect(
        (await served.call('GET', '/api/v1/things/1', { headers: { 'if-none-match': known } })).status,
        known,
      ).to.equal(304);
    expect(
      (await served.call('GET', '/api/v1/things/1', { headers: { 'if-none-match': '"6"' } })).status,
    ).to.equal(200);
    const put = (ifMatch: string): Promise<Response> =>
      served.call('PUT', '/api/v1/things/1', { body: { name: 'a' }, headers: { 'if-match': ifMatch } });
    expect(await codeOf(await put('"6"'))).to.deep.equal([412, 'DW_HTTP_PRECONDITION_FAILED']);
    expect((await put('W/"7"')).status).to.equal(412);
    expect(calls).to.deep.equal([]);
    expect((await put('"7"')).status).to.equal(200);
    expect((await put('*')).status).to.equal(200);
    expect(calls).to.deep.equal(['7', undefined]);
  });

  it('has a location where something was made, and no body where there is none', async () => {
    const made = await served.call('POST', '/api/v1/things', { body: { name: 'a' } });
    expect([made.status, made.headers.get('location')]).to.deep.equal([201, '/api/v1/things/7']);
    const gone = await served.call('DELETE', '/api/v1/things/1');
    expect([gone.status, gone.headers.get('content-length'), await gone.text()]).to.deep.equal([
      204,
      null,
      '',
    ]);
    const started = await served.call('POST', '/api/v1/things/1/start');
    expect([started.status, started.headers.get('content-length')]).to.deep.equal([202, '0']);
  });

  it('never shows what went wrong inside', async () => {
    const response = await served.call('GET', '/api/v1/things/broken/now');
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).to.deep.equal([
      500,
      'application/problem+json',
    ]);
    expect(text).to.contain('DW_INTERNAL').and.not.to.contain('hunter2').and.not.to.contain('.ts');
  });

  it('is neither rendered nor cached nor framed', async () => {
    const { headers } = await served.call('GET', '/api/v1/things');
    expect([
      headers.get('x-content-type-options'),
      headers.get('cache-control'),
      headers.get('content-security-policy'),
      headers.get('x-powered-by'),
    ]).to.deep.equal(['nosniff', 'no-store', "default-src 'none'; frame-ancestors 'none'", null]);
  });
});
