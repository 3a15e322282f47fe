import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Authentication,
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  type FirstAdministrator,
  type Plugin,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { inline } from '../../test/kernel-family.ts';
import { silentLog } from '../../test/storage.ts';
import { checkSettings, createKernel, type Kernel } from '../index.ts';
import { Authenticators } from './authenticators.ts';

const known = (id: string): Authentication => ({
  principal: { id, kind: 'user', displayName: id, roles: ['admin'] },
  workspace: DEFAULT_WORKSPACE,
  session: { id: 'session', authenticatedAt: Date.now(), methods: ['password'] },
});
const source = { headers: { authorization: 'Bearer somebody' }, address: '192.0.2.1', isSecure: false };
const noStorage = (): Promise<never> => Promise.reject(new Error('not asked for'));

describe('authenticators', () => {
  it('ask the plugins in the order in which they came, the kernel last, and answer at once where they can', () => {
    const authenticators = new Authenticators();
    const service = authenticators.service(noStorage);
    const asked: string[] = [];
    const asking = (name: string, answer: Authentication | null) => () => {
      asked.push(name);
      return answer;
    };
    authenticators.endWith(asking('kernel', known('user:admin')));
    const withdraw = service.use(asking('first', null));
    service.use(asking('second', null));
    expect(authenticators.authenticate(source)).to.have.nested.property('principal.id', 'user:admin');
    withdraw();
    withdraw();
    service.use(asking('third', known('user:ann')));
    expect(authenticators.authenticate(source)).to.have.nested.property('principal.id', 'user:ann');
    expect(asked).to.deep.equal(['first', 'second', 'kernel', 'second', 'third']);
  });

  it('let one that fails keep nobody out whom another knows, and tell the others that they could not be checked', async () => {
    for (const fail of [
      () => {
        throw new Error('out of order');
      },
      () => Promise.reject(new Error('out of order')),
    ]) {
      const authenticators = new Authenticators();
      const service = authenticators.service(noStorage);
      service.use(fail);
      service.use(() => Promise.resolve(null));
      authenticators.endWith(({ address }) => (address === source.address ? known('user:admin') : null));
      expect(await authenticators.authenticate(source)).to.have.nested.property('principal.id', 'user:admin');
      const refusal = await Promise.resolve()
        .then(() => authenticators.authenticate({ ...source, address: '192.0.2.2' }))
        .catch((error: unknown) => error);
      expect(refusal).to.have.property('message', 'out of order');
    }
  });
});

describe('a plugin that takes the sign-in over', () => {
  const PASSWORD = 'correct horse battery';
  let folder = '';
  let kernel: Kernel | null = null;

  const boot = async (plugin: Plugin): Promise<Kernel> => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-takeover-'));
    const { value } = checkSettings({
      server: { port: 0, accessLog: false, metrics: { enabled: false } },
      storage: { url: 'embedded', data: folder },
    });
    if (value === null) throw new Error('the settings are wrong');
    kernel = await createKernel({
      config: { ...value, file: join(folder, 'test.yaml'), projectDirectory: folder, plugins: {} },
      env: { DATAWAVE_ADMIN_PASSWORD: PASSWORD },
      log: silentLog,
      extraPlugins: [inline('gate', plugin, { resources: ['auth', 'gates'] })],
    });
    await kernel.start();
    return kernel;
  };
  afterEach(async () => {
    await kernel?.stop();
    kernel = null;
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (
    method: string,
    path: string,
    { token, body }: { readonly token?: string; readonly body?: unknown } = {},
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> => {
    const response = await fetch(new URL(path, kernel?.address ?? ''), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const parsed: unknown = await response.json().catch(() => ({}));
    return { status: response.status, body: Object.fromEntries(Object.entries(Object(parsed))) };
  };
  const signIn = (): ReturnType<typeof ask> =>
    ask('POST', '/api/v1/auth/login', { body: { username: 'admin', password: PASSWORD } });
  const plugins = async (token: unknown): Promise<number> =>
    (await ask('GET', '/api/v1/plugins', { token: String(token) })).status;

  const gate = (o: { readonly fails?: () => boolean; readonly seen?: FirstAdministrator[] } = {}): Plugin =>
    definePlugin()({
      deps: {
        http: coreServices.http,
        authentication: coreServices.authentication,
      },
      setup({ deps }) {
        deps.authentication.use(({ headers }) => {
          if (headers['authorization'] === 'Bearer bad-day') throw new Error('out of order');
          return headers['authorization'] === 'Bearer gate' ? known('user:ann') : null;
        });
        deps.http.route({
          method: 'POST',
          path: '/auth/login',
          permission: 'public',
          summary: 'Signs in.',
          handler: async () => ({ body: { by: 'gate' } }),
        });
        return {};
      },
      async start({ deps }) {
        const administrator = await deps.authentication.administrator();
        if (administrator !== null) o.seen?.push(administrator);
        if (o.fails?.()) throw new Error('no luck');
      },
    });

  it('answers below auth/ while it runs, knows the administrator, and gives the sign-in back when it is disabled', async () => {
    const seen: FirstAdministrator[] = [];
    await boot(gate({ seen }));
    expect(seen[0]).to.include({ id: 'user:admin', username: 'admin', displayName: 'Administrator' });
    expect(seen[0]?.passwordHash).to.match(/^\$argon2id\$/);
    expect(seen[0]?.changedAt).to.be.within(Date.now() - 600_000, Date.now() + 1_000);

    expect((await signIn()).body).to.deep.equal({ by: 'gate' });
    // The kernel's other routes yield as well: no address is answered by the one and the next by the other.
    expect((await ask('GET', '/api/v1/auth/session')).status).to.equal(401);
    expect(await plugins('gate')).to.equal(200);
    expect((await ask('POST', '/api/v1/plugins/gate/disable', { token: 'gate' })).status).to.equal(200);

    expect(await plugins('gate')).to.equal(401);
    const { status, body } = await signIn();
    expect(status).to.equal(200);
    expect(await plugins(body['accessToken'])).to.equal(200);
    expect((await ask('GET', '/api/v1/auth/session')).status).to.equal(200);

    await kernel?.enable('gate');
    expect((await signIn()).body).to.deep.equal({ by: 'gate' });
    // What the kernel handed out meanwhile is the plugin's to send away, which knows nothing of it.
    expect(await plugins(body['accessToken'])).to.equal(401);
    expect((await ask('GET', '/api/v1/plugins', { token: 'bad-day' })).status).to.equal(500);
  });

  it('leaves the sign-in to the kernel when it does not come up', async () => {
    let isBroken = true;
    const { enable } = await boot(gate({ fails: () => isBroken }));
    const { status, body } = await signIn();
    expect(status).to.equal(200);
    expect(await plugins(body['accessToken'])).to.equal(200);
    expect(await plugins('gate')).to.equal(401);
    isBroken = false;
    await enable.call(kernel, 'gate');
    expect((await signIn()).body).to.deep.equal({ by: 'gate' });
  });
});
