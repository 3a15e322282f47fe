import { closedSchema, type HttpService, type JobsService } from '@datawave/plugin-sdk';
import { deleteJob } from '../deletion/delete-workspace.ts';
import type { Inventory } from '../deletion/inventory.ts';
import { inWorkspace, type WorkspaceStore } from '../store/workspace-store.ts';
import { wrongState } from '../workspace-errors.ts';
import { MANAGE, type WorkspaceGuard } from './guard.ts';
import { byId } from './workspace-routes.ts';

/** What stays whatever happens, as sentences for people. */
const STAYS = [
  'The audit trail with its seals, until its own retention removes it.',
  'Events that were published already, until they are as old as events become.',
  'Accounts and groups: they are the platform’s.',
];

/** Mounts `/workspaces/:id/deletion`: first what goes, then the deletion. */
export function mountDeletionRoutes(
  http: HttpService,
  {
    guard,
    workspaces,
    inventory,
    jobs,
    graceMs,
  }: {
    readonly guard: WorkspaceGuard;
    readonly workspaces: WorkspaceStore;
    readonly inventory: Inventory;
    readonly jobs: JobsService;
    /** Milliseconds after which nobody is in any more who was when it began. */
    readonly graceMs: number;
  },
): void {
  http.route<{ id: string }>({
    method: 'GET',
    path: '/workspaces/:id/deletion',
    permission: MANAGE,
    summary: 'What goes and what stays when the workspace is deleted',
    params: byId,
    timeoutMs: 120_000,
    handler: async ({ scope, params }) => {
      const workspace = await guard.managed(scope, params.id);
      const rows = await inventory.count(inWorkspace(scope, params.id));
      const byPlugin = Map.groupBy(rows, ({ schema }) => schema.replaceAll('_', '-'));
      const goes = [...byPlugin].map(([plugin, tables]) => ({
        plugin,
        rows: tables.reduce((sum, table) => sum + table.rows, 0),
        tables: Object.fromEntries(tables.map((table) => [table.table, table.rows])),
      }));
      const { state, stateReason } = workspace;
      return { body: { state, reason: stateReason, goes, stays: STAYS }, version: workspace.version };
    },
  });

  http.route<{ id: string }, never, { readonly key: string; readonly reason: string }>({
    method: 'POST',
    path: '/workspaces/:id/deletion',
    permission: MANAGE,
    recentSignIn: true,
    summary: 'Delete the workspace with everything in it; nothing brings it back',
    params: byId,
    body: closedSchema(
      {
        key: { type: 'string', maxLength: 63, description: 'The key of the workspace, once more.' },
        reason: { type: 'string', minLength: 1, maxLength: 1000, pattern: '\\S' },
      },
      ['key', 'reason'],
    ),
    handler: async ({ scope, params, body, expectedVersion }) => {
      const { key } = await guard.managed(scope, params.id);
      if (body.key !== key)
        throw wrongState(
          `The workspace is called "${key}".`,
          'Give its key, so that no other one is deleted.',
        );
      let job = '';
      const stored = await workspaces.beginDeletion(scope, params.id, {
        reason: body.reason,
        expected: expectedVersion,
        also: async (tx, outside) => {
          job = await jobs.enqueue(
            tx,
            outside,
            deleteJob,
            { workspace: params.id },
            { delayMs: graceMs, deduplicationKey: params.id },
          );
        },
      });
      return { status: 202, body: { state: stored.state, job } };
    },
  });
}
