import { randomUUID } from 'node:crypto';
import type {
  Account,
  AccountProvision,
  AccountState,
  ExecutionScope,
  StorageService,
  Transaction,
} from '@datawave/plugin-sdk';
import { firstAdministrator, nameTaken, staleAccount } from '../identity-errors.ts';
import type { AccountEventType, Journal } from '../journal.ts';
import type { PasswordResets } from '../recovery/password-resets.ts';
import type { SessionEnding } from '../sessions/session-ending.ts';
import { checkNames, namesFor, storableName, storableProvision } from './account-names.ts';
import type { AccountColumns, AccountStore, StoredAccount } from './account-store.ts';
import { toAccount } from './account-store.ts';
import { ADMIN, FIRST_ADMINISTRATOR, refuseLast, requireAdministrator } from './administrators.ts';
import type { GroupStore } from './group-store.ts';
import { recordedAccount, recordedChange } from './recorded-account.ts';

/** What a new account is made of. */
export interface NewAccount {
  readonly username: string;
  readonly displayName: string;
  readonly email?: string | null;
  readonly roles?: readonly string[];
  readonly passwordHash?: string | null;
}

/** What may be changed of one. */
export type AccountChange = Partial<Omit<NewAccount, 'passwordHash'>>;

/** Accounts and what may become of them. Every change is recorded and told in the transaction that makes it. */
export class Accounts {
  readonly #storage: StorageService;
  readonly #store: AccountStore;
  readonly #groups: GroupStore;
  readonly #journal: Journal;
  readonly #ending: SessionEnding;
  readonly #resets: PasswordResets;

  constructor(parts: {
    readonly storage: StorageService;
    readonly store: AccountStore;
    readonly groups: GroupStore;
    readonly journal: Journal;
    readonly ending: SessionEnding;
    readonly resets: PasswordResets;
  }) {
    this.#storage = parts.storage;
    this.#store = parts.store;
    this.#groups = parts.groups;
    this.#journal = parts.journal;
    this.#ending = parts.ending;
    this.#resets = parts.resets;
  }

  /** @throws DataWaveError DW_IDENTITY_NAME_TAKEN, DW_IDENTITY_INVALID, DW_ACCESS_DENIED for roles that only an administrator gives */
  create(scope: ExecutionScope, account: NewAccount): Promise<Account> {
    checkNames(account);
    if ((account.roles ?? []).length > 0) requireAdministrator(scope);
    return this.#storage.transaction(scope, async (tx) => {
      const id = `user:${randomUUID()}`;
      if (!(await this.#store.insert(tx, id, account))) throw nameTaken('an account', '/body/username');
      const created = await this.#store.lock(tx, id);
      await this.#journal.account(tx, scope, 'userCreated', created, { after: recordedAccount(created) });
      return toAccount(created);
    });
  }

