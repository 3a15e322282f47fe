import {
  closedSchema,
  type ExecutionScope,
  type HttpService,
  pageQuerySchema,
  type RouteResponse,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { Guard } from '../decide/guard.ts';
import { policyFaults } from '../model/check-policy.ts';
import { foldLabels } from '../model/fold-labels.ts';
import type { PermissionCatalog } from '../model/permission-catalog.ts';
import type { Policy, StoredPolicy } from '../model/policy.ts';
import { policyChangeSchema, policySchema } from '../model/policy-schema.ts';
import { invalid } from '../store/access-errors.ts';
import type { PolicyFilter, PolicyStore } from '../store/policy-store.ts';
import type { RoleStore } from '../store/role-store.ts';

const READ = 'access-policies:read';
const WRITE = 'access-policies:write';

const byId = closedSchema({ id: uuidSchema }, ['id']);

/** Mounts `/access-policies`. Roles are named by their keys there. */
export function mountPolicyRoutes(
  http: HttpService,
  {
    policies,
    roles,
    guard,
    catalog,
  }: {
    readonly policies: PolicyStore;
    readonly roles: RoleStore;
    readonly guard: Guard;
    readonly catalog: PermissionCatalog;
  },
): void {
  /** Ready to be kept: checked, with ids of roles, and nothing that the caller could not do. */
  const ready = async (scope: ExecutionScope, policy: Policy): Promise<Policy> => {
    const faults = [
      ...policyFaults(policy),
      ...(await catalog.faults(policy.permissions, '/permissions')),
      ...(await catalog.untold(policy)),
    ];
    if (faults.length > 0) throw invalid(faults);
    if (policy.effect === 'allow') await guard.requireHeld(scope, WRITE, policy.permissions, false);
    const { roles: keys, ...subjects } = policy.subjects;
    return {
      ...policy,
      when: foldLabels(policy.when),
      subjects:
        keys === undefined
          ? subjects
          : { ...subjects, roles: await roles.idsOf(scope, keys, '/subjects/roles') },
    };
  };
  const shown = async (
    scope: ExecutionScope,
    found: readonly StoredPolicy[],
  ): Promise<readonly StoredPolicy[]> => {
    const keyOf = await roles.keysById(scope);
    return found.map((policy) => ({
      ...policy,
      subjects: {
        ...policy.subjects,
        ...(policy.subjects.roles === undefined
          ? {}
          : { roles: policy.subjects.roles.map((id) => keyOf.get(id) ?? id) }),
      },
    }));
  };
  const answer = async (scope: ExecutionScope, policy: StoredPolicy): Promise<RouteResponse> => {
    const [body] = await shown(scope, [policy]);
    return { body, version: policy.version };
  };

  http.route<Record<string, never>, PolicyFilter & { readonly limit: number; readonly cursor?: string }>({
    method: 'GET',
    path: '/access-policies',
    permission: READ,
    summary: 'Access policies of the workspace, by title',
    query: closedSchema({
      ...pageQuerySchema,
      q: { type: 'string', maxLength: 200, description: 'A part of the title.' },
      effect: { enum: ['allow', 'deny'] },
      permission: { type: 'string', maxLength: 200, description: 'As it stands in the policy.' },
    }),
    handler: async ({ scope, query: { limit, cursor, ...filter } }) => {
      const page = await policies.page(scope, filter, limit, cursor);
      return { body: { ...page, items: await shown(scope, page.items) } };
    },
  });

  http.route<Record<string, never>, never, Policy>({
    method: 'POST',
    path: '/access-policies',
    permission: WRITE,
    recentSignIn: true,
    summary: 'Add an access policy; what it allows must be the caller’s through roles',
    body: policySchema,
    handler: async ({ scope, body }) => {
      const policy = await policies.create(scope, await ready(scope, body));
      return {
        ...(await answer(scope, policy)),
        status: 201,
        headers: { Location: `/api/v1/access-policies/${policy.id}` },
      };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/access-policies/:id',
    permission: READ,
    summary: 'An access policy',
    params: byId,
    handler: async ({ scope, params }) => answer(scope, await policies.get(scope, params.id)),
  });

  http.route<{ id: string }, never, Partial<Policy>>({
    method: 'PATCH',
    path: '/access-policies/:id',
    permission: WRITE,
    recentSignIn: true,
    summary: 'Change an access policy: what is given replaces what was there',
    params: byId,
    body: policyChangeSchema,
    handler: async ({ scope, params, body, expectedVersion }) => {
      const before = await policies.get(scope, params.id);
      const [named = before] = await shown(scope, [before]);
      const { title, description, effect, enabled, permissions, subjects, when } = { ...named, ...body };
      const policy = { title, description, effect, enabled, permissions, subjects, when };
      // What was merged is what is replaced, also when nobody said which version they saw.
      const expected = expectedVersion ?? String(before.version);
      return answer(scope, await policies.update(scope, params.id, await ready(scope, policy), expected));
    },
  });

  http.route<{ id: string }>({
    method: 'DELETE',
    path: '/access-policies/:id',
    permission: WRITE,
    recentSignIn: true,
    summary: 'Remove an access policy',
    params: byId,
    handler: async ({ scope, params, expectedVersion }) => {
      await policies.remove(scope, params.id, expectedVersion);
      return { status: 204 };
    },
  });
}
