import { expect } from 'chai';
import { json, type Served, serve } from '../../test/http/serve.ts';
import { silentLog, type TestStorage, testStorage } from '../../test/storage.ts';
import { createAccess } from './access.ts';
import { type Administrator, createAdministrator, securityMigrations } from './administrator.ts';
import { attemptKey } from './sign-in-throttle.ts';

const PASSWORD = 'correct horse battery';

describe('administrator', () => {
  let database: TestStorage;
  let administrator: Administrator;
  let served: Served;
  /** What the audit trail was told. */
  let trail: Readonly<Record<string, string>>[] = [];

  const statement = (text: string, ...parameters: unknown[]): Promise<readonly Record<string, unknown>[]> =>
    database.storage.execute({ text, parameters });
  const make = (env: Record<string, string> = { DATAWAVE_ADMIN_PASSWORD: PASSWORD }): Administrator =>
    createAdministrator({
      ...{ storage: database.storage, env, log: silentLog },
      audit: () => ({
        note: async ({ principal }, { action, object, outcome = 'succeeded', reason }) => {
          trail.push({
            by: principal.id,
            action,
            object: object.id,
            outcome,
            ...(reason === undefined ? {} : { reason }),
          });
        },
        record: () => Promise.reject(new Error('There is no transaction to record it in.')),
      }),
    });
  const login = (password = PASSWORD, username = 'admin'): Promise<Response> =>
    served.call('POST', '/api/v1/auth/login', { as: null, body: { username, password } });
  const withToken = (token: unknown, method = 'GET', path = '/api/v1/things'): Promise<Response> =>
    served.call(method, path, { as: null, headers: { authorization: `Bearer ${String(token)}` } });

  before(async () => {
    database = await testStorage({
      plugins: [{ id: 'core', schema: 'core', entities: [], migrations: securityMigrations }],
    });
  });
  after(() => database.close());

  beforeEach(async () => {
    await statement('delete from core.sign_in_users');
    await statement('delete from core.sign_in_attempts');
    administrator = make();
    await administrator.prepare();
    trail = [];
    served = await serve({ authenticate: administrator.authenticate, access: createAccess() });
    administrator.mount(served.http);
    served.routes.route({
      method: 'GET',
      path: '/things',
      permission: 'things:read',
      summary: 'Lists.',
      handler: async ({ scope }) => ({ body: { by: scope.principal.id } }),
    });
    served.routes.route({
      method: 'POST',
      path: '/things',
      permission: 'things:write',
      summary: 'Adds.',
      handler: async () => ({ status: 201, body: {} }),
    });
  });
  afterEach(async () => {
    await served.close();
    await administrator.close();
  });

  it('lets people in again after the database could not be listened to for a moment', async () => {
    const { accessToken } = (await (await login()).json()) as { readonly accessToken: string };
    let isDown = true;
    const later = createAdministrator({
      storage: {
        execute: (query) => database.storage.execute(query),
        listen: (channel, onNotify) =>
          isDown ? Promise.reject(new Error('down')) : database.storage.listen(channel, onNotify),
      },
      env: {},
      log: silentLog,
    });
    const ask = async () =>
      later.authenticate({
        headers: { authorization: `Bearer ${accessToken}` },
        address: '127.0.0.1',
        isSecure: false,
      });
    expect(await ask().catch((error: unknown) => error)).to.be.an.instanceOf(Error);
    isDown = false;
    expect((await ask())?.principal.id).to.equal('user:admin');
    await later.close();
  });

  describe('at first start', () => {
    beforeEach(() => statement('delete from core.sign_in_users'));

    it('generates a password that is answered once and never again', async () => {
      const [first, second] = [make({}), make({})];
      const { generatedPassword } = await first.prepare();
      expect(generatedPassword).to.match(/^[A-Za-z0-9]{20}$/);
      expect((await second.prepare()).generatedPassword).to.equal(null);
      const [user] = await statement('select password_hash from core.sign_in_users');
      expect(user?.['password_hash']).to.match(/^\$argon2id\$/);
      expect((await login(generatedPassword ?? '')).status).to.equal(200);
      await first.close();
      await second.close();
    });

    it('lets one of several replicas that start at once make the password', async () => {
      const replicas = [make({}), make({}), make({})];
      const outcomes = await Promise.all(replicas.map((replica) => replica.prepare()));
      expect(outcomes.filter(({ generatedPassword }) => generatedPassword !== null)).to.have.length(1);
      await Promise.all(replicas.map((replica) => replica.close()));
    });
  });

  it('takes a changed DATAWAVE_ADMIN_PASSWORD at the next start and ends open sessions', async () => {
    const { accessToken } = await json(await login());
    const next = make({ DATAWAVE_ADMIN_PASSWORD: 'another long password' });
    await next.prepare();
    await eventually(async () => (await withToken(accessToken)).status === 401);
    expect((await login()).status).to.equal(401);
    expect((await login('another long password')).status).to.equal(200);
    await next.close();
  });

  it('answers a pair of tokens with which the API can be used', async () => {
    const pair = await json(await login());
    expect(Object.keys(pair).sort()).to.deep.equal(['accessToken', 'expiresIn', 'refreshToken']);
    expect(pair['expiresIn']).to.equal(600);
    const answer = await withToken(pair['accessToken']);
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal({ by: 'user:admin' });
  });

  it('leaves a trace of whoever comes in, is kept out, or goes, and no name that may be a password', async () => {
    const { accessToken, refreshToken } = await json(await login());
    await login('a guess');
    await login('a guess', 'a password in the wrong place');
    for (const _ of [1, 2])
      await served.call('POST', '/api/v1/auth/refresh', { as: null, body: { refreshToken } });
    const other = await json(await login());
    await withToken(other['accessToken'], 'POST', '/api/v1/auth/logout');
    await administrator.resetPassword('admin', 'another long password');
    const failed = {
      by: 'anonymous',
      action: 'core.sign-in.failed',
      outcome: 'failed',
      reason: 'credentials',
    };
    const succeeded = {
      by: 'user:admin',
      action: 'core.sign-in.succeeded',
      object: 'user:admin',
      outcome: 'succeeded',
    };
    expect(accessToken).to.be.a('string');
    expect(trail.filter(({ action }) => !/^core\.(session|token)\./.test(String(action)))).to.deep.equal([
      succeeded,
      { ...failed, object: 'user:admin' },
      { ...failed, object: 'unknown' },
      succeeded,
      {
        ...{ by: 'system', action: 'core.password.replaced', object: 'user:admin', outcome: 'succeeded' },
        reason: 'It was given on the command line.',
      },
    ]);
    expect(trail.map(({ action, outcome, by }) => `${action} ${outcome} ${by}`)).to.include.members([
      'core.token.reused denied anonymous',
      'core.session.ended succeeded user:admin',
    ]);
    expect(JSON.stringify(trail)).not.to.match(/guess|wrong place/);
  });

  it('stores no token and no password in clear', async () => {
    const pair = await json(await login());
    const rows = JSON.stringify([
      await statement('select * from core.sign_in_tokens'),
      await statement('select * from core.sign_in_users'),
    ]);
    expect(rows)
      .not.to.contain(String(pair['accessToken']))
      .and.not.to.contain(String(pair['refreshToken']))
      .and.not.to.contain(PASSWORD);
  });

  it('says the same of a wrong password and of an unknown user', async () => {
    const bodies = await Promise.all([json(await login('wrong')), json(await login(PASSWORD, 'nobody'))]);
    expect(bodies.map(({ status, code, detail }) => [status, code, detail])).to.deep.equal(
      Array(2).fill([401, 'DW_AUTH_FAILED', 'The user name or the password is wrong.']),
    );
  });

  it('refuses tokens that are not its own', async () => {
    for (const token of ['', 'x', 'dwa_short', `dwa_${'A'.repeat(43)}`, `dwr_${'A'.repeat(43)}`])
      expect((await withToken(token)).status, token).to.equal(401);
    const { refreshToken } = await json(await login());
    expect((await withToken(refreshToken)).status).to.equal(401);
  });

  it('rotates refresh tokens and ends the session when one comes twice', async () => {
    const first = await json(await login());
    const refresh = (refreshToken: unknown): Promise<Response> =>
      served.call('POST', '/api/v1/auth/refresh', { as: null, body: { refreshToken } });
    const second = await json(await refresh(first['refreshToken']));
    expect((await withToken(second['accessToken'])).status).to.equal(200);
    const reuse = await refresh(first['refreshToken']);
    expect(reuse.status).to.equal(401);
    expect(await json(reuse)).to.include({ code: 'DW_AUTH_REFRESH_REUSED' });
    await eventually(async () => (await withToken(second['accessToken'])).status === 401);
    expect((await refresh(second['refreshToken'])).status).to.equal(401);
  });

  it('lets only one of two refreshes at once through', async () => {
    const { refreshToken } = await json(await login());
    const answers = await Promise.all(
      [1, 2].map(() => served.call('POST', '/api/v1/auth/refresh', { as: null, body: { refreshToken } })),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 401]);
  });

  it('ends a session at sign-out, here at once and on another replica as soon as it is told', async () => {
    const replica = make();
    await replica.prepare();
    const { accessToken } = await json(await login());
    const headers = { authorization: `Bearer ${String(accessToken)}` };
    const credentials = { headers, address: '', isSecure: false };
    expect(await replica.authenticate(credentials)).not.to.equal(null);
    expect((await withToken(accessToken)).status).to.equal(200);
    expect((await withToken(accessToken, 'POST', '/api/v1/auth/logout')).status).to.equal(204);
    expect((await withToken(accessToken)).status).to.equal(401);
    await eventually(async () => (await replica.authenticate(credentials)) === null);
    await replica.close();
  });

  it('refuses expired tokens', async () => {
    const { accessToken } = await json(await login());
    await statement(`update core.sign_in_tokens set expires_at = now() - interval '1 second'`);
    expect((await withToken(accessToken)).status).to.equal(401);
  });

  it('ends sessions when the password is reset', async () => {
    const { accessToken } = await json(await login());
    expect((await withToken(accessToken)).status).to.equal(200);
    await administrator.resetPassword('admin', 'a fresh long password');
    expect((await withToken(accessToken)).status).to.equal(401);
    expect((await login('a fresh long password')).status).to.equal(200);
  });

  describe('throttling', () => {
    const failures = async (count: number): Promise<readonly number[]> => {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < count; attempt += 1) statuses.push((await login('wrong')).status);
      return statuses;
    };

    it('makes an address wait after five wrong passwords, also for the right one', async () => {
      expect(await failures(5)).to.deep.equal([401, 401, 401, 401, 401]);
      const refused = await login();
      expect(refused.status).to.equal(429);
      expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
      expect(await json(refused)).to.include({ code: 'DW_AUTH_THROTTLED' });
    });

    it('does not make another address wait', async () => {
      await failures(6);
      await statement(`update core.sign_in_attempts set key = replace(key, '127.0.0.1', '203.0.113.9')`);
      expect((await login()).status).to.equal(200);
    });

    it('counts attempts that are sent at once', async () => {
      const statuses = await Promise.all(
        Array.from({ length: 12 }, async () => (await login('wrong')).status),
      );
      expect(statuses.filter((status) => status === 401)).to.have.length(5);
      expect(statuses.filter((status) => status === 429)).to.have.length(7);
    });

    it('forgets failures after a success', async () => {
      await failures(4);
      expect((await login()).status).to.equal(200);
      expect(await failures(4)).to.deep.equal([401, 401, 401, 401]);
    });

    it('keeps one row for all unknown names', async () => {
      for (const name of ['a', 'b', 'c']) await login('x', name);
      expect(await statement('select key from core.sign_in_attempts')).to.deep.equal([
        { key: '127.0.0.1 *' },
      ]);
    });

    it('counts a /64 of IPv6 as one address', () => {
      expect(attemptKey('2001:db8:1:2:3:4:5:6', 'admin')).to.equal('2001:db8:1:2::/64 admin');
      expect(attemptKey('2001:DB8:1:2::9', 'admin')).to.equal(attemptKey('2001:db8:0001:0002::1', 'admin'));
      expect(attemptKey('::ffff:10.0.0.1', 'admin')).to.equal('10.0.0.1 admin');
    });
  });

  describe('in the browser', () => {
    const signIn = async (
      headers: Record<string, string> = {},
    ): Promise<{ cookie: string; csrfToken: string; response: Response }> => {
      const response = await served.call('POST', '/api/v1/auth/session', {
        as: null,
        headers,
        body: { username: 'admin', password: PASSWORD },
      });
      const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
      return { cookie, csrfToken: String((await json(response.clone()))['csrfToken']), response };
    };

    it('hands out a cookie that scripts cannot read and other sites cannot send', async () => {
      const { response } = await signIn();
      expect(response.status).to.equal(200);
      expect(response.headers.get('set-cookie')).to.match(
        /^datawave_session=dws_[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
      );
      expect(await json(response)).to.have.nested.property('principal.id', 'user:admin');
    });

    it('is known by TLS by the cookie with the prefix alone, which no other host can set', async () => {
      const { cookie } = await signIn();
      const [, token = ''] = cookie.split('=');
      const ask = async (sent: string, isSecure: boolean) =>
        (await administrator.authenticate({ headers: { cookie: sent }, address: '192.0.2.1', isSecure }))
          ?.principal.id;
      expect(await ask(cookie, false)).to.equal('user:admin');
      expect(await ask(cookie, true)).to.equal(undefined);
      expect(await ask(`${cookie}x; __Host-datawave_session=${token}`, true)).to.equal('user:admin');
    });

    it('says who is signed in', async () => {
      const { cookie, csrfToken } = await signIn();
      const known = await json(
        await served.call('GET', '/api/v1/auth/session', { as: null, headers: { cookie } }),
      );
      expect(known).to.have.nested.property('principal.displayName', 'Administrator');
      expect(known['csrfToken']).to.equal(csrfToken);
      expect(await json(await served.call('GET', '/api/v1/auth/session', { as: null }))).to.deep.equal({
        principal: null,
        csrfToken: null,
        expiresAt: null,
      });
    });

    it('accepts a write only with the token that belongs to the cookie', async () => {
      const { cookie, csrfToken } = await signIn();
      const write = (headers: Record<string, string>): Promise<Response> =>
        served.call('POST', '/api/v1/things', { as: null, headers: { cookie, ...headers } });
      expect((await served.call('GET', '/api/v1/things', { as: null, headers: { cookie } })).status).to.equal(
        200,
      );
      const refused = await write({});
      expect([refused.status, (await json(refused))['code']]).to.deep.equal([403, 'DW_HTTP_CSRF_REFUSED']);
      expect((await write({ 'x-csrf-token': 'wrong' })).status).to.equal(403);
      expect((await write({ 'x-csrf-token': csrfToken })).status).to.equal(201);
    });

    it('refuses a write and a sign-in that another site sends', async () => {
      const { cookie, csrfToken } = await signIn();
      const write = (headers: Record<string, string>): Promise<Response> =>
        served.call('POST', '/api/v1/things', {
          as: null,
          headers: { cookie, 'x-csrf-token': csrfToken, ...headers },
        });
      expect((await write({ origin: 'https://evil.example' })).status).to.equal(403);
      expect((await write({ origin: 'null' })).status).to.equal(403);
      expect((await write({ 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
      expect((await write({ origin: served.url })).status).to.equal(201);
      expect((await signIn({ origin: 'https://evil.example' })).response.status).to.equal(403);
    });

    it('signs out', async () => {
      const { cookie } = await signIn();
      const gone = await served.call('DELETE', '/api/v1/auth/session', { as: null, headers: { cookie } });
      expect(gone.status).to.equal(204);
      expect(gone.headers.get('set-cookie')).to.contain('Max-Age=0');
      expect((await served.call('GET', '/api/v1/things', { as: null, headers: { cookie } })).status).to.equal(
        401,
      );
    });
  });
});

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('it did not happen within thirty seconds');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
