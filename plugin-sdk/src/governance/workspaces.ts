import { extensionPointRef, hookRef, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Page } from '../services/http.ts';
import type { Transaction } from '../services/storage.ts';

/**
 * Names the workspace that a request is about, by its key. Without it the choice that the session remembers holds, else what the
 * proof itself names, else the default workspace, which everybody may enter who has signed in. A workspace of which the caller is no member
 * answers as if it did not exist. An API token is made for one workspace and enters no other.
 * @public
 */
export const WORKSPACE_HEADER = 'x-workspace';

/** `suspended`: kept, and entered by nobody. `deleting`: on its way out; nothing brings it back. @public */
export type WorkspaceState = 'active' | 'suspended' | 'deleting';

/** A tenant: every domain row belongs to one. @public */
export interface Workspace {
  /** UUID: what a scope and every row carries. */
  readonly id: string;
  /** Lower case letters, digits and hyphens; unique; never given to another one as long as it is there. */
  readonly key: string;
  readonly title: string;
  readonly state: WorkspaceState;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** A workspace that somebody may enter. @public */
export interface WorkspaceMembership {
  readonly workspace: Workspace;
  /**
   * Keys of the roles held in it, by themselves and through groups; none in the default workspace for whom nobody made a member
   * of it. They stand in `Principal.workspaceRoles` of every request in that workspace.
   */
  readonly roles: readonly string[];
}

/** Which workspaces there are, and who is in them. Decides nothing: whether the caller may know is the caller's to ask. @public */
export interface WorkspacesDirectory {
  /** Null when there is none. */
  byId(id: string): Promise<Workspace | null>;
  byKey(key: string): Promise<Workspace | null>;
  /** Those that the scope's principal may enter, by key; with everything for who may manage all. */
  list(
    scope: ExecutionScope,
    page?: { readonly limit?: number; readonly cursor?: string },
  ): Promise<Page<Workspace>>;
  /** By key. With the default workspace, with those that are suspended, without those that are being deleted. */
  membershipsOf(principalId: string, groups: readonly string[]): Promise<readonly WorkspaceMembership[]>;
  /** Ids of all that are active: for what runs by the clock in each of them. */
  active(): Promise<readonly string[]>;
}

/** The ref of the directory of workspaces. Provided by `workspaces`. @public */
export const workspacesService = serviceRef<WorkspacesDirectory>('workspaces.directory');

/** What a workspace may have only so much of: rows that there are, or what happens within a day or a minute (UTC). @public */
export type QuotaResource =
  | 'sources'
  | 'assets'
  | 'scans-per-day'
  | 'members'
  | 'requests-per-minute'
  | 'secrets'
  | 'rules';

/** How much of something there is, and how much there may be. @public */
export interface QuotaUsage {
  readonly resource: QuotaResource;
  /** Null where nobody counts it now. */
  readonly used: number | null;
  /** Null: as much as there is room for. */
  readonly limit: number | null;
  /** ISO 8601: when it was counted. */
  readonly countedAt: string | null;
}

/** Asked by plugins before they create something of which a workspace may have only so much. @public */
export interface QuotasService {
  /**
   * Makes sure that there is room for more in the scope's workspace, and holds that room until the transaction ends: whoever asks
   * for the same in another one waits. Ask in the transaction that writes the rows: for so many more before they are written, for 0 more
   * after.
   * @throws DataWaveError DW_WORKSPACE_QUOTA with status 403, or 429 for what is counted by day or minute
   */
  require(tx: Transaction, scope: ExecutionScope, resource: QuotaResource, more: number): Promise<void>;
  /** Counted now. */
  usage(scope: ExecutionScope): Promise<readonly QuotaUsage[]>;
}

/** The ref of the quotas. Provided by `workspaces`; list it among the optional deps. @public */
export const quotasService = serviceRef<QuotasService>('workspaces.quotas');

/** Counts rows of one plugin for a quota. @public */
export interface UsageCounter {
  readonly resource: QuotaResource;
  /** In the scope's workspace, by one statement in the transaction. */
  count(tx: Transaction, scope: ExecutionScope): Promise<number>;
  /** Types of events after which it is another number. */
  readonly changedBy: readonly string[];
}

/** Counters; those of one resource are added up. Key: `PLUGIN:RESOURCE`. Owned by `workspaces`. @public */
export const usageCounterPoint = extensionPointRef<UsageCounter>('workspaces.usage-counters');

/** A workspace on its way out. @public */
export interface WorkspaceDeletion {
  /** In the workspace that goes, in the plugin's name. */
  readonly scope: ExecutionScope;
  readonly workspace: Workspace;
}

/**
 * Called by a durable job for a workspace that is deleted, before its rows are: the place to stop what runs in it and to clear away what is
 * kept outside the database. Rows of the plugin that it leaves are removed afterwards, those of plugins that do not run among them. May
 * come again after a crash; one that throws has the job try again.
 * @public
 */
export const workspaceDeletingHook = hookRef<WorkspaceDeletion>({
  id: 'workspaces.deleting',
  flow: 'series',
  mode: 'async',
  onError: 'fail-closed',
});

/** Types of the events that `workspaces` publishes, each in the workspace that it is about but for `deleting` and `deleted`. @public */
export const workspaceEvents = {
  /** Data: `{ id, key, title, state }`, as of those up to `deleted`; the subject is the id. */
  created: 'workspaces.workspace.created',
  changed: 'workspaces.workspace.changed',
  suspended: 'workspaces.workspace.suspended',
  resumed: 'workspaces.workspace.resumed',
  /** Published in the default workspace, as is the next. */
  deleting: 'workspaces.workspace.deleting',
  deleted: 'workspaces.workspace.deleted',
  /** Data: `{ holder: { kind, id }, roles }`; the subject is the holder's id. */
  memberAdded: 'workspaces.member.added',
  memberChanged: 'workspaces.member.changed',
  memberRemoved: 'workspaces.member.removed',
  /**
   * In every workspace that there is, when an account is deleted, which is one for all of them: for who keeps something of somebody in each.
   * The subject is the account's id.
   */
  accountDeleted: 'workspaces.account.deleted',
  /** Data: `{ limits }`. */
  quotasChanged: 'workspaces.quotas.changed',
} as const;
