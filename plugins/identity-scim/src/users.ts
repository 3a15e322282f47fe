import type {
  Account,
  AccountsService,
  AuditService,
  ExecutionScope,
  StorageService,
  Transaction,
} from '@datawave/plugin-sdk';
import type { ScimClient } from './clients.ts';
import type { Filter } from './filter/filter.ts';
import { asSeen, type Slice, type SliceRange } from './resource-row.ts';
import type { PatchOperation } from './resources/patch-operations.ts';
import { patchUser } from './resources/patch-user.ts';
import { displayNameOf, emailOf, type ScimUser } from './resources/user-resource.ts';
import { invalid, notFound, taken } from './scim-error.ts';
import type { UserRow, UserStore } from './user-store.ts';

/** What {@link Users} works with. */
export interface UsersParts {
  readonly storage: StorageService;
  readonly store: UserStore;
  readonly accounts: AccountsService;
  readonly audit: () => AuditService | undefined;
}

/** People of a client and their accounts, which change in one transaction. */
export class Users {
  readonly #parts: UsersParts;

  constructor(parts: UsersParts) {
    this.#parts = parts;
  }

  async get(scope: ExecutionScope, client: ScimClient, id: string): Promise<UserRow> {
    const { storage, store } = this.#parts;
    const row = await storage.transaction(scope, (tx) => store.find(tx, client.key, id));
    if (row === null) throw notFound('user');
    return row;
  }

  list(
    scope: ExecutionScope,
    client: ScimClient,
    filter: Filter | null,
    range: SliceRange,
  ): Promise<Slice<UserRow>> {
    const { storage, store } = this.#parts;
    return storage.transaction(scope, (tx) => store.slice(tx, client.key, filter, range));
  }

  /** @throws ScimError uniqueness */
  create(scope: ExecutionScope, client: ScimClient, given: ScimUser): Promise<UserRow> {
    const { storage, store } = this.#parts;
    const user = checked({ active: true, ...given });
    const subject = user[client.subject];
    if (subject === undefined)
      throw invalid(
        'invalidValue',
        `${client.subject} is missing: it is what the sign-in knows somebody by.`,
      );
    return storage.transaction(scope, async (tx) => {
      const row = await store.insert(tx, client.key, subject, user);
      if (row === null) throw taken('userName or externalId');
      const account = await this.#provision(tx, scope, client, row, user, user.active ?? true);
      await this.#record(tx, scope, 'created', row, account, Object.keys(user));
      return row;
    });
  }

  /** @param expected - version that the client saw */
  replace(
    scope: ExecutionScope,
    client: ScimClient,
    id: string,
    given: ScimUser,
    expected: string | undefined,
  ): Promise<UserRow> {
    return this.#change(scope, client, id, expected, (before) => ({
      // What somebody may do does not change because nothing was said of it.
      ...(before.active === undefined ? {} : { active: before.active }),
      ...(before.externalId === undefined || client.subject !== 'externalId'
        ? {}
        : { externalId: before.externalId }),
      ...given,
    }));
  }

  /** @param expected - version that the client saw */
  patch(
    scope: ExecutionScope,
    client: ScimClient,
    id: string,
    operations: readonly PatchOperation[],
    expected: string | undefined,
  ): Promise<UserRow> {
    return this.#change(scope, client, id, expected, (before) => patchUser(before, operations));
  }

  /** Ends every session. An administrator's account is deactivated and kept, because a directory does not decide about those. */
  async remove(
    scope: ExecutionScope,
    client: ScimClient,
    id: string,
    expected: string | undefined,
  ): Promise<void> {
    const { storage, store, accounts } = this.#parts;
    await storage.transaction(scope, async (tx) => {
      const row = asSeen(await store.find(tx, client.key, id, true), 'user', expected);
      const account = await accounts.provision(
        scope,
        { ...this.#said(client, row, row.user), groups: [], isActive: false },
        tx,
      );
      if (client.onDelete === 'delete' && !account.roles.includes('admin'))
        await accounts.deprovision(scope, account.id, 'delete', tx);
      await store.delete(tx, id);
      await this.#record(tx, scope, 'removed', row, account, []);
    });
  }

  /** Of an account that somebody has removed here: the client is told that there is nobody, and may bring them in anew. */
  async forget(scope: ExecutionScope, accountId: string): Promise<void> {
    const { storage, store } = this.#parts;
    await storage.transaction(scope, (tx) => store.forgetAccount(tx, accountId));
  }

  #change(
    scope: ExecutionScope,
    client: ScimClient,
    id: string,
    expected: string | undefined,
    change: (before: ScimUser) => ScimUser,
  ): Promise<UserRow> {
    const { storage, store } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      const before = asSeen(await store.find(tx, client.key, id, true), 'user', expected);
      const user = checked(change(before.user));
      if (user[client.subject] !== before.subject)
        throw invalid(
          'mutability',
          `${client.subject} cannot change: it is what the sign-in knows somebody by.`,
        );
      if (!(await store.update(tx, client.key, id, user))) throw taken('userName or externalId');
      // What was locked or deactivated here stays so, unless the directory itself has changed its mind.
      const isOther = (user.active ?? true) !== (before.user.active ?? true);
      const account = await this.#provision(
        tx,
        scope,
        client,
        before,
        user,
        isOther ? (user.active ?? true) : undefined,
      );
      await this.#record(tx, scope, 'changed', before, account, changedBetween(before.user, user));
      const after = await store.find(tx, client.key, id);
      if (after === null) throw notFound('user');
      return after;
    });
  }

  async #provision(
    tx: Transaction,
    scope: ExecutionScope,
    client: ScimClient,
    row: UserRow,
    user: ScimUser,
    isActive: boolean | undefined,
  ): Promise<Account> {
    const { accounts, store } = this.#parts;
    const account = await accounts.provision(
      scope,
      { ...this.#said(client, row, user), ...(isActive === undefined ? {} : { isActive }) },
      tx,
    );
    await store.setAccount(tx, row.id, account.id);
    return account;
  }

  /** Nothing that a client says gives anybody a role: there is no place for it. */
  #said(client: ScimClient, { subject }: UserRow, user: ScimUser) {
    return {
      ...{ provider: client.key, subject, username: user.userName ?? subject },
      ...{ displayName: displayNameOf(user), email: emailOf(user) },
    };
  }

  async #record(
    tx: Transaction,
    scope: ExecutionScope,
    what: 'created' | 'changed' | 'removed',
    row: UserRow,
    account: Account,
    changed: readonly string[],
  ): Promise<void> {
    await this.#parts.audit()?.record(tx, scope, {
      action: `identity-scim.user.${what}`,
      object: { type: 'user', id: account.id, name: account.username },
      after: { scimId: row.id, attributes: changed },
    });
  }
}

function checked(user: ScimUser): ScimUser {
  if ((user.userName ?? '').trim() === '') throw invalid('invalidValue', 'userName is missing.');
  return user;
}

/** Names of the attributes that are other than before. */
function changedBetween(before: ScimUser, after: ScimUser): readonly string[] {
  const old = new Map<string, unknown>(Object.entries(before));
  const now = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (name) => JSON.stringify(old.get(name)) !== JSON.stringify(now.get(name)),
  );
}
