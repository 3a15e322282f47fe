import { expect } from 'chai';
import { json, type Served, serve } from '../../test/http/serve.ts';

describe('mounting', () => {
  let served: Served;

  beforeEach(async () => {
    served = await serve();
    for (const path of ['/things', '/things/:id']) {
      served.routes.route({
        method: 'GET',
        path,
        permission: 'things:read',
        summary: 'x',
        handler: async () => ({ body: path }),
      });
    }
  });
  afterEach(() => served.close());

  const handler = async (): Promise<object> => ({});
  const refuses = (route: object, code: string): void => {
    const candidate = {
      method: 'GET',
      path: '/things/new',
      permission: 'things:read',
      summary: 'x',
      handler,
      ...route,
    };
    expect(
      () => served.routes.route(candidate as Parameters<typeof served.routes.route>[0]),
      JSON.stringify(route),
    )
      .to.throw()
      .with.property('code', code);
  };

  it('refuses a route without permission, outside the resources, or with a path of another kind', () => {
    refuses({ permission: undefined }, 'DW_HTTP_ROUTE_INVALID');
    refuses({ permission: '' }, 'DW_HTTP_ROUTE_INVALID');
    refuses({ permission: 'PUBLIC' }, 'DW_HTTP_ROUTE_INVALID');
    refuses({ path: '/others' }, 'DW_HTTP_ROUTE_INVALID');
    refuses({ path: '/thingsandmore' }, 'DW_HTTP_ROUTE_INVALID');
    for (const path of [
      'things',
      '/things/',
      '/things/*',
      '/things/(.*)',
      '/:things',
      '/things/../others',
      '/things/:id/:id',
      '/things/{a}',
    ])
      refuses({ path }, 'DW_HTTP_ROUTE_INVALID');
    refuses({ method: 'TRACE' }, 'DW_HTTP_ROUTE_INVALID');
    refuses({ query: { limit: { type: 'integer' } } }, 'DW_HTTP_ROUTE_INVALID');
  });

  it('refuses a second route of the same shape', () => {
    refuses({ path: '/things/:other' }, 'DW_HTTP_ROUTE_DUPLICATE');
    refuses({ path: '/things' }, 'DW_HTTP_ROUTE_DUPLICATE');
  });

  it('refuses a resource that another plugin owns, and gives it to it when that one is gone', () => {
    const rival = { manifest: { id: 'rival', resources: ['things'] } };
    expect(() => served.http.service(rival))
      .to.throw()
      .with.property('code', 'DW_HTTP_RESOURCE_TAKEN');
    served.http.removePlugin('test');
    served.http
      .service(rival)
      .route({ method: 'GET', path: '/things', permission: 'things:read', summary: 'x', handler });
  });

  it('answers 404 once a plugin is gone, and again when it returns', async () => {
    served.http.removePlugin('test');
    expect((await served.call('GET', '/api/v1/things')).status).to.equal(404);
    const again = served.http.service({ manifest: { id: 'test', resources: ['things'] } });
    const withdraw = again.route({
      method: 'GET',
      path: '/things',
      permission: 'things:read',
      summary: 'x',
      handler: async () => ({ body: 'back' }),
    });
    expect(await (await served.call('GET', '/api/v1/things')).json()).to.equal('back');
    await withdraw();
    await withdraw();
    expect((await served.call('GET', '/api/v1/things')).status).to.equal(404);
  });

  it('answers 500 and says which schema cannot be used', async () => {
    served.routes.route({
      method: 'GET',
      path: '/things/odd',
      permission: 'things:read',
      summary: 'x',
      query: { type: 'object', colour: 'red' },
      handler,
    });
    const odd = await served.call('GET', '/api/v1/things/odd');
    expect([odd.status, (await json(odd))['code']]).to.deep.equal([500, 'DW_HTTP_SCHEMA_INVALID']);
  });
});
