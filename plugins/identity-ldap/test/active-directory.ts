import { PASSWORD } from './directory.ts';

export const AD_PEOPLE = 'ou=ad,dc=example,dc=com';

/** What of Active Directory's schema the filters that are meant for it speak of, in its syntaxes. */
export const AD_SCHEMA = `
attributetype ( 1.1.1.1 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.1.1.2 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.1.1.3 NAME 'userPrincipalName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.1.1.4 NAME 'userAccountControl' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.1.1.5 NAME 'objectCategory' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
objectclass ( 1.1.2.1 NAME 'user' SUP inetOrgPerson STRUCTURAL MUST ( objectGUID $ sAMAccountName $ userAccountControl $ objectCategory ) MAY userPrincipalName )
`;

/** People as Active Directory keeps them, as LDIF; the second one was disabled. */
export const AD_LDIF = [
  ['dn: ou=ad,dc=example,dc=com', 'objectClass: organizationalUnit'],
  person('asa', 512, '33221100554477668899aabbccddeeff'),
  person('bo', 514, 'ff221100554477668899aabbccddee00'),
]
  .map((lines) => lines.join('\n'))
  .join('\n\n');

export const AD_MEMBER = `cn=asa,${AD_PEOPLE}`;

function person(name: string, control: number, guid: string): readonly string[] {
  return [
    `dn: cn=${name},${AD_PEOPLE}`,
    'objectClass: user',
    'objectCategory: person',
    `cn: ${name}`,
    `sn: ${name}`,
    `displayName: ${name.toUpperCase()}`,
    `sAMAccountName: ${name}`,
    `userPrincipalName: ${name}@corp.example.com`,
    `userAccountControl: ${control}`,
    `objectGUID:: ${Buffer.from(guid, 'hex').toString('base64')}`,
    `userPassword: ${PASSWORD}`,
  ];
}
