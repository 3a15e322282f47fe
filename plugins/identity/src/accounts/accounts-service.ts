import type {
  AccountFilter,
  AccountPage,
  AccountsService,
  ExecutionScope,
  StorageService,
} from '@datawave/plugin-sdk';
import type { SessionEnding } from '../sessions/session-ending.ts';
import { type AccountStore, toAccount } from './account-store.ts';
import type { Accounts } from './accounts.ts';
import type { GroupStore } from './group-store.ts';
import type { Groups } from './groups.ts';

/** The accounts as other plugins see them. */
export function createAccountsService(parts: {
  readonly storage: StorageService;
  readonly store: AccountStore;
  readonly groupStore: GroupStore;
  readonly accounts: Accounts;
  readonly groups: Groups;
  readonly ending: SessionEnding;
}): AccountsService {
  const { storage, store, groupStore, accounts, groups, ending } = parts;
  const limitOf = (page: AccountPage | undefined): number => Math.min(500, Math.max(1, page?.limit ?? 50));
  const find = async (scope: ExecutionScope, filter: AccountFilter) => {
    const account = await storage.transaction(scope, (tx) => store.find(tx, filter));
    return account === null ? null : toAccount(account);
  };
  return {
    find,
    list: (scope, filter, page) =>
      storage.transaction(scope, (tx) => store.page(tx, filter, limitOf(page), page?.cursor)),
    provision: (scope, provision, tx) => accounts.provision(scope, provision, tx),
    async deprovision(scope, id, how = 'deactivate', tx) {
      if (how === 'delete') await accounts.remove(scope, id, tx);
      else
        await accounts.setState(scope, id, 'deactivated', `Removed by ${scope.principal.displayName}.`, tx);
    },
    revokeSessions: (scope, id, reason) =>
      storage.transaction(scope, (tx) => ending.all(tx, scope, id, reason)),
    async lock(scope, id, reason) {
      await accounts.setState(scope, id, 'locked', reason);
    },
    findGroup: (scope, filter) => storage.transaction(scope, (tx) => groupStore.find(tx, filter)),
    listGroups: (scope, filter, page) =>
      storage.transaction(scope, (tx) => groupStore.page(tx, filter, limitOf(page), page?.cursor)),
    provisionGroup: (scope, group, tx) => groups.provision(scope, group, tx),
    changeMembers: (scope, groupId, change, tx) => groups.changeMembers(scope, groupId, change, tx),
    removeGroup: (scope, groupId, tx) => groups.remove(scope, groupId, tx),
  };
}
