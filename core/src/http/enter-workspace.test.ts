import { type Authenticate, DEFAULT_WORKSPACE, type ResolveWorkspace } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { byName, json, type Served, serve } from '../../test/http/serve.ts';
import { Authenticators } from '../security/authenticators.ts';
import { onlyDefault } from './enter-workspace.ts';

const NORTH = '00000000-0000-7000-8000-0000000000aa';

describe('the workspace of a request', () => {
  let served: Served;
  const authenticators = new Authenticators();
  const service = authenticators.service(() => Promise.reject(new Error('not asked for')));
  const asked: (string | null)[] = [];
  const resolve: ResolveWorkspace = ({ authentication, named }) => {
    asked.push(named);
    if (named === null) return { workspace: authentication.workspace, roles: [] };
    return Promise.resolve(named === 'north' ? { workspace: NORTH, roles: ['steward'] } : null);
  };
  const authenticate: Authenticate = byName;

  before(async () => {
    served = await serve({
      authenticate,
      resolveWorkspace: (question) => (authenticators.resolver ?? onlyDefault)(question),
    });
    for (const [path, permission] of [
      ['/things', 'things:read'],
      ['/things/open', 'public'],
    ] as const)
      served.routes.route({
        method: 'GET',
        path,
        permission,
        summary: 'Says where.',
        handler: async ({ scope }) => ({ body: { in: scope.workspace, as: scope.principal } }),
      });
  });
  after(() => served.close());

  const ask = (key?: string, path = '/things', as: string | null = 'admin'): Promise<Response> =>
    served.call('GET', `/api/v1${path}`, {
      as,
      ...(key === undefined ? {} : { headers: { 'x-workspace': key } }),
    });

  it('is the default one where no plugin knows of others, and no other name is answered', async () => {
    for (const key of [undefined, 'default'])
      expect(await json(await ask(key))).to.have.property('in', DEFAULT_WORKSPACE);
    const unknown = await ask('north');
    expect(unknown.status).to.equal(404);
    expect(await json(unknown)).to.have.property('code', 'DW_HTTP_NOT_FOUND');
  });

  it('is what the plugin finds, with the roles held there, until the plugin stops', async () => {
    const stop = service.resolveWorkspaces(resolve);
    expect(() => service.resolveWorkspaces(resolve))
      .to.throw()
      .with.property('code', 'DW_AUTH_WORKSPACES_TAKEN');
    expect(await json(await ask('north'))).to.deep.include({
      in: NORTH,
      as: {
        id: 'user:admin',
        kind: 'user',
        displayName: 'admin',
        roles: ['admin'],
        workspaceRoles: ['steward'],
      },
    });
    const plain = await json(await ask());
    expect(plain).to.have.property('in', DEFAULT_WORKSPACE);
    expect(plain['as']).not.to.have.property('workspaceRoles');
    expect(asked).to.deep.equal(['north', null]);
    await stop();
    await stop();
    expect((await ask('north')).status).to.equal(404);
  });

  it('answers for one that may not be entered as for a path that leads nowhere, and asks nothing for who has not signed in', async () => {
    const stop = service.resolveWorkspaces(resolve);
    const same = async (response: Response): Promise<unknown> => {
      const { requestId: _, ...problem } = await json(response);
      return { status: response.status, ...problem };
    };
    const nowhere = await same(await ask(undefined, '/nowhere'));
    expect(await same(await ask('south'))).to.deep.equal(nowhere);
    expect(await same(await ask('south', '/nowhere'))).to.deep.equal(nowhere);
    asked.length = 0;
    expect(await json(await ask('north', '/things/open', null))).to.have.property('in', DEFAULT_WORKSPACE);
    expect((await ask('south', '/things', null)).status).to.equal(401);
    expect(asked).to.deep.equal([]);
    await stop();
  });
});
