import { randomUUID } from 'node:crypto';
import {
  type AuditService,
  type EventsService,
  type ExecutionScope,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { ColumnRecord } from './column-record.ts';
import type { Decider } from './decide.ts';
import type { ReviewStore } from './review-store.ts';
import type { Verdict } from './verdict.ts';

/** One step in the life of a verdict. */
export interface DecisionEntry {
  readonly column: Pick<ColumnRecord, 'asset' | 'assetName' | 'name'>;
  readonly before: Verdict;
  readonly after: Verdict;
  readonly decider: Decider;
  /** Same for what was decided at one go. */
  readonly batch: string | null;
}

/** What a step is called: `return` is the only one that no person takes. */
export type LoggedAction = 'accept' | 'reject' | 'correct' | 'withdraw' | 'return';

const ACTIONS = { accepted: 'accept', rejected: 'reject', corrected: 'correct' } as const;

const actionOf = ({ after }: DecisionEntry): LoggedAction => {
  if (after.status !== 'suggested') return ACTIONS[after.status];
  return after.reason === 'returned' ? 'return' : 'withdraw';
};

const EVENTS = {
  accept: 'review.verdict.decided',
  reject: 'review.verdict.decided',
  correct: 'review.verdict.decided',
  withdraw: 'review.verdict.withdrawn',
  return: 'review.verdict.returned',
} as const satisfies Record<LoggedAction, string>;

const AUDITED = {
  accept: 'review.verdict.accepted',
  reject: 'review.verdict.rejected',
  correct: 'review.verdict.corrected',
  withdraw: 'review.verdict.withdrawn',
  return: 'review.verdict.returned',
} as const satisfies Record<LoggedAction, string>;

/** Writes steps down for good, and tells who listens once they are committed. */
export async function recordDecisions(
  parts: {
    readonly storage: StorageService;
    readonly events: EventsService;
    readonly store: ReviewStore;
    /** Where people decide. What comes back by itself nobody did. */
    readonly audit?: AuditService;
  },
  tx: Transaction,
  scope: ExecutionScope,
  entries: readonly DecisionEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => {
    const { column, before, after, decider, batch } = entry;
    return {
      id: randomUUID(),
      verdict_id: after.id,
      asset: column.asset,
      asset_name: column.assetName,
      column_name: column.name,
      question: after.question,
      info_type: after.infoType,
      action: actionOf(entry),
      decided_type: after.decided?.infoType ?? null,
      status: after.status,
      previous_status: before.status,
      previous_type: before.decided?.infoType ?? null,
      confidence: before.classification?.confidence ?? 0,
      decided_by: decider.id,
      decided_by_name: decider.name,
      note: actionOf(entry) === 'return' ? after.reasonDetail : decider.note,
      batch,
    };
  });
  await parts.storage.query(
    tx,
    sql`insert into ${parts.store.table('decisions')}
          (id, workspace_id, verdict_id, asset, asset_name, column_name, question, info_type, action, decided_type, previous_status, previous_type, confidence, decided_by, decided_by_name, note, batch, decided_at)
        select id, ${scope.workspace}::uuid, verdict_id, asset, asset_name, column_name, question, info_type, action, decided_type, previous_status, previous_type, confidence, decided_by, decided_by_name, note, batch, clock_timestamp()
        from jsonb_to_recordset(${sql.json(rows)}) as r
          (id uuid, verdict_id uuid, asset text, asset_name text, column_name text, question text, info_type text, action text, decided_type text, previous_status text, previous_type text, confidence real, decided_by text, decided_by_name text, note text, batch uuid)`,
  );
  for (const row of rows) {
    await parts.events.publish(tx, scope, {
      type: EVENTS[row.action],
      subject: row.asset,
      data: {
        verdict: row.verdict_id,
        asset: row.asset,
        column: row.column_name,
        question: row.question,
        infoType: row.info_type,
        action: row.action,
        decidedType: row.decided_type,
        by: row.decided_by,
      },
    });
    await parts.audit?.record(tx, scope, {
      action: AUDITED[row.action],
      object: { type: 'verdict', id: row.verdict_id, name: `${row.asset_name}, ${row.column_name}` },
      ...(row.note === null ? {} : { reason: row.note }),
      before: { status: row.previous_status, infoType: row.previous_type ?? row.info_type },
      after: {
        ...{ status: row.status, infoType: row.decided_type ?? row.info_type },
        ...{ asset: row.asset, column: row.column_name, question: row.question },
      },
    });
  }
}
