import { join } from 'node:path';
import { everythingStored } from '@datawave/core/test-platform';
import { definePlugin, type PasswordSignIn, signInProviderPoint } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { freePort } from '../../../core/test/servers/server-process.ts';
import { requireServer } from '../../../core/test/servers/server-program.ts';
import { type RunningSlapd, startSlapd } from '../../../core/test/servers/slapd.ts';
import { makeCertificates } from '../../../core/test/servers/test-certificates.ts';
import { ADMIN_PASSWORD, ServedIdentity } from '../../identity/test/served-identity.ts';
import { AD_LDIF, AD_MEMBER, AD_PEOPLE, AD_SCHEMA } from './active-directory.ts';
import {
  addGroups,
  administer,
  changeMember,
  dnOf,
  GROUPS,
  groupDn,
  ldifOf,
  PASSWORD,
  PEOPLE,
  READER,
} from './directory.ts';
import { InjectingProxy } from './injecting-proxy.ts';
import { SilentServer } from './silent-server.ts';

const ODD = 'a*(b)\\c, d';
const MANY = Array.from({ length: 600 }, (_, index) => `team ${String(index).padStart(3, '0')}`);

/** An entry that says to look elsewhere. */
const referralTo = (port: number): string =>
  [
    `dn: ou=elsewhere,${PEOPLE}`,
    ...['objectClass: referral', 'objectClass: extensibleObject', 'ou: elsewhere'],
    `ref: ldap://localhost:${port}/${PEOPLE}`,
  ].join('\n');

