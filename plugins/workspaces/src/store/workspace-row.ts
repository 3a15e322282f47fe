import {
  type QuotaResource,
  type SqlFragment,
  sql,
  type Workspace,
  type WorkspaceState,
} from '@datawave/plugin-sdk';

/** Limits of a workspace's own: null lifts the one of the configuration. */
export type Limits = { readonly [Resource in QuotaResource]?: number | null };

/** What was counted last, and when. */
export type KeptUsage = {
  readonly [Resource in QuotaResource]?: { readonly used: number; readonly at: string };
};

/** A workspace as it is kept. */
export interface StoredWorkspace extends Workspace {
  /** Why it is suspended or deleted. */
  readonly stateReason: string | null;
  readonly limits: Limits;
  readonly usage: KeptUsage;
}

/** Columns of {@link StoredWorkspace}, of a table or alias `w`. */
export const WORKSPACE_COLUMNS: SqlFragment = sql`w.id::text as id, w.key, w.title, w.state, w.state_reason as "stateReason", w.limits, w.usage, w.version,
  ${sql.isoTime(sql`w.created_at`)} as "createdAt", ${sql.isoTime(sql`w.updated_at`)} as "updatedAt"`;

/** Without what only its own pages show. */
export const toWorkspace = ({
  id,
  key,
  title,
  state,
  createdAt,
  updatedAt,
  version,
}: StoredWorkspace): Workspace => ({
  ...{ id, key, title, createdAt, updatedAt, version },
  state: state satisfies WorkspaceState,
});
