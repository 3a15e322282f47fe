import { randomUUID } from 'node:crypto';
import {
  type AuditService,
  cutPage,
  DEFAULT_WORKSPACE,
  decodeCursor,
  type EventsService,
  type ExecutionScope,
  type Page,
  type QuotaResource,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
  type WorkspaceState,
  workspaceEvents,
} from '@datawave/plugin-sdk';
import { changedMeanwhile, keyTaken, unknownWorkspace, wrongState } from '../workspace-errors.ts';
import { type Limits, type StoredWorkspace, toWorkspace, WORKSPACE_COLUMNS } from './workspace-row.ts';

/** What a new workspace is called. */
export interface WorkspaceDraft {
  readonly key: string;
  readonly title: string;
}

/** What of a workspace may change. */
export interface WorkspaceChange {
  readonly key?: string;
  readonly title?: string;
  readonly state?: 'active' | 'suspended';
  readonly reason?: string;
}

/** What every store of this plugin works with. */
export interface StoreParts {
  readonly storage: StorageService;
  readonly events: EventsService;
  readonly audit: AuditService;
  /** Called after a commit by which somebody may enter who could not, or the other way round. */
  readonly changed: () => void;
}

/** The scope, in another workspace than its own. */
export const inWorkspace = (scope: ExecutionScope, workspace: string): ExecutionScope => ({
  ...scope,
  workspace,
});

/** Every workspace that there is. */
export class WorkspaceStore {
  readonly #parts: StoreParts;

  constructor(parts: StoreParts) {
    this.#parts = parts;
  }

