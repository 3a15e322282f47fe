import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Authenticate, DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type Served, serve } from '../../test/http/serve.ts';
import { silentLog } from '../../test/storage.ts';
import { KERNEL_PACKAGE } from '../kernel-identity.ts';
import { mountPackageRoutes } from './package-routes.ts';

const ID = '00000000-0000-4000-8000-000000000000';
const FILE = 'application/octet-stream';

/** Somebody who signed in a moment ago with a browser, which sends its cookie whoever asks it to. */
const authenticate: Authenticate = ({ headers }) =>
  headers['cookie'] === 'session=admin'
    ? {
        principal: { id: 'user:admin', kind: 'user', displayName: 'Admin', roles: ['admin'] },
        workspace: DEFAULT_WORKSPACE,
        session: { id: 'session', authenticatedAt: Date.now(), methods: ['password'] },
        csrfToken: 'right',
      }
    : null;

describe('changes of plugins that another site makes a browser ask for', () => {
  let served: Served;
  let folder: string;
  let reached = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-forged-'));
    served = await serve({ authenticate, filesDirectory: folder });
    const touch = (): never => {
      reached += 1;
      throw new Error('reached');
    };
    mountPackageRoutes(served.http.service(KERNEL_PACKAGE), {
      ...{ storage: touch, log: silentLog, maxBytes: 1000, beyond: (scope) => scope },
      installer: async () => touch(),
      registries: async () => touch(),
    });
  });
  after(async () => {
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  const routes: readonly (readonly [string, string, unknown])[] = [
    ['/plugin-changes', 'application/json', { install: [{ name: '@evil/plugin' }] }],
    [`/plugin-changes/${ID}/apply`, 'application/json', { hash: 'a'.repeat(64) }],
    ['/plugin-locks/0/rollback', 'application/json', {}],
    ['/plugin-changes/packages', FILE, 'bytes'],
    ['/plugin-changes/bundles', FILE, 'bytes'],
  ];
  const send = async (
    [path, type, body]: (typeof routes)[number],
    headers: Readonly<Record<string, string>>,
  ): Promise<readonly unknown[]> => {
    const answer = await served.call('POST', `/api/v1${path}`, {
      as: null,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { cookie: 'session=admin', 'content-type': type, ...headers },
    });
    return [answer.status, Object(await answer.json()).code];
  };

  it('are refused by where they come from, and without the token of the cookie wherever they come from', async () => {
    const token = { 'x-csrf-token': 'right' };
    for (const route of routes) {
      const [path] = route;
      for (const headers of [
        { ...token, origin: 'https://evil.example' },
        { ...token, origin: 'null' },
        { ...token, 'sec-fetch-site': 'cross-site' },
        { ...token, 'sec-fetch-site': 'same-site' },
      ])
        expect(await send(route, headers), path).to.deep.equal([403, 'DW_HTTP_ORIGIN_REFUSED']);
      for (const headers of [{}, { 'x-csrf-token': 'wrong' }, { origin: served.url }])
        expect(await send(route, headers), path).to.deep.equal([403, 'DW_HTTP_CSRF_REFUSED']);
    }
    expect(reached).to.equal(0);
  });

  it('are refused in the forms that a page can send without asking', async () => {
    // Going back takes no body, and reads none.
    for (const route of routes.filter(([path]) => !path.endsWith('rollback')))
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
        const [status] = await send(route, { 'x-csrf-token': 'right', 'content-type': type });
        expect(status, `${route[0]} ${type}`).to.equal(415);
      }
    expect(reached).to.equal(0);
  });

  it('pass when a page of the platform asks for them', async () => {
    for (const route of routes) {
      const before = reached;
      await send(route, { 'x-csrf-token': 'right', origin: served.url, 'sec-fetch-site': 'same-origin' });
      expect(reached, route[0]).to.equal(before + 1);
    }
  });
});
