import {
  type AccessFilter,
  type AccountsService,
  type AuditService,
  auditChange,
  DataWaveError,
  type EventsService,
  type ExecutionScope,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { changedMeanwhile, invalidChange, notYours, unknownViolation } from './lifecycle-errors.ts';
import { VIOLATION_COLUMNS, type Violation } from './violation-queries.ts';
import type { ViolationState } from './violation-state.ts';

/**
 * Which rows about assets the caller may use a permission on; those that they may see unless given.
 * @param table - whose column `asset` says which asset a row is about; `violations` unless given
 */
export type Visibility = (
  scope: ExecutionScope,
  permission?: string,
  table?: string,
) => Promise<AccessFilter>;

/** What somebody says of a violation; what is left out stays. */
export interface ViolationChange {
  readonly state?: ViolationState;
  readonly owner?: string | null;
  /** `YYYY-MM-DD` */
  readonly dueOn?: string | null;
  readonly comment?: string;
  /** Where the state becomes `waived`, or is and its waiver changes. */
  readonly waiver?: { readonly reason: string; readonly until: string };
}

/** What was said of a violation, or a scan found. */
export interface ViolationEvent {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly actor: string | null;
  readonly scanId: string | null;
  readonly from: ViolationState | null;
  readonly to: ViolationState;
  readonly comment: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What became of one of several. */
export interface ChangeResult {
  readonly id: string;
  readonly outcome: 'changed' | 'refused';
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string | null } | null;
}

interface Found extends Violation {
  readonly mayChange: boolean;
  readonly mayWaive: boolean;
}

/** What a {@link Lifecycle} works with. */
export interface LifecycleParts {
  readonly storage: StorageService;
  readonly audit: AuditService;
  readonly events: EventsService;
  readonly accounts: () => AccountsService | undefined;
  readonly visible: Visibility;
  readonly mark: (tx: Transaction, scope: ExecutionScope, assets: readonly string[]) => Promise<void>;
}

/** Events of one violation that are shown, the newest first. */
const MOST_EVENTS = 200;

/** What people do about violations. Each change stands in the audit trail and among the events of the violation. */
export class Lifecycle {
  readonly #parts: LifecycleParts;

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
  }

  /** @throws DataWaveError DW_VIOLATION_UNKNOWN */
  async get(
    scope: ExecutionScope,
    id: string,
  ): Promise<Found & { readonly events: readonly ViolationEvent[] }> {
    const { storage } = this.#parts;
    const rights = await this.#rights(scope);
    return storage.transaction(scope, async (tx) => {
      const found = await this.#find(tx, id, rights);
      const events = await storage.query<ViolationEvent>(
        tx,
        sql`select id, ${sql.isoTime(sql`at`)} as at, kind, actor, scan_id as "scanId", from_state as "from", to_state as "to", comment, details
            from ${this.#table('violation_changes')} where violation_id = ${id}::uuid order by violation_changes.at desc, id limit ${MOST_EVENTS}`,
      );
      return { ...found, events };
    });
  }

  /** @throws DataWaveError DW_VIOLATION_UNKNOWN, DW_VIOLATION_CHANGED, DW_VIOLATION_DENIED, DW_VIOLATION_INVALID */
  async change(
    scope: ExecutionScope,
    id: string,
    change: ViolationChange,
    expected?: string,
  ): Promise<number> {
    const { storage, audit, events, mark } = this.#parts;
    const rights = await this.#rights(scope);
    const isNobody = typeof change.owner === 'string' && !(await this.#isKnown(scope, change.owner));
    return storage.transaction(scope, async (tx) => {
      const before = await this.#find(tx, id, rights, true);
      if (!before.mayChange) throw notYours('compliance:write');
      if (expected !== undefined && expected !== String(before.version)) throw changedMeanwhile();
      if (isNobody && change.owner !== before.owner)
        throw invalidChange('/owner', 'is neither an account nor a group');
      const after = this.#after(before, change);
      if (after.waiver !== null && change.waiver !== undefined && !before.mayWaive)
        throw notYours('compliance:waive');
      const comment = change.comment?.trim() ?? '';
      const version = before.version + 1;
      await storage.query(
        tx,
        sql`update ${this.#table('violations')} set state = ${after.state}, owner = ${after.owner}, due_on = ${after.dueOn}::date,
              waiver_reason = ${after.waiver?.reason ?? null}, waived_until = ${after.waiver?.until ?? null}::date, version = ${version},
              resolved_at = case when ${after.state}::text <> 'resolved' then null when state = 'resolved' then resolved_at else now() end,
              resolution = case when ${after.state}::text <> 'resolved' then null when state = 'resolved' then resolution else ${comment === '' ? null : comment} end
            where id = ${id}::uuid`,
      );
      const difference = differenceOf(before, after);
      await storage.query(
        tx,
        sql`insert into ${this.#table('violation_changes')} (id, workspace_id, violation_id, at, kind, actor, from_state, to_state, comment, details)
            values (gen_random_uuid(), ${scope.workspace}, ${id}::uuid, now(), ${kindOf(before, after)}, ${scope.principal.id}, ${before.state}, ${after.state},
              ${comment === '' ? null : comment}, ${sql.json(difference.after)})`,
      );
      await audit.record(tx, scope, {
        action:
          after.waiver !== null && change.waiver !== undefined
            ? 'compliance.violation.waived'
            : 'compliance.violation.changed',
        object: { type: 'violation', id, name: `${before.control} of ${before.assetName}` },
        ...(after.waiver === null || change.waiver === undefined ? {} : { reason: after.waiver.reason }),
        ...difference,
      });
      await events.publish(tx, scope, {
        type: 'compliance.violation.changed',
        subject: id,
        data: { id, asset: before.asset, state: after.state },
      });
      await mark(tx, scope, [before.asset]);
      return version;
    });
  }

  /** The same change to several, each by itself: what is refused for one leaves the others as they were wanted. */
  async changeMany(
    scope: ExecutionScope,
    ids: readonly string[],
    change: ViolationChange,
  ): Promise<readonly ChangeResult[]> {
    const results: ChangeResult[] = [];
    // One after the other: each takes a connection of the pool.
    for (const id of new Set(ids)) {
      try {
        await this.change(scope, id, change);
        results.push({ id, outcome: 'changed', problem: null });
      } catch (error) {
        if (!DataWaveError.is(error)) throw error;
        const { code, message, hint } = error;
        results.push({ id, outcome: 'refused', problem: { code, message, hint: hint ?? null } });
      }
    }
    return results;
  }

  #after(
    before: Violation,
    change: ViolationChange,
  ): Pick<Violation, 'state' | 'owner' | 'dueOn' | 'waiver'> {
    const state = change.state ?? before.state;
    const waiver = state === 'waived' ? (change.waiver ?? before.waiver) : null;
    if (state === 'waived' && waiver === null)
      throw invalidChange('/waiver', 'says why, and until which day');
    if (state !== 'waived' && change.waiver !== undefined)
      throw invalidChange('/waiver', 'is for what is waived');
    if (change.waiver !== undefined) {
      const today = new Date().toISOString().slice(0, 10);
      if (change.waiver.until < today) throw invalidChange('/waiver/until', 'is over already');
      if (change.waiver.reason.trim().length < 3) throw invalidChange('/waiver/reason', 'says too little');
    }
    return {
      ...{ state, waiver },
      owner: change.owner === undefined ? before.owner : change.owner,
      dueOn: change.dueOn === undefined ? before.dueOn : change.dueOn,
    };
  }

  async #rights(scope: ExecutionScope): Promise<readonly [AccessFilter, AccessFilter, AccessFilter]> {
    const { visible } = this.#parts;
    return [
      await visible(scope, 'compliance:read', 'violations'),
      await visible(scope, 'compliance:write', 'violations'),
      await visible(scope, 'compliance:waive', 'violations'),
    ];
  }

  async #find(
    tx: Transaction,
    id: string,
    [read, write, waive]: readonly [AccessFilter, AccessFilter, AccessFilter],
    isToChange = false,
  ): Promise<Found> {
    const [found] = await this.#parts.storage.query<Found>(
      tx,
      sql`select ${VIOLATION_COLUMNS}, ((${write.predicate}) is true) as "mayChange", ((${waive.predicate}) is true) as "mayWaive"
          from ${this.#table('violations')} violations where violations.id = ${id}::uuid and ${read.predicate} ${isToChange ? sql`for update of violations` : sql``}`,
    );
    if (found === undefined) throw unknownViolation();
    return found;
  }

  /** Where nobody knows the accounts, everybody counts as known. */
  async #isKnown(scope: ExecutionScope, id: string): Promise<boolean> {
    const accounts = this.#parts.accounts();
    if (accounts === undefined || id === scope.principal.id || id.startsWith('service:')) return true;
    return id.startsWith('group:')
      ? (await accounts.findGroup(scope, { id })) !== null
      : (await accounts.find(scope, { id })) !== null;
  }

  #table(name: string) {
    return sql.identifier(this.#parts.storage.schema, name);
  }
}

type Said = Pick<Violation, 'state' | 'owner' | 'dueOn' | 'waiver'>;

/** In a word what somebody did, for the history. */
function kindOf(before: Said, after: Said): string {
  if (after.state !== before.state) return after.state === 'open' ? 'reopened' : after.state;
  return JSON.stringify(differenceOf(before, after).after) === '{}' ? 'commented' : 'changed';
}

function differenceOf({ state, owner, dueOn, waiver }: Said, after: Said) {
  return auditChange(
    { state, owner, dueOn, waiver },
    { state: after.state, owner: after.owner, dueOn: after.dueOn, waiver: after.waiver },
  );
}
