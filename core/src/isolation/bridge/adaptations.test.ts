import type { RouteRequest } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { adaptContribution, adaptRoute, checkDestination, guardRequest } from './adaptations.ts';

describe('what an isolated plugin is held to', () => {
  it('is the network that its manifest names', () => {
    const network = ['api.example.com:443', '*.cdn.example.com', 'open.example.com:*'];
    const allowed = [
      'https://api.example.com/x',
      'http://a.cdn.example.com:8080',
      'http://open.example.com:99/',
    ];
    const refused = [
      ...[
        'http://api.example.com/',
        'https://api.example.com:8443',
        'https://example.com',
        'https://cdn.example.com',
      ],
      ...[
        'https://api.example.com.evil.test',
        'https://api.example.com@evil.test/',
        'https://evilcdn.example.com',
      ],
    ];
    for (const url of allowed) expect(() => checkDestination('p', network, url), url).not.to.throw();
    for (const url of refused)
      expect(() => checkDestination('p', network, url), url)
        .to.throw()
        .with.property('code', 'DW_ISOLATION_REFUSED');
    expect(() => checkDestination('p', [], new URL('https://api.example.com')))
      .to.throw()
      .with.property('hint')
      .that.contains('"api.example.com:443"');
  });

  it('is the outside, and not the machine itself that it has not named', () => {
    const request = { purpose: 'look', loopback: 'allow', maxRedirects: 5 };
    const refused = { purpose: 'look', loopback: 'refuse', maxRedirects: 0 };
    for (const host of ['localhost', '127.0.0.1', '[::1]', '0x7f.1', 'leads-home.example'])
      expect(guardRequest(['*'], `http://${host}:6379/`, request), host).to.deep.equal(refused);
    expect(guardRequest(['leads-home.example'], 'http://leads-home.example/', request)).to.deep.equal(
      refused,
    );
    for (const [named, host] of [
      ['localhost:8080', 'localhost:8080'],
      ['127.0.0.1', '127.0.0.1:99'],
    ] as const)
      expect(guardRequest([named], `http://${host}/`, request)).to.include({ loopback: 'allow' });
  });

  it('is routes without credentials: none come in, none go out', async () => {
    let seen: unknown;
    const make = (headers: object) =>
      adaptRoute('p', {
        path: '/p',
        handler: async (request: RouteRequest) => {
          seen = request.headers;
          return { headers };
        },
      }) as { handler(request: RouteRequest): Promise<unknown> };
    const request = {
      headers: { cookie: 'a', authorization: 'b', 'x-csrf-token': 'c', accept: 'd' },
    } as unknown as RouteRequest;
    await make({ etag: '1' }).handler(request);
    expect(seen).to.deep.equal({ accept: 'd' });
    const error: unknown = await make({ 'Set-Cookie': 'x=1' })
      .handler(request)
      .catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'DW_ISOLATION_REFUSED' });
  });

  it('is answers that are data, and say nothing for the whole site', async () => {
    const answers = (headers: object): Promise<unknown> => {
      const route = adaptRoute('p', { path: '/p', handler: async () => ({ headers }) }) as {
        handler(request: RouteRequest): Promise<unknown>;
      };
      return route.handler({ headers: {} } as unknown as RouteRequest).then(
        () => 'answered',
        (error: unknown) => Reflect.get(Object(error) as object, 'code'),
      );
    };
    const refused: readonly object[] = [
      ...[{ 'Content-Type': 'text/html' }, { 'content-type': 'image/svg+xml', etag: '1' }],
      ...[{ 'Clear-Site-Data': '"cookies"' }, { 'access-control-allow-origin': '*' }],
      ...[{ 'content-security-policy': 'default-src *' }, { Refresh: '0; url=https://evil.example' }],
      ...['https://evil.example', '//evil.example', '/\\evil.example'].map((location) => ({ location })),
    ];
    for (const headers of refused)
      expect(await answers(headers), JSON.stringify(headers)).to.equal('DW_ISOLATION_REFUSED');
    for (const headers of [
      ...[{ 'content-type': 'text/csv' }, { location: '/p/1' }, {}],
      { 'content-type': 'text/html', 'content-disposition': 'attachment; filename="report.html"' },
    ])
      expect(await answers(headers), JSON.stringify(headers)).to.equal('answered');
    for (const bounds of [{ bodyLimit: 1e12 }, { bodyLimit: Number.NaN }, { timeoutMs: 1e12 }])
      expect(() => adaptRoute('p', { path: '/p', handler: async () => ({}), ...bounds }))
        .to.throw()
        .with.property('code', 'DW_ISOLATION_REFUSED');
  });

  it('is a classifier that no thread of the platform imports, and that gets no view', async () => {
    const asked: unknown[] = [];
    const adapted = adaptContribution('classification.classifiers', {
      info: { id: 'x' },
      portable: { module: 'file:///plugin.js', create: 'make' },
      examine: async (...args: unknown[]) => asked.push(args),
    }) as { readonly portable: unknown; examine(sample: object, context: object): Promise<unknown> };
    expect(adapted.portable).to.equal(undefined);
    await adapted.examine({}, { workspaceId: 'w', columns: new Set([1]), view: () => undefined });
    expect(asked).to.deep.equal([[{}, { workspaceId: 'w', columns: new Set([1]) }]]);
  });
});
