const quote = (name: string): string => `"${name.replaceAll('\0', '').replaceAll('"', '""')}"`;

/**
 * Reads the workspace that the kernel set for the running transaction; null without one, so that nothing matches. An index is asked with it
 * once a statement as it is; wrapped in `(select …)` it was no quicker on 100,000 assets, and the planner no longer knew how many rows to expect
 * (`core/bench/row-policy.bench.ts`).
 */
const CURRENT_WORKSPACE = `nullif(current_setting('app.workspace', true), '')::uuid`;

/**
 * Statements that confine a table to the running transaction's workspace, for reading and for writing.
 * The table needs a column `workspace_id uuid not null`. The kernel refuses a plugin one of whose tables has that
 * column without this.
 *
 * @param tableName - name of the table in the plugin's own schema
 * @returns statements for a migration's `up`, to come after the one that creates the table
 *
 * @example
 * ```ts
 * const migration: Migration = {
 *   name: '0001_assets',
 *   up: [
 *     'create table assets (id uuid primary key, workspace_id uuid not null, name text not null)',
 *     ...workspaceTable('assets'),
 *   ],
 * };
 * ```
 * @public
 */
export function workspaceTable(tableName: string): readonly string[] {
  const table = quote(tableName);
  return [
    `alter table ${table} enable row level security`,
    // Without force the owner, who runs migrations, would be exempt.
    `alter table ${table} force row level security`,
    `create policy workspace on ${table} using (workspace_id = ${CURRENT_WORKSPACE}) with check (workspace_id = ${CURRENT_WORKSPACE})`,
  ];
}

/** What says of a table that its rows outlast their workspace: its comment in the database, which is there whichever plugins run. @public */
export const KEPT_TABLE_COMMENT = 'datawave: kept when the workspace is deleted';

/**
 * Statements by which the rows of a table stay when their workspace is deleted, and with them the secrets of the plugin in it: for what must
 * prove afterwards what was done.
 * @public
 */
export function keptTable(tableName: string): readonly string[] {
  return [`comment on table ${quote(tableName)} is '${KEPT_TABLE_COMMENT}'`];
}
