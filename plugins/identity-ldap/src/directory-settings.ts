import type { Config } from './config.generated.ts';
import { FilterTemplate } from './filter-template.ts';
import { badSettings } from './ldap-errors.ts';

type Given = Config['directories'][number];

/** One directory as the configuration describes it, with what is meant where it says nothing. */
export interface DirectorySettings extends Omit<Given, 'users' | 'attributes' | 'groups'> {
  readonly users: { readonly base: string; readonly scope: 'one' | 'sub'; readonly filter: FilterTemplate };
  readonly attributes: Readonly<Record<'id' | 'username' | 'displayName' | 'email', string>>;
  readonly groups: Omit<Given['groups'], 'base' | 'filter'> & {
    readonly base: string;
    readonly filter: FilterTemplate;
  };
}

/** What is meant by a kind of directory. */
const MEANT = {
  ldap: {
    attributes: { id: 'entryUUID', username: 'uid', displayName: 'cn', email: 'mail' },
    users: '(&(objectClass=inetOrgPerson)(uid={username}))',
    groups:
      '(|(&(objectClass=groupOfNames)(member={dn}))(&(objectClass=groupOfUniqueNames)(uniqueMember={dn}))(&(objectClass=posixGroup)(memberUid={username})))',
  },
  'active-directory': {
    attributes: {
      ...{ id: 'objectGUID', username: 'sAMAccountName', displayName: 'displayName', email: 'mail' },
    },
    // 2 is the bit of accounts that were disabled.
    users:
      '(&(objectCategory=person)(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2))(|(sAMAccountName={username})(userPrincipalName={username})))',
    // Also through groups in groups, by the server's own rule.
    groups: '(&(objectClass=group)(member:1.2.840.113556.1.4.1941:={dn}))',
  },
} as const;

/** Attributes that are given to somebody else one day, or that people write themselves: whoever has them is not who had them. */
const REASSIGNED =
  /^(?:dn|uid|cn|sn|mail|givenName|displayName|sAMAccountName|userPrincipalName|telephoneNumber)$/i;

/**
 * The directories, when all of them can be used.
 * @throws DataWaveError DW_LDAP_CONFIG
 */
export function readDirectories({ directories }: Config): readonly DirectorySettings[] {
  const seen = new Set<string>();
  return directories.map((given, index) => {
    const { key, kind, users, groups } = given;
    const where = `/directories/${index}`;
    if (seen.has(key))
      throw badSettings(
        `${where}/key`,
        `Two directories have the key "${key}".`,
        'Give each a key of its own.',
      );
    seen.add(key);
    const meant = MEANT[kind];
    const attributes = { ...meant.attributes, ...given.attributes };
    if (REASSIGNED.test(attributes.id))
      throw badSettings(
        `${where}/attributes/id`,
        `People of "${key}" cannot be known by the attribute ${attributes.id}: it changes, and others may get it.`,
        `Leave it out, which means ${meant.attributes.id}, or name one that stays with one person for good.`,
      );
    const template = (pointer: string, text: string): FilterTemplate => {
      try {
        return new FilterTemplate(text);
      } catch {
        throw badSettings(
          `${where}/${pointer}`,
          `The filter ${pointer} of "${key}" cannot be read.`,
          'Write it as RFC 4515 says, such as (uid={username}).',
        );
      }
    };
    const isServerSide =
      kind === 'active-directory' && groups.filter === undefined && groups.from === 'search';
    return {
      ...given,
      users: { ...users, filter: template('users/filter', users.filter ?? meant.users) },
      attributes,
      groups: {
        ...groups,
        base: groups.base ?? users.base,
        filter: template('groups/filter', groups.filter ?? meant.groups),
        nested: groups.nested && !isServerSide,
      },
    };
  });
}
