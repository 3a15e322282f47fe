import { expect } from 'chai';
import fc from 'fast-check';
import type { ProviderSettings } from './provider-settings.ts';
import { claimOf, meets, readClaims } from './read-claims.ts';

const names = {
  subject: 'sub',
  username: 'preferred_username',
  displayName: 'name',
  email: 'email',
  groups: 'groups' as string | null,
};
const settings = (claims: Partial<typeof names> = {}): ProviderSettings => ({
  ...{ key: 'corp', title: 'Corp', issuer: 'https://id.example', clientId: 'x', scopes: ['openid'] },
  ...{ clientAuthentication: 'client_secret_basic', claims: { ...names, ...claims }, require: {} },
  ...{ newAccounts: true, userInfo: true, clockToleranceSeconds: 30, parameters: {}, timeoutMs: 8000 },
});
const read = (claims: Record<string, unknown>, named: Partial<typeof names> = {}) =>
  readClaims({ sub: 's', ...claims }, settings(named));

describe('claims of a provider', () => {
  it('are found under their very name, else at the path', () => {
    const claims = {
      'https://example.com/groups': ['a'],
      realm_access: { roles: ['b'] },
      'x.y': 'exact',
      x: { y: 'path' },
    };
    expect(claimOf(claims, 'https://example.com/groups')).to.deep.equal(['a']);
    expect(claimOf(claims, 'realm_access.roles')).to.deep.equal(['b']);
    expect(claimOf(claims, 'x.y')).to.equal('exact');
    for (const name of ['constructor', '__proto__', 'x.__proto__.y', 'toString.name', 'x.y.z'])
      expect(claimOf({ x: { y: 'path' } }, name), name).to.equal(undefined);
  });

  it('name groups as a list, as objects, or as one text', () => {
    expect(
      read({ groups: ['b', 'a', 'b', '', 7, null, { name: 'c' }, ['d']] })?.identity.groups,
    ).to.deep.equal([...['b', 'a', '7', 'c']]);
    expect(read({ groups: 'one' })?.identity.groups).to.deep.equal(['one']);
    expect(read({})?.identity.groups).to.deep.equal([]);
    expect(read({ groups: ['a'] }, { groups: null })?.identity).not.to.have.property('groups');
    expect(
      read({ realm_access: { roles: ['r'] } }, { groups: 'realm_access.roles' })?.identity.groups,
    ).to.deep.equal(['r']);
  });

  it('take nobody and no group for another that differs by a space only', () => {
    expect(read({ sub: ' s' })?.identity.subject).to.equal(' s');
    expect(read({ groups: [' admins', 'admins ', ' '] })?.identity.groups).to.deep.equal([
      ' admins',
      'admins ',
    ]);
    expect(read({ sub: ' ' })).to.equal(null);
    expect(read({ name: ' Eva ' })?.identity.displayName).to.equal('Eva');
  });

  it('may hide groups that are too many, as Entra ID does', () => {
    expect(read({ _claim_names: { groups: 'src1' }, _claim_sources: { src1: {} } })).to.include({
      hasHiddenGroups: true,
    });
    expect(read({ hasgroups: true })).to.include({ hasHiddenGroups: true });
    expect(read({ _claim_names: { address: 'src1' }, groups: ['a'] })).to.include({ hasHiddenGroups: false });
  });

  it('give an e-mail address only where the provider vouches for it', () => {
    const email = 'eva@example.com';
    const given = (more: Record<string, unknown>) => read({ email, ...more })?.identity.email;
    expect([given({}), given({ email_verified: true })]).to.deep.equal([email, email]);
    for (const no of [false, 'false']) expect(given({ email_verified: no })).to.equal(null);
    expect(read({ email: 'no address' })?.identity.email).to.equal(null);
    expect(read({ email, email_verified: false })?.identity.username, 'no name either').to.equal('s');
  });

  it('fall back on what there is for a name', () => {
    expect(read({ email: 'e@x.example' })?.identity).to.include({ username: 'e@x.example' });
    expect(read({ given_name: '小龍', family_name: '李' })?.identity.displayName).to.equal('小龍 李');
    expect(read({ oid: 'object-1' }, { subject: 'oid' })?.identity.subject).to.equal('object-1');
    expect(readClaims({ preferred_username: 'eva' }, settings())).to.equal(null);
  });

  it('are required by exact value', () => {
    const needs: ProviderSettings['require'] = { hd: ['example.com'], groups: ['a', 'b'] };
    expect(meets({ hd: 'example.com', groups: ['x', 'b'] }, needs)).to.equal(true);
    for (const claims of [{}, { hd: 'example.com' }, { hd: 'evil-example.com', groups: ['a'] }])
      expect(meets(claims, needs), JSON.stringify(claims)).to.equal(false);
    expect(meets({}, {})).to.equal(true);
  });

  it('of any kind never throw, and leave nothing that a database would not take', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(...['preferred_username', 'name', 'email', 'groups'], 'sub', '_claim_names'),
          fc.anything(),
        ),
        (claims) => {
          const answer = readClaims(claims, settings());
          const texts =
            answer === null
              ? []
              : [
                  answer.identity.subject,
                  answer.identity.username,
                  answer.identity.displayName,
                  ...(answer.identity.groups ?? []),
                ];
          for (const text of texts)
            expect(text).to.satisfy(
              (name: string) => name !== '' && name.isWellFormed() && !name.includes('\0'),
            );
        },
      ),
    );
    expect(read({ groups: ['a\0b', '\ud800', 'ok', 'x'.repeat(501)] })?.identity.groups).to.deep.equal([
      'ok',
    ]);
  });
});
