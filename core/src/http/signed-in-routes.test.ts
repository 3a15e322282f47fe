import { type Authenticate, DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type Served, serve } from '../../test/http/serve.ts';

/** `Bearer nobody` has no rights; `Bearer token` is the same person with a token for one permission. */
const authenticate: Authenticate = ({ headers }) => {
  const name = headers['authorization']?.toString().replace('Bearer ', '');
  if (name !== 'nobody' && name !== 'token') return null;
  return {
    principal: { id: 'user:nobody', kind: 'user', displayName: 'Nobody', roles: [] },
    workspace: DEFAULT_WORKSPACE,
    session: {
      id: 'session',
      authenticatedAt: 0,
      methods: ['password'],
      ...(name === 'token' ? { permissions: ['things:read'] } : {}),
    },
  };
};

describe('a route about the caller alone', () => {
  let served: Served;

  before(async () => {
    served = await serve({ authenticate });
    for (const method of ['GET', 'PUT'] as const)
      served.routes.route({
        method,
        path: '/things/mine',
        permission: 'signed-in',
        summary: 'Own.',
        ...(method === 'PUT' ? { body: { type: 'object', required: ['name'] } } : {}),
        handler: async ({ scope }) => ({ body: scope.principal.id }),
      });
  });
  after(() => served.close());

  const status = async (method: string, as: string | null, body?: unknown): Promise<number> =>
    (await served.call(method, '/api/v1/things/mine', { as, body })).status;

  it('lets everybody pass who has signed in, whatever they may do', async () => {
    expect(await status('GET', 'nobody')).to.equal(200);
    expect(await status('PUT', 'nobody', { name: 'a' })).to.equal(200);
    expect(await status('DELETE', 'nobody')).to.equal(405);
  });

  it('lets nobody else pass, before it looks at anything they sent', async () => {
    expect(await status('GET', null)).to.equal(401);
    expect(await status('PUT', null, '{broken')).to.equal(401);
  });

  it('is nothing for a token that is confined to some permissions', async () => {
    expect(await status('GET', 'token')).to.equal(404);
    expect(await status('PUT', 'token', '{broken')).to.equal(404);
    expect(await status('DELETE', 'token')).to.equal(404);
  });
});
