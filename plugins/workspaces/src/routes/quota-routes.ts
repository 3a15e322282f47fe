import { closedSchema, type HttpService } from '@datawave/plugin-sdk';
import { type Quotas, RESOURCES } from '../quotas/quotas.ts';
import type { Limits } from '../store/workspace-row.ts';
import { inWorkspace, type WorkspaceStore } from '../store/workspace-store.ts';
import { MANAGE, type WorkspaceGuard } from './guard.ts';
import { byId } from './workspace-routes.ts';

const READ = 'workspaces:read';

const limitsBody = closedSchema(
  Object.fromEntries(
    RESOURCES.map((resource) => [
      resource,
      {
        anyOf: [{ type: 'integer', minimum: 0, maximum: 1_000_000_000 }, { type: 'null' }],
        description: 'Null: as much as there is room for. Left out: what the configuration says.',
      },
    ]),
  ),
);

/** Mounts `/workspaces/:id/usage` and `/workspaces/:id/quotas`. */
export function mountQuotaRoutes(
  http: HttpService,
  {
    guard,
    quotas,
    workspaces,
  }: {
    readonly guard: WorkspaceGuard;
    readonly quotas: Quotas;
    readonly workspaces: WorkspaceStore;
  },
): void {
  http.route<{ id: string }>({
    method: 'GET',
    path: '/workspaces/:id/usage',
    permission: READ,
    summary: 'How much the workspace has, counted now, and how much it may have',
    params: byId,
    handler: async ({ scope, params }) => {
      await guard.within(scope, params.id);
      return { body: { items: await quotas.usage(inWorkspace(scope, params.id)) } };
    },
  });

  http.route<{ id: string }>({
    method: 'GET',
    path: '/workspaces/:id/quotas',
    permission: READ,
    summary: 'Limits of the workspace’s own, and those that hold',
    params: byId,
    handler: async ({ scope, params }) => {
      const workspace = await guard.within(scope, params.id);
      const effective = Object.fromEntries(
        RESOURCES.map((resource) => [resource, quotas.limitOf(workspace, resource)]),
      );
      return { body: { limits: workspace.limits, effective }, version: workspace.version };
    },
  });

  http.route<{ id: string }, never, Limits>({
    method: 'PUT',
    path: '/workspaces/:id/quotas',
    permission: MANAGE,
    summary: 'Say how much the workspace may have; what there is above it stays',
    params: byId,
    body: limitsBody,
    handler: async ({ scope, params, body, expectedVersion }) => {
      await guard.managed(scope, params.id);
      const workspace = await workspaces.setLimits(scope, params.id, body, expectedVersion);
      return { body: { limits: workspace.limits }, version: workspace.version };
    },
  });
}
