import { invalid } from '../scim-error.ts';
import { entriesOf } from './patch-operations.ts';
import { LONGEST_NAME } from './user-resource.ts';

/** What a client sends of a group. */
export interface ScimGroup {
  readonly displayName: string;
  readonly externalId: string | null;
  /** Ids of users; null where nothing is said of them. */
  readonly members: readonly string[] | null;
}

/** So many can be named at once. */
const MOST_MEMBERS = 50_000;

/** @throws ScimError invalidValue */
export function readGroup(body: unknown): ScimGroup {
  const given = entriesOf(body);
  const externalId = given.get('externalid');
  const members = given.get('members');
  return {
    displayName: readName(given.get('displayname')),
    externalId:
      externalId === undefined || externalId === null || externalId === ''
        ? null
        : readName(externalId, 'externalId'),
    members: members === undefined ? null : readMembers(members ?? []),
  };
}

/** @throws ScimError invalidValue */
export function readName(value: unknown, what = 'displayName'): string {
  const name = typeof value === 'string' ? value.trim() : '';
  if (name === '' || name.length > LONGEST_NAME || name.normalize('NFKC').length > LONGEST_NAME)
    throw invalid('invalidValue', `${what} is no text of 1 to ${LONGEST_NAME} characters.`);
  return name;
}

/** Ids of users, each once. @throws ScimError invalidValue */
export function readMembers(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  if (list.length > MOST_MEMBERS)
    throw invalid('tooMany', `At most ${MOST_MEMBERS} members can be named at once.`);
  return [...new Set(list.map(readMember))];
}

function readMember(value: unknown): string {
  if (typeof value === 'string') return value.toLowerCase();
  const given = entriesOf(value);
  const type = given.get('type') ?? 'User';
  if (typeof type !== 'string' || type.toLowerCase() !== 'user')
    throw invalid('invalidValue', 'Only users can be members: groups within groups are not taken.');
  const id = given.get('value');
  if (typeof id !== 'string') throw invalid('invalidValue', 'A member has no value.');
  return id.toLowerCase();
}
