import {
  DataWaveError,
  defineJob,
  type JobContext,
  type PluginHooks,
  type StorageService,
  sql,
  workspaceDeletingHook,
} from '@datawave/plugin-sdk';
import { toWorkspace } from '../store/workspace-row.ts';
import { inWorkspace, type WorkspaceStore } from '../store/workspace-store.ts';
import type { Inventory } from './inventory.ts';

/** Takes a workspace away. */
export const deleteJob = defineJob<{ readonly workspace: string }>({
  name: 'workspaces.delete',
  payload: {
    type: 'object',
    additionalProperties: false,
    required: ['workspace'],
    properties: { workspace: { type: 'string', format: 'uuid' } },
  },
  attempts: 20,
  timeoutMs: 30 * 60_000,
});

/** Rows that go in one transaction. */
const BATCH = 5_000;

/** What the deletion works with. */
export interface DeletionParts {
  readonly storage: StorageService;
  readonly workspaces: WorkspaceStore;
  readonly inventory: Inventory;
  readonly hooks: Pick<PluginHooks, 'call'>;
}

/**
 * Has every plugin take away what it keeps of a workspace, removes what is left, and looks into every table whether it is gone: only then
 * the workspace is. Each step may be done again.
 * @param job - in another workspace: its own row would go, too
 */
export async function deleteWorkspace(
  { storage, workspaces, inventory, hooks }: DeletionParts,
  job: Pick<JobContext<{ readonly workspace: string }>, 'scope' | 'payload' | 'progress'>,
): Promise<void> {
  const { scope } = job;
  const id = job.payload.workspace;
  const workspace = await storage.transaction(scope, (tx) => workspaces.find(tx, sql`w.id = ${id}::uuid`));
  if (workspace === null) return;
  if (workspace.state !== 'deleting') throw new Error('the workspace is not on its way out');
  const inside = inWorkspace(
    {
      ...scope,
      principal: { id: 'plugin:workspaces', kind: 'plugin', displayName: 'Workspaces', roles: [] },
    },
    id,
  );
  await hooks.call(workspaceDeletingHook, { scope: inside, workspace: toWorkspace(workspace) });
  const removed: Record<string, number> = {};
  const tables = await storage.transaction(inside, (tx) => inventory.tables(tx));
  for (const [index, table] of tables.entries()) {
    if (!table.isRemovable) continue;
    const name = `${table.schema}.${table.name}`;
    for (;;) {
      scope.signal.throwIfAborted();
      const rows = await inventory.remove(inside, table, BATCH);
      if (rows === 0) break;
      removed[name] = (removed[name] ?? 0) + rows;
      job.progress(index / tables.length, name);
    }
  }
  const left = await inventory.count(inside);
  if (left.length > 0)
    throw new DataWaveError({
      code: 'DW_WORKSPACE_NOT_EMPTY',
      message: `Something was added to the workspace while it was deleted: ${left.map(({ schema, table, rows }) => `${rows} in ${schema}.${table}`).join(', ')}.`,
      hint: 'The deletion is tried again by itself.',
      status: 503,
    });
  await workspaces.remove(scope, workspace, removed);
}
