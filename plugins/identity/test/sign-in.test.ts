import { expect } from 'chai';
import { ADMIN_PASSWORD, Browser, ServedIdentity } from './served-identity.ts';

const PASSWORD = 'walking slowly by the sea';

describe('signing in', function () {
  this.timeout(120_000);
  let served: ServedIdentity;
  let anna: string;

  before(async () => {
    served = await ServedIdentity.start();
    anna = await served.makeUser('Anna', PASSWORD);
  });
  after(() => served?.stop());

  const eventsOf = (type: string) =>
    served.query<{ data: Readonly<Record<string, unknown>> }>(
      `select data from core.event_outbox where type = $1 union all select data from core.events where type = $1`,
      [type],
    );

  it('takes the kernel’s administrator over, under the same id', async () => {
    const { status, body } = await served.call('GET', '/account', {
      token: await served.tokenOf('admin', ADMIN_PASSWORD),
    });
    expect(status).to.equal(200);
    expect(body).to.include({ id: 'user:admin', username: 'admin', state: 'active' });
    expect(body['roles']).to.deep.equal(['admin']);
  });

  it('gives a script a pair, the name in any case', async () => {
    const reply = await served.login('ANNA', PASSWORD);
    expect(reply.status).to.equal(200);
    expect(reply.body).to.include({ expiresIn: 600 });
    const [header = ''] = String(reply.body['accessToken']).split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).to.include({
      alg: 'EdDSA',
      typ: 'at+jwt',
    });
    expect(reply.body['refreshToken']).to.match(/^dwf_/);
    const own = await served.call('GET', '/account', { token: String(reply.body['accessToken']) });
    expect(own.body).to.include({ id: anna, username: 'Anna' });
  });

  it('answers the same to a wrong password and to an unknown name', async () => {
    const wrong = await served.login('Anna', 'not the right one');
    const unknown = await served.login('Nobody at all', 'not the right one');
    expect([wrong.status, unknown.status]).to.deep.equal([401, 401]);
    const { requestId: _a, ...first } = wrong.body;
    const { requestId: _b, ...second } = unknown.body;
    expect(first).to.deep.equal(second);
  });

  it('tells of both ends, without the name or the password', async () => {
    await served.login('a name that is a password', 'and its password');
    const failed = await eventsOf('identity.sign-in.failed');
    expect(failed.at(-1)?.data).to.include({ accountId: null, reason: 'credentials' });
    const text = JSON.stringify(failed);
    expect(text).not.to.contain('a name that');
    expect(text).not.to.contain('its password');
    const [audited] = await served.query<{ count: number }>(
      `select count(*)::int as count from core.audit_entries where action = 'identity.sign-in.failed'`,
    );
    expect(audited?.count).to.equal(failed.length);
    // Of an account that is there the trail says the name, by which people know it.
    const named = await served.query<{ name: string | null; known: boolean }>(
      `select distinct object_name as name, object_id not like 'unknown:%' as known from core.audit_entries where action = 'identity.sign-in.failed'`,
    );
    expect(named).to.deep.include.members([
      { name: 'anna', known: true },
      { name: null, known: false },
    ]);
    expect((await eventsOf('identity.sign-in.succeeded')).length).to.be.greaterThan(0);
  });

  it('gives a browser a cookie, and answers as the kernel does', async () => {
    const browser = new Browser();
    const reply = await served.call('POST', '/auth/session', {
      browser,
      body: { username: 'Anna', password: PASSWORD },
    });
    expect(reply.status).to.equal(200);
    expect(reply.headers.get('set-cookie')).to.match(
      /^datawave_session=dwi_[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    expect(Object.keys(reply.body)).to.have.members(['principal', 'permissions', 'csrfToken', 'expiresAt']);
    expect(reply.body['principal']).to.deep.equal({ id: anna, kind: 'user', displayName: 'Anna', roles: [] });
    expect(reply.body['permissions'], 'what there is to be shown').to.deep.equal([]);
    const again = await served.call('GET', '/auth/session', { browser });
    expect(again.body).to.deep.equal(reply.body);
    expect(browser.cookies.get('datawave_known'), 'known from now on').to.match(/^dwk_/);
    const out = await served.call('DELETE', '/auth/session', { browser });
    expect(out.status).to.equal(204);
    expect(browser.cookies.has('datawave_session')).to.equal(false);
    const nobody = await served.call('GET', '/auth/session', { browser });
    expect(nobody.body).to.deep.equal({
      ...{ principal: null, permissions: [], csrfToken: null, expiresAt: null },
    });
  });

  it('opens a new session whatever cookie the browser came with, and ends the old one', async () => {
    const browser = await served.browse('Anna', PASSWORD);
    const planted = browser.cookies.get('datawave_session') ?? '';
    await served.browse('Anna', PASSWORD, browser);
    expect(browser.cookies.get('datawave_session')).not.to.equal(planted);
    const old = new Browser();
    old.cookies.set('datawave_session', planted);
    expect((await served.call('GET', '/account', { browser: old })).status).to.equal(401);
    const made = new Browser();
    made.cookies.set('datawave_session', `dwi_${'A'.repeat(43)}`);
    await served.browse('Anna', PASSWORD, made);
    expect(made.cookies.get('datawave_session')).not.to.equal(`dwi_${'A'.repeat(43)}`);
  });

  it('wants the CSRF token with what a cookie writes, and no request of another site', async () => {
    const browser = await served.browse('Anna', PASSWORD);
    const { csrf } = browser;
    browser.csrf = null;
    expect((await served.call('DELETE', '/account/sessions', { browser })).code).to.equal(
      'DW_HTTP_CSRF_REFUSED',
    );
    browser.csrf = csrf;
    expect((await served.call('DELETE', '/account/sessions', { browser })).status).to.equal(200);
    for (const [method, path] of [
      ['POST', '/auth/session'],
      ['DELETE', '/auth/session'],
      ['POST', '/auth/login'],
    ] as const) {
      const foreign = await served.call(method, path, {
        browser,
        headers: { origin: 'https://evil.example' },
        ...(method === 'POST' ? { body: { username: 'Anna', password: PASSWORD } } : {}),
      });
      expect(foreign.code, `${method} ${path}`).to.equal('DW_HTTP_ORIGIN_REFUSED');
    }
  });

  it('exchanges a refresh token once; used again, it ends the session with all that came of it', async () => {
    const first = await served.login('Anna', PASSWORD);
    const second = await served.call('POST', '/auth/refresh', {
      body: { refreshToken: first.body['refreshToken'] },
    });
    expect(second.status).to.equal(200);
    const access = String(second.body['accessToken']);
    expect((await served.call('GET', '/account', { token: access })).status).to.equal(200);
    const stolen = await served.call('POST', '/auth/refresh', {
      body: { refreshToken: first.body['refreshToken'] },
    });
    expect([stolen.status, stolen.code]).to.deep.equal([401, 'DW_AUTH_REFRESH_REUSED']);
    expect((await served.call('GET', '/account', { token: access })).status).to.equal(401);
    const next = await served.call('POST', '/auth/refresh', {
      body: { refreshToken: second.body['refreshToken'] },
    });
    expect(next.status).to.equal(401);
    expect(await eventsOf('identity.token.reused')).to.have.length(1);
  });

  it('gives one of many that refresh at once a pair', async () => {
    const { body } = await served.login('Anna', PASSWORD);
    const replies = await Promise.all(
      Array.from({ length: 8 }, () =>
        served.call('POST', '/auth/refresh', { body: { refreshToken: body['refreshToken'] } }),
      ),
    );
    expect(replies.filter(({ status }) => status === 200)).to.have.length(1);
  });

  it('knows no refresh token that was made up', async () => {
    for (const refreshToken of ['', 'x', `dwf_${'A'.repeat(43)}`, `dwi_${'A'.repeat(43)}`]) {
      const reply = await served.call('POST', '/auth/refresh', { body: { refreshToken } });
      expect([reply.status, reply.code]).to.deep.equal([401, 'DW_AUTH_TOKEN_INVALID']);
    }
  });

  it('signs out a script, whose tokens are void then', async () => {
    const { body } = await served.login('Anna', PASSWORD);
    const token = String(body['accessToken']);
    expect((await served.call('POST', '/auth/logout', { token })).status).to.equal(204);
    expect((await served.call('GET', '/account', { token })).status).to.equal(401);
    const refreshed = await served.call('POST', '/auth/refresh', {
      body: { refreshToken: body['refreshToken'] },
    });
    expect(refreshed.status).to.equal(401);
  });

  it('lists one’s own sessions and ends them, and nobody else’s', async () => {
    const mine = await served.browse('Anna', PASSWORD);
    const other = await served.browse('Anna', PASSWORD);
    const items = async () => {
      const { body } = await served.call('GET', '/account/sessions', { browser: mine });
      return Array.isArray(body['items']) ? body['items'] : [];
    };
    const all = await items();
    expect(all.filter(({ isCurrent }) => isCurrent)).to.have.length(1);
    expect(JSON.stringify(all)).not.to.contain('dwi_');
    const admin = await served.tokenOf('admin', ADMIN_PASSWORD);
    const [theirs] = await served.query<{ id: string }>(
      `select id from identity.sessions where user_id = 'user:admin' and revoked_at is null limit 1`,
    );
    const foreign = await served.call('DELETE', `/account/sessions/${theirs?.id}`, { browser: mine });
    expect(foreign.status).to.equal(404);
    expect((await served.call('GET', '/account', { token: admin })).status).to.equal(200);
    expect((await served.call('DELETE', '/account/sessions', { browser: mine })).status).to.equal(200);
    expect(await items()).to.have.length(1);
    expect((await served.call('GET', '/account', { browser: other })).status).to.equal(401);
  });

  it('tells when a session was last seen', async () => {
    const token = await served.tokenOf('Anna', PASSWORD);
    await served.query(`update identity.sessions set last_seen_at = now() - interval '1 hour'`);
    const { body } = await served.call('GET', '/account/sessions', { token });
    const sessions: readonly { isCurrent: boolean; lastSeenAt: string }[] = Object(body['items']);
    const minutesAgo = sessions.map(({ isCurrent, lastSeenAt }) => [
      isCurrent,
      Math.round((Date.now() - Date.parse(lastSeenAt)) / 60_000) >= 60,
    ]);
    expect(minutesAgo).to.deep.include([true, false]);
    expect(minutesAgo).not.to.deep.include([false, false]);
  });

  it('makes who guesses from one place wait, and neither somebody elsewhere nor a browser that the account knows', async () => {
    await served.makeUser('Victim', PASSWORD);
    const known = await served.browse('Victim', PASSWORD);
    await served.call('GET', '/auth/session', { browser: known });
    for (let count = 0; count < 10; count += 1)
      expect((await served.login('Victim', `guess ${count}`)).status).to.equal(401);
    // The wait has begun; it is made long, so that a slow machine does not outlast it.
    const waiting = await served.query(
      `update identity.attempts set blocked_until = now() + interval '1 hour' where failures = 10 and blocked_until > last_at returning key`,
    );
    expect(waiting).to.have.length(1);
    const blocked = await served.login('Victim', PASSWORD);
    expect([blocked.status, blocked.code]).to.deep.equal([429, 'DW_AUTH_THROTTLED']);
    expect(Number(blocked.headers.get('retry-after'))).to.be.greaterThan(0);
    const fromKnown = await served.call('POST', '/auth/session', {
      browser: known,
      body: { username: 'Victim', password: PASSWORD },
    });
    expect(fromKnown.status, 'a browser that the account knows').to.equal(200);
    expect((await served.login('Anna', PASSWORD)).status, 'another account').to.equal(200);
  });

  it('lets in with a password that the kernel was given later, even where the account was locked', async () => {
    const before = await served.tokenOf('admin', ADMIN_PASSWORD);
    await served.query(`update identity.users set state = 'locked', roles = '{}' where id = 'user:admin'`);
    await served.setKernelPassword('a newer way back in again');
    const after = await served.tokenOf('admin', 'a newer way back in again');
    expect((await served.call('GET', '/users', { token: after })).status).to.equal(200);
    const [ended] = await served.query<{ count: number }>(
      `select count(*)::int as count from identity.sessions where user_id = 'user:admin' and revoked_at is null`,
    );
    expect(ended?.count, 'only the new session').to.equal(1);
    expect((await served.login('admin', ADMIN_PASSWORD)).status).to.equal(401);
    await served.setKernelPassword(ADMIN_PASSWORD);
    expect(before).to.be.a('string');
  });

  it('keeps no token and no password in the database', async () => {
    const { body } = await served.login('Anna', PASSWORD);
    const browser = await served.browse('Anna', PASSWORD);
    await served.call('GET', '/auth/session', { browser });
    const { everythingStored } = await import('@datawave/core/test-platform');
    const stored = await everythingStored(served.folder);
    for (const secret of [
      body['accessToken'],
      body['refreshToken'],
      ...browser.cookies.values(),
      browser.csrf,
      PASSWORD,
      ADMIN_PASSWORD,
    ])
      expect(stored.includes(String(secret)), String(secret).slice(0, 8)).to.equal(false);
  });
});
