import type {
  AccountGroup,
  ExecutionScope,
  GroupProvision,
  StorageService,
  Transaction,
} from '@datawave/plugin-sdk';
import { nameTaken, staleAccount } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';
import type { SessionEnding } from '../sessions/session-ending.ts';
import type { AccountStore } from './account-store.ts';
import type { GroupStore } from './group-store.ts';

/** Groups and what may become of them. Who is in one may do what it may: every change of members is one of privileges. */
export class Groups {
  readonly #storage: StorageService;
  readonly #store: GroupStore;
  readonly #accounts: AccountStore;
  readonly #journal: Journal;
  readonly #ending: SessionEnding;

  constructor(parts: {
    readonly storage: StorageService;
    readonly store: GroupStore;
    readonly accounts: AccountStore;
    readonly journal: Journal;
    readonly ending: SessionEnding;
  }) {
    this.#storage = parts.storage;
    this.#store = parts.store;
    this.#accounts = parts.accounts;
    this.#journal = parts.journal;
    this.#ending = parts.ending;
  }

  /** @throws DataWaveError DW_IDENTITY_NAME_TAKEN */
  create(scope: ExecutionScope, name: string): Promise<AccountGroup> {
    return this.#storage.transaction(scope, async (tx) => {
      const id = await this.#store.insert(tx, name.trim(), null);
      if (id === null) throw nameTaken('a group', '/body/name');
      await this.#record(tx, scope, 'identity.group.created', { id, name });
      return this.#store.lock(tx, id);
    });
  }

  /** @throws DataWaveError DW_IDENTITY_UNKNOWN, DW_IDENTITY_STALE, DW_IDENTITY_NAME_TAKEN */
  rename(scope: ExecutionScope, id: string, name: string, expected?: string): Promise<AccountGroup> {
    return this.#storage.transaction(scope, async (tx) => {
      const group = await this.#store.lock(tx, id);
      if (expected !== undefined && expected !== String(group.version)) throw staleAccount();
      return this.#rename(tx, scope, group, name);
    });
  }

  /** A provider's group, made or renamed. */
  provision(
    scope: ExecutionScope,
    { provider, subject, name }: GroupProvision,
    within?: Transaction,
  ): Promise<AccountGroup> {
    return this.#within(scope, within, async (tx) => {
      await this.#store.adopt(tx, name, { provider, subject });
      await this.#store.insert(tx, name, { provider, subject });
      const group = await this.#store.find(tx, { provider, subject });
      if (group === null) throw nameTaken('a group', '/name');
      return group.name === name ? group : this.#rename(tx, scope, group, name);
    });
  }

  async remove(scope: ExecutionScope, id: string, within?: Transaction): Promise<void> {
    await this.#within(scope, within, async (tx) => {
      const group = await this.#store.lock(tx, id);
      const members = await this.#store.membersOf(tx, id);
      await this.#store.delete(tx, id);
      await this.#record(tx, scope, 'identity.group.deleted', group);
      await this.#tellMembers(tx, scope, members);
    });
  }

  /** Accounts that are not there are passed over. */
  async changeMembers(
    scope: ExecutionScope,
    id: string,
    { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
    within?: Transaction,
  ): Promise<void> {
    await this.#within(scope, within, async (tx) => {
      const group = await this.#store.lock(tx, id);
      const changed = await this.#store.changeMembers(tx, id, add, remove);
      if (changed.length === 0) return;
      await this.#record(tx, scope, 'identity.group.members-changed', group, {
        add: [...add],
        remove: [...remove],
      });
      await this.#tellMembers(tx, scope, changed);
    });
  }

  #within<T>(
    scope: ExecutionScope,
    within: Transaction | undefined,
    work: (tx: Transaction) => Promise<T>,
  ): Promise<T> {
    return within === undefined ? this.#storage.transaction(scope, work) : work(within);
  }

  async #rename(
    tx: Transaction,
    scope: ExecutionScope,
    group: AccountGroup,
    name: string,
  ): Promise<AccountGroup> {
    if (!(await this.#store.rename(tx, group.id, name.trim()))) throw nameTaken('a group', '/body/name');
    await this.#record(tx, scope, 'identity.group.renamed', group, { name });
    return this.#store.lock(tx, group.id);
  }

  async #tellMembers(tx: Transaction, scope: ExecutionScope, members: readonly string[]): Promise<void> {
    for (const account of await this.#accounts.all(tx, members)) {
      await this.#journal.account(tx, scope, 'userPrivilegesChanged', account, { changed: ['groups'] });
      this.#ending.forgetUser(tx, account.id);
    }
  }

  #record(
    tx: Transaction,
    scope: ExecutionScope,
    action: string,
    group: { readonly id: string; readonly name: string },
    after?: { readonly [key: string]: string | readonly string[] },
  ): Promise<void> {
    return this.#journal.group(tx, scope, {
      action,
      object: { type: 'group', id: group.id, name: group.name },
      ...(after === undefined ? {} : { after }),
    });
  }
}
