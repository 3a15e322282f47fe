import {
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type Page,
  type StorageService,
  sql,
  type Workspace,
  type WorkspaceMembership,
  type WorkspacesDirectory,
} from '@datawave/plugin-sdk';
import type { Entrance } from './entering/entrance.ts';
import type { MemberStore } from './store/member-store.ts';
import { type StoredWorkspace, toWorkspace } from './store/workspace-row.ts';
import type { WorkspaceStore } from './store/workspace-store.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Which workspaces there are, for other plugins. */
export class Directory implements WorkspacesDirectory {
  readonly #parts: {
    readonly storage: StorageService;
    readonly workspaces: WorkspaceStore;
    readonly members: MemberStore;
    readonly entrance: Entrance;
    readonly scope: () => ExecutionScope;
  };

  constructor(parts: {
    readonly storage: StorageService;
    readonly workspaces: WorkspaceStore;
    readonly members: MemberStore;
    readonly entrance: Entrance;
    readonly scope: () => ExecutionScope;
  }) {
    this.#parts = parts;
  }

  async byId(id: string): Promise<Workspace | null> {
    return UUID.test(id) ? this.#find(sql`w.id = ${id}::uuid`) : null;
  }

  async byKey(key: string): Promise<Workspace | null> {
    return this.#find(sql`w.key = ${key}`);
  }

  async list(
    scope: ExecutionScope,
    page: { readonly limit?: number; readonly cursor?: string } = {},
  ): Promise<Page<Workspace>> {
    const { items, nextCursor } = await this.stored(scope, page);
    return { items: items.map(toWorkspace), nextCursor };
  }

  /** As {@link Directory.list}, with all that is kept. */
  async stored(
    scope: ExecutionScope,
    page: { readonly limit?: number; readonly cursor?: string; readonly q?: string },
  ): Promise<Page<StoredWorkspace>> {
    const { workspaces, entrance } = this.#parts;
    if (await entrance.mayEnterAny(scope)) return workspaces.page(this.#parts.scope(), null, page);
    const roles = await this.roles(scope);
    return workspaces.page(this.#parts.scope(), [DEFAULT_WORKSPACE, ...roles.keys()], page);
  }

  /** Roles by workspace, of who acts. */
  async roles({ principal }: ExecutionScope): Promise<ReadonlyMap<string, readonly string[]>> {
    const { storage, members, scope } = this.#parts;
    return storage.transaction(scope(), (tx) => members.rolesOf(tx, principal.id, principal.groups ?? []));
  }

  /** Whether who acts may enter it by themselves. An API token enters no other than its own. */
  async mayEnter(scope: ExecutionScope, id: string): Promise<boolean> {
    if (scope.session?.methods.includes('api-token') === true) return id === scope.workspace;
    if (id === DEFAULT_WORKSPACE || (await this.roles(scope)).has(id)) return true;
    return this.#parts.entrance.mayEnterAny(scope);
  }

  async membershipsOf(
    principalId: string,
    groups: readonly string[],
  ): Promise<readonly WorkspaceMembership[]> {
    const { storage, members, workspaces, scope } = this.#parts;
    const roles = await storage.transaction(scope(), (tx) => members.rolesOf(tx, principalId, groups));
    const found: WorkspaceMembership[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await workspaces.page(scope(), [DEFAULT_WORKSPACE, ...roles.keys()], {
        limit: 500,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const workspace of page.items)
        if (workspace.state !== 'deleting')
          found.push({ workspace: toWorkspace(workspace), roles: roles.get(workspace.id) ?? [] });
      if (page.nextCursor === null) return found;
      cursor = page.nextCursor;
    }
  }

  async active(): Promise<readonly string[]> {
    return this.#parts.workspaces.ids(this.#parts.scope(), sql`w.state = 'active'`);
  }

  async #find(where: Parameters<WorkspaceStore['find']>[1]): Promise<Workspace | null> {
    const { storage, workspaces, scope } = this.#parts;
    const found = await storage.transaction(scope(), (tx) => workspaces.find(tx, where));
    return found === null ? null : toWorkspace(found);
  }
}
