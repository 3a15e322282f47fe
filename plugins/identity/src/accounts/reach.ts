import {
  type AccessService,
  DataWaveError,
  type ExecutionScope,
  type PluginsService,
  type Principal,
} from '@datawave/plugin-sdk';
import { isAdministrator } from './administrators.ts';

/** Who may do what, as far as one account is compared with another. */
interface Holder {
  readonly id: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/**
 * Keeps who administers accounts from getting hold of more than they may do themselves: by a new password for somebody else, or by a
 * seat in their group. What the workspaces that the caller is not in give is not looked at.
 */
export class Reach {
  readonly #access: AccessService;
  readonly #plugins: PluginsService;

  constructor(access: AccessService, plugins: PluginsService) {
    this.#access = access;
    this.#plugins = plugins;
  }

  /** @throws DataWaveError DW_ACCESS_DENIED */
  async requireOver(scope: ExecutionScope, { id, roles, groups }: Holder): Promise<void> {
    if (isAdministrator(scope) || id === scope.principal.id) return;
    const { workspace, requestId, signal, principal, session } = scope;
    const may = async (who: Principal, permission: string): Promise<boolean> =>
      (await this.#access.decide({ workspace, requestId, signal, principal: who }, { permission })).allowed;
    const holder: Principal = { id, kind: 'user', displayName: id, roles, groups };
    const isConfined = session?.permissions !== undefined;
    for (const { id: permission, reach } of await this.#plugins.permissions()) {
      if (!(await may(holder, permission))) continue;
      // A token is made for little: it is compared by what reaches beyond a workspace alone, and never gets hold of that.
      const isMore = isConfined ? reach === 'platform' : !(await may(principal, permission));
      if (isMore) throw mayDoMore();
    }
  }
}

const mayDoMore = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACCESS_DENIED',
    message: 'This would give you what you may not do yourself.',
    hint: 'Ask an administrator.',
    status: 403,
  });