describe('signing in with LDAP', function () {
  this.timeout(120_000);
  let slapd: RunningSlapd;
  let served: ServedIdentity;
  let injector: InjectingProxy;
  let silent: SilentServer;
  const providers = new Map<string, PasswordSignIn>();

  before(async function () {
    requireServer(this, 'slapd');
    const certificates = makeCertificates('localhost');
    silent = await SilentServer.start();
    slapd = await startSlapd({
      certificates,
      schema: AD_SCHEMA,
      ldif: `${ldifOf([
        { uid: 'eva', name: 'Eva Lind', mail: 'eva@example.com' },
        { uid: 'li', name: '李小龍 محمد' },
        { uid: 'kim', mail: 'kim@example.com' },
        { uid: 'kim2', name: 'kim', mail: 'kim@example.com' },
        ...[{ uid: ODD }, { uid: 'open', password: null }, { uid: 'busy' }, { uid: 'admin' }],
      ])}\n\n${AD_LDIF}\n\n${referralTo(silent.port)}`,
    });
    await administer(slapd, (client) =>
      addGroups(client, {
        'data-eu': [dnOf('eva'), dnOf(ODD)],
        stewards: [groupDn('data-eu')],
        // In a circle.
        europe: [groupDn('stewards'), groupDn('continent')],
        continent: [groupDn('europe')],
        others: [dnOf('li'), AD_MEMBER],
        ...Object.fromEntries(MANY.map((name) => [name, [dnOf('busy')]])),
      }),
    );
    injector = await InjectingProxy.start(slapd.port);
    const dead = await freePort();
    const common = {
      ...{ caCertificate: certificates.authority, bindDn: READER.dn, bindPassword: READER.password },
      ...{ users: { base: PEOPLE }, groups: { base: GROUPS }, pageSize: 100, sync: { enabled: false } },
    };
    const ldaps = `ldaps://localhost:${slapd.tlsPort}`;
    const ldap = `ldap://localhost:${slapd.port}`;
    const directories = [
      { ...common, key: 'corp', title: 'Corporation', urls: [`ldaps://localhost:${dead}`, ldaps] },
      { ...common, key: 'start-tls', title: 'StartTLS', urls: [ldap] },
      {
        ...common,
        key: 'plain',
        title: 'Plain',
        urls: [ldap],
        plaintext: true,
        groups: { from: 'memberOf', base: GROUPS },
      },
      {
        ...common,
        key: 'nested-of',
        title: 'Of',
        urls: [ldaps],
        groups: { from: 'memberOf', base: GROUPS, nested: false },
      },
      {
        ...common,
        key: 'strange-ca',
        title: 'A',
        urls: [ldaps],
        caCertificate: makeCertificates('localhost').authority,
      },
      {
        ...common,
        key: 'strange-start',
        title: 'B',
        urls: [ldap],
        caCertificate: makeCertificates('localhost').authority,
      },
      { ...common, key: 'other-name', title: 'C', urls: [`ldaps://127.0.0.1:${slapd.tlsPort}`] },
      { ...common, key: 'injected', title: 'D', urls: [`ldap://localhost:${injector.port}`] },
      { ...common, key: 'wrong-reader', title: 'E', urls: [ldaps], bindPassword: 'wrong-reader-password' },
      {
        ...common,
        key: 'no-base',
        title: 'F',
        urls: [ldaps],
        users: { base: 'ou=nowhere,dc=example,dc=com' },
      },
      { ...common, key: 'known', title: 'G', urls: [ldaps], newAccounts: false },
      {
        ...{ ...common, key: 'by-mail', title: 'H', urls: [ldaps] },
        users: { base: PEOPLE, filter: '(&(objectClass=inetOrgPerson)(mail={username}))' },
      },
      ...[`ldaps://localhost:${silent.port}`, `ldap://localhost:${silent.port}`].map((url, index) => ({
        ...{ ...common, key: `silent-${index}`, title: 'I', urls: [url] },
        ...{ connectTimeoutMs: 200, timeoutMs: 200 },
      })),
      {
        ...{ ...common, key: 'ad', title: 'AD', kind: 'active-directory', urls: [ldaps] },
        users: { base: AD_PEOPLE },
        // OpenLDAP does not know the rule that follows groups in groups.
        groups: { base: GROUPS, filter: '(&(objectClass=groupOfNames)(member={dn}))' },
      },
    ].map((directory) => ({ ...directory }));
    served = await ServedIdentity.start({
      plugins: [
        { directory: join(import.meta.dirname, '..'), config: { directories } },
        {
          manifest: {
            manifestVersion: 1,
            id: 'looker',
            apiVersion: '*',
            requires: { identity: '*', 'identity-ldap': '*' },
          },
          plugin: definePlugin()({
            setup: ({ extensions }) => {
              for (const { key, value } of extensions.collection(signInProviderPoint).list())
                if (value.kind === 'password') providers.set(key, value);
              return {};
            },
          }),
        },
      ],
    });
    expect(served.test.plugin('identity-ldap')).to.include({ state: 'active', reason: null });
  });
  after(async () => {
    await served?.stop();
    await slapd?.stop();
    await injector?.stop();
    await silent?.stop();
  });

  const verify = async (key: string, username: string, password = PASSWORD) => {
    const provider = providers.get(key);
    if (provider === undefined) throw new Error(`there is no provider ${key}`);
    return provider.verify({ username, password, signal: AbortSignal.timeout(30_000) });
  };
  const failure = async (key: string, username = 'eva', password = PASSWORD): Promise<string> => {
    const error: unknown = await verify(key, username, password).then(
      () => expect.fail(`${key} refused nothing`),
      (caught: unknown) => caught,
    );
    expect(error).to.have.property('code', 'DW_LDAP_UNAVAILABLE');
    const text = `${String(error)} ${JSON.stringify(error)}`;
    for (const secret of [password, READER.password, 'wrong-reader-password'])
      expect(text).not.to.include(secret);
    return text;
  };

  it('makes an account on the first sign-in, at the first server that answers, and brings it up to date on the next', async () => {
    const account = async (token: string) => (await served.call('GET', '/account', { token })).body;
    const first = await account(await served.tokenOf('eva', PASSWORD));
    expect(first).to.include({ username: 'eva', displayName: 'Eva Lind', email: 'eva@example.com' });
    const groups = async (): Promise<readonly string[]> =>
      (
        await served.query<{ name: string }>(
          `select g.name from identity.groups g join identity.memberships m on m.group_id = g.id join identity.users u on u.id = m.user_id where u.username = 'eva' order by 1`,
        )
      ).map(({ name }) => name);
    expect(await groups()).to.deep.equal(['continent', 'data-eu', 'europe', 'stewards']);
    await administer(slapd, async (client) => {
      await changeMember(client, 'add', 'stewards', dnOf('li'));
      await changeMember(client, 'delete', 'stewards', groupDn('data-eu'));
    });
    const next = await account(await served.tokenOf('EVA', PASSWORD));
    expect(next).to.include({ id: first['id'] });
    expect(await groups()).to.deep.equal(['data-eu']);
  });

  it('knows nobody by a wrong password, an empty one, or none in the directory', async () => {
    for (const [username, password] of [
      ['eva', 'wrong'],
      ['nobody', PASSWORD],
      ['eva', ''],
      ['open', ''],
      ['open', PASSWORD],
      ['', PASSWORD],
      [' ', ''],
    ] as const)
      expect(await verify('corp', username, password), `${username}:${password}`).to.equal(null);
    // Some of these directories can never be asked.
    expect((await served.login('eva', 'wrong')).code).to.equal('DW_IDENTITY_DIRECTORY_DOWN');
  });

  it('takes names to the letter, whatever a filter would make of them', async () => {
    for (const name of [
      '*',
      'ev*',
      'eva)(uid=*',
      '*)(objectClass=*))(|(uid=*',
      'eva\0',
      '\\65va',
      'x)(|(uid=eva)',
      '{dn}',
    ])
      expect(await verify('corp', name), name).to.equal(null);
    const odd = await verify('corp', ODD);
    expect(odd).to.include({ username: ODD });
    expect(odd?.groups).to.deep.equal(['data-eu']);
    expect(await verify('corp', 'li')).to.include({ displayName: '李小龍 محمد', email: null });
  });

  it('finds hundreds of groups page by page', async () => {
    expect((await verify('corp', 'busy'))?.groups).to.deep.equal(MANY);
  });

  it('encrypts by StartTLS, and only where it is told to, not at all', async () => {
    const over = await verify('start-tls', 'li');
    expect(over).to.include({ username: 'li' });
    const plain = await verify('plain', 'li');
    expect(plain?.subject)
      .to.equal(over?.subject)
      .and.match(/^[0-9a-f-]{36}$/);
    expect(plain?.groups, 'through groups, by memberOf').to.deep.equal(over?.groups);
    expect(plain?.groups).to.deep.equal(['continent', 'europe', 'others', 'stewards']);
    expect((await verify('nested-of', 'li'))?.groups).to.deep.equal(['others', 'stewards']);
  });

  it('finds people of Active Directory by either name, unless they were disabled', async () => {
    const asa = await verify('ad', 'asa');
    expect(asa).to.deep.equal({
      ...{ provider: 'ad', subject: '00112233-4455-6677-8899-aabbccddeeff', username: 'asa' },
      ...{ displayName: 'ASA', email: null, groups: ['others'] },
    });
    expect(await verify('ad', 'ASA@corp.example.com')).to.deep.equal(asa);
    expect(await verify('ad', 'bo')).to.equal(null);
  });

  it('hands no password to a server that cannot prove who it is', async () => {
    for (const key of ['strange-ca', 'strange-start', 'other-name'])
      expect(await failure(key), key).to.match(/certificate|CERT|ALTNAME|SELF_SIGNED|UNABLE_TO/);
  });

  it('takes nothing for an answer that was sent before the connection was encrypted', async () => {
    const answer = (password: string) =>
      verify('injected', 'eva', password).then(
        (found) => found?.username ?? null,
        () => 'refused',
      );
    const before = injector.connections;
    for (let round = 0; round < 4; round += 1)
      expect(await answer('canary-wrong')).to.be.oneOf([null, 'refused']);
    expect(await answer(PASSWORD)).to.be.oneOf(['eva', 'refused']);
    expect(injector.connections - before).to.equal(5);
    for (const secret of ['canary-wrong', PASSWORD, READER.password])
      expect(injector.heard).not.to.include(secret);
  });

  it('says what is wrong with its settings and lets nobody in by that', async () => {
    expect(await failure('wrong-reader')).to.include('service account');
    await failure('no-base');
    expect(await verify('known', 'eva')).to.equal(null);
  });

  it('never asks a directory about the first administrator, and gives nobody there their name', async () => {
    expect((await served.login('admin', PASSWORD)).status).to.equal(401);
    expect((await served.login('admin', ADMIN_PASSWORD)).status).to.equal(200);
  });

  it('keeps out who was deactivated here', async () => {
    const token = await served.tokenOf('admin', ADMIN_PASSWORD);
    const own = await served.tokenOf('li', PASSWORD);
    const { id } = (await served.call('GET', '/account', { token: own })).body;
    expect((await served.call('POST', `/users/${String(id)}/deactivate`, { token })).status).to.equal(200);
    expect((await served.login('li', PASSWORD)).status).to.equal(401);
    expect((await served.call('GET', '/account', { token: own })).status).to.equal(401);
  });

  it('merges nobody: two with one e-mail are two, and a name that both have is neither’s', async () => {
    const ids = new Set<unknown>();
    for (const name of ['kim', 'kim2']) {
      const { body } = await served.call('GET', '/account', { token: await served.tokenOf(name, PASSWORD) });
      expect(body).to.include({ email: 'kim@example.com' });
      ids.add(body['id']);
    }
    expect(ids.size).to.equal(2);
    expect(await verify('by-mail', 'kim@example.com')).to.equal(null);
    expect(await verify('by-mail', 'eva@example.com')).to.include({ username: 'eva' });
  });

  it('follows no referral, and waits for no server that says nothing', async () => {
    const before = silent.connections;
    expect(await verify('start-tls', 'eva')).to.include({ username: 'eva' });
    expect(silent.connections).to.equal(before);
    for (const key of ['silent-0', 'silent-1']) {
      await failure(key);
      const asked = silent.connections;
      expect(await failure(key), 'nobody else has to wait').to.include('a moment ago');
      expect(silent.connections).to.equal(asked);
    }
    expect(silent.connections).to.be.greaterThan(0);
  });

  it('outlives a directory that is killed while people sign in, and so does the administrator', async () => {
    const attempts = Array.from({ length: 12 }, () =>
      verify('corp', 'busy').then(
        (found) => found !== null,
        () => 'down',
      ),
    );
    const one = await Promise.race(attempts);
    expect(one).to.equal(true);
    await slapd.crash();
    for (const answer of await Promise.all(attempts)) expect(answer).to.be.oneOf([true, 'down']);
    await failure('corp');
    expect((await served.login('eva', PASSWORD)).code).to.equal('DW_IDENTITY_DIRECTORY_DOWN');
    expect((await served.login('admin', ADMIN_PASSWORD)).status).to.equal(200);
    await slapd.restart();
    expect(await verify('corp', 'eva')).to.include({ username: 'eva' });
  });

  it('keeps no password', async () => {
    const stored = await everythingStored(served.folder);
    for (const secret of [PASSWORD, READER.password]) expect(stored).not.to.include(secret);
  });
});
