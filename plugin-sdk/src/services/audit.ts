import type { Json } from '../json-schema.ts';
import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Transaction } from './storage.ts';

/**
 * What was done, to what. Who, when, from where and under which request is taken from the scope; the plugin's id is added. Secrets are
 * hidden by the rules of the log. Names over 300 characters and reasons over 1,000 are cut, lists in a state after 100 items; a state of
 * more than 16 KiB is replaced by its size and the names of its fields, so that no act is too large to be recorded.
 * @public
 */
export interface AuditEntry {
  /** `PLUGIN.THING.PAST_PARTICIPLE`: `sources.source.updated`; of a sensitive read `catalog.asset.viewed`. */
  readonly action: string;
  /** What it was done to. */
  readonly object: { readonly type: string; readonly id: string; readonly name?: string };
  /** How it ended; `succeeded` unless given. */
  readonly outcome?: 'succeeded' | 'denied' | 'failed';
  /** Why, where somebody gave a reason or was refused. */
  readonly reason?: string;
  /** What was and what is: only what changed. No secret and no raw value of a source, ever. */
  readonly before?: Json;
  readonly after?: Json;
}

/** The audit trail: appended in the transaction that it describes; nothing changes or removes an entry afterwards. @public */
export interface AuditService {
  /**
   * Kept when the transaction commits, never when it does not.
   * @throws DataWaveError DW_AUDIT_ENTRY when the action or the object is not named as it must be
   */
  record(tx: Transaction, scope: ExecutionScope, entry: AuditEntry): Promise<void>;
  /** For what changes nothing: a sensitive read, a refusal. In a transaction of its own. */
  note(scope: ExecutionScope, entry: AuditEntry): Promise<void>;
}

/** The ref of the kernel's audit trail. @public */
export const auditService = serviceRef<AuditService>('core.audit');

/** An entry as it is kept. @public */
export interface AuditRecord {
  /** Rises with each entry, over all workspaces, with gaps. */
  readonly position: string;
  /** Workspace id. */
  readonly workspace: string;
  /** ISO 8601 in UTC with microseconds, the same text whenever it is read. */
  readonly occurredAt: string;
  /** Id of the plugin that recorded it; `core` for the kernel itself. */
  readonly plugin: string;
  readonly requestId: string;
  readonly address: string | null;
  readonly principal: Pick<ExecutionScope['principal'], 'id' | 'kind' | 'displayName'>;
  /** Id of the session in which it was done. */
  readonly session: string | null;
  readonly action: string;
  readonly object: { readonly type: string; readonly id: string; readonly name: string | null };
  readonly outcome: 'succeeded' | 'denied' | 'failed';
  readonly reason: string | null;
  /** Null where there is none. */
  readonly before: Json;
  readonly after: Json;
}

/**
 * Reads the audit trail, and removes what has become too old: for the plugin that seals, shows and keeps it. Nothing else can read or
 * remove an entry.
 * @public
 */
export interface AuditLogService {
  /**
   * Entries of the scope's workspace after a position, in order. Only what is settled: none will ever appear before or among those
   * answered, so that the last one's position is where to go on. What is being written by a transaction that is still open, and all
   * after it, comes later. At most 1,000.
   * @throws DataWaveError DW_AUDIT_POSITION
   */
  read(
    scope: ExecutionScope,
    options?: { readonly after?: string; readonly limit?: number },
  ): Promise<readonly AuditRecord[]>;
  /**
   * Up to which position the trail is complete, over all workspaces: nothing will ever appear before it. Waits a moment for
   * transactions that are writing; "0" while one has been open since before this process first looked.
   */
  settled(): Promise<string>;
  /** Position of the newest entry of every workspace that has one, settled or not: where there is something to read. */
  newest(): Promise<readonly { readonly workspace: string; readonly position: string }[]>;
  /**
   * Removes the entries of the scope's workspace up to a position, and records that it did. Answers how many.
   * @throws DataWaveError DW_AUDIT_POSITION
   */
  purge(
    scope: ExecutionScope,
    options: { readonly through: string; readonly reason: string },
  ): Promise<number>;
}

/** The ref of the audit trail for the plugin that seals, shows and keeps it. @public */
export const auditLogService = serviceRef<AuditLogService>('core.audit-log');
