import {
  accountsService,
  DataWaveError,
  definePlugin,
  type ExternalIdentity,
  signInProviderPoint,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { ADMIN_PASSWORD, Browser, ServedIdentity } from './served-identity.ts';

const PASSWORD = 'walking slowly by the sea';

/** A directory and a redirecting provider, as other plugins bring them. */
function createProviders() {
  const state = {
    isDown: false,
    isBroken: true,
    asked: [] as string[],
    passwords: [] as string[],
    seen: [] as string[],
  };
  const identity = (subject: string, username: string): ExternalIdentity => ({
    ...{
      provider: 'whatever it says',
      subject,
      username,
      displayName: username,
      email: null,
      groups: ['staff'],
    },
  });
  const plugin = {
    manifest: {
      manifestVersion: 1 as const,
      id: 'directories',
      apiVersion: '*',
      requires: { identity: '*' },
    },
    plugin: definePlugin()({
      setup({ extensions }) {
        extensions.contribute(signInProviderPoint, 'broken', {
          ...{ kind: 'password', title: 'Broken', method: 'ldap' },
          async verify({ password }) {
            if (state.isBroken) throw new Error('down');
            state.passwords.push(password);
            return null;
          },
        });
        extensions.contribute(signInProviderPoint, 'directory', {
          ...{ kind: 'password', title: 'Directory', method: 'ldap' },
          async verify({ username, password }) {
            state.asked.push(username);
            state.passwords.push(password);
            if (state.isDown) throw new Error('down');
            return password === 'directory password' ? identity(`dn-${username}`, username) : null;
          },
        });
        extensions.contribute(signInProviderPoint, 'portal', {
          ...{ kind: 'redirect', title: 'Portal', method: 'oidc' },
          begin: async ({ callbackUrl, state: sent }) => ({
            url: `https://portal.example/authorize?state=${sent}&redirect_uri=${encodeURIComponent(callbackUrl)}`,
            memory: { nonce: 'n-1' },
          }),
          async complete({ parameters, memory, callbackUrl }) {
            state.seen.push(JSON.stringify([parameters['code'], memory, callbackUrl]));
            if (parameters['code'] !== 'right')
              throw new DataWaveError({ code: 'DW_TEST_REFUSED', message: 'No.', status: 401 });
            return identity('portal-7', 'Priya');
          },
        });
        return {};
      },
    }),
  };
  return { state, plugin };
}

describe('signing in elsewhere', function () {
  this.timeout(120_000);
  const { state, plugin } = createProviders();
  let served: ServedIdentity;

  before(async () => {
    served = await ServedIdentity.start({ plugins: [plugin] });
  });
  after(() => served?.stop());

  it('is offered', async () => {
    const { body } = await served.call('GET', '/auth/providers');
    expect(body['items']).to.deep.equal([
      { key: 'broken', kind: 'password', title: 'Broken' },
      { key: 'directory', kind: 'password', title: 'Directory' },
      { key: 'portal', kind: 'redirect', title: 'Portal', start: '/api/v1/auth/providers/portal/start' },
    ]);
  });

  it('works with a directory’s password, also when another directory is down', async () => {
    const token = await served.tokenOf('dora', 'directory password');
    const { body } = await served.call('GET', '/account', { token });
    expect(body).to.include({ username: 'dora', hasPassword: false });
    expect(body['identities']).to.deep.equal([{ provider: 'directory', subject: 'dn-dora' }]);
    const change = await served.call('PUT', '/account/password', {
      token,
      body: { current: 'directory password', next: 'a rather new passphrase' },
    });
    expect(change.code).to.equal('DW_IDENTITY_NO_PASSWORD');
  });

  it('never tells a directory the first administrator’s password, and never keeps that one out', async () => {
    state.asked.length = 0;
    state.isDown = true;
    expect((await served.login('admin', 'directory password')).status).to.equal(401);
    expect((await served.login('ADMIN', ADMIN_PASSWORD)).status).to.equal(200);
    expect(state.asked).to.deep.equal([]);
    state.isDown = false;
  });

  it('says of every name alike that a directory is down, and that nothing is right when none is', async () => {
    await served.makeUser('here', PASSWORD);
    const answers = async () => {
      const replies = [];
      for (const name of ['here', 'dora', 'nobody'])
        replies.push(await served.login(name, 'not the right one'));
      return replies.map(({ status, code }) => `${status} ${code}`);
    };
    expect(new Set(await answers())).to.deep.equal(new Set(['503 DW_IDENTITY_DIRECTORY_DOWN']));
    state.isBroken = false;
    expect(new Set(await answers())).to.deep.equal(new Set(['401 DW_AUTH_FAILED']));
    expect((await served.login('here', PASSWORD)).status).to.equal(200);
  });

  it('tells no directory what somebody types who has a password here, and asks as many questions as of others', async () => {
    await served.makeUser('typist', PASSWORD);
    const asked = async (username: string, password: string): Promise<readonly string[]> => {
      state.asked.length = 0;
      state.passwords.length = 0;
      expect((await served.login(username, password)).status).to.equal(401);
      return [...state.asked, ...state.passwords];
    };
    const ofNobody = await asked('nobody', 'walking slowly by the se');
    expect(ofNobody).to.deep.equal(['nobody', 'walking slowly by the se', 'walking slowly by the se']);
    const ofTypist = await asked('typist', 'walking slowly by the se');
    expect(ofTypist).to.have.length(ofNobody.length);
    for (const told of ofTypist) expect(told).not.to.match(/typist|walking/);
  });

  it('tells the password of somebody whose directory is known to no other', async () => {
    await served.tokenOf('dora', 'directory password');
    state.passwords.length = 0;
    await served.tokenOf('dora', 'directory password');
    expect(state.passwords).to.deep.equal(['directory password']);
  });

  it('gives nobody the account of somebody local, and lets both in, one of them by the name of the directory', async () => {
    const id = await served.makeUser('local', PASSWORD);
    expect((await served.login('local', 'directory password')).status).to.equal(401);
    for (const [name, what] of [
      ['Local@Directory', 'before there is an account'],
      ['local@directory', 'and after'],
    ] as const) {
      const token = await served.tokenOf(name, 'directory password');
      const { body } = await served.call('GET', '/account', { token });
      expect(body['id'], what).not.to.equal(id);
      expect(body['username'], what).to.match(/^local@directory$/i);
      const theirs = await served.call('POST', '/auth/step-up', {
        token,
        body: { password: 'directory password' },
      });
      expect(theirs.status, 'known to the directory by the shorter name').to.equal(200);
    }
    const own = await served.tokenOf('local', PASSWORD);
    const stepped = await served.call('POST', '/auth/step-up', {
      token: own,
      body: { password: 'directory password' },
    });
    expect(stepped.status).to.equal(401);
  });

  const begin = async (browser: Browser, returnTo = '/assets'): Promise<{ state: string; url: URL }> => {
    const reply = await fetchRaw(
      `/auth/providers/portal/start?returnTo=${encodeURIComponent(returnTo)}`,
      browser,
    );
    expect(reply.status).to.equal(302);
    const url = new URL(String(reply.headers.get('location')));
    return { state: String(url.searchParams.get('state')), url };
  };
  /** As a browser would ask, but without following where it is sent. */
  const fetchRaw = async (path: string, browser: Browser): Promise<Response> => {
    const reply = await fetch(`${served.test.kernel.address}/api/v1${path}`.replace(/([^:])\/\//, '$1/'), {
      redirect: 'manual',
      headers: { cookie: browser.header },
    });
    browser.take({ status: reply.status, headers: reply.headers, body: {}, code: undefined });
    return reply;
  };

  it('sends a browser to a provider and takes it back, where it wanted to go', async () => {
    const browser = new Browser();
    const { state: sent, url } = await begin(browser);
    expect(url.searchParams.get('redirect_uri')).to.match(/\/api\/v1\/auth\/providers\/portal\/callback$/);
    const back = await fetchRaw(`/auth/providers/portal/callback?code=right&state=${sent}`, browser);
    expect([back.status, back.headers.get('location')]).to.deep.equal([302, '/assets']);
    expect(state.seen.at(-1)).to.contain('n-1');
    const { body } = await served.call('GET', '/account', { browser });
    expect(body).to.include({ username: 'Priya' });
    expect(body['identities']).to.deep.equal([{ provider: 'portal', subject: 'portal-7' }]);
  });

  it('takes nobody back who did not begin, began elsewhere, or comes a second time', async () => {
    const victim = new Browser();
    const attacker = new Browser();
    const { state: theirs } = await begin(attacker);
    const { state: own } = await begin(victim);
    const kept = victim.cookies.get('datawave_sign_in') ?? '';
    const refused = async (path: string, browser: Browser, what: string): Promise<void> => {
      const reply = await fetchRaw(path, browser);
      expect(reply.headers.get('location'), what).to.match(/^\/\?sign-in-error=DW_/);
      expect(browser.cookies.has('datawave_session'), what).to.equal(false);
    };
    const callback = (code: string, sent: string): string =>
      `/auth/providers/portal/callback?code=${code}&state=${sent}`;
    await refused(callback('right', theirs), victim, 'begun by somebody else');
    const bare = new Browser();
    await refused(callback('right', own), bare, 'begun nowhere');
    const again = new Browser();
    again.cookies.set('datawave_sign_in', kept);
    await refused(callback('right', own), again, 'ended by the attempt before');
    const wrong = new Browser();
    const { state: third } = await begin(wrong);
    const failures = () =>
      served.query(
        `select 1 from core.audit_entries e where action = 'identity.sign-in.failed' and row_to_json(e)::text like '%portal%'`,
      );
    const before = (await failures()).length;
    await refused(callback('wrong', third), wrong, 'refused by the provider');
    expect(await failures()).to.have.length(before + 1);
  });

  /** What a page of the provider has the browser send: no cookie of ours comes along, and the browser says where the page is from. */
  const post = async (
    fields: Readonly<Record<string, string>>,
    provider = 'portal',
  ): Promise<{ status: number; location: string | null }> => {
    const reply = await fetch(
      `${served.test.kernel.address}/api/v1/auth/providers/${provider}/callback`.replace(/([^:])\/\//, '$1/'),
      {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: 'https://portal.example', 'sec-fetch-site': 'cross-site' },
        body: new URLSearchParams(fields),
      },
    );
    return { status: reply.status, location: reply.headers.get('location') };
  };

  it('takes an answer that a page of the provider posts, for the browser that began', async () => {
    const browser = new Browser();
    const { state: sent } = await begin(browser);
    expect(sent.length).to.be.at.most(80);
    const { status, location } = await post({ code: 'right', RelayState: sent });
    expect(status).to.equal(303);
    expect(location).to.match(/^\/api\/v1\/auth\/providers\/portal\/callback\?posted=[\w-]{43}$/);
    const path = String(location).slice('/api/v1'.length);
    const stored = await served.query<{ text: string }>('select sealed as text from identity.posted_answers');
    expect(stored).to.have.length(1);
    expect(stored[0]?.text).not.to.contain('right');
    const back = await fetchRaw(path, browser);
    expect([back.status, back.headers.get('location')]).to.deep.equal([302, '/assets']);
    expect((await served.call('GET', '/account', { browser })).body).to.include({ username: 'Priya' });
    expect(await served.query('select 1 from identity.posted_answers')).to.have.length(0);
    const again = await fetchRaw(path, browser);
    expect(again.headers.get('location')).to.equal('/?sign-in-error=DW_AUTH_FAILED');
  });

  it('fetches what was posted once, for the browser that began, and keeps nothing that answers no sign-in', async () => {
    const refused = { status: 303, location: '/?sign-in-error=DW_AUTH_FAILED' };
    const attacker = new Browser();
    const { state: theirs } = await begin(attacker);
    const victim = new Browser();
    await begin(victim);
    for (const fields of [
      { code: 'right' },
      { code: 'right', RelayState: 'https://elsewhere.example' },
      { code: 'right', RelayState: `${theirs}x` },
      { code: 'right', state: theirs.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')) },
    ])
      expect(await post(fields), JSON.stringify(fields)).to.deep.equal(refused);
    expect((await post({ RelayState: theirs }, 'directory')).status).to.equal(404);
    const kept = await post({ code: 'right', RelayState: theirs });
    expect(await post({ code: 'right', RelayState: theirs }), 'a second answer').to.deep.equal(refused);
    const forVictim = await fetchRaw(String(kept.location).slice('/api/v1'.length), victim);
    expect(forVictim.headers.get('location')).to.equal('/?sign-in-error=DW_AUTH_FAILED');
    expect(victim.cookies.has('datawave_session')).to.equal(false);
    expect(await served.query('select 1 from identity.posted_answers')).to.have.length(0);
    expect((await post({ RelayState: theirs, SAMLResponse: 'x'.repeat(262_144) })).status).to.equal(413);
  });

  it('follows a provider that calls somebody by another name, and gives them nobody else’s', async () => {
    const accounts = served.test.service(accountsService);
    const scope = served.test.scope();
    const said = { provider: 'directory', subject: 'dn-renamed', displayName: 'R', email: null };
    const { id } = await accounts.provision(scope, { ...said, username: 'robin.maiden' });
    const renamed = await accounts.provision(scope, { ...said, username: 'robin.married' });
    expect(renamed).to.include({ id, username: 'robin.married' });
    expect((await accounts.provision(scope, { ...said, username: 'admin' })).username).to.equal(
      'admin@directory',
    );
    expect((await accounts.provision(scope, { ...said, username: 'admin' })).username).to.equal(
      'admin@directory',
    );
  });

  it('keeps of what a provider says what can be kept, whichever provider it is', async () => {
    const long = Array.from({ length: 3_000 }, (_, at) =>
      String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000)),
    ).join('');
    const scope = served.test.scope();
    const accounts = served.test.service(accountsService);
    const said = { provider: 'directory', username: 'odd', displayName: long };
    const account = await accounts.provision(scope, {
      ...{ ...said, subject: 'dn-odd', email: 'a@example.com\r\nBcc: b@example.com' },
      groups: ['staff', long, 'st\u0000aff', 'sta\nff', ''],
    });
    expect(account.email).to.equal(null);
    const { items } = await accounts.listGroups(scope, { member: account.id });
    expect(items.map(({ name }) => name)).to.deep.equal(['staff']);
    const refused = await accounts
      .provision(scope, { ...said, subject: long, email: null })
      .catch((error: unknown) => error);
    expect(refused).to.include({ code: 'DW_IDENTITY_INVALID' });
  });

  it('goes on at no other site', async () => {
    for (const returnTo of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const browser = new Browser();
      const { state: sent } = await begin(browser, returnTo);
      const back = await fetchRaw(`/auth/providers/portal/callback?code=right&state=${sent}`, browser);
      expect(back.headers.get('location'), returnTo).to.equal('/');
    }
  });

  it('keeps out who was locked here', async () => {
    const admin = await served.tokenOf('admin', ADMIN_PASSWORD);
    const [priya] = await served.query<{ id: string }>(
      `select id from identity.users where username = 'Priya'`,
    );
    await served.call('POST', `/users/${priya?.id}/lock`, { token: admin });
    const browser = new Browser();
    const { state: sent } = await begin(browser);
    const back = await fetchRaw(`/auth/providers/portal/callback?code=right&state=${sent}`, browser);
    expect(back.headers.get('location')).to.equal('/?sign-in-error=DW_AUTH_FAILED');
  });
});
