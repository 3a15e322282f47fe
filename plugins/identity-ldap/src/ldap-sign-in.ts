import { randomUUID } from 'node:crypto';
import type {
  AccountsService,
  ExecutionScope,
  ExternalIdentity,
  Logger,
  PasswordQuestion,
  PasswordSignIn,
} from '@datawave/plugin-sdk';
import { type Client, ResultCodeError } from 'ldapts';
import type { DirectoryConnections } from './directory-connection.ts';
import type { DirectorySettings } from './directory-settings.ts';
import { findGroups } from './find-groups.ts';
import { attributesOf, type Person, readPerson } from './read-entry.ts';

/**
 * Results of a wrong password, or of an account that must not come in: constraintViolation (19, too many attempts),
 * inappropriateAuthentication (48, no password), invalidCredentials (49), insufficientAccessRights (50), unwillingToPerform (53).
 */
const REFUSALS = new Set([19, 48, 49, 50, 53]);
const LONGEST_NAME = 256;

/** Searches somebody by name and lets the directory check the password. */
export class LdapSignIn implements PasswordSignIn {
  readonly kind = 'password';
  readonly method = 'ldap';
  readonly title: string;
  readonly #settings: DirectorySettings;
  readonly #connections: DirectoryConnections;
  readonly #accounts: AccountsService;
  readonly #scope: () => ExecutionScope;
  readonly #log: Logger;

  constructor(parts: {
    readonly settings: DirectorySettings;
    readonly connections: DirectoryConnections;
    readonly accounts: AccountsService;
    readonly scope: () => ExecutionScope;
    readonly log: Logger;
  }) {
    this.title = parts.settings.title;
    this.#settings = parts.settings;
    this.#connections = parts.connections;
    this.#accounts = parts.accounts;
    this.#scope = parts.scope;
    this.#log = parts.log;
  }

  /** @throws DataWaveError DW_LDAP_UNAVAILABLE */
  async verify({ username, password, signal }: PasswordQuestion): Promise<ExternalIdentity | null> {
    // A bind with an empty password is no sign-in: directories answer it with success, whoever is named.
    if (password === '' || username.trim() === '' || username.length > LONGEST_NAME) return null;
    if (!username.isWellFormed() || username.includes('\0')) return null;
    const settings = this.#settings;
    return this.#connections.use(signal, async (client) => {
      const person = await this.#find(client, username);
      // Nobody has this name either; it is asked for, so that an unknown name takes as many steps.
      const dn = person?.dn ?? `cn=${randomUUID()},${settings.users.base}`;
      const isRight = await this.#isRight(client, dn, password);
      if (person === null || !isRight) return null;
      await this.#connections.bindService(client);
      const { subject } = person;
      const identity = await identityOf(client, settings, person);
      if (settings.newAccounts) return identity;
      return (await this.#accounts.find(this.#scope(), { provider: settings.key, subject })) === null
        ? null
        : identity;
    });
  }

  async #find(client: Client, username: string): Promise<Person | null> {
    const { key, users, attributes, timeoutMs } = this.#settings;
    const { searchEntries } = await client.search(users.base, {
      ...{ scope: users.scope, filter: users.filter.fill({ username }), sizeLimit: 2 },
      ...{ attributes: attributesOf(this.#settings), explicitBufferAttributes: [attributes.id] },
      timeLimit: Math.ceil(timeoutMs / 1000),
    });
    const [entry, another] = searchEntries;
    if (entry === undefined) return null;
    if (another !== undefined) {
      this.#log.warn('several people of a directory have the name of a sign-in, so that it is nobody’s', {
        directory: key,
      });
      return null;
    }
    const person = readPerson(entry, this.#settings);
    if (person === null)
      this.#log.error(
        'an entry of a directory lacks what never changes about it, so that it cannot be told from others',
        {
          directory: key,
          attribute: attributes.id,
        },
      );
    return person;
  }

  async #isRight(client: Client, dn: string, password: string): Promise<boolean> {
    try {
      await client.bind(dn, password);
      return true;
    } catch (error) {
      if (error instanceof ResultCodeError && (REFUSALS.has(error.code) || error.code === 32)) return false;
      throw error;
    }
  }
}

/** Somebody as the platform is told of them. */
export async function identityOf(
  client: Client,
  settings: DirectorySettings,
  person: Person,
): Promise<ExternalIdentity> {
  const { subject, username, displayName, email } = person;
  const groups = await findGroups(client, settings, person);
  return {
    ...{ provider: settings.key, subject, username, displayName, email },
    ...(groups === undefined ? {} : { groups }),
  };
}
