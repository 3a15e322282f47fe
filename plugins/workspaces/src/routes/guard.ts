import { type AccessService, DEFAULT_WORKSPACE, type ExecutionScope } from '@datawave/plugin-sdk';
import type { StoredWorkspace } from '../store/workspace-row.ts';
import type { WorkspaceStore } from '../store/workspace-store.ts';
import { mayNotManage, unknownWorkspace } from '../workspace-errors.ts';

/** Lets who holds it in every workspace do everything with each. */
export const MANAGE = 'workspaces:manage';

/**
 * Who may do what with which workspace. A workspace is administered from within it, where the route's permission was decided; every other one only
 * by who manages all.
 */
export class WorkspaceGuard {
  readonly #access: AccessService;
  readonly #workspaces: WorkspaceStore;

  constructor(access: AccessService, workspaces: WorkspaceStore) {
    this.#access = access;
    this.#workspaces = workspaces;
  }

  /** Whether somebody manages all workspaces: by what holds in each of them, whatever they hold in the one that they are in. */
  async managesAll(scope: ExecutionScope, permission: string = MANAGE): Promise<boolean> {
    const { workspaceRoles: _, ...principal } = scope.principal;
    const decision = await this.#access.decide(
      { ...scope, workspace: DEFAULT_WORKSPACE, principal },
      { permission },
    );
    return decision.allowed;
  }

  /** The workspace, for who is in it or manages all. @throws DataWaveError DW_WORKSPACE_UNKNOWN */
  async within(scope: ExecutionScope, id: string): Promise<StoredWorkspace> {
    if (id !== scope.workspace && !(await this.managesAll(scope))) throw unknownWorkspace();
    return this.#workspaces.get(scope, id);
  }

  /** The workspace, for who manages all. @throws DataWaveError DW_WORKSPACE_UNKNOWN, DW_ACCESS_DENIED */
  async managed(scope: ExecutionScope, id: string): Promise<StoredWorkspace> {
    const found = await this.within(scope, id);
    if (!(await this.managesAll(scope))) throw mayNotManage();
    return found;
  }
}
