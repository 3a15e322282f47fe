import {
  type ExecutionScope,
  type ExtensionCollection,
  type QuotaResource,
  type QuotasService,
  type QuotaUsage,
  type StorageService,
  sql,
  type Transaction,
  type UsageCounter,
} from '@datawave/plugin-sdk';
import type { MemberStore } from '../store/member-store.ts';
import type { Limits, StoredWorkspace } from '../store/workspace-row.ts';
import type { WorkspaceStore } from '../store/workspace-store.ts';
import { overQuota } from '../workspace-errors.ts';

/** In the order in which people are shown them. */
export const RESOURCES: readonly QuotaResource[] = [
  'sources',
  'assets',
  'scans-per-day',
  'members',
  'secrets',
  'rules',
  'requests-per-minute',
];

/** What quotas are made from. */
export interface QuotaParts {
  readonly storage: StorageService;
  readonly workspaces: WorkspaceStore;
  readonly members: MemberStore;
  readonly counters: ExtensionCollection<UsageCounter>;
  readonly defaults: Limits;
  /** Within the running minute, in this process. */
  readonly requests: (workspace: string) => number;
}

/** How much a workspace has and may have. */
export class Quotas implements QuotasService {
  readonly #parts: QuotaParts;

  constructor(parts: QuotaParts) {
    this.#parts = parts;
  }

  /** What a workspace may have: its own limit before that of the configuration. */
  limitOf({ limits }: Pick<StoredWorkspace, 'limits'>, resource: QuotaResource): number | null {
    const own = limits[resource];
    return own === undefined ? (this.#parts.defaults[resource] ?? null) : own;
  }

  async require(
    tx: Transaction,
    scope: ExecutionScope,
    resource: QuotaResource,
    more: number,
  ): Promise<void> {
    const { storage, workspaces } = this.#parts;
    const workspace = await workspaces.find(tx, sql`w.id = ${scope.workspace}::uuid`);
    const limit = workspace === null ? null : this.limitOf(workspace, resource);
    if (limit === null) return;
    // Two who ask at once would both see the last room that there is.
    await storage.query(
      tx,
      sql`select pg_advisory_xact_lock(hashtextextended(${`workspaces ${scope.workspace} ${resource}`}, 0))`,
    );
    const used = await this.count(tx, scope, resource);
    if (used !== null && used + more > limit) throw overQuota(resource, used + more, limit);
  }

  async usage(scope: ExecutionScope): Promise<readonly QuotaUsage[]> {
    const { storage, workspaces } = this.#parts;
    return storage.transaction(scope, async (tx) => {
      const workspace = await workspaces.find(tx, sql`w.id = ${scope.workspace}::uuid`);
      const counted = await this.#countAll(tx, scope);
      if (workspace !== null) await workspaces.keepUsage(tx, workspace.id, counted);
      const countedAt = new Date().toISOString();
      return RESOURCES.map((resource) => {
        const used = counted.get(resource) ?? null;
        const limit = workspace === null ? null : this.limitOf(workspace, resource);
        return { resource, used, limit, countedAt: used === null ? null : countedAt };
      });
    });
  }

  /** As it was counted last: for lists of many workspaces. */
  kept(workspace: StoredWorkspace): readonly QuotaUsage[] {
    return RESOURCES.filter((resource) => resource !== 'requests-per-minute').map((resource) => {
      const kept = workspace.usage[resource];
      return {
        resource,
        used: kept?.used ?? null,
        limit: this.limitOf(workspace, resource),
        countedAt: kept?.at ?? null,
      };
    });
  }

  /** Null where nobody counts it. */
  async count(tx: Transaction, scope: ExecutionScope, resource: QuotaResource): Promise<number | null> {
    if (resource === 'members') return this.#parts.members.count(tx, scope.workspace);
    if (resource === 'requests-per-minute') return this.#parts.requests(scope.workspace);
    let used: number | null = null;
    for (const { value } of this.#parts.counters.list())
      if (value.resource === resource) used = (used ?? 0) + (await value.count(tx, scope));
    return used;
  }

  async #countAll(tx: Transaction, scope: ExecutionScope): Promise<ReadonlyMap<QuotaResource, number>> {
    const counted = new Map<QuotaResource, number>();
    for (const resource of RESOURCES) {
      const used = await this.count(tx, scope, resource);
      if (used !== null) counted.set(resource, used);
    }
    return counted;
  }
}