  /**
   * @param expected - version that the caller saw
   * @throws DataWaveError DW_AUTH_USER_UNKNOWN, DW_IDENTITY_STALE, DW_IDENTITY_NAME_TAKEN, DW_IDENTITY_LAST_ADMINISTRATOR
   */
  change(scope: ExecutionScope, id: string, change: AccountChange, expected?: string): Promise<Account> {
    checkNames(change);
    return this.#storage.transaction(scope, async (tx) => {
      const administrators = await this.#store.lockAdministrators(tx);
      const before = await this.#store.lock(tx, id);
      if (expected !== undefined && expected !== String(before.version)) throw staleAccount();
      if (before.roles.includes(ADMIN) && scope.principal.id !== id) requireAdministrator(scope);
      const hasOtherRoles =
        change.roles !== undefined && change.roles.toSorted().join() !== before.roles.toSorted().join();
      if (hasOtherRoles) requireAdministrator(scope);
      if (change.roles !== undefined && !change.roles.includes(ADMIN)) refuseLast(administrators, id);
      return toAccount(
        await this.#write(tx, scope, before, change, hasOtherRoles ? 'userPrivilegesChanged' : 'userChanged'),
      );
    });
  }

  /** Locks, deactivates, or brings back. Whoever is not active any more has no session left. */
  setState(
    scope: ExecutionScope,
    id: string,
    state: AccountState,
    reason: string | null,
    within?: Transaction,
  ): Promise<Account> {
    return this.#within(scope, within, async (tx) => {
      const administrators = await this.#store.lockAdministrators(tx);
      const before = await this.#store.lock(tx, id);
      if (before.roles.includes(ADMIN)) requireAdministrator(scope);
      if (state !== 'active') refuseLast(administrators, id);
      return toAccount(await this.#enter(tx, scope, before, state, reason));
    });
  }

  /** @throws DataWaveError DW_IDENTITY_FIRST_ADMINISTRATOR, DW_IDENTITY_LAST_ADMINISTRATOR */
  remove(scope: ExecutionScope, id: string, within?: Transaction): Promise<void> {
    return this.#within(scope, within, async (tx) => {
      const administrators = await this.#store.lockAdministrators(tx);
      const account = await this.#store.lock(tx, id);
      if (id === FIRST_ADMINISTRATOR) throw firstAdministrator();
      if (account.roles.includes(ADMIN)) requireAdministrator(scope);
      refuseLast(administrators, id);
      await this.#ending.all(tx, scope, id, 'deleted');
      await this.#store.delete(tx, id);
      await this.#journal.account(tx, scope, 'userDeleted', account, { before: recordedAccount(account) });
    });
  }

  /** Puts a hash in place of the password, ends every other session, and voids links by which another could be set. */
  async setPassword(
    tx: Transaction,
    scope: ExecutionScope,
    account: StoredAccount,
    passwordHash: string,
    exceptSession: string | null,
  ): Promise<void> {
    await this.#store.update(tx, account.id, { passwordHash });
    await this.#resets.forget(tx, account.id);
    await this.#ending.all(tx, scope, account.id, 'password-changed', exceptSession);
    await this.#journal.account(tx, scope, 'userCredentialsChanged', account, { changed: ['password'] });
  }

  /** The account of a provider's person, made or brought up to date. */
  provision(scope: ExecutionScope, said: AccountProvision, within?: Transaction): Promise<Account> {
    return this.#within(scope, within, async (tx) => {
      const given = storableProvision(said);
      const { provider, subject } = given;
      // Only who is taken out could be the last one: nobody else's sign-in waits for those of the administrators.
      const administrators = given.isActive === false ? await this.#store.lockAdministrators(tx) : [];
      const known = await this.#store.find(tx, { provider, subject });
      const account =
        known === null
          ? await this.#bringIn(tx, scope, given)
          : await this.#followName(tx, scope, known, given);
      const change: AccountChange = {
        displayName: storableName(given.displayName, given.username),
        email: given.email,
      };
      const isOther = change.displayName !== account.displayName || change.email !== account.email;
      let current =
        known !== null && isOther ? await this.#write(tx, scope, account, change, 'userChanged') : account;
      if (given.groups !== undefined && (await this.#groups.follow(tx, current.id, provider, given.groups))) {
        current = await this.#store.lock(tx, current.id);
        await this.#journal.account(tx, scope, 'userPrivilegesChanged', current, { changed: ['groups'] });
        this.#ending.forgetUser(tx, current.id);
      }
      if (given.isActive === false && current.state !== 'deactivated') {
        refuseLast(administrators, current.id);
        current = await this.#enter(tx, scope, current, 'deactivated', `Removed by ${provider}.`);
      } else if (given.isActive === true && current.state === 'deactivated') {
        current = await this.#enter(tx, scope, current, 'active', null);
      }
      return toAccount(current);
    });
  }

  #within<T>(
    scope: ExecutionScope,
    within: Transaction | undefined,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return within === undefined ? this.#storage.transaction(scope, work) : work(within);
  }

  async #enter(
    tx: Transaction,
    scope: ExecutionScope,
    before: StoredAccount,
    state: AccountState,
    reason: string | null,
  ): Promise<StoredAccount> {
    if (before.state === state) return before;
    await this.#store.update(tx, before.id, { state, stateReason: reason });
    if (state !== 'active') {
      await this.#ending.all(tx, scope, before.id, state);
      await this.#resets.forget(tx, before.id);
    }
    const events = { locked: 'userLocked', deactivated: 'userDeactivated', active: 'userUnlocked' } as const;
    await this.#journal.account(tx, scope, events[state], before, {
      before: { state: before.state },
      after: { state },
      ...(reason === null ? {} : { reason }),
    });
    return this.#store.lock(tx, before.id);
  }

  async #bringIn(tx: Transaction, scope: ExecutionScope, given: AccountProvision): Promise<StoredAccount> {
    const { provider, subject } = given;
    const username = storableName(given.username, subject);
    const id = `user:${randomUUID()}`;
    const columns = {
      displayName: storableName(given.displayName, username),
      email: given.email,
      passwordHash: null,
    };
    for (const name of namesFor(username, provider)) {
      if (!(await this.#store.insert(tx, id, { ...columns, username: name }))) continue;
      if (!(await this.#store.link(tx, id, { provider, subject, username }))) {
        // The same person came in by another request in this moment.
        await this.#store.delete(tx, id);
        const known = await this.#store.find(tx, { provider, subject });
        if (known !== null) return known;
        break;
      }
      const created = await this.#store.lock(tx, id);
      await this.#journal.account(tx, scope, 'userCreated', created, { after: recordedAccount(created) });
      return created;
    }
    throw nameTaken('an account', '/username');
  }

  /** Somebody whom their directory calls by another name than before. What was renamed here stays, until the directory speaks of it again. */
  async #followName(
    tx: Transaction,
    scope: ExecutionScope,
    known: StoredAccount,
    { provider, subject, ...given }: AccountProvision,
  ): Promise<StoredAccount> {
    const username = storableName(given.username, subject);
    if (!(await this.#store.renameLink(tx, { provider, subject, username }))) return known;
    if (known.username === username || known.id === FIRST_ADMINISTRATOR) return known;
    for (const name of namesFor(username, provider)) {
      if (await this.#store.isTaken(tx, name, known.id)) continue;
      return this.#write(tx, scope, known, { username: name }, 'userChanged');
    }
    return known;
  }

  async #write(
    tx: Transaction,
    scope: ExecutionScope,
    before: StoredAccount,
    change: AccountChange,
    type: AccountEventType,
  ): Promise<StoredAccount> {
    const columns: AccountColumns = change;
    if (!(await this.#store.update(tx, before.id, columns))) throw nameTaken('an account', '/body/username');
    const after = await this.#store.lock(tx, before.id);
    // Who reads what goes to the former address need not be them.
    if (after.email !== before.email) await this.#resets.voidMailed(tx, before.id);
    await this.#journal.account(tx, scope, type, after, recordedChange(before, after));
    this.#ending.forgetUser(tx, before.id);
    return after;
  }
}
