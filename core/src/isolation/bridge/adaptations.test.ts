import type { RouteRequest } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { adaptContribution, adaptRoute } from './adaptations.ts';

describe('what an isolated plugin is held to', () => {
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

  it('is a route that answers anybody only where its manifest says so', () => {
    const open = { method: 'GET', path: '/p/feed', permission: 'public', handler: async () => ({}) };
    for (const declared of [[], ['POST /p/feed'], ['GET /p']])
      expect(() => adaptRoute('p', open, declared), declared.join())
        .to.throw()
        .with.property('code', 'DW_ISOLATION_UNDECLARED');
    expect(adaptRoute('p', open, ['GET /p/feed'])).to.include({ permission: 'public', path: '/p/feed' });
    expect(adaptRoute('p', { ...open, permission: 'p:read' })).to.include({ permission: 'p:read' });
  });

  it('is a classifier that no thread of the platform imports, and that gets no view', async () => {
    const asked: unknown[] = [];
    const classifier = {
      info: { id: 'x' },
      portable: { module: 'file:///plugin.js', create: 'make' },
      examine: async (...args: unknown[]) => asked.push(args),
    };
    const adapted = adaptContribution('classification.classifiers', classifier, () => null) as {
      readonly portable: unknown;
      examine(sample: object, context: object): Promise<unknown>;
    };
    expect(adapted.portable).to.equal(undefined);
    await adapted.examine({}, { workspaceId: 'w', columns: new Set([1]), view: () => undefined });
    expect(asked).to.deep.equal([[{}, { workspaceId: 'w', columns: new Set([1]) }]]);
  });

  it('is a connector that reaches out only as it is let', async () => {
    const given: unknown[] = [];
    const connector = { info: { kind: 'x' }, open: async (...args: unknown[]) => given.push(args) };
    const adapted = adaptContribution('scanner.connectors', connector, (egress, settings) => ({
      of: egress,
      settings,
    })) as { open(...args: unknown[]): Promise<unknown> };
    const signal = new AbortController().signal;
    await adapted.open({ host: 'db' }, { egress: 'all', pace: 'own' }, signal);
    expect(given).to.deep.equal([
      [{ host: 'db' }, { egress: { of: 'all', settings: { host: 'db' } }, pace: 'own' }, signal],
    ]);
  });
});
