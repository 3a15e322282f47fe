import { join } from 'node:path';
import { everythingStored } from '@datawave/core/test-platform';
import { expect } from 'chai';
import { ADMIN_PASSWORD, Browser, ServedIdentity } from '../../identity/test/served-identity.ts';
import { CLIENT, CorporateProvider, type Person } from './corporate-provider.ts';
import { type Forgery, HostileIssuer } from './hostile-issuer.ts';

const KEYS = ['corp', 'staff', 'known'] as const;

describe('signing in with OpenID Connect', function () {
  this.timeout(120_000);
  const corp = new CorporateProvider();
  let hostile: HostileIssuer;
  let late: HostileIssuer;
  let served: ServedIdentity;

  before(async () => {
    hostile = await HostileIssuer.make();
    late = await HostileIssuer.make();
    const issuer = await corp.listen();
    await hostile.start();
    const client = { clientId: CLIENT.id, clientSecret: CLIENT.secret };
    const providers = [
      { key: 'corp', title: 'Example Corporation', issuer, ...client },
      { key: 'staff', title: 'Staff only', issuer, ...client, require: { groups: ['staff', 'crew'] } },
      { key: 'known', title: 'Known people', issuer, ...client, newAccounts: false },
      { key: 'hostile', title: 'Hostile', issuer: hostile.issuer, ...client },
      { key: 'fresh', title: 'Fresh', issuer: hostile.issuer, ...client, maxAgeSeconds: 60, userInfo: false },
      { key: 'late', title: 'Late', issuer: late.issuer, ...client, timeoutMs: 2000 },
    ];
    served = await ServedIdentity.start({
      plugins: [{ directory: join(import.meta.dirname, '..'), config: { providers } }],
    });
    expect(served.test.plugin('identity-oidc')).to.include({ state: 'active', reason: null });
    corp.register(KEYS.map((key) => `${address()}/api/v1/auth/providers/${key}/callback`));
  });
  after(async () => {
    await served?.stop();
    await corp.stop();
    await hostile?.stop();
    await late?.stop();
  });
  afterEach(() => {
    hostile.forgery = {};
  });

  const address = (): string => String(served.test.kernel.address).replace(/\/$/, '');
  /** As a browser asks, but without following where it is sent. */
  const ask = async (url: string | URL, browser: Browser): Promise<Response> => {
    const reply = await fetch(url, { redirect: 'manual', headers: { cookie: browser.header } });
    browser.take({ status: reply.status, headers: reply.headers, body: {}, code: undefined });
    return reply;
  };
  const start = (key: string, browser: Browser): Promise<Response> =>
    ask(`${address()}/api/v1/auth/providers/${key}/start?returnTo=/assets`, browser);
  const begin = async (key: string, browser: Browser): Promise<URL> => {
    const reply = await start(key, browser);
    expect(reply.status, await reply.text()).to.equal(302);
    return new URL(String(reply.headers.get('location')));
  };
  /** Where the browser ends up; `/assets` for somebody who is signed in. */
  const end = async (back: URL, browser: Browser): Promise<string> => {
    const reply = await ask(back, browser);
    expect(reply.status).to.equal(302);
    const location = String(reply.headers.get('location'));
    expect(browser.cookies.has('datawave_session')).to.equal(location === '/assets');
    return location;
  };
  const enter = async (subject: string, person: Person, key = 'corp'): Promise<Browser> => {
    const browser = new Browser();
    corp.people.set(subject, person);
    const back = await corp.signIn(subject, (await begin(key, browser)).href);
    expect(await end(back, browser)).to.equal('/assets');
    return browser;
  };
  const account = async (browser: Browser): Promise<Readonly<Record<string, unknown>>> =>
    (await served.call('GET', '/account', { browser })).body;
  const groupsOf = async (subject: string): Promise<readonly string[]> =>
    (
      await served.query<{ name: string }>(
        `select g.name from identity.groups g join identity.memberships m on m.group_id = g.id
         join identity.external_identities e on e.user_id = m.user_id where e.subject = $1 order by g.name`,
        [subject],
      )
    ).map(({ name }) => name);
  const isRefused = /^\/\?sign-in-error=DW_OIDC_REFUSED$/;

  it('makes an account on the first sign-in and brings it up to date on the next, groups that were left included', async () => {
    const first = await enter('s-1', {
      ...{ name: 'Eva Lind', preferred_username: 'eva', email: 'eva@example.com', email_verified: true },
      groups: ['data-eu', 'stewards', 'stewards'],
    });
    const before = await account(first);
    expect(before).to.include({ username: 'eva', displayName: 'Eva Lind', email: 'eva@example.com' });
    expect(before['identities']).to.deep.equal([{ provider: 'corp', subject: 's-1' }]);
    expect(await groupsOf('s-1')).to.deep.equal(['data-eu', 'stewards']);
    const next = await enter('s-1', {
      name: 'Eva Lund',
      preferred_username: 'eva.lund',
      groups: ['data-eu'],
    });
    const after = await account(next);
    expect(after).to.include({ id: before['id'], displayName: 'Eva Lund', email: null });
    expect(await groupsOf('s-1')).to.deep.equal(['data-eu']);
  });

  it('sends a challenge, a nonce and a state of its own each time, and nothing that is secret', async () => {
    const [one, two] = [await begin('corp', new Browser()), await begin('corp', new Browser())];
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(one.searchParams.get(name), name)
        .to.have.length.greaterThan(20)
        .and.not.equal(two.searchParams.get(name));
    expect(one.searchParams.get('code_challenge_method')).to.equal('S256');
    expect(one.searchParams.get('response_type')).to.equal('code');
    expect(one.href).not.to.include(CLIENT.secret);
  });

  it('merges nobody: two with one e-mail and one name are two, and an address that is not verified is none', async () => {
    const shared = { preferred_username: 'kim', email: 'kim@example.com' };
    const one = await account(await enter('k-1', { ...shared, email_verified: true }));
    const two = await account(await enter('k-2', { ...shared, email_verified: true }));
    const three = await account(await enter('k-3', { ...shared, email_verified: false }));
    expect([one['email'], two['email'], three['email']]).to.deep.equal([shared.email, shared.email, null]);
    expect(new Set([one['id'], two['id'], three['id']]).size).to.equal(3);
    expect([one['username'], two['username']]).to.deep.equal(['kim', 'kim@corp']);
    const administrator = await account(await enter('k-4', { preferred_username: 'admin' }));
    expect(administrator).to.include({ username: 'admin@corp' });
    expect(administrator['roles']).to.deep.equal([]);
  });

  it('takes people with no e-mail and no name, with names in any script, and in thousands of groups', async () => {
    expect(await account(await enter('bare', {}))).to.include({ username: 'bare', email: null });
    const groups = Array.from({ length: 3000 }, (_, index) => `グループ ${index}`);
    const name = 'محمد الأحمد 李小龍 Ёлкин';
    const person = await account(await enter('many', { name, preferred_username: '李小龍', groups }));
    expect(person).to.include({ username: '李小龍', displayName: name });
    expect(await groupsOf('many')).to.have.length(3000);
    await enter('many', { name, groups: groups.slice(0, 2) });
    expect(await groupsOf('many')).to.deep.equal(['グループ 0', 'グループ 1']);
  });

  it('keeps out who was deactivated here', async () => {
    const { id } = await account(await enter('gone', { preferred_username: 'gone' }));
    const token = await served.tokenOf('admin', ADMIN_PASSWORD);
    expect((await served.call('POST', `/users/${String(id)}/deactivate`, { token })).status).to.equal(200);
    const browser = new Browser();
    const back = await corp.signIn('gone', (await begin('corp', browser)).href);
    expect(await end(back, browser)).to.equal('/?sign-in-error=DW_AUTH_FAILED');
  });

  it('lets in only who has a required claim, and where accounts are not made, who has one', async () => {
    await enter('crew-1', { groups: ['crew', 'others'] }, 'staff');
    for (const [key, subject] of [
      ['staff', 'guest-1'],
      ['known', 'guest-1'],
    ] as const) {
      const browser = new Browser();
      const back = await corp.signIn(subject, (await begin(key, browser)).href);
      expect(await end(back, browser), key).to.match(isRefused);
    }
    expect(
      await served.query(`select 1 from identity.external_identities where subject = 'guest-1'`),
    ).to.deep.equal([]);
    const seat = `insert into identity.external_identities (provider, subject, user_id, username) select 'known', 's-1', user_id, username from identity.external_identities where subject = 's-1'`;
    await served.query(seat);
    await enter('s-1', { name: 'Eva Lund' }, 'known');
  });

  it('takes a code once, from the browser that began, and says nothing of why not', async () => {
    const victim = new Browser();
    const used = await corp.signIn('s-1', (await begin('corp', victim)).href);
    expect(await end(used, victim)).to.equal('/assets');
    const again = new Browser();
    const state = (await begin('corp', again)).searchParams.get('state') ?? '';
    const replay = new URL(used);
    replay.searchParams.set('state', state);
    expect(await end(replay, again)).to.match(isRefused);
    const other = new Browser();
    await begin('corp', other);
    expect(await end(used, other)).to.equal('/?sign-in-error=DW_AUTH_FAILED');
  });

  it('goes back to the sign-in when somebody turns back at the provider', async () => {
    const browser = new Browser();
    const from = await begin('hostile', browser);
    const back = hostile.comeBack(from, { error: 'access_denied' });
    back.searchParams.delete('code');
    expect(await end(back, browser)).to.match(isRefused);
  });

  const through = async (
    forgery: Forgery,
    key = 'hostile',
    extra: Readonly<Record<string, string>> = {},
  ): Promise<string> => {
    hostile.forgery = forgery;
    const browser = new Browser();
    return end(hostile.comeBack(await begin(key, browser), extra), browser);
  };
  const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

  it('believes an honest token, within the tolerance of clocks', async () => {
    expect(await through({})).to.equal('/assets');
    expect(hostile.lastGrant.get('code_verifier')).to.match(/^[\w-]{43,}$/);
    expect(await through({ claims: { exp: seconds(-15), iat: seconds(-75) } })).to.equal('/assets');
    expect(await through({ claims: { nbf: seconds(15) } })).to.equal('/assets');
    expect(await through({ claims: { auth_time: seconds(-10) } }, 'fresh')).to.equal('/assets');
  });

  it('believes no token that is not the issuer’s word to us, about this sign-in, now', async () => {
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const forgeries: readonly (readonly [string, Forgery])[] = [
      ['unsigned', { header: { alg: 'none' }, unsigned: true }],
      ['with an empty signature', { unsigned: true }],
      ['of "None"', { header: { alg: 'None' }, unsigned: true }],
      ['signed with the public key as a secret', { header: { alg: 'HS256' }, hmacWithPublicKey: true }],
      ['of RS256, but by HMAC', { hmacWithPublicKey: true }],
      ['signed with another key', { key: hostile.other }],
      ['of a key nobody knows', { header: { kid: 'two' }, key: hostile.other }],
      ['with a key of its own', { header: { jwk: { kty: 'oct', k: none } }, key: hostile.other }],
      ['with what must be understood', { header: { crit: ['exp'] } }],
      ['of another nonce', { claims: { nonce: 'another' } }],
      ['of no nonce', { claims: { nonce: undefined } }],
      ['of another issuer', { claims: { iss: 'https://elsewhere.example' } }],
      ['for another client', { claims: { aud: 'another' } }],
      ['for several, of which another asked', { claims: { aud: ['datawave', 'another'], azp: 'another' } }],
      ['expired', { claims: { exp: seconds(-45) } }],
      ['without an end', { claims: { exp: undefined } }],
      ['not yet good', { claims: { nbf: seconds(60) } }],
      ['about nobody', { claims: { sub: undefined } }],
      ['about an empty name', { claims: { sub: '' } }],
      ['about what is no text', { claims: { sub: ['mallory'] } }],
      ['with user info about somebody else', { userInfo: { sub: 'admin' } }],
      ['refused as a grant', { error: 'invalid_grant' }],
    ];
    for (const [what, forgery] of forgeries) expect(await through(forgery), what).to.match(isRefused);
    expect(await through({ claims: { auth_time: seconds(-300) } }, 'fresh'), 'an old one').to.match(
      isRefused,
    );
    expect(await through({}, 'fresh'), 'of no known age').to.match(isRefused);
    const mixed = { iss: 'https://elsewhere.example' };
    expect(await through({}, 'hostile', mixed), 'an answer of another issuer').to.match(isRefused);
    const browser = new Browser();
    const back = hostile.comeBack(await begin('hostile', browser));
    back.searchParams.delete('iss');
    expect(await end(back, browser), 'an answer of no issuer').to.match(isRefused);
  });

  it('says that it is the provider, or its settings, where that is so', async () => {
    const unavailable = '/?sign-in-error=DW_OIDC_UNAVAILABLE';
    expect(await through({ error: 'invalid_client' })).to.equal(unavailable);
    expect(await through({ error: 'server_error', tokenStatus: 500 })).to.equal(unavailable);
  });

  it('starts when a provider is down, and lets in everybody else meanwhile', async () => {
    const refused = await start('late', new Browser());
    const problem: unknown = await refused.json();
    expect(refused.status).to.equal(503);
    expect(problem).to.include({ code: 'DW_OIDC_UNAVAILABLE' });
    expect(JSON.stringify(problem))
      .to.include('Late')
      .and.not.match(/127\.0\.0\.1|localhost|ECONN/);
    const pressed = await fetch(`${address()}/api/v1/auth/providers/late/start`, {
      redirect: 'manual',
      headers: { accept: 'text/html,application/xhtml+xml' },
    });
    expect(pressed.headers.get('location'), 'a button').to.equal('/?sign-in-error=DW_OIDC_UNAVAILABLE');
    expect((await served.login('admin', ADMIN_PASSWORD)).status).to.equal(200);
    await enter('s-1', { name: 'Eva Lund' });
    await late.start();
    const browser = new Browser();
    expect(await end(late.comeBack(await begin('late', browser)), browser)).to.equal('/assets');
  });

  it('goes on with what it knows of a provider that goes down, and says so when that is needed', async () => {
    const browser = new Browser();
    const from = await begin('late', browser);
    await late.stop();
    expect(await end(late.comeBack(from), browser)).to.equal('/?sign-in-error=DW_OIDC_UNAVAILABLE');
    expect((await served.login('admin', ADMIN_PASSWORD)).status).to.equal(200);
    expect(late.asked.filter((path) => path.startsWith('/.well-known'))).to.have.length(1);
  });

  it('keeps neither secrets nor tokens', async () => {
    const stored = await everythingStored(served.folder);
    for (const canary of [CLIENT.secret, 'canary-access-token']) expect(stored).not.to.include(canary);
  });
});
