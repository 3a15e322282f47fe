import { coreServices, definePlugin } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { codeAt, STEP_SECONDS } from '../src/second-factor/totp.ts';
import { fromBase32 } from './from-base32.ts';
import { ADMIN_PASSWORD, type Browser, type Reply, ServedIdentity } from './served-identity.ts';
import { SoftwarePasskey } from './software-passkey.ts';

const PASSWORD = 'walking slowly by the sea';

/** Somebody else's plugin: what a token may do is asked of a route that is not identity's. */
const things = {
  manifest: {
    manifestVersion: 1 as const,
    id: 'things',
    apiVersion: '*',
    resources: ['things'],
    permissions: [
      { id: 'things:read', title: 'See things' },
      { id: 'things:write', title: 'Change things' },
    ],
  },
  plugin: definePlugin()({
    deps: { http: coreServices.http },
    setup({ deps }) {
      for (const [method, permission] of [
        ['GET', 'things:read'],
        ['POST', 'things:write'],
      ] as const)
        deps.http.route({
          ...{ method, path: '/things', permission, summary: 'Things.' },
          handler: async ({ scope }) => ({
            body: { principal: scope.principal, session: scope.session ?? null },
          }),
        });
      return {};
    },
  }),
};

describe('proofs beside the password', function () {
  this.timeout(120_000);
  let served: ServedIdentity;
  let origin: string;

  before(async () => {
    served = await ServedIdentity.start({ plugins: [things] });
    origin = new URL(String(served.test.kernel.address)).origin;
  });
  after(() => served?.stop());

  describe('an authenticator app', () => {
    let secret: Buffer;
    let recovery: readonly string[];
    let token: string;
    /** Each code counts once: the next one is that of the next step, which counts already. */
    const nextCode = async (): Promise<string> => {
      await served.query(`update identity.totp set last_step = 0`);
      return codeAt(secret, Math.floor(Date.now() / 1000 / STEP_SECONDS));
    };

    before(async () => {
      await served.makeUser('app', PASSWORD);
      token = await served.tokenOf('app', PASSWORD);
    });

    it('counts once a code of it was shown, and comes with recovery codes', async () => {
      const begun = await served.call('POST', '/account/totp', { token });
      expect(begun.status).to.equal(201);
      secret = fromBase32(String(begun.body['secret']));
      expect(begun.body['uri']).to.match(/^otpauth:\/\/totp\/DataWave:app\?secret=/);
      expect((await served.login('app', PASSWORD)).status, 'not asked for yet').to.equal(200);
      const wrong = await served.call('POST', '/account/totp/confirm', { token, body: { code: '000000' } });
      expect(wrong.status).to.equal(422);
      const before = await served.call('GET', '/account', { token });
      const confirmed = await served.call('POST', '/account/totp/confirm', {
        token,
        body: { code: await nextCode() },
      });
      expect(confirmed.status).to.equal(200);
      recovery = Array.isArray(confirmed.body['recoveryCodes'])
        ? confirmed.body['recoveryCodes'].map(String)
        : [];
      expect(new Set(recovery).size).to.equal(10);
      // A browser that has seen the account before is not told that nothing has changed.
      const headers = { 'if-none-match': String(before.headers.get('etag')) };
      expect((await served.call('GET', '/account', { token, headers })).body).to.include({
        hasTotp: true,
        recoveryCodesLeft: 10,
      });
      expect((await served.call('POST', '/account/totp', { token })).status).to.equal(409);
    });

    it('is asked for after the right password, and only then', async () => {
      const missing = await served.login('app', PASSWORD);
      expect([missing.status, missing.code]).to.deep.equal([401, 'DW_AUTH_SECOND_FACTOR']);
      const wrongPassword = await served.login('app', 'not the right one');
      expect(wrongPassword.code).to.equal('DW_AUTH_FAILED');
      const wrongCode = await served.login('app', PASSWORD, '000000');
      expect([wrongCode.status, wrongCode.code]).to.deep.equal([401, 'DW_AUTH_FAILED']);
      const code = await nextCode();
      expect((await served.login('app', PASSWORD, code)).status).to.equal(200);
      expect((await served.login('app', PASSWORD, code)).status, 'the same code again').to.equal(401);
    });

    it('can be lost: a recovery code does instead, once, however it is typed', async () => {
      const [first = '', second = ''] = recovery;
      expect((await served.login('app', PASSWORD, first)).status).to.equal(200);
      expect((await served.login('app', PASSWORD, first)).status).to.equal(401);
      expect(
        (await served.login('app', PASSWORD, second.toUpperCase().replaceAll('-', ' '))).status,
      ).to.equal(200);
      expect((await served.call('GET', '/account', { token })).body['recoveryCodesLeft']).to.equal(8);
    });

    it('is asked for by a step-up as well, and before it is taken away', async () => {
      const alone = await served.call('POST', '/auth/step-up', { token, body: { password: PASSWORD } });
      expect(alone.code).to.equal('DW_AUTH_SECOND_FACTOR');
      const both = await served.call('POST', '/auth/step-up', {
        token,
        body: { password: PASSWORD, code: await nextCode() },
      });
      expect([both.status, both.body['methods']]).to.deep.equal([200, ['password', 'totp']]);
      expect((await served.call('DELETE', '/account/totp', { token })).status).to.equal(204);
      expect((await served.login('app', PASSWORD)).status).to.equal(200);
    });

    it('leaves neither its secret nor a recovery code in the database', async () => {
      const { everythingStored } = await import('@datawave/core/test-platform');
      const stored = await everythingStored(served.folder);
      for (const text of [...recovery, secret.toString('base64url'), secret.toString('hex')])
        expect(stored.includes(text)).to.equal(false);
    });
  });

  describe('a passkey', () => {
    const passkey = new SoftwarePasskey();
    let browser: Browser;
    const from = (who: string) => ({ origin: who });
    const ask = (path: string, who = origin, as?: Browser): Promise<Reply> =>
      served.call('POST', path, { headers: from(who), ...(as === undefined ? {} : { browser: as }) });
    const challengeOf = ({ body }: Reply): string =>
      String(Reflect.get(Object(body['options']), 'challenge'));

    before(async () => {
      await served.makeUser('keys', PASSWORD);
      browser = await served.browse('keys', PASSWORD);
    });

    it('is added in a browser, under a name', async () => {
      const asked = await ask('/account/passkeys/options', origin, browser);
      expect(asked.status, JSON.stringify(asked.body)).to.equal(200);
      const response = passkey.create(challengeOf(asked), origin, new URL(origin).hostname);
      const added = await served.call('POST', '/account/passkeys', {
        ...{ browser, headers: from(origin) },
        body: { ceremony: asked.body['ceremony'], response, name: 'Key in my pocket' },
      });
      expect(added.status, JSON.stringify(added.body)).to.equal(201);
      const { body } = await served.call('GET', '/account/passkeys', { browser });
      expect(JSON.stringify(body['items'])).to.contain('Key in my pocket');
      const twice = await served.call('POST', '/account/passkeys', {
        ...{ browser, headers: from(origin) },
        body: { ceremony: asked.body['ceremony'], response, name: 'Again' },
      });
      expect(twice.code).to.equal('DW_IDENTITY_PASSKEY_REFUSED');
    });

    const signIn = async (answer: (challenge: string) => unknown, ceremony?: unknown): Promise<Reply> => {
      const asked = await ask('/auth/passkeys/options');
      return served.call('POST', '/auth/passkeys/session', {
        headers: from(origin),
        body: { ceremony: ceremony ?? asked.body['ceremony'], response: answer(challengeOf(asked)) },
      });
    };
    const host = (): string => new URL(origin).hostname;

    it('signs in without a name or a password', async () => {
      const reply = await signIn((challenge) => passkey.get(challenge, origin, host()));
      expect(reply.status, JSON.stringify(reply.body)).to.equal(200);
      expect(reply.body['principal']).to.include({ displayName: 'keys' });
    });

    it('proves nothing for another page, without its owner’s finger, copied, replayed or unknown', async () => {
      const old = await ask('/auth/passkeys/options');
      const attempts: readonly (readonly [string, (challenge: string) => unknown])[] = [
        ['another origin', (challenge) => passkey.get(challenge, 'https://evil.example', host())],
        ['another host', (challenge) => passkey.get(challenge, origin, 'evil.example')],
        ['nobody verified', (challenge) => passkey.get(challenge, origin, host(), 0x01)],
        ['another challenge', () => passkey.get(challengeOf(old), origin, host())],
        ['an unknown key', (challenge) => new SoftwarePasskey().get(challenge, origin, host())],
        ['nonsense', () => ({ id: 'x', rawId: 'x', type: 'public-key', response: {} })],
      ];
      for (const [what, answer] of attempts) expect((await signIn(answer)).status, what).to.equal(401);
      passkey.counter = 0;
      expect(
        (await signIn((challenge) => passkey.get(challenge, origin, host()))).status,
        'a counter that fell',
      ).to.equal(401);
      passkey.counter = 100;
      const asked = await ask('/auth/passkeys/options');
      const body = {
        ceremony: asked.body['ceremony'],
        response: passkey.get(challengeOf(asked), origin, host()),
      };
      const send = () => served.call('POST', '/auth/passkeys/session', { headers: from(origin), body });
      expect((await send()).status).to.equal(200);
      expect((await send()).status, 'a replay').to.equal(401);
      expect(
        (await signIn((challenge) => passkey.get(challenge, origin, host()), 'made-up')).status,
      ).to.equal(401);
    });

    it('proves anew who is there, and nobody else', async () => {
      const asked = await ask('/auth/step-up/options', origin, browser);
      const done = await served.call('POST', '/auth/step-up', {
        ...{ browser, headers: from(origin) },
        body: { ceremony: asked.body['ceremony'], response: passkey.get(challengeOf(asked), origin, host()) },
      });
      expect([done.status, done.body['methods']]).to.deep.equal([200, ['passkey']]);
      await served.makeUser('other', PASSWORD);
      const other = await served.browse('other', PASSWORD);
      const theirs = await ask('/auth/step-up/options', origin, other);
      const refused = await served.call('POST', '/auth/step-up', {
        ...{ browser: other, headers: from(origin) },
        body: {
          ceremony: theirs.body['ceremony'],
          response: passkey.get(challengeOf(theirs), origin, host()),
        },
      });
      expect(refused.status).to.equal(401);
    });

    it('is only a browser’s, and can be taken away', async () => {
      expect((await served.call('POST', '/auth/passkeys/options')).status).to.equal(400);
      const { body } = await served.call('GET', '/account/passkeys', { browser });
      const [{ id }] = Array.isArray(body['items']) ? body['items'] : [];
      expect(
        (await served.call('PATCH', `/account/passkeys/${id}`, { browser, body: { name: 'Old' } })).status,
      ).to.equal(204);
      expect((await served.call('DELETE', `/account/passkeys/${id}`, { browser })).status).to.equal(204);
      expect((await served.call('DELETE', `/account/passkeys/${id}`, { browser })).status).to.equal(404);
      expect((await signIn((challenge) => passkey.get(challenge, origin, host()))).status).to.equal(401);
    });
  });

  describe('an API token', () => {
    let admin: string;
    const make = async (body: object, token = admin): Promise<Reply> =>
      served.call('POST', '/api-tokens', { token, body });

    before(async () => {
      admin = await served.tokenOf('admin', ADMIN_PASSWORD);
    });

    it('is offered for what its owner may do, and nothing else', async () => {
      const offered = await served.call('GET', '/api-tokens/permissions', { token: admin });
      expect(offered.body['longestDays']).to.equal(366);
      expect(JSON.stringify(offered.body['items'])).to.contain('things:write').and.contain('See things');
      await served.makeUser('powerless', PASSWORD);
      const token = await served.tokenOf('powerless', PASSWORD);
      expect((await served.call('GET', '/api-tokens/permissions', { token })).body['items']).to.deep.equal(
        [],
      );
    });

    it('is shown once, and may do what it is made for and no more', async () => {
      const made = await make({ name: 'Reader', permissions: ['things:read'] });
      expect(made.status, JSON.stringify(made.body)).to.equal(201);
      const token = String(made.body['token']);
      expect(token).to.match(/^dwp_[\w-]{43}$/);
      const shown = await served.call('GET', `/api-tokens/${String(made.body['id'])}`, { token: admin });
      expect(JSON.stringify(shown.body)).not.to.contain('dwp_');
      const used = await served.call('GET', '/things', { token });
      expect(used.status).to.equal(200);
      expect(used.body['principal']).to.include({ id: 'user:admin' });
      expect(used.body['session']).to.deep.include({ methods: ['api-token'], permissions: ['things:read'] });
      expect((await served.call('POST', '/things', { token })).status).to.equal(403);
      for (const [method, path] of [
        ['GET', '/users'],
        ['GET', '/account'],
        ['POST', '/api-tokens'],
        ['GET', '/api-tokens'],
        ['POST', '/auth/step-up'],
        ['DELETE', '/account/sessions'],
      ] as const)
        expect(
          (await served.call(method, path, { token, ...(method === 'POST' ? { body: {} } : {}) })).status,
          `${method} ${path}`,
        ).to.equal(404);
      const [row] = await served.query<{ used: boolean }>(
        `select last_used_at is not null as used from identity.api_tokens where id = $1`,
        [made.body['id']],
      );
      expect(row?.used).to.equal(true);
    });

    it('gives its owner nothing that they may not do themselves, and dies with them', async () => {
      const id = await served.makeUser('small', PASSWORD);
      const own = await served.tokenOf('small', PASSWORD);
      const made = await make({ name: 'Too much', permissions: ['things:read', 'users:read'] }, own);
      const token = String(made.body['token']);
      expect((await served.call('GET', '/things', { token })).status).to.equal(404);
      expect((await served.call('GET', '/users', { token })).status).to.equal(404);
      expect(
        (await make({ name: 'x', permissions: ['things:read'], service: { roles: ['admin'] } }, own)).status,
      ).to.equal(403);
      await served.query(`update identity.users set roles = '{admin}' where id = $1`, [id]);
      const strong = String((await make({ name: 'Later', permissions: ['things:read'] }, own)).body['token']);
      expect((await served.call('GET', '/things', { token: strong })).status).to.equal(200);
      await served.call('POST', `/users/${id}/lock`, { token: admin });
      expect((await served.call('GET', '/things', { token: strong })).status).to.equal(401);
    });

    it('can be a service’s, with roles of its own', async () => {
      const made = await make({
        name: 'Nightly',
        permissions: ['things:read'],
        service: { roles: ['admin'] },
      });
      const used = await served.call('GET', '/things', { token: String(made.body['token']) });
      expect(used.body['principal']).to.deep.include({
        id: `service:${String(made.body['id'])}`,
        kind: 'service',
        displayName: 'Nightly',
      });
      const all = await served.call('GET', '/api-tokens?all=true', { token: admin });
      expect(JSON.stringify(all.body)).to.contain('Nightly').and.not.contain('dwp_');
    });

    it('is none of those who manage another workspace, whatever they may do there', async () => {
      const made = await make({ name: 'Of the default workspace', permissions: ['things:read'] });
      const id = String(made.body['id']);
      const manager = { id: 'user:manager', kind: 'user', displayName: 'Manager', roles: ['admin'] } as const;
      const elsewhere = { as: manager, workspace: '00000000-0000-7000-8000-0000000000e9' };
      const paths = [`/api/v1/api-tokens/${id}`, '/api/v1/api-tokens?all=true'] as const;
      expect((await served.test.request('GET', paths[0], elsewhere)).status).to.equal(404);
      expect((await served.test.request('DELETE', paths[0], elsewhere)).status).to.equal(404);
      const listed = await served.test.request('GET', paths[1], elsewhere);
      expect(listed.body).to.deep.equal({ items: [], nextCursor: null });
      expect((await served.test.request('GET', paths[0], { as: manager })).status).to.equal(200);
      expect((await served.test.request('DELETE', paths[0], { as: manager })).status).to.equal(204);
    });

    it('ends when it is revoked or has expired, and nobody else’s can be seen or revoked', async () => {
      const made = await make({ name: 'Short', permissions: ['things:read'], days: 1 });
      const path = `/api-tokens/${String(made.body['id'])}`;
      const token = String(made.body['token']);
      await served.makeUser('curious', PASSWORD);
      const other = await served.tokenOf('curious', PASSWORD);
      expect((await served.call('GET', path, { token: other })).status).to.equal(404);
      expect((await served.call('DELETE', path, { token: other })).status).to.equal(404);
      expect((await served.call('GET', '/things', { token })).status).to.equal(200);
      expect((await served.call('DELETE', path, { token: admin })).status).to.equal(204);
      expect((await served.call('GET', '/things', { token })).status).to.equal(401);
      const late = await make({ name: 'Late', permissions: ['things:read'] });
      await served.query(
        `update identity.api_tokens set expires_at = now() - interval '1 second' where id = $1`,
        [late.body['id']],
      );
      expect((await served.call('GET', '/things', { token: String(late.body['token']) })).status).to.equal(
        401,
      );
    });

    it('cannot be made without permissions, for ever or for what is none', async () => {
      for (const body of [
        { name: 'x', permissions: [] },
        { name: 'x' },
        { name: 'x', permissions: ['*'] },
        { name: 'x', permissions: ['things:read'], days: 10_000 },
        { name: 'x', permissions: ['things:read'], userId: 'user:other' },
      ])
        expect((await make(body)).status, JSON.stringify(body)).to.equal(400);
    });
  });
});
