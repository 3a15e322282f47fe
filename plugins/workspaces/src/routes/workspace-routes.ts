import {
  closedSchema,
  type HttpService,
  pageQuerySchema,
  type RouteResponse,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { Directory } from '../directory.ts';
import type { Quotas } from '../quotas/quotas.ts';
import type { ChoiceStore } from '../store/choice-store.ts';
import { ADMINISTRATOR, type MemberStore } from '../store/member-store.ts';
import { type StoredWorkspace, toWorkspace } from '../store/workspace-row.ts';
import {
  inWorkspace,
  type WorkspaceChange,
  type WorkspaceDraft,
  type WorkspaceStore,
} from '../store/workspace-store.ts';
import { mayNotManage, noSession, unknownWorkspace } from '../workspace-errors.ts';
import { WORKSPACE_KEY } from '../workspace-key.ts';
import { MANAGE, type WorkspaceGuard } from './guard.ts';

const CREATE = 'workspaces:create';

const key = {
  type: 'string',
  pattern: WORKSPACE_KEY,
  description: 'Names it in X-Workspace: lower case letters, digits and hyphens.',
} as const;
const title = { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' } as const;
const reason = { type: 'string', minLength: 1, maxLength: 1000, pattern: '\\S' } as const;
export const byId = closedSchema({ id: uuidSchema }, ['id']);

/** What these routes work with. */
export interface WorkspaceRouteParts {
  readonly workspaces: WorkspaceStore;
  readonly members: MemberStore;
  readonly directory: Directory;
  readonly choices: ChoiceStore;
  readonly quotas: Quotas;
  readonly guard: WorkspaceGuard;
  /** Called when a session has chosen. */
  readonly entered: () => void;
}

/** Mounts `/workspaces`: which there are, and which one the caller is in. */
export function mountWorkspaceRoutes(http: HttpService, parts: WorkspaceRouteParts): void {
  const { workspaces, members, directory, choices, quotas, guard } = parts;
  const shown = (workspace: StoredWorkspace) => ({
    ...toWorkspace(workspace),
    stateReason: workspace.stateReason,
    usage: quotas.kept(workspace),
  });
  const answer = (workspace: StoredWorkspace): RouteResponse => ({
    body: shown(workspace),
    version: workspace.version,
  });

  http.route<
    Record<string, never>,
    { readonly limit: number; readonly cursor?: string; readonly q?: string }
  >({
    method: 'GET',
    path: '/workspaces',
    permission: 'signed-in',
    summary: 'Workspaces that the caller may enter, by key',
    query: closedSchema({
      ...pageQuerySchema,
      q: { type: 'string', maxLength: 200, description: 'A part of key or title.' },
    }),
    handler: async ({ scope, query }) => {
      const [page, roles, managesAll] = [
        await directory.stored(scope, query),
        await directory.roles(scope),
        await guard.managesAll(scope),
      ];
      const items = page.items.map((workspace) => ({
        // How much others have is nobody's business who does not manage them.
        ...(managesAll || roles.get(workspace.id)?.includes(ADMINISTRATOR)
          ? shown(workspace)
          : toWorkspace(workspace)),
        roles: roles.get(workspace.id) ?? [],
        isCurrent: workspace.id === scope.workspace,
      }));
      return { body: { items, nextCursor: page.nextCursor } };
    },
  });

  http.route({
    method: 'GET',
    path: '/workspaces/current',
    permission: 'signed-in',
    summary: 'The workspace in which this request acts, with the roles that the caller holds there',
    handler: async ({ scope }) => {
      const current = await workspaces.get(scope, scope.workspace);
      return { body: { ...toWorkspace(current), roles: scope.principal.workspaceRoles ?? [] } };
    },
  });

  http.route<Record<string, never>, never, { readonly key: string }>({
    method: 'PUT',
    path: '/workspaces/current',
    permission: 'signed-in',
    summary: 'Have the session act in a workspace from now on, where a request names none',
    body: closedSchema({ key }, ['key']),
    handler: async ({ scope, body }) => {
      if (scope.session === undefined) throw noSession();
      const wanted = await directory.byKey(body.key);
      const mayEnter =
        wanted !== null && wanted.state === 'active' && (await directory.mayEnter(scope, wanted.id));
      if (wanted === null || !mayEnter) throw unknownWorkspace();
      await choices.remember(scope, scope.session.id, wanted.id);
      parts.entered();
      return { body: wanted };
    },
  });

  http.route<Record<string, never>, never, WorkspaceDraft>({
    method: 'POST',
    path: '/workspaces',
    permission: CREATE,
    summary: 'Add a workspace, whose first administrator the caller is',
    body: closedSchema({ key, title }, ['key', 'title']),
    handler: async ({ scope, body }) => {
      if (!(await guard.managesAll(scope, CREATE))) throw mayNotManage();
      const { id, displayName, kind } = scope.principal;
      const created = await workspaces.create(scope, body, async (tx, inside) => {
        if (kind !== 'user') return;
        await members.add(tx, inside, {
          holder: { kind: 'principal', id },
          name: displayName,
          roles: [ADMINISTRATOR],
        });
      });
      return { ...answer(created), status: 201, headers: { Location: `/api/v1/workspaces/${created.id}` } };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/workspaces/:id',
    permission: 'workspaces:read',
    summary: 'A workspace',
    params: byId,
    handler: async ({ scope, params }) => answer(await guard.within(scope, params.id)),
  });

  http.route<{ id: string }, never, WorkspaceChange>({
    method: 'PATCH',
    path: '/workspaces/:id',
    permission: MANAGE,
    summary: 'Rename a workspace, suspend it or resume it',
    params: byId,
    body: {
      ...closedSchema({ key, title, state: { enum: ['active', 'suspended'] }, reason }),
      minProperties: 1,
    },
    handler: async ({ scope, params, body, expectedVersion }) => {
      await guard.managed(scope, params.id);
      return answer(await workspaces.change(inWorkspace(scope, params.id), params.id, body, expectedVersion));
    },
  });
}
