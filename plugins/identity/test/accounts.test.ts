import { accountsService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { ADMIN_PASSWORD, Browser, type Reply, ServedIdentity } from './served-identity.ts';

const PASSWORD = 'walking slowly by the sea';
const itemsOf = ({ body }: Reply): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(body['items']) ? body['items'] : [];

describe('the administration of accounts', function () {
  this.timeout(120_000);
  let served: ServedIdentity;
  let admin: string;

  before(async () => {
    served = await ServedIdentity.start();
    admin = await served.tokenOf('admin', ADMIN_PASSWORD);
  });
  after(() => served?.stop());

  const call = (method: string, path: string, body?: unknown, headers = {}): Promise<Reply> =>
    served.call(method, path, { token: admin, headers, ...(body === undefined ? {} : { body }) });

  it('makes, shows, changes and removes them, without what is secret', async () => {
    const made = await call('POST', '/users', {
      username: 'Zoë',
      displayName: 'Zoë Ł',
      email: 'z@example.org',
      password: PASSWORD,
    });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    const path = String(made.headers.get('location')).replace('/api/v1', '');
    expect(path).to.equal(`/users/${String(made.body['id'])}`);
    expect(JSON.stringify(made.body)).not.to.match(/argon2|password/i);
    const shown = await call('GET', path);
    expect(shown.body).to.include({ username: 'Zoë', state: 'active', hasPassword: true, hasTotp: false });
    expect(JSON.stringify(shown.body)).not.to.contain('argon2');
    const changed = await call(
      'PATCH',
      path,
      { displayName: 'Zoë Łuk' },
      { 'if-match': String(shown.headers.get('etag')) },
    );
    expect(changed.body).to.include({ displayName: 'Zoë Łuk', email: 'z@example.org' });
    const late = await call(
      'PATCH',
      path,
      { displayName: 'x' },
      { 'if-match': String(shown.headers.get('etag')) },
    );
    expect(late.status).to.equal(412);
    expect((await call('DELETE', path)).status).to.equal(204);
    expect((await call('GET', path)).status).to.equal(404);
    expect((await call('DELETE', path)).status).to.equal(404);
  });

  it('lists them by name in pages, and finds them', async () => {
    for (const name of ['list-c', 'list-a', 'LIST-B']) await served.makeUser(name, PASSWORD);
    const first = await call('GET', '/users?q=list-&limit=2');
    expect(itemsOf(first).map(({ username }) => username)).to.deep.equal(['list-a', 'LIST-B']);
    const second = await call('GET', `/users?q=list-&limit=2&cursor=${String(first.body['nextCursor'])}`);
    expect(itemsOf(second).map(({ username }) => username)).to.deep.equal(['list-c']);
    expect(second.body['nextCursor']).to.equal(null);
    expect((await call('GET', '/users?cursor=made-up')).status).to.equal(400);
  });

  it('takes no name that somebody has, in whatever case or form, and none that deceives', async () => {
    await served.makeUser('José', PASSWORD);
    for (const username of ['JOSÉ', 'Jose\u0301', 'ＪＯＳÉ'])
      expect((await call('POST', '/users', { username, displayName: 'x' })).code, username).to.equal(
        'DW_IDENTITY_NAME_TAKEN',
      );
    for (const username of ['an\u200Bna', ' anna', 'a\u202Eb'])
      expect((await call('POST', '/users', { username, displayName: 'x' })).code).to.equal(
        'DW_IDENTITY_INVALID',
      );
    expect(
      (await call('POST', '/users', { username: 'ok', displayName: 'x', email: 'nonsense' })).status,
    ).to.equal(422);
    const weak = await call('POST', '/users', { username: 'ok', displayName: 'x', password: 'password1234' });
    expect([weak.status, JSON.stringify(weak.body['errors'])]).to.deep.equal([
      422,
      JSON.stringify([{ pointer: '/body/password', message: 'is in lists of passwords from breaches' }]),
    ]);
  });

  it('takes nothing that is not asked for', async () => {
    const path = `/users/${await served.makeUser('assigned', PASSWORD)}`;
    for (const extra of [
      { state: 'active' },
      { id: 'user:admin' },
      { passwordHash: 'x' },
      { version: 9 },
      { groups: [] },
      { kernelChangedAt: 0 },
    ])
      expect((await call('PATCH', path, extra)).status, JSON.stringify(extra)).to.equal(400);
    const token = await served.tokenOf('assigned', PASSWORD);
    expect((await served.call('PATCH', '/account', { token, body: { roles: ['admin'] } })).status).to.equal(
      400,
    );
  });

  it('ends every session of who is locked or taken out, and lets nobody else in by it', async () => {
    const id = await served.makeUser('locked', PASSWORD);
    for (const [away, back] of [
      ['lock', 'unlock'],
      ['deactivate', 'activate'],
    ] as const) {
      const token = await served.tokenOf('locked', PASSWORD);
      const browser = await served.browse('locked', PASSWORD);
      const { body } = await served.login('locked', PASSWORD);
      expect((await call('POST', `/users/${id}/${away}`, { reason: 'A test.' })).status).to.equal(200);
      expect((await served.call('GET', '/account', { token })).status, away).to.equal(401);
      expect((await served.call('GET', '/account', { browser })).status).to.equal(401);
      expect(
        (await served.call('POST', '/auth/refresh', { body: { refreshToken: body['refreshToken'] } })).status,
      ).to.equal(401);
      const refused = await served.login('locked', PASSWORD);
      expect([refused.status, refused.code]).to.deep.equal([401, 'DW_AUTH_FAILED']);
      expect((await call('POST', `/users/${id}/${back}`)).status).to.equal(200);
      expect((await served.login('locked', PASSWORD)).status).to.equal(200);
      expect((await served.call('GET', '/account', { token })).status, 'an old token stays void').to.equal(
        401,
      );
    }
  });

  it('keeps the last administrator, who cannot be demoted, locked, taken out or removed', async () => {
    const attempts: readonly (readonly [string, string, object?])[] = [
      ['PATCH', '/users/user:admin', { roles: [] }],
      ['PATCH', '/users/user:admin', { roles: ['steward'] }],
      ['POST', '/users/user:admin/lock'],
      ['POST', '/users/user:admin/deactivate'],
    ];
    for (const [method, path, body] of attempts) {
      const reply = await call(method, path, body);
      expect([reply.status, reply.code], `${method} ${path}`).to.deep.equal([
        409,
        'DW_IDENTITY_LAST_ADMINISTRATOR',
      ]);
    }
    expect((await call('DELETE', '/users/user:admin')).status).to.equal(409);
    expect((await call('GET', '/users/user:admin')).body).to.include({ state: 'active' });
  });

  it('keeps one of two administrators who step down in the same moment', async () => {
    const second = await served.makeUser('second', PASSWORD, ['admin']);
    const own = await served.tokenOf('second', PASSWORD);
    const [a, b] = await Promise.all([
      call('PATCH', `/users/${second}`, { roles: [] }),
      served.call('PATCH', '/users/user:admin', { token: own, body: { roles: [] } }),
    ]);
    const left = await served.query(`select id from identity.users where 'admin' = any(roles)`);
    expect(left, `${a.status} ${b.status}`).to.have.length(1);
    await served.query(`update identity.users set roles = '{admin}' where id = 'user:admin'`);
    await served.query(`delete from identity.users where id = $1`, [second]);
    admin = await served.tokenOf('admin', ADMIN_PASSWORD);
  });

  it('is nothing for somebody without rights, who is not even told what there is', async () => {
    const id = await served.makeUser('nobody', PASSWORD);
    const token = await served.tokenOf('nobody', PASSWORD);
    for (const [method, path] of [
      ['GET', '/users'],
      ['GET', `/users/${id}`],
      ['GET', '/users/user:admin'],
      ['PATCH', '/users/user:admin'],
      ['DELETE', `/users/${id}`],
      ['POST', '/users'],
      ['POST', '/users/user:admin/password-reset'],
      ['GET', '/groups'],
      ['POST', '/groups'],
    ] as const)
      expect(
        (
          await served.call(method, path, {
            token,
            ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }),
          })
        ).status,
        `${method} ${path}`,
      ).to.equal(404);
    const all = await served.call('GET', '/api-tokens?all=true', { token });
    expect(all.status).to.equal(403);
  });

  it('asks for a recent sign-in before what is dangerous, and is content with a proof made anew', async () => {
    const browser = await served.browse('admin', ADMIN_PASSWORD);
    const id = await served.makeUser('stale', PASSWORD);
    await served.query(
      `update identity.sessions set authenticated_at = now() - interval '1 day' where user_id = 'user:admin'`,
    );
    // What was checked of the session before is not asked again for some seconds.
    await call('POST', '/users/user:admin/unlock');
    const fresh = new Browser();
    for (const [name, value] of browser.cookies) fresh.cookies.set(name, value);
    fresh.csrf = browser.csrf;
    const until = async (status: number): Promise<Reply> => {
      for (;;) {
        const reply = await served.call('DELETE', `/users/${id}`, { browser: fresh });
        if (reply.status === status) return reply;
        expect(reply.status).to.be.oneOf([403, 204]);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    expect((await until(403)).code).to.equal('DW_AUTH_STEP_UP');
    const wrong = await served.call('POST', '/auth/step-up', {
      browser: fresh,
      body: { password: 'not this one' },
    });
    expect(wrong.status).to.equal(401);
    const right = await served.call('POST', '/auth/step-up', {
      browser: fresh,
      body: { password: ADMIN_PASSWORD },
    });
    expect([right.status, right.body['methods']]).to.deep.equal([200, ['password']]);
    await until(204);
    admin = await served.tokenOf('admin', ADMIN_PASSWORD);
  });

  it('hands out a link for a new password once, which ends every session and works once', async () => {
    const id = await served.makeUser('forgetful', PASSWORD);
    const token = await served.tokenOf('forgetful', PASSWORD);
    const link = await call('POST', `/users/${id}/password-reset`);
    expect(link.status).to.equal(201);
    const reset = String(link.body['token']);
    expect(link.body['path']).to.equal(`/reset-password#token=${reset}`);
    const set = (body: object): Promise<Reply> => served.call('POST', '/auth/password-resets', { body });
    expect(
      (await set({ token: reset, password: 'forgetful1234' })).status,
      'a bad one does not use it up',
    ).to.equal(422);
    expect((await set({ token: reset, password: 'a rather new passphrase' })).status).to.equal(204);
    expect((await set({ token: reset, password: 'another new passphrase' })).status).to.equal(401);
    expect((await served.call('GET', '/account', { token })).status).to.equal(401);
    expect((await served.login('forgetful', PASSWORD)).status).to.equal(401);
    expect((await served.login('forgetful', 'a rather new passphrase')).status).to.equal(200);
    for (const made of ['', 'x', `dwx_${'A'.repeat(43)}`])
      expect((await set({ token: made, password: 'a rather new passphrase' })).status).to.equal(401);
  });

  it('lets somebody set a password of their own, which ends their other sessions', async () => {
    await served.makeUser('changing', PASSWORD);
    const token = await served.tokenOf('changing', PASSWORD);
    const other = await served.tokenOf('changing', PASSWORD);
    const set = (current: string, next: string): Promise<Reply> =>
      served.call('PUT', '/account/password', { token, body: { current, next } });
    expect((await set('not the right one', 'a rather new passphrase')).status).to.equal(401);
    expect((await set(PASSWORD, 'changing')).status).to.equal(422);
    expect((await set(PASSWORD, 'a rather new passphrase')).status).to.equal(204);
    expect((await served.call('GET', '/account', { token })).status).to.equal(200);
    expect((await served.call('GET', '/account', { token: other })).status).to.equal(401);
  });

  it('keeps groups, whose ids go along with who is in them', async () => {
    const id = await served.makeUser('member', PASSWORD);
    const made = await call('POST', '/groups', { name: 'Stewards' });
    expect(made.status).to.equal(201);
    const path = `/groups/${String(made.body['id'])}`;
    expect((await call('POST', '/groups', { name: 'STEWARDS' })).status).to.equal(409);
    expect((await call('PUT', `${path}/members/${id}`)).status).to.equal(204);
    expect((await call('GET', path)).body).to.include({ name: 'Stewards', memberCount: 1 });
    expect(
      itemsOf(await call('GET', `/users?group=${String(made.body['id'])}`)).map((user) => user['id']),
    ).to.deep.equal([id]);
    expect(itemsOf(await call('GET', `/groups?member=${id}`))).to.have.length(1);
    expect((await call('PATCH', path, { name: 'Keepers' })).body).to.include({ name: 'Keepers' });
    expect((await call('DELETE', `${path}/members/${id}`)).status).to.equal(204);
    expect((await call('DELETE', path)).status).to.equal(204);
    expect((await call('GET', path)).status).to.equal(404);
  });

  describe('for other plugins', () => {
    const given = {
      provider: 'example',
      subject: 'subject-1',
      username: 'dora',
      displayName: 'Dora',
      email: null,
      groups: ['staff', 'data'],
    };

    it('brings somebody in, finds them again by provider and subject only, and follows their groups', async () => {
      const accounts = served.test.service(accountsService);
      const scope = served.test.scope();
      const first = await accounts.provision(scope, given);
      expect(first.groups).to.have.length(2);
      const again = await accounts.provision(scope, {
        ...given,
        displayName: 'Dora D',
        email: 'd@example.org',
        groups: ['data', 'new'],
      });
      expect(again).to.include({ id: first.id, displayName: 'Dora D', email: 'd@example.org' });
      const { items } = await accounts.listGroups(scope, { member: first.id });
      expect(items.map(({ name }) => name)).to.deep.equal(['data', 'new']);
      expect((await accounts.find(scope, { provider: 'example', subject: 'subject-1' }))?.id).to.equal(
        first.id,
      );
    });

    it('never gives one person the account of another, by name or by e-mail', async () => {
      const accounts = served.test.service(accountsService);
      const scope = served.test.scope();
      await served.makeUser('taken', PASSWORD);
      const mallory = await accounts.provision(scope, {
        ...given,
        subject: 'mallory',
        username: 'TAKEN',
        email: 'd@example.org',
      });
      expect(mallory.username).to.equal('TAKEN@example');
      const forged = await accounts.provision(scope, { ...given, subject: 'forged', username: 'admin' });
      expect(forged).to.include({ username: 'admin@example' });
      expect(forged.roles).to.deep.equal([]);
      const third = await accounts.provision(scope, { ...given, subject: 'third', username: 'taken' });
      expect(third.username).to.match(/^taken@example\../);
    });

    it('takes names of any kind, and groups in the thousands', async () => {
      const accounts = served.test.service(accountsService);
      const scope = served.test.scope();
      const groups = Array.from({ length: 3_000 }, (_, index) => `group ${index} ${'x'.repeat(index % 7)}`);
      const many = await accounts.provision(scope, {
        ...given,
        subject: 'many',
        username: '李\u200B明\n',
        displayName: '',
        groups,
      });
      expect(many.username).to.equal('李明');
      expect(many.displayName).to.equal('李明');
      expect(many.groups).to.have.length(3_000);
    });

    it('makes one account of many that come in at once', async () => {
      const accounts = served.test.service(accountsService);
      const scope = served.test.scope();
      const made = await Promise.all(
        Array.from({ length: 6 }, () =>
          accounts.provision(scope, { ...given, subject: 'race', username: 'racer' }),
        ),
      );
      expect(new Set(made.map(({ id }) => id)).size).to.equal(1);
    });

    it('takes somebody out and back in, and ends sessions', async () => {
      const accounts = served.test.service(accountsService);
      const scope = served.test.scope();
      const id = await served.makeUser('leaving', PASSWORD);
      const token = await served.tokenOf('leaving', PASSWORD);
      expect(await accounts.revokeSessions(scope, id, 'test')).to.equal(1);
      expect((await served.call('GET', '/account', { token })).status).to.equal(401);
      await accounts.lock(scope, id, 'An incident.');
      expect((await served.login('leaving', PASSWORD)).status).to.equal(401);
      await accounts.deprovision(scope, id, 'delete');
      expect(await accounts.find(scope, { id })).to.equal(null);
      const gone = await accounts.provision(scope, {
        ...given,
        subject: 'race',
        username: 'racer',
        isActive: false,
      });
      expect(gone.state).to.equal('deactivated');
      expect(
        (await accounts.provision(scope, { ...given, subject: 'race', username: 'racer' })).state,
      ).to.equal('deactivated');
      expect(
        (await accounts.provision(scope, { ...given, subject: 'race', username: 'racer', isActive: true }))
          .state,
      ).to.equal('active');
    });
  });

  it('records every change, and no secret in any of it', async () => {
    const rows = await served.query<{ text: string; action: string }>(
      `select action, row_to_json(e)::text as text from core.audit_entries e`,
    );
    const actions = new Set(rows.map(({ action }) => action));
    for (const action of [
      'identity.user.created',
      'identity.user.changed',
      'identity.user.privileges-changed',
      'identity.user.locked',
      'identity.user.unlocked',
      'identity.user.deactivated',
      'identity.user.deleted',
      'identity.user.credentials-changed',
      'identity.session.revoked',
      'identity.session.stepped-up',
      'identity.sign-in.succeeded',
      'identity.sign-in.failed',
      'identity.group.created',
    ])
      expect(actions.has(action), action).to.equal(true);
    for (const { text } of rows) expect(text).not.to.match(/argon2|dw[ifpxk]_|walking slowly|new passphrase/);
  });
});
