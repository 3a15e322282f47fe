import type { ExecutionScope, RoleGrant, RoleName, RolesService, Transaction } from '@datawave/plugin-sdk';
import type { AssignmentStore } from './store/assignment-store.ts';
import type { RoleStore } from './store/role-store.ts';
import type { RulesLedger } from './store/rules-ledger.ts';

/** Gives and takes roles in the name of other plugins. */
export class Roles implements RolesService {
  readonly #roles: RoleStore;
  readonly #assignments: AssignmentStore;
  readonly #ledger: RulesLedger;

  constructor(roles: RoleStore, assignments: AssignmentStore, ledger: RulesLedger) {
    this.#roles = roles;
    this.#assignments = assignments;
    this.#ledger = ledger;
  }

  async list(scope: ExecutionScope): Promise<readonly RoleName[]> {
    const { items } = await this.#roles.page(scope, {}, 1000, undefined);
    return items.map(({ key, title, isBuiltIn }) => ({ key, title, isBuiltIn }));
  }

  async assign(tx: Transaction, scope: ExecutionScope, grant: RoleGrant): Promise<void> {
    const { everywhere = false, holder, expiresAt = null } = grant;
    await this.#ledger.lock(tx, scope, everywhere);
    const role = await this.#roles.named(tx, grant.role, '/role');
    if ((await this.#assignments.find(tx, scope, { role, holder, everywhere })) !== undefined) return;
    await this.#assignments.assign(tx, scope, { role, holder, everywhere, expiresAt });
  }

  async withdraw(tx: Transaction, scope: ExecutionScope, grant: Omit<RoleGrant, 'expiresAt'>): Promise<void> {
    const { everywhere = false, holder } = grant;
    await this.#ledger.lock(tx, scope, everywhere);
    const role = await this.#roles.named(tx, grant.role, '/role');
    const given = await this.#assignments.find(tx, scope, { role, holder, everywhere });
    if (given !== undefined) await this.#assignments.remove(tx, scope, given.id, undefined);
  }
}
