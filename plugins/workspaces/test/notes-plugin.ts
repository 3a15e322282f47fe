import { randomUUID } from 'node:crypto';
import {
  coreServices,
  definePlugin,
  type ExecutionScope,
  keptTable,
  quotasService,
  sql,
  usageCounterPoint,
  workspaceDeletingHook,
  workspaceTable,
} from '@datawave/plugin-sdk';
import type { TestPlugin } from '@datawave/plugin-sdk/testing';

/** Keys of the workspaces of whose deletion the plugin was told. */
export const deletions: string[] = [];

/** Proofs that a workspace has left. */
export let countProofs: (scope: ExecutionScope) => Promise<number>;

/** Keeps notes with a line each, and counts them as if they were sources. */
export const notes: TestPlugin = {
  manifest: {
    manifestVersion: 1,
    id: 'notes',
    title: 'Notes',
    description: 'For tests.',
    resources: ['notes'],
    apiVersion: '^0.1.0',
    requires: { workspaces: '^0.1.0' },
    needs: { database: 'own', http: true },
    permissions: [
      { id: 'notes:read', title: 'Read' },
      { id: 'notes:write', title: 'Write' },
    ],
  },
  plugin: definePlugin()({
    deps: { storage: coreServices.storage, http: coreServices.http, quotas: quotasService },
    migrations: [
      {
        name: '0001_notes',
        up: [
          'create table notes (id uuid primary key, workspace_id uuid not null, title text not null)',
          ...workspaceTable('notes'),
          'create table lines (id uuid primary key, workspace_id uuid not null, note uuid not null references notes)',
          ...workspaceTable('lines'),
          'create table proofs (id uuid primary key, workspace_id uuid not null)',
          ...workspaceTable('proofs'),
          ...keptTable('proofs'),
        ],
      },
    ],
    setup({ deps: { storage, http, quotas }, extensions, hooks }) {
      countProofs = (scope) =>
        storage.transaction(scope, async (tx) => {
          const [row] = await storage.query<{ n: number }>(
            tx,
            sql`select count(*)::int as n from notes.proofs`,
          );
          return row?.n ?? 0;
        });
      extensions.contribute(usageCounterPoint, 'notes:sources', {
        resource: 'sources',
        changedBy: [],
        count: async (tx) => {
          const [row] = await storage.query<{ n: number }>(
            tx,
            sql`select count(*)::int as n from notes.notes`,
          );
          return row?.n ?? 0;
        },
      });
      hooks.tap(workspaceDeletingHook, ({ workspace }) => void deletions.push(workspace.key));
      http.route({
        method: 'GET',
        path: '/notes',
        permission: 'notes:read',
        summary: 'Titles',
        handler: async ({ scope }) => ({
          body: {
            titles: await storage.transaction(scope, async (tx) =>
              (
                await storage.query<{ title: string }>(tx, sql`select title from notes.notes order by title`)
              ).map(({ title }) => title),
            ),
          },
        }),
      });
      http.route<Record<string, never>, never, { title: string }>({
        method: 'POST',
        path: '/notes',
        permission: 'notes:write',
        summary: 'Add',
        body: { type: 'object', required: ['title'] },
        handler: async ({ scope, body }) => {
          await storage.transaction(scope, async (tx) => {
            await quotas.require(tx, scope, 'sources', 1);
            const id = randomUUID();
            await storage.query(
              tx,
              sql`insert into notes.notes (id, workspace_id, title) values (${id}::uuid, ${scope.workspace}::uuid, ${body.title})`,
            );
            await storage.query(
              tx,
              sql`insert into notes.proofs (id, workspace_id) values (${id}::uuid, ${scope.workspace}::uuid)`,
            );
            await storage.query(
              tx,
              sql`insert into notes.lines (id, workspace_id, note) values (${randomUUID()}::uuid, ${scope.workspace}::uuid, ${id}::uuid)`,
            );
          });
          return { status: 201, body: {} };
        },
      });
      return {};
    },
  }),
};
