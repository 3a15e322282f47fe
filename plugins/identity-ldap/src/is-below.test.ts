import { expect } from 'chai';
import { isBelow } from './is-below.ts';

const BASE = 'ou=groups,dc=example,dc=com';

describe('isBelow', () => {
  it('takes an entry and what lies below it, however the name is written', () => {
    for (const dn of [
      BASE,
      `cn=stewards,${BASE}`,
      `cn=eu,cn=stewards,${BASE}`,
      'CN=stewards, OU = Groups , DC=Example,DC=com',
      `cn=one\\, two,${BASE}`,
      `cn=one\\2C two,${BASE}`,
      `cn=ends with a backslash\\\\,${BASE}`,
      'cn=stewards,ou=g\\72oups,dc=example,dc=com',
    ])
      expect(isBelow(dn, BASE), dn).to.equal(true);
    expect(isBelow('cn=a,ou=R\\2BD,dc=x', 'ou=R\\+D,dc=x')).to.equal(true);
    expect(isBelow('cn=a,ou=Z\\C3\\BCrich,dc=x', 'ou=Zürich,dc=x')).to.equal(true);
  });

  it('takes no entry that lies elsewhere and only has a name that reads like it', () => {
    for (const dn of [
      'cn=stewards,dc=example,dc=com',
      'cn=stewards\\,ou=groups,dc=example,dc=com',
      'cn=stewards\\,OU = groups,dc=example,dc=com',
      'cn=stewards\\2cou=groups,dc=example,dc=com',
      'cn=stewards\\\\\\,ou=groups,dc=example,dc=com',
      'cn=stewards,ou=evil+ou=groups,dc=example,dc=com',
      `cn=stewards,${BASE},dc=evil`,
      'dc=com',
      '',
    ])
      expect(isBelow(dn, BASE), dn).to.equal(false);
  });
});
