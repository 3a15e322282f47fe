import { closedSchema, type HttpService, pageQuerySchema, type RouteResponse } from '@datawave/plugin-sdk';
import type { Guard } from '../decide/guard.ts';
import type { PermissionCatalog } from '../model/permission-catalog.ts';
import { descriptionSchema, permissionsSchema, titleSchema } from '../model/policy-schema.ts';
import { invalid } from '../store/access-errors.ts';
import type { RoleDraft, RoleStore, StoredRole } from '../store/role-store.ts';

const READ = 'roles:read';
const WRITE = 'roles:write';

const key = { type: 'string', pattern: '^[a-z][a-z0-9-]{0,59}$' } as const;
/** A key of a role that comes with the platform, or a UUID. */
export const roleIdSchema = { type: 'string', pattern: '^[a-z0-9-]{1,60}$' } as const;
const byId = closedSchema({ id: roleIdSchema }, ['id']);
const inherits = {
  type: 'array',
  maxItems: 50,
  uniqueItems: true,
  items: key,
  description: 'Keys of roles.',
};
const parts = {
  title: titleSchema,
  description: descriptionSchema,
  permissions: { ...permissionsSchema, minItems: 0 },
  inherits,
};

/** Mounts `/roles`. */
export function mountRoleRoutes(
  http: HttpService,
  {
    roles,
    guard,
    catalog,
  }: { readonly roles: RoleStore; readonly guard: Guard; readonly catalog: PermissionCatalog },
): void {
  const answer = (role: StoredRole): RouteResponse => ({ body: role, version: role.version });
  const check = async (permissions: readonly string[] = []): Promise<void> => {
    const faults = await catalog.faults(permissions, '/permissions');
    if (faults.length > 0) throw invalid(faults);
  };

  http.route<
    Record<string, never>,
    { readonly limit: number; readonly cursor?: string; readonly q?: string }
  >({
    method: 'GET',
    path: '/roles',
    permission: READ,
    summary: 'Roles that can be held in the workspace, by key',
    query: closedSchema({
      ...pageQuerySchema,
      q: { type: 'string', maxLength: 200, description: 'A part of key or title.' },
    }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => ({
      body: await roles.page(scope, filter, limit, cursor),
    }),
  });

  http.route<Record<string, never>, never, RoleDraft>({
    method: 'POST',
    path: '/roles',
    permission: WRITE,
    recentSignIn: true,
    summary: 'Add a role; it may hold what the caller holds through roles',
    body: closedSchema(
      {
        key,
        ...parts,
        description: { ...descriptionSchema, default: '' },
        permissions: { ...parts.permissions, default: [] },
        inherits: { ...inherits, default: [] },
        everywhere: { type: 'boolean', default: false, description: 'A role of every workspace.' },
      },
      ['key', 'title'],
    ),
    handler: async ({ scope, body }) => {
      await check(body.permissions);
      const inherited = await roles.permissionsOfKeys(scope, body.inherits);
      await guard.requireHeld(scope, WRITE, [...body.permissions, ...inherited], body.everywhere);
      const role = await roles.create(scope, body);
      return { ...answer(role), status: 201, headers: { Location: `/api/v1/roles/${role.id}` } };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/roles/:id',
    permission: READ,
    summary: 'A role',
    params: byId,
    handler: async ({ scope, params }) => answer(await roles.get(scope, params.id)),
  });

  http.route<{ id: string }, never, Partial<Omit<RoleDraft, 'key' | 'everywhere'>>>({
    method: 'PATCH',
    path: '/roles/:id',
    permission: WRITE,
    recentSignIn: true,
    summary: 'Change a role of one’s own: what is given replaces what was there',
    params: byId,
    body: { ...closedSchema(parts), minProperties: 1 },
    handler: async ({ scope, params, body, expectedVersion }) => {
      const before = await roles.get(scope, params.id);
      await check(body.permissions);
      const inherited = await roles.permissionsOfKeys(scope, body.inherits ?? []);
      await guard.requireHeld(scope, WRITE, [...(body.permissions ?? []), ...inherited], before.everywhere);
      return answer(await roles.update(scope, params.id, body, expectedVersion));
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/roles/:id',
    permission: WRITE,
    recentSignIn: true,
    summary: 'Remove a role that nothing refers to',
    params: byId,
    handler: async ({ scope, params, expectedVersion }) => {
      const before = await roles.get(scope, params.id);
      await guard.requireHeld(scope, WRITE, [], before.everywhere);
      await roles.remove(scope, params.id, expectedVersion);
      return { status: 204 };
    },
  });
}
