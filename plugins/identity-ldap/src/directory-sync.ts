import {
  type Account,
  type AccountFilter,
  type AccountsService,
  closedSchema,
  DataWaveError,
  defineJob,
  type ExecutionScope,
  type Logger,
} from '@datawave/plugin-sdk';
import type { Client } from 'ldapts';
import type { Departures } from './departures.ts';
import type { DirectoryConnections } from './directory-connection.ts';
import type { DirectorySettings } from './directory-settings.ts';
import { tooManyGone } from './ldap-errors.ts';
import { identityOf } from './ldap-sign-in.ts';
import { attributesOf, type Person, readPerson } from './read-entry.ts';

/** Accounts that may always be deactivated at once. */
const ALWAYS = 5;

/** Compares the accounts of a directory with it. */
export const syncJob = defineJob<{ readonly directory: string }, SyncOutcome>({
  name: 'identity-ldap.sync',
  payload: closedSchema({ directory: { type: 'string' } }, ['directory']),
  attempts: 2,
  timeoutMs: 30 * 60_000,
});

/** What a comparison has done. */
export interface SyncOutcome {
  /** People of the directory. */
  readonly people: number;
  readonly updated: number;
  readonly deactivated: number;
  readonly broughtBack: number;
}

/** What {@link syncDirectory} works with. */
export interface SyncParts {
  readonly settings: DirectorySettings;
  readonly connections: DirectoryConnections;
  readonly accounts: AccountsService;
  readonly departures: Departures;
  readonly log: Logger;
}

/**
 * Deactivates accounts whose people have left the directory, brings the others up to date, and brings back whom it had deactivated and who
 * is there again. Makes no accounts.
 * @throws DataWaveError DW_LDAP_UNAVAILABLE, DW_LDAP_TOO_MANY_GONE
 */
export async function syncDirectory(parts: SyncParts, scope: ExecutionScope): Promise<SyncOutcome> {
  const { settings, connections, accounts, departures } = parts;
  const { key } = settings;
  return connections.use(scope.signal, async (client) => {
    const people = await everybody(client, settings);
    const active = await all(accounts, scope, { provider: key, state: 'active' });
    const gone = missing(parts, active, people);
    for (const account of gone) await depart(parts, scope, account);
    let updated = 0;
    for (const { account, person } of present(key, active, people)) {
      scope.signal.throwIfAborted();
      const identity = await identityOf(client, settings, person);
      const after = await accounts.provision(scope, identity);
      if (after.version !== account.version || String(after.groups) !== String(account.groups)) updated += 1;
    }
    let broughtBack = 0;
    const departed = await departures.subjects(scope, key);
    const inactive =
      departed.size === 0 ? [] : await all(accounts, scope, { provider: key, state: 'deactivated' });
    for (const { person } of present(key, inactive, people)) {
      if (!departed.has(person.subject)) continue;
      await accounts.provision(scope, { ...(await identityOf(client, settings, person)), isActive: true });
      broughtBack += 1;
    }
    for (const subject of departed) if (people.has(subject)) await departures.forget(scope, key, subject);
    return { people: people.size, updated, deactivated: gone.length, broughtBack };
  });
}

/** Everybody whom the directory lets in, by what never changes about them. */
async function everybody(client: Client, settings: DirectorySettings): Promise<ReadonlyMap<string, Person>> {
  const { users, attributes, pageSize, timeoutMs } = settings;
  const people = new Map<string, Person>();
  const pages = client.searchPaginated(users.base, {
    ...{ scope: users.scope, filter: users.filter.any('username'), paged: { pageSize } },
    ...{ attributes: attributesOf(settings), explicitBufferAttributes: [attributes.id] },
    timeLimit: Math.ceil(timeoutMs / 1000),
  });
  for await (const { searchEntries } of pages)
    for (const entry of searchEntries) {
      const person = readPerson(entry, settings);
      if (person !== null) people.set(person.subject, person);
    }
  return people;
}

const subjectIn = (directory: string, { identities }: Account): string | undefined =>
  identities.find(({ provider }) => provider === directory)?.subject;

function present(
  directory: string,
  accounts: readonly Account[],
  people: ReadonlyMap<string, Person>,
): readonly { readonly account: Account; readonly person: Person }[] {
  return accounts.flatMap((account) => {
    const person = people.get(subjectIn(directory, account) ?? '');
    return person === undefined ? [] : [{ account, person }];
  });
}

/** Whose people are gone; those whom another provider knows, too, are left to that. @throws DataWaveError DW_LDAP_TOO_MANY_GONE */
function missing(
  { settings: { key, title, sync } }: SyncParts,
  active: readonly Account[],
  people: ReadonlyMap<string, Person>,
): readonly Account[] {
  const gone = active.filter(
    ({ identities }) =>
      identities.every(({ provider }) => provider === key) &&
      identities.every(({ subject }) => !people.has(subject)),
  );
  if (gone.length > 0 && people.size === 0) throw tooManyGone(title, 'the directory names nobody at all');
  const most = Math.max(ALWAYS, Math.floor((active.length * sync.mostPercent) / 100));
  if (gone.length > most)
    throw tooManyGone(title, `${gone.length} of ${active.length} are missing, and ${most} may be at once`);
  return gone;
}

async function depart(
  { settings: { key }, accounts, departures, log }: SyncParts,
  scope: ExecutionScope,
  account: Account,
): Promise<void> {
  scope.signal.throwIfAborted();
  await departures.note(scope, key, subjectIn(key, account) ?? '', account.id);
  try {
    await accounts.deprovision(scope, account.id);
  } catch (error) {
    // The last administrator stays, whoever has left.
    if (!DataWaveError.is(error) || error.status >= 500) throw error;
    log.error('somebody has left a directory, but their account must stay', { directory: key, error });
  }
}

async function all(
  accounts: AccountsService,
  scope: ExecutionScope,
  filter: AccountFilter,
): Promise<readonly Account[]> {
  const found: Account[] = [];
  let cursor: string | null = null;
  do {
    const page = await accounts.list(scope, filter, { limit: 500, ...(cursor === null ? {} : { cursor }) });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}
