import {
  type AccountGroup,
  type AccountsService,
  closedSchema,
  DataWaveError,
  defineJob,
  type ExecutionScope,
  type Logger,
  type Principal,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import type { AssignmentStore } from './store/assignment-store.ts';
import type { RoleStore } from './store/role-store.ts';
import type { RulesLedger } from './store/rules-ledger.ts';

/** Makes the role assignments of groups what the configuration says. */
export const groupRolesJob = defineJob<Record<string, never>>({
  name: 'access.group-roles',
  payload: closedSchema({}),
});

/** In whose name roles are given by the configuration: what it gave is known by that, and taken back when it is named no more. */
const CONFIGURATION: Principal = {
  ...{ id: 'plugin:access', kind: 'plugin', displayName: 'The configuration', roles: [] },
};

/** What {@link settleGroupRoles} works with. */
export interface GroupRoleParts {
  readonly groupRoles: Config['groupRoles'];
  readonly accounts: AccountsService | undefined;
  readonly roles: RoleStore;
  readonly assignments: AssignmentStore;
  readonly ledger: RulesLedger;
  readonly log: Logger;
}

/**
 * Gives groups of providers the roles that the configuration names, before anybody of them has signed in, and takes back what it gave
 * before and names no more. What people assigned stays.
 */
export async function settleGroupRoles(parts: GroupRoleParts, { scope }: { readonly scope: ExecutionScope }) {
  const { groupRoles, accounts, roles, assignments, ledger, log } = parts;
  if (accounts === undefined && groupRoles.length > 0) {
    log.warn('roles of groups are left as they are, because the plugin "identity" does not run');
    return;
  }
  const own = { ...scope, principal: CONFIGURATION };
  const wanted: { readonly group: AccountGroup; readonly role: string }[] = [];
  if (accounts !== undefined)
    for (const { provider, group, role } of groupRoles)
      wanted.push({ role, group: await groupOf(accounts, own, provider, group) });
  await ledger.change(own, true, async (tx) => {
    const kept = new Set<string>();
    for (const { group, role: key } of wanted) {
      const holder = { kind: 'group', id: group.id, name: group.name } as const;
      try {
        const role = await roles.named(tx, key, '/groupRoles');
        const draft = { role, holder, everywhere: true, expiresAt: null };
        kept.add(((await assignments.find(tx, own, draft)) ?? (await assignments.assign(tx, own, draft))).id);
      } catch (error) {
        if (!DataWaveError.is(error) || error.status >= 500) throw error;
        // One slip must not keep the other groups from their roles.
        log.error('a role of a group could not be given', { group: group.name, role: key, error });
      }
    }
    for (const { id } of await assignments.everywhereBy(tx, CONFIGURATION.id))
      if (!kept.has(id)) await assignments.remove(tx, own, id, undefined);
  });
}

/** The provider's group of that very name; made where nobody of it has been seen. */
async function groupOf(
  accounts: AccountsService,
  scope: ExecutionScope,
  provider: string,
  name: string,
): Promise<AccountGroup> {
  const known = await accounts.findGroup(scope, { provider, subject: name });
  if (known !== null) return known;
  // Compared there without case.
  const named = await accounts.findGroup(scope, { provider, name });
  return named?.name === name ? named : accounts.provisionGroup(scope, { provider, subject: name, name });
}
