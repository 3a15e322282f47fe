import { Attribute, Change, Client } from 'ldapts';
import type { RunningSlapd } from '../../../core/test/servers/slapd.ts';

export const PEOPLE = 'ou=people,dc=example,dc=com';
export const GROUPS = 'ou=groups,dc=example,dc=com';
export const READER = { dn: 'cn=reader,dc=example,dc=com', password: 'canary-reader-password' };
export const PASSWORD = 'correct horse';

/** Somebody in the directory. */
export interface Somebody {
  readonly uid: string;
  readonly name?: string;
  readonly mail?: string;
  /** {@link PASSWORD} unless given; null for none. */
  readonly password?: string | null;
}

/** An entry name’s value as RFC 4514 wants it. */
export const escapeDn = (value: string): string =>
  value.replace(/[\\,+"<>;=#*() ]/g, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);

export const dnOf = (uid: string): string => `uid=${escapeDn(uid)},${PEOPLE}`;
export const groupDn = (name: string): string => `cn=${escapeDn(name)},${GROUPS}`;

const base64 = (name: string, value: string): string => `${name}:: ${Buffer.from(value).toString('base64')}`;

/** The directory at the beginning, as LDIF. */
export function ldifOf(people: readonly Somebody[]): string {
  const entries = [
    ['dn: ou=people,dc=example,dc=com', 'objectClass: organizationalUnit'],
    ['dn: ou=groups,dc=example,dc=com', 'objectClass: organizationalUnit'],
    [
      `dn: ${READER.dn}`,
      'objectClass: organizationalRole',
      'objectClass: simpleSecurityObject',
      `userPassword: ${READER.password}`,
    ],
    ...people.map(({ uid, name = uid, mail, password = PASSWORD }) => [
      base64('dn', dnOf(uid)),
      'objectClass: inetOrgPerson',
      base64('cn', name),
      base64('sn', name),
      ...(mail === undefined ? [] : [base64('mail', mail)]),
      ...(password === null ? [] : [base64('userPassword', password)]),
    ]),
  ];
  return entries.map((lines) => lines.join('\n')).join('\n\n');
}

/** Changes the directory as its administrator does. */
export async function administer(
  slapd: RunningSlapd,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ url: `ldap://127.0.0.1:${slapd.port}` });
  try {
    await client.bind(slapd.admin.dn, slapd.admin.password);
    await work(client);
  } finally {
    await client.unbind();
  }
}

/** While it runs, so that it notes at people which groups they are in. */
export async function addGroups(
  client: Client,
  groups: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  for (const [cn, member] of Object.entries(groups))
    await client.add(groupDn(cn), { objectClass: 'groupOfNames', cn, member: [...member] });
}

export const addPerson = (
  client: Client,
  { uid, name = uid, password = PASSWORD }: Somebody,
): Promise<void> =>
  client.add(dnOf(uid), {
    objectClass: 'inetOrgPerson',
    cn: name,
    sn: name,
    ...(password === null ? {} : { userPassword: password }),
  });

export const changeMember = (
  client: Client,
  operation: 'add' | 'delete',
  group: string,
  member: string,
): Promise<void> =>
  client.modify(
    groupDn(group),
    new Change({ operation, modification: new Attribute({ type: 'member', values: [member] }) }),
  );
