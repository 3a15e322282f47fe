import { expect } from 'chai';
import { rawRequest } from '../../test/http/raw-request.ts';
import { json, type Served, serve } from '../../test/http/serve.ts';
import { mountThings } from '../../test/http/things.ts';

describe('routes', () => {
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

  describe('who may', () => {
    it('answers 401 to nobody before it looks at anything else', async () => {
      for (const [method, path] of [
        ['GET', '/things'],
        ['GET', '/nowhere'],
        ['PATCH', '/things'],
        ['OPTIONS', '/things'],
        ['GET', '/things?limit=x'],
        ['GET', '/things/%E0%A4%A'],
      ] as const) {
        const response = await served.call(method, `/api/v1${path}`, { as: null });
        expect(response.status, `${method} ${path}`).to.equal(401);
        expect(response.headers.get('www-authenticate')).to.match(/^Bearer/);
      }
      const huge = await served.call('POST', '/api/v1/things', { as: null, body: 'x'.repeat(50_000) });
      expect(huge.status).to.equal(401);
    });

    it('answers 401 to a token that is not valid', async () => {
      expect(await codeOf(await served.call('GET', '/api/v1/things', { as: 'mallory' }))).to.deep.equal([
        401,
        'DW_HTTP_UNAUTHENTICATED',
      ]);
    });

    it('lets everybody use a public route, as whoever they are', async () => {
      expect(await (await served.call('GET', '/api/v1/things/open', { as: null })).json()).to.equal(
        'anonymous',
      );
      expect(await (await served.call('GET', '/api/v1/things/open')).json()).to.equal('user:admin');
    });

    it('answers 403 to who may see but not do', async () => {
      expect(
        await codeOf(await served.call('POST', '/api/v1/things', { as: 'reader', body: { name: 'a' } })),
      ).to.deep.equal([403, 'DW_ACCESS_DENIED']);
      expect(
        await codeOf(await served.call('POST', '/api/v1/things/1/start', { as: 'reader' })),
      ).to.deep.equal([403, 'DW_ACCESS_DENIED']);
      expect(calls).to.deep.equal([]);
    });

    it('answers 404 to who may not see', async () => {
      for (const [method, path, as] of [
        ['GET', '/things', 'nobody'],
        ['POST', '/things', 'nobody'],
        ['DELETE', '/things/1', 'nobody'],
        ['PATCH', '/things', 'nobody'],
        ['GET', '/things/1/secrets', 'reader'],
      ] as const) {
        expect(
          await codeOf(await served.call(method, `/api/v1${path}`, { as })),
          `${method} ${path}`,
        ).to.deep.equal([404, 'DW_HTTP_NOT_FOUND']);
      }
    });

    it('authorises before it reads the body', async () => {
      expect(
        (
          await served.call('POST', '/api/v1/things', {
            as: 'reader',
            body: '{broken',
            headers: { 'content-type': 'application/json' },
          })
        ).status,
      ).to.equal(403);
    });
  });

  it('asks for a body with Expect: 100-continue only from who may send it', async () => {
    const head = (token: string): string =>
      `POST /api/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 12\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`;
    expect(await rawRequest(served.url, [head('reader')])).to.match(/^HTTP\/1\.1 403 /);
    expect(await rawRequest(served.url, [head('admin'), '{"name":"a"}'])).to.match(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /,
    );
  });

  describe('paths', () => {
    it('prefers a literal segment to a parameter, in whatever order they were mounted', async () => {
      expect(await (await served.call('GET', '/api/v1/things/summary')).json()).to.equal('summary');
    });

    it('decodes parameters, also with slashes in them', async () => {
      const urn = 'urn:dw:sqlite:chinook.sqlite:main/Customer#E-Mail ü';
      expect(await json(await served.call('GET', `/api/v1/things/${encodeURIComponent(urn)}`))).to.include({
        id: urn,
      });
    });

    it('answers 400 to U+0000, which the database keeps in no text', async () => {
      for (const path of ['/api/v1/things/a%00b', '/api/v1/things?tag=a%00b', '/api/v1/things?a%00b=c'])
        expect(await codeOf(await served.call('GET', path)), path).to.deep.equal([
          400,
          'DW_HTTP_PATH_INVALID',
        ]);
    });

    it('answers 400 to an escape that does not decode', async () => {
      expect(await codeOf(await served.call('GET', '/api/v1/things/%E0%A4%A'))).to.deep.equal([
        400,
        'DW_HTTP_PATH_INVALID',
      ]);
      expect(await codeOf(await served.call('GET', '/api/v1/things?tag=%zz'))).to.deep.equal([
        400,
        'DW_HTTP_PATH_INVALID',
      ]);
    });

    it('tells 404 from 405, which names what is allowed', async () => {
      expect(await codeOf(await served.call('GET', '/api/v1/nowhere'))).to.deep.equal([
        404,
        'DW_HTTP_NOT_FOUND',
      ]);
      expect(await codeOf(await served.call('GET', '/api/v1'))).to.deep.equal([404, 'DW_HTTP_NOT_FOUND']);
      const refused = await served.call('PATCH', '/api/v1/things/1');
      expect(refused.headers.get('allow')).to.equal('DELETE, GET, HEAD, OPTIONS, PUT');
      expect(await codeOf(refused)).to.deep.equal([405, 'DW_HTTP_METHOD_NOT_ALLOWED']);
    });

    it('answers OPTIONS with what is allowed and HEAD like GET without the body', async () => {
      const options = await served.call('OPTIONS', '/api/v1/things');
      expect([
        options.status,
        options.headers.get('allow'),
        options.headers.get('access-control-allow-origin'),
      ]).to.deep.equal([204, 'GET, HEAD, OPTIONS, POST', null]);
      const [head, get] = [
        await served.call('HEAD', '/api/v1/things/1'),
        await served.call('GET', '/api/v1/things/1'),
      ];
      expect([
        head.status,
        head.headers.get('etag'),
        head.headers.get('content-length'),
        await head.text(),
      ]).to.deep.equal([200, '"7"', get.headers.get('content-length'), '']);
    });
  });

  describe('input', () => {
    it('reads numbers, booleans and lists from the query and fills in defaults', async () => {
      expect(await json(await served.call('GET', '/api/v1/things?limit=9&all=true&tag=a'))).to.deep.equal({
        limit: 9,
        all: true,
        tag: ['a'],
      });
      expect(await json(await served.call('GET', '/api/v1/things?tag=a&tag=b+c'))).to.deep.equal({
        limit: 50,
        tag: ['a', 'b c'],
      });
    });

    it('names every fault with its pointer', async () => {
      const problem = await json(await served.call('GET', '/api/v1/things?limit=900&colour=red'));
      expect(problem).to.include({ status: 400, code: 'DW_HTTP_INPUT_INVALID' });
      expect(problem['errors']).to.have.deep.members([
        { pointer: '/query/limit', message: 'must be <= 500' },
        { pointer: '/query/colour', message: 'is not known here' },
      ]);
      const body = await json(
        await served.call('POST', '/api/v1/things', { body: { size: 'big', 'a/b': 1 } }),
      );
      expect(body['errors']).to.have.deep.members([
        { pointer: '/body/name', message: 'is missing' },
        { pointer: '/body/a~1b', message: 'is not known here' },
        { pointer: '/body/size', message: 'must be integer' },
      ]);
    });

    it('does not turn text in a body into numbers', async () => {
      expect(
        (await served.call('POST', '/api/v1/things', { body: { name: 'a', size: '3' } })).status,
      ).to.equal(400);
      expect(await json(await served.call('POST', '/api/v1/things', { body: { name: 'a' } }))).to.deep.equal({
        name: 'a',
        size: 1,
      });
    });

    it('accepts only JSON', async () => {
      const send = (body: string, headers: Record<string, string>): Promise<Response> =>
        served.call('POST', '/api/v1/things', { body, headers });
      expect(
        await codeOf(await send('name=a', { 'content-type': 'application/x-www-form-urlencoded' })),
      ).to.deep.equal([415, 'DW_HTTP_MEDIA_TYPE']);
      expect(await codeOf(await send('{"name":"a"}', { 'content-type': 'text/plain' }))).to.deep.equal([
        415,
        'DW_HTTP_MEDIA_TYPE',
      ]);
      expect(
        await codeOf(
          await send('{"name":"a"}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
        ),
      ).to.deep.equal([415, 'DW_HTTP_MEDIA_TYPE']);
      expect(
        (await send('{"name":"a"}', { 'content-type': 'application/json; charset=utf-8' })).status,
      ).to.equal(201);
      expect(
        (await send('{"name":"a"}', { 'content-type': 'application/merge-patch+json' })).status,
      ).to.equal(201);
    });

    it('says where a body goes wrong without quoting it', async () => {
      const response = await served.call('POST', '/api/v1/things', {
        body: '{"password":"hunter2" oops}',
        headers: { 'content-type': 'application/json' },
      });
      const text = await response.text();
      expect(response.status).to.equal(400);
      expect(text)
        .to.contain('DW_HTTP_BODY_INVALID')
        .and.to.match(/character \d+/)
        .and.not.to.contain('hunter2');
    });

    it('refuses a key that would change a prototype, and bytes that are not UTF-8', async () => {
      for (const body of ['{"__proto__":{"admin":true}}', '{"\\u005f_proto__":{"admin":true}}'])
        expect(
          await codeOf(
            await served.call('POST', '/api/v1/things', {
              body,
              headers: { 'content-type': 'application/json' },
            }),
          ),
        ).to.deep.equal([400, 'DW_HTTP_BODY_INVALID']);
      const broken = await fetch(`${served.url}/api/v1/things`, {
        method: 'POST',
        body: new Uint8Array([0x22, 0xff, 0x22]),
        headers: { authorization: 'Bearer admin', 'content-type': 'application/json' },
      });
      expect(await codeOf(broken)).to.deep.equal([400, 'DW_HTTP_BODY_INVALID']);
    });

    it('refuses texts that the database cannot keep, wherever they stand, and nothing that only looks like them', async () => {
      const send = async (body: string) =>
        (
          await served.call('POST', '/api/v1/things', {
            body,
            headers: { 'content-type': 'application/json' },
          })
        ).status;
      for (const text of ['a\\u0000b', '\\ud83d', '\\uDC00', '\\ude00\\ud83d'])
        for (const body of [
          `{"name":"${text}"}`,
          `{"name":{"deep":[["${text}"]]}}`,
          `{"${text}":1}`,
          `{"name":${'['.repeat(90)}"${text}"${']'.repeat(90)}}`,
        ])
          expect(await send(body), body.slice(0, 60)).to.equal(400);
      expect(await send('{"name":"\\ud83d\\ude00 \\\\u0000 \\\\ud83d"}')).to.equal(201);
    });

    it('refuses a body that is nested so deeply that looking at it would overflow a stack', async () => {
      const send = async (name: string) =>
        codeOf(
          await served.call('POST', '/api/v1/things', {
            body: `{"name":${name}}`,
            headers: { 'content-type': 'application/json' },
          }),
        );
      const deep = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`;
      expect(await send(deep(100))).to.deep.equal([400, 'DW_HTTP_BODY_INVALID']);
      expect((await send(deep(98)))[1]).to.equal('DW_HTTP_INPUT_INVALID');
      expect((await send(`[${Array(150).fill('{}').join()}]`))[1]).to.equal('DW_HTTP_INPUT_INVALID');
    });

    it('refuses a body beyond the limit, also when it does not say its length', async () => {
      expect(
        await codeOf(await served.call('POST', '/api/v1/things', { body: { name: 'x'.repeat(2_000) } })),
      ).to.deep.equal([413, 'DW_HTTP_BODY_TOO_LARGE']);
      const head =
        'POST /api/v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer admin\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
      const answer = await rawRequest(served.url, [
        head,
        ...Array.from({ length: 10 }, () => `200\r\n${' '.repeat(512)}\r\n`),
      ]);
      expect(answer)
        .to.match(/^HTTP\/1\.1 413 /)
        .and.to.match(/connection: close/i);
    });
  });
});
