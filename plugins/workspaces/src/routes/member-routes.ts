import {
  type AccountsService,
  closedSchema,
  type ExecutionScope,
  type HttpService,
  pageQuerySchema,
  type RoleHolder,
  type RolesService,
  type RouteResponse,
  type StorageService,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { Quotas } from '../quotas/quotas.ts';
import { ADMINISTRATOR, type Member, type MemberStore } from '../store/member-store.ts';
import { inWorkspace, type WorkspaceStore } from '../store/workspace-store.ts';
import { rolesNotHeld, unknownHolder, unknownRoles, wrongState } from '../workspace-errors.ts';
import type { WorkspaceGuard } from './guard.ts';
import { byId } from './workspace-routes.ts';

const READ = 'workspaces:read';
const WRITE = 'workspaces:members';

const roles = {
  type: 'array',
  maxItems: 50,
  uniqueItems: true,
  items: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,59}$' },
  description: 'Keys of roles, which hold in this workspace.',
} as const;
const kind = { enum: ['principal', 'group'] } as const;
const holderId = { type: 'string', minLength: 1, maxLength: 200, pattern: '^\\S+$' } as const;
const byHolder = closedSchema({ id: uuidSchema, kind, holder: holderId }, ['id', 'kind', 'holder']);

interface Place {
  readonly id: string;
  readonly kind: RoleHolder['kind'];
  readonly holder: string;
}

/** What these routes work with. */
export interface MemberRouteParts {
  readonly storage: StorageService;
  readonly workspaces: WorkspaceStore;
  readonly members: MemberStore;
  readonly quotas: Quotas;
  readonly guard: WorkspaceGuard;
  readonly accounts: () => AccountsService | undefined;
  readonly roles: () => RolesService | undefined;
}

/** Mounts `/workspaces/:id/members`. */
export function mountMemberRoutes(http: HttpService, parts: MemberRouteParts): void {
  const { storage, workspaces, members, quotas, guard } = parts;
  const answer = (member: Member): RouteResponse => ({ body: member, version: member.version });
  const place = ({ id, holder }: { id: string; holder: RoleHolder }) =>
    `/api/v1/workspaces/${id}/members/${holder.kind}/${encodeURIComponent(holder.id)}`;

  /** Whoever gives or takes a role holds it there, is administrator there, or manages all. */
  const requireHeld = async (
    scope: ExecutionScope,
    touched: readonly string[],
  ): Promise<(id: string) => void> => {
    const managesAll = await guard.managesAll(scope);
    const held = scope.principal.workspaceRoles ?? [];
    return (id) => {
      if (managesAll || (id === scope.workspace && held.includes(ADMINISTRATOR))) return;
      const missing = touched.filter((role) => !held.includes(role));
      if (missing.length > 0) throw rolesNotHeld(missing);
    };
  };

  const requireKnown = async (scope: ExecutionScope, wanted: readonly string[]): Promise<void> => {
    const known = await parts.roles()?.list(scope);
    if (known === undefined) return;
    const keys = new Set(known.map(({ key }) => key));
    const unknown = wanted.filter((role) => !keys.has(role));
    if (unknown.length > 0) throw unknownRoles(unknown);
  };

  /** What the holder is called; null where nobody knows of accounts. */
  const nameOf = async (scope: ExecutionScope, holder: RoleHolder): Promise<string | null> => {
    const accounts = parts.accounts();
    if (accounts === undefined || holder.id.startsWith('service:')) return null;
    const found =
      holder.kind === 'group'
        ? (await accounts.findGroup(scope, { id: holder.id }))?.name
        : (await accounts.find(scope, { id: holder.id }))?.displayName;
    if (found === undefined) throw unknownHolder();
    return found;
  };

  http.route<{ id: string }, { readonly limit: number; readonly cursor?: string }>({
    method: 'GET',
    path: '/workspaces/:id/members',
    permission: READ,
    summary: 'Who is in the workspace, with which roles; groups first',
    params: byId,
    query: closedSchema(pageQuerySchema),
    handler: async ({ scope, params, query }) => {
      await guard.within(scope, params.id);
      return { body: await members.page(scope, params.id, query) };
    },
  });

  http.route<{ id: string }, never, { readonly holder: RoleHolder; readonly roles: readonly string[] }>({
    method: 'POST',
    path: '/workspaces/:id/members',
    permission: WRITE,
    recentSignIn: true,
    summary: 'Let somebody into the workspace, with roles that one could use oneself',
    params: byId,
    body: closedSchema(
      { holder: closedSchema({ kind, id: holderId }, ['kind', 'id']), roles: { ...roles, default: [] } },
      ['holder'],
    ),
    handler: async ({ scope, params, body }) => {
      const workspace = await guard.within(scope, params.id);
      if (workspace.state === 'deleting')
        throw wrongState('The workspace is being deleted.', 'Nobody can be let in any more.');
      const inside = inWorkspace(scope, params.id);
      (await requireHeld(scope, body.roles))(params.id);
      await requireKnown(inside, body.roles);
      const name = await nameOf(scope, body.holder);
      const member = await storage.transaction(inside, async (tx) => {
        await workspaces.lock(tx, params.id, undefined);
        await quotas.require(tx, inside, 'members', 1);
        return members.add(tx, inside, { holder: body.holder, name, roles: body.roles });
      });
      return { ...answer(member), status: 201, headers: { Location: place({ id: params.id, ...body }) } };
    },
  });

  http.route<Place>({
    method: 'GET',
    path: '/workspaces/:id/members/:kind/:holder',
    permission: READ,
    summary: 'A member of the workspace',
    params: byHolder,
    handler: async ({ scope, params }) => {
      await guard.within(scope, params.id);
      return answer(await members.get(scope, params.id, { kind: params.kind, id: params.holder }));
    },
  });

  http.route<Place, never, { readonly roles: readonly string[] }>({
    method: 'PATCH',
    path: '/workspaces/:id/members/:kind/:holder',
    permission: WRITE,
    recentSignIn: true,
    summary: 'Give a member other roles',
    params: byHolder,
    body: closedSchema({ roles }, ['roles']),
    handler: async ({ scope, params, body, expectedVersion: expected }) => {
      await guard.within(scope, params.id);
      await requireKnown(inWorkspace(scope, params.id), body.roles);
      const holder = { kind: params.kind, id: params.holder };
      const present = await members.get(scope, params.id, holder);
      const touched = difference(present.roles, body.roles);
      const check = await requireHeld(scope, touched);
      const member = await members.change(scope, params.id, {
        ...{ holder, roles: body.roles, expected: expected ?? String(present.version) },
        check: () => check(params.id),
      });
      return member === null ? { status: 204 } : answer(member);
    },
  });

  http.route<Place>({
    method: 'DELETE',
    path: '/workspaces/:id/members/:kind/:holder',
    permission: WRITE,
    summary: 'Take somebody out of the workspace',
    params: byHolder,
    handler: async ({ scope, params, expectedVersion: expected }) => {
      await guard.within(scope, params.id);
      const holder = { kind: params.kind, id: params.holder };
      const present = await members.get(scope, params.id, holder);
      const check = await requireHeld(scope, present.roles);
      await members.change(scope, params.id, {
        ...{ holder, roles: null, expected: expected ?? String(present.version) },
        check: () => check(params.id),
      });
      return { status: 204 };
    },
  });
}

/** What is in one of them alone. */
const difference = (one: readonly string[], other: readonly string[]): readonly string[] => [
  ...one.filter((role) => !other.includes(role)),
  ...other.filter((role) => !one.includes(role)),
];
