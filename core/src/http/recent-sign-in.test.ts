import type { AuthenticatedSession } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { byName, json, type Served, serve } from '../../test/http/serve.ts';

const MINUTE = 60_000;

describe('a route that asks for a recent sign-in', () => {
  let served: Served;
  let session: AuthenticatedSession | undefined;

  before(async () => {
    served = await serve({
      server: { auth: { recentSignInMinutes: 5 } },
      authenticate: (source) => {
        const known = byName(source);
        if (known === null || known instanceof Promise) return known;
        return session === undefined ? known : { ...known, session };
      },
    });
    served.routes.route({
      method: 'POST',
      path: '/things/:id/wipe',
      permission: 'things:wipe',
      recentSignIn: true,
      summary: 'Wipes.',
      handler: async () => ({ body: 'wiped' }),
    });
    served.routes.route({
      method: 'GET',
      path: '/things/:id',
      permission: 'things:read',
      summary: 'Reads.',
      handler: async () => ({ body: 'read' }),
    });
  });
  after(() => served.close());

  const wipe = (as = 'admin'): Promise<Response> => served.call('POST', '/api/v1/things/7/wipe', { as });
  const signedIn = (minutesAgo: number, more: Partial<AuthenticatedSession> = {}): AuthenticatedSession => ({
    id: 's',
    authenticatedAt: Date.now() - minutesAgo * MINUTE,
    methods: ['password'],
    ...more,
  });

  it('lets those pass who have just signed in, and tells the others how to', async () => {
    session = signedIn(4);
    expect((await wipe()).status).to.equal(200);
    for (const minutesAgo of [6, 600, -5]) {
      session = signedIn(minutesAgo);
      const refused = await wipe();
      expect(refused.status).to.equal(403);
      expect(refused.headers.get('www-authenticate')).to.equal(
        'Bearer realm="datawave", error="insufficient_user_authentication", max_age="300"',
      );
      expect(await json(refused)).to.include({ code: 'DW_AUTH_STEP_UP' });
    }
    expect((await served.call('GET', '/api/v1/things/7')).status).to.equal(200);
  });

  it('refuses what acts without a person, unless its token was made for this', async () => {
    session = undefined;
    expect(await json(await wipe())).to.include({ code: 'DW_AUTH_STEP_UP' });
    session = signedIn(0, { methods: ['api-token'] });
    expect(await json(await wipe())).to.include({ code: 'DW_AUTH_STEP_UP' });
    session = signedIn(600, { methods: ['api-token'], permissions: ['things:wipe'] });
    expect((await wipe()).status).to.equal(200);
  });

  it('is told to nobody who may not use it anyway', async () => {
    session = signedIn(600);
    expect(await json(await wipe('reader'))).to.include({ code: 'DW_ACCESS_DENIED' });
    expect((await wipe('nobody')).status).to.equal(404);
  });

  it('says so in OpenAPI, and cannot be public', () => {
    const operation = served.http.openApi().paths['/things/{id}/wipe']?.['post'];
    expect(operation).to.have.property('x-recent-sign-in', true);
    expect(operation?.responses)
      .to.have.nested.property('403.description')
      .that.matches(/DW_AUTH_STEP_UP/);
    const publicly = {
      method: 'POST' as const,
      path: '/things/public',
      permission: 'public',
      recentSignIn: true as const,
      summary: 'x',
      handler: async () => ({}),
    };
    expect(() => served.routes.route(publicly))
      .to.throw()
      .with.property('code', 'DW_HTTP_ROUTE_INVALID');
  });
});
