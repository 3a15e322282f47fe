import { expect } from 'chai';
import type { Config } from './config.generated.ts';
import { readDirectories } from './directory-settings.ts';

type Given = Config['directories'][number];

const directory = (given: Partial<Given>): Given => ({
  ...{ key: 'corp', title: 'Corp', kind: 'ldap', urls: ['ldaps://ldap.example'], plaintext: false },
  ...{ users: { base: 'ou=people', scope: 'sub' }, attributes: {}, newAccounts: true, pageSize: 500 },
  groups: { from: 'search', name: 'cn', memberOf: 'memberOf', nested: true },
  sync: { enabled: true, cron: '17 * * * *', mostPercent: 10 },
  ...{ connectTimeoutMs: 5000, timeoutMs: 10_000 },
  ...given,
});

describe('settings of directories', () => {
  it('mean what is usual for their kind, unless they say otherwise', () => {
    const [plain, ad, own] = readDirectories({
      directories: [
        directory({}),
        directory({ key: 'ad', kind: 'active-directory', groups: { ...directory({}).groups, base: 'ou=g' } }),
        directory({ key: 'own', kind: 'active-directory', attributes: { id: 'employeeNumber' } }),
      ],
    });
    expect(plain?.users.filter.fill({ username: 'eva' }).toString()).to.equal(
      '(&(objectClass=inetOrgPerson)(uid=eva))',
    );
    expect([plain?.attributes.id, plain?.groups.base, plain?.groups.nested]).to.deep.equal([
      ...['entryUUID', 'ou=people', true],
    ]);
    expect(ad?.groups.filter.fill({ dn: 'CN=Eva (x),DC=corp', username: 'eva' }).toString()).to.equal(
      '(&(objectClass=group)(member:1.2.840.113556.1.4.1941:=CN=Eva \\28x\\29,DC=corp))',
    );
    expect([ad?.attributes.id, ad?.groups.base, ad?.groups.nested]).to.deep.equal([
      'objectGUID',
      'ou=g',
      false,
    ]);
    expect(own?.attributes).to.include({ id: 'employeeNumber', username: 'sAMAccountName' });
  });

  it('are refused where they cannot be used', () => {
    const fault = (...directories: readonly Given[]): unknown => {
      try {
        readDirectories({ directories: [...directories] });
        return null;
      } catch (error) {
        return Reflect.get(Object(error), 'where');
      }
    };
    expect(fault(directory({}), directory({}))).to.equal('/directories/1/key');
    const users = { base: 'ou=people', scope: 'sub', filter: '(uid={username}' } as const;
    expect(fault(directory({ users }))).to.equal('/directories/0/users/filter');
    for (const id of ['mail', 'UID', 'userPrincipalName', 'dn'])
      expect(fault(directory({ attributes: { id } })), id).to.equal('/directories/0/attributes/id');
  });
});
