import type { Client, Entry, Filter } from 'ldapts';
import type { DirectorySettings } from './directory-settings.ts';
import { anyOf } from './filter-template.ts';
import { isBelow } from './is-below.ts';
import { directoryDown } from './ldap-errors.ts';
import { type Person, textsOf } from './read-entry.ts';

/** Groups that one question asks about. */
const AT_ONCE = 20;
/** Groups that one person may be in; circles end by themselves, so that this is for a directory that is out of its mind. */
const MOST_GROUPS = 20_000;

/** Names of the groups that somebody is in, through groups in groups where the settings say so; undefined where the directory says nothing of groups. */
export async function findGroups(
  client: Client,
  settings: DirectorySettings,
  person: Person,
): Promise<readonly string[] | undefined> {
  const { groups } = settings;
  if (groups.from === 'none') return undefined;
  const found =
    groups.from === 'search'
      ? await bySearch(client, settings, person)
      : await byMemberOf(client, settings, person);
  const names = found.flatMap((entry) => nameOf(entry, groups.name));
  return [...new Set(names)].sort();
}

const nameOf = (entry: Entry, attribute: string): readonly string[] =>
  attribute.toLowerCase() === 'dn' ? [entry.dn] : textsOf(entry, attribute).slice(0, 1);

async function bySearch(
  client: Client,
  settings: DirectorySettings,
  person: Person,
): Promise<readonly Entry[]> {
  const { groups } = settings;
  const found = new Map<string, Entry>();
  let filters: readonly Filter[] = [groups.filter.fill({ dn: person.dn, username: person.username })];
  while (filters.length > 0) {
    const added: Entry[] = [];
    for (const entry of await search(client, settings, anyOf(filters.slice(0, AT_ONCE)), [groups.name])) {
      const key = entry.dn.toLowerCase();
      if (found.has(key)) continue;
      found.set(key, entry);
      added.push(entry);
    }
    requireSanity(settings, found.size);
    // A group has no user name: what asks for one asks for its entry, of which no group has a member.
    const next = groups.nested ? added.map(({ dn }) => groups.filter.fill({ dn, username: dn })) : [];
    filters = [...filters.slice(AT_ONCE), ...next];
  }
  return [...found.values()];
}

/** What the entries themselves name. Each is looked up: only what lies below the base counts, by the name that it has there. */
async function byMemberOf(
  client: Client,
  settings: DirectorySettings,
  person: Person,
): Promise<readonly Entry[]> {
  const { groups, timeoutMs } = settings;
  const found: Entry[] = [];
  const seen = new Set<string>();
  const open = [...person.memberOf];
  for (let dn = open.pop(); dn !== undefined; dn = open.pop()) {
    const key = dn.toLowerCase();
    if (seen.has(key) || !isBelow(dn, groups.base)) continue;
    seen.add(key);
    requireSanity(settings, seen.size);
    const { searchEntries } = await client
      .search(dn, {
        ...{
          scope: 'base',
          attributes: [groups.name, groups.memberOf],
          timeLimit: Math.ceil(timeoutMs / 1000),
        },
      })
      .catch((error: unknown) => {
        // Named, but gone or hidden: 32 is noSuchObject, 50 insufficientAccessRights.
        if (error instanceof Error && [32, 50].includes(Number(Reflect.get(error, 'code'))))
          return { searchEntries: [] };
        throw error;
      });
    for (const entry of searchEntries) {
      found.push(entry);
      if (groups.nested) open.push(...textsOf(entry, groups.memberOf));
    }
  }
  return found;
}

async function search(
  client: Client,
  { groups, pageSize, timeoutMs }: DirectorySettings,
  filter: Filter,
  attributes: readonly string[],
): Promise<readonly Entry[]> {
  const { searchEntries } = await client.search(groups.base, {
    ...{ scope: 'sub', filter, attributes: [...attributes], paged: { pageSize } },
    timeLimit: Math.ceil(timeoutMs / 1000),
  });
  return searchEntries;
}

function requireSanity({ title }: DirectorySettings, count: number): void {
  if (count > MOST_GROUPS)
    throw directoryDown(
      title,
      `it puts somebody into more than ${MOST_GROUPS} groups`,
      'Set groups.base and groups.filter so that only those are found which are meant.',
    );
}
