import type {
  AccountsService,
  AuditService,
  ExecutionScope,
  StorageService,
  Transaction,
} from '@datawave/plugin-sdk';
import type { ScimClient } from './clients.ts';
import type { Filter } from './filter/filter.ts';
import type { GroupRow, GroupStore, MemberRow } from './group-store.ts';
import { asSeen, type Slice, type SliceRange } from './resource-row.ts';
import type { ScimGroup } from './resources/group-resource.ts';
import type { GroupStep } from './resources/patch-group.ts';
import { invalid, notFound, taken } from './scim-error.ts';
import type { UserStore } from './user-store.ts';

/** What {@link Groups} works with. */
export interface GroupsParts {
  readonly storage: StorageService;
  readonly store: GroupStore;
  readonly users: UserStore;
  readonly accounts: AccountsService;
  readonly audit: () => AuditService | undefined;
}

/** A group, and where it was asked for, who is in it. */
export interface GroupWithMembers {
  readonly row: GroupRow;
  /** Null where nobody asked. */
  readonly members: readonly MemberRow[] | null;
}

/** Groups of a client and those of the platform, which change in one transaction. */
export class Groups {
  readonly #parts: GroupsParts;

  constructor(parts: GroupsParts) {
    this.#parts = parts;
  }

  get(
    scope: ExecutionScope,
    client: ScimClient,
    id: string,
    wantsMembers: boolean,
  ): Promise<GroupWithMembers> {
    const { storage, store } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      const row = await store.find(tx, client.key, id);
      if (row === null) throw notFound('group');
      return { row, members: wantsMembers ? await store.members(tx, [row.id]) : null };
    });
  }

  list(
    scope: ExecutionScope,
    client: ScimClient,
    filter: Filter | null,
    range: SliceRange,
    wantsMembers: boolean,
  ): Promise<Slice<GroupWithMembers>> {
    const { storage, store } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      const { total, items } = await store.slice(tx, client.key, filter, range);
      const members = wantsMembers
        ? await store.members(
            tx,
            items.map(({ id }) => id),
          )
        : null;
      const byGroup = members === null ? null : Map.groupBy(members, ({ groupId }) => groupId);
      return {
        total,
        items: items.map((row) => ({ row, members: byGroup === null ? null : (byGroup.get(row.id) ?? []) })),
      };
    });
  }

  /** @throws ScimError uniqueness */
  create(scope: ExecutionScope, client: ScimClient, given: ScimGroup): Promise<GroupRow> {
    const { storage, store } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      const row = await store.insert(tx, client.key, given);
      if (row === null) throw taken('displayName');
      const groupId = await this.#provision(tx, scope, client, row, given.displayName);
      await this.#step(tx, scope, client, { ...row, groupId }, { kind: 'add', members: given.members ?? [] });
      await this.#record(tx, scope, 'created', groupId, given.displayName, row.id);
      return row;
    });
  }

  /** @param expected - version that the client saw */
  replace(
    scope: ExecutionScope,
    client: ScimClient,
    id: string,
    { displayName, externalId, members }: ScimGroup,
    expected: string | undefined,
  ): Promise<GroupRow> {
    return this.patch(
      scope,
      client,
      id,
      [
        { kind: 'rename', displayName },
        ...(externalId === null ? [] : [{ kind: 'externalId', externalId } as const]),
        ...(members === null ? [] : [{ kind: 'set', members } as const]),
      ],
      expected,
    );
  }

  /** All of it or nothing. @param expected - version that the client saw */
  patch(
    scope: ExecutionScope,
    client: ScimClient,
    id: string,
    steps: readonly GroupStep[],
    expected: string | undefined,
  ): Promise<GroupRow> {
    const { storage, store } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      let row = asSeen(await store.find(tx, client.key, id, true), 'group', expected);
      const groupId = await this.#provision(tx, scope, client, row, row.displayName);
      row = { ...row, groupId };
      let hasChanged = false;
      for (const step of steps) {
        hasChanged = (await this.#step(tx, scope, client, row, step)) || hasChanged;
        row = (await store.find(tx, client.key, id)) ?? row;
      }
      if (!hasChanged) return row;
      await store.raiseVersion(tx, id);
      await this.#record(tx, scope, 'changed', groupId, row.displayName, id);
      return (await store.find(tx, client.key, id)) ?? row;
    });
  }

  async remove(
    scope: ExecutionScope,
    client: ScimClient,
    id: string,
    expected: string | undefined,
  ): Promise<void> {
    const { storage, store, accounts } = this.#parts;
    await storage.transaction(scope, async (tx) => {
      const row = asSeen(await store.find(tx, client.key, id, true), 'group', expected);
      // Made again where somebody has removed it here, so that there is one to be removed.
      const groupId = await this.#provision(tx, scope, client, row, row.displayName);
      await accounts.removeGroup(scope, groupId, tx);
      await store.delete(tx, id);
      await this.#record(tx, scope, 'removed', groupId, row.displayName, id);
    });
  }

  async #provision(
    tx: Transaction,
    scope: ExecutionScope,
    client: ScimClient,
    { id }: GroupRow,
    name: string,
  ): Promise<string> {
    const { accounts, store } = this.#parts;
    // Its id here is what never changes about it: names do, and not every client has another.
    const group = await accounts.provisionGroup(scope, { provider: client.key, subject: id, name }, tx);
    await store.setGroup(tx, id, group.id);
    return group.id;
  }

  /** Whether anything is other than before. */
  async #step(
    tx: Transaction,
    scope: ExecutionScope,
    client: ScimClient,
    row: GroupRow,
    step: GroupStep,
  ): Promise<boolean> {
    const { store } = this.#parts;
    switch (step.kind) {
      case 'rename':
        if (step.displayName === row.displayName) return false;
        if (!(await store.update(tx, client.key, row.id, { ...row, displayName: step.displayName })))
          throw taken('displayName');
        await this.#provision(tx, scope, client, row, step.displayName);
        return true;
      case 'externalId':
        if (step.externalId === row.externalId) return false;
        await store.update(tx, client.key, row.id, { ...row, externalId: step.externalId });
        return true;
      case 'add':
        return this.#changeMembers(tx, scope, client, row, step.members, []);
      case 'remove':
        return this.#changeMembers(tx, scope, client, row, [], step.members);
      case 'set': {
        const wanted = new Set(step.members);
        const gone = (await store.memberIds(tx, row.id)).filter((id) => !wanted.has(id));
        return this.#changeMembers(tx, scope, client, row, step.members, gone);
      }
    }
  }

  async #changeMembers(
    tx: Transaction,
    scope: ExecutionScope,
    client: ScimClient,
    { id, groupId }: GroupRow,
    add: readonly string[],
    remove: readonly string[],
  ): Promise<boolean> {
    const { store, users, accounts } = this.#parts;
    const known = new Map(
      (await users.accountsOf(tx, client.key, [...add, ...remove])).map((user) => [user.id, user.accountId]),
    );
    const unknown = add.find((one) => !known.has(one));
    if (unknown !== undefined)
      throw invalid('invalidValue', 'There is no such user among those that are to be members.');
    const added = await store.addMembers(tx, id, add);
    const removed = await store.removeMembers(
      tx,
      id,
      remove.filter((one) => known.has(one)),
    );
    const accountsOf = (ids: readonly string[]): readonly string[] =>
      ids.map((one) => known.get(one)).filter((account) => typeof account === 'string');
    if (added.length + removed.length === 0 || groupId === null) return false;
    await accounts.changeMembers(scope, groupId, { add: accountsOf(added), remove: accountsOf(removed) }, tx);
    return true;
  }

  async #record(
    tx: Transaction,
    scope: ExecutionScope,
    what: 'created' | 'changed' | 'removed',
    groupId: string,
    name: string,
    scimId: string,
  ): Promise<void> {
    await this.#parts.audit()?.record(tx, scope, {
      action: `identity-scim.group.${what}`,
      object: { type: 'group', id: groupId, name },
      after: { scimId },
    });
  }
}