  async find(tx: Transaction, where: SqlFragment): Promise<StoredWorkspace | null> {
    const [row] = await this.#parts.storage.query<StoredWorkspace>(
      tx,
      sql`select ${WORKSPACE_COLUMNS} from ${this.#table} w where ${where}`,
    );
    return row ?? null;
  }

  /** @throws DataWaveError DW_WORKSPACE_UNKNOWN */
  async get(scope: ExecutionScope, id: string): Promise<StoredWorkspace> {
    const found = await this.#parts.storage.transaction(scope, (tx) =>
      this.find(tx, sql`w.id = ${id}::uuid`),
    );
    if (found === null) throw unknownWorkspace();
    return found;
  }

  /** By key. @param which - those that are meant; all with null */
  async page(
    scope: ExecutionScope,
    which: readonly string[] | null,
    { limit = 50, cursor, q }: { readonly limit?: number; readonly cursor?: string; readonly q?: string },
  ): Promise<Page<StoredWorkspace>> {
    const [after] = cursor === undefined ? [''] : decodeCursor(cursor, ['text']);
    const rows = await this.#parts.storage.transaction(scope, (tx) =>
      this.#parts.storage.query<StoredWorkspace>(
        tx,
        sql`select ${WORKSPACE_COLUMNS} from ${this.#table} w where w.key > ${after}
            ${which === null ? sql`` : sql`and w.id = any(${which}::uuid[])`}
            ${q === undefined ? sql`` : sql`and (w.key ilike ${sql.containing(q)} or w.title ilike ${sql.containing(q)})`}
            order by w.key limit ${limit + 1}`,
      ),
    );
    return cutPage(
      rows,
      limit,
      (row) => row,
      ({ key }) => [key],
    );
  }

  /** By key. */
  async ids(scope: ExecutionScope, where: SqlFragment): Promise<readonly string[]> {
    const rows = await this.#parts.storage.transaction(scope, (tx) =>
      this.#parts.storage.query<{ id: string }>(
        tx,
        sql`select w.id::text as id from ${this.#table} w where ${where} order by w.key`,
      ),
    );
    return rows.map(({ id }) => id);
  }

  /** @param also - done in the same transaction, which is in the new workspace: its first administrator */
  async create(
    scope: ExecutionScope,
    draft: WorkspaceDraft,
    also: (tx: Transaction, inside: ExecutionScope) => Promise<void>,
  ): Promise<StoredWorkspace> {
    const { storage, audit, events } = this.#parts;
    const inside = inWorkspace(scope, randomUUID());
    return storage.transaction(inside, async (tx) => {
      const actor = scope.principal.id;
      const rows = await storage.query(
        tx,
        sql`insert into ${this.#table} (id, key, title, state, version, created_by, updated_by)
            values (${inside.workspace}::uuid, ${draft.key}, ${draft.title}, 'active', 1, ${actor}, ${actor}) on conflict (key) do nothing returning 1`,
      );
      if (rows.length === 0) throw keyTaken(draft.key);
      const created = await this.#present(tx, inside.workspace);
      const object = { type: 'workspace', id: created.id, name: created.title };
      await audit.record(tx, inside, { action: 'workspaces.workspace.created', object, after: { ...draft } });
      await events.publish(tx, inside, {
        type: workspaceEvents.created,
        subject: created.id,
        data: said(created),
      });
      await also(tx, inside);
      storage.afterCommit(tx, this.#parts.changed);
      return created;
    });
  }

  async change(
    scope: ExecutionScope,
    id: string,
    change: WorkspaceChange,
    expected: string | undefined,
  ): Promise<StoredWorkspace> {
    const { storage } = this.#parts;
    const inside = inWorkspace(scope, id);
    return storage.transaction(inside, async (tx) => {
      const before = await this.lock(tx, id, expected);
      if (before.state === 'deleting')
        throw wrongState('The workspace is being deleted.', 'Nothing of it can be changed any more.');
      const after = {
        key: change.key ?? before.key,
        title: change.title ?? before.title,
        state: change.state ?? before.state,
        reason:
          change.state === undefined
            ? before.stateReason
            : change.state === 'active'
              ? null
              : (change.reason ?? null),
      };
      if (id === DEFAULT_WORKSPACE && (after.key !== before.key || after.state !== 'active'))
        throw wrongState(
          'The default workspace keeps its key and is never suspended.',
          'It is where the platform itself is administered.',
        );
      if (after.key !== before.key && (await this.find(tx, sql`w.key = ${after.key}`)) !== null)
        throw keyTaken(after.key);
      const said =
        after.state === before.state ? 'changed' : after.state === 'suspended' ? 'suspended' : 'resumed';
      return this.#write(tx, inside, { before, after, event: said, reason: change.reason });
    });
  }

  /** Marks it as on its way out; nothing brings it back. */
  async beginDeletion(
    scope: ExecutionScope,
    id: string,
    {
      reason,
      expected,
      also,
    }: {
      readonly reason: string;
      readonly expected: string | undefined;
      readonly also: (tx: Transaction, outside: ExecutionScope) => Promise<void>;
    },
  ): Promise<StoredWorkspace> {
    // Not in the workspace itself: whatever is in it goes, and the job and the record of this are to stay.
    const outside = inWorkspace(scope, DEFAULT_WORKSPACE);
    return this.#parts.storage.transaction(outside, async (tx) => {
      const before = await this.lock(tx, id, expected);
      if (id === DEFAULT_WORKSPACE)
        throw wrongState('The default workspace cannot be deleted.', 'Delete what is in it.');
      const after = { key: before.key, title: before.title, state: 'deleting', reason } as const;
      const stored =
        before.state === 'deleting'
          ? before
          : await this.#write(tx, outside, { before, after, event: 'deleting', reason });
      await also(tx, outside);
      return stored;
    });
  }

  async setLimits(
    scope: ExecutionScope,
    id: string,
    limits: Limits,
    expected: string | undefined,
  ): Promise<StoredWorkspace> {
    const { storage, audit, events } = this.#parts;
    const inside = inWorkspace(scope, id);
    return storage.transaction(inside, async (tx) => {
      const before = await this.lock(tx, id, expected);
      await storage.query(
        tx,
        sql`update ${this.#table} set limits = ${sql.json(limits)}, version = version + 1, updated_at = now(), updated_by = ${scope.principal.id} where id = ${id}::uuid`,
      );
      const object = { type: 'workspace', id, name: before.title };
      await audit.record(tx, inside, {
        ...{ action: 'workspaces.quotas.changed', object },
        before: { ...before.limits },
        after: { ...limits },
      });
      await events.publish(tx, inside, {
        type: workspaceEvents.quotasChanged,
        subject: id,
        data: { limits: { ...limits } },
      });
      storage.afterCommit(tx, this.#parts.changed);
      return this.#present(tx, id);
    });
  }

  /** Keeps what was counted; no change of the workspace. */
  async keepUsage(tx: Transaction, id: string, used: ReadonlyMap<QuotaResource, number>): Promise<void> {
    const at = new Date().toISOString();
    const usage = Object.fromEntries([...used].map(([resource, count]) => [resource, { used: count, at }]));
    await this.#parts.storage.query(
      tx,
      sql`update ${this.#table} set usage = usage || ${sql.json(usage)} where id = ${id}::uuid`,
    );
  }

  /** Removes the last there is of a workspace: its row, with its members. False when it is gone already. */
  async remove(
    scope: ExecutionScope,
    workspace: StoredWorkspace,
    removed: Record<string, number>,
  ): Promise<boolean> {
    const { storage, audit, events } = this.#parts;
    const outside = inWorkspace(scope, DEFAULT_WORKSPACE);
    return storage.transaction(outside, async (tx) => {
      const gone = await storage.query(
        tx,
        sql`delete from ${this.#table} where id = ${workspace.id}::uuid and state = 'deleting' returning 1`,
      );
      if (gone.length === 0) return false;
      const object = { type: 'workspace', id: workspace.id, name: workspace.title };
      await audit.record(tx, outside, {
        ...{ action: 'workspaces.workspace.deleted', object },
        before: { key: workspace.key, title: workspace.title },
        after: { removedRows: removed },
        ...(workspace.stateReason === null ? {} : { reason: workspace.stateReason }),
      });
      await events.publish(tx, outside, {
        type: workspaceEvents.deleted,
        subject: workspace.id,
        data: said(workspace),
      });
      storage.afterCommit(tx, this.#parts.changed);
      return true;
    });
  }

  /** Holds the workspace until the transaction ends. @throws DataWaveError DW_WORKSPACE_UNKNOWN, DW_WORKSPACE_CHANGED */
  async lock(tx: Transaction, id: string, expected: string | undefined): Promise<StoredWorkspace> {
    const found = await this.find(tx, sql`w.id = ${id}::uuid for update`);
    if (found === null) throw unknownWorkspace();
    if (expected !== undefined && String(found.version) !== expected) throw changedMeanwhile('workspace');
    return found;
  }

  async #write(
    tx: Transaction,
    inside: ExecutionScope,
    {
      before,
      after,
      event,
      reason,
    }: {
      readonly before: StoredWorkspace;
      readonly after: {
        readonly key: string;
        readonly title: string;
        readonly state: WorkspaceState;
        readonly reason: string | null;
      };
      readonly event: 'changed' | 'suspended' | 'resumed' | 'deleting';
      readonly reason: string | undefined;
    },
  ): Promise<StoredWorkspace> {
    const { storage, audit, events } = this.#parts;
    await storage.query(
      tx,
      sql`update ${this.#table} set key = ${after.key}, title = ${after.title}, state = ${after.state}, state_reason = ${after.reason},
            version = version + 1, updated_at = now(), updated_by = ${inside.principal.id} where id = ${before.id}::uuid`,
    );
    const stored = await this.#present(tx, before.id);
    const shown = ({ key, title, state }: typeof after | StoredWorkspace) => ({ key, title, state });
    await audit.record(tx, inside, {
      action: `workspaces.workspace.${event}`,
      object: { type: 'workspace', id: before.id, name: after.title },
      before: shown(before),
      after: shown(after),
      ...(reason === undefined ? {} : { reason }),
    });
    await events.publish(tx, inside, {
      type: workspaceEvents[event],
      subject: before.id,
      data: said(stored),
    });
    storage.afterCommit(tx, this.#parts.changed);
    return stored;
  }

  async #present(tx: Transaction, id: string): Promise<StoredWorkspace> {
    const found = await this.find(tx, sql`w.id = ${id}::uuid`);
    if (found === null) throw unknownWorkspace();
    return found;
  }

  get #table(): SqlFragment {
    return sql.identifier(this.#parts.storage.schema, 'workspaces');
  }
}

const said = (workspace: StoredWorkspace) => {
  const { id, key, title, state } = toWorkspace(workspace);
  return { id, key, title, state };
};
