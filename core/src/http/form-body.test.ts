import type { Route } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { json, type Served, serve } from '../../test/http/serve.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
/** What a browser sends along with a form that a page of another site posts. */
const FOREIGN = { ...FORM, origin: 'https://idp.example', 'sec-fetch-site': 'cross-site' };

describe('a form that another site posts', () => {
  let served: Served;

  before(async () => {
    served = await serve();
    const anything = { type: 'object', additionalProperties: { type: 'string' } } as const;
    served.routes.route({
      method: 'POST',
      path: '/things/posted',
      permission: 'public',
      foreignForm: true,
      summary: 'Takes a form.',
      body: anything,
      bodyLimit: 1_000,
      rateLimit: { requests: 1_000, seconds: 60 },
      handler: async ({ scope, body }) => ({ body: { by: scope.principal.id, fields: body } }),
    });
    served.routes.route({
      method: 'POST',
      path: '/things/usual',
      permission: 'public',
      summary: 'Takes JSON.',
      body: anything,
      rateLimit: { requests: 1_000, seconds: 60 },
      handler: async ({ body }) => ({ body: { fields: body } }),
    });
  });
  after(() => served.close());

  const post = async (body: string, headers: Readonly<Record<string, string>> = FOREIGN, path = 'posted') => {
    const reply = await served.call('POST', `/api/v1/things/${path}`, { body, headers });
    return { status: reply.status, body: await json(reply) };
  };

  it('is taken where the route says so, and comes from nobody, whatever it carries', async () => {
    const { status, body } = await post('SAMLResponse=PHg%2BPC94Pg%3D%3D&RelayState=a+b%C3%A9&empty=&bare');
    expect(status).to.equal(200);
    expect(body).to.deep.equal({
      by: 'anonymous',
      fields: { SAMLResponse: 'PHg+PC94Pg==', RelayState: 'a bé', empty: '', bare: '' },
    });
  });

  it('is refused by every other route', async () => {
    expect((await post('a=b', FOREIGN, 'usual')).body['code']).to.equal('DW_HTTP_ORIGIN_REFUSED');
    expect((await post('a=b', FORM, 'usual')).status).to.equal(415);
  });

  it('is the only thing that such a route takes', async () => {
    for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x'])
      expect((await post('{"a":"b"}', { 'content-type': type })).status, type).to.equal(415);
  });

  it('is refused when two readers could read it in two ways', async () => {
    for (const body of [
      'a=1&a=2',
      'a=1&%61=2',
      'a=%FF',
      'a=%',
      'a=%00',
      'a=é',
      'a=b c',
      '__proto__=1',
      Array.from({ length: 51 }, (_, index) => `f${index}=`).join('&'),
    ])
      expect((await post(body)).body['code'], body.slice(0, 30)).to.equal('DW_HTTP_BODY_INVALID');
    expect((await post(`a=${'x'.repeat(1_000)}`)).status).to.equal(413);
  });

  it('is read as a browser writes it, whatever the texts are', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !/[\0]/.test(value));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(text, text, { maxKeys: 5, noNullPrototype: true }), async (fields) => {
        fc.pre(!Object.hasOwn(fields, '__proto__'));
        const { body } = await post(new URLSearchParams(fields).toString());
        expect(body['fields']).to.deep.equal(fields);
      }),
      { numRuns: 40 },
    );
  });

  it('is declared by a public POST alone', () => {
    const route: Route<Record<string, string>, Record<string, unknown>, unknown> = {
      method: 'POST',
      path: '/things/other',
      permission: 'public',
      foreignForm: true,
      summary: 'Takes a form.',
      body: { type: 'object' },
      handler: async () => ({}),
    };
    const { body: _body, ...bare } = route;
    for (const declared of [
      { ...route, permission: 'things:write' },
      { ...route, method: 'PUT' as const },
      bare,
    ])
      expect(() => served.routes.route(declared))
        .to.throw()
        .with.property('code', 'DW_HTTP_ROUTE_INVALID');
  });
});
