import {
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
} from '@datawave/plugin-sdk';
import type { LoggedAction } from './decision-log.ts';
import type { ReviewStore } from './review-store.ts';
import type { Visibility } from './visibility.ts';

/** One decision as it was taken. */
export interface LoggedDecision {
  readonly id: string;
  readonly verdict: string;
  readonly asset: string;
  readonly assetName: string;
  readonly column: string;
  readonly question: 'type' | 'contains';
  readonly infoType: string;
  readonly action: LoggedAction;
  readonly decidedType: string | null;
  readonly previousStatus: string;
  readonly previousType: string | null;
  /** What the engine had said. */
  readonly confidence: number;
  readonly by: string;
  readonly byName: string;
  readonly note: string | null;
  readonly batch: string | null;
  readonly at: string;
  /** Whether it still stands, so that it can be withdrawn. */
  readonly isInForce: boolean;
}

/** What the history may be narrowed to. */
export interface HistoryFilter {
  readonly verdict?: string;
  readonly action?: LoggedAction;
  /** Of whoever asks. */
  readonly mine?: boolean;
}

/** Decisions, the newest first. */
export async function listDecisions(
  {
    storage,
    store,
    visible,
  }: { readonly storage: StorageService; readonly store: ReviewStore; readonly visible: Visibility },
  scope: ExecutionScope,
  filter: HistoryFilter,
  limit: number,
  cursor: string | undefined,
): Promise<Page<LoggedDecision>> {
  const { predicate } = await visible(scope, 'review:read', sql`d.asset`);
  const conditions: SqlFragment[] = [predicate];
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, ['integer', 'uuid']);
    conditions.push(sql`(d.decided_at, d.id) < (${sql.fromMicroseconds(at)}, ${id}::uuid)`);
  }
  if (filter.verdict !== undefined) conditions.push(sql`d.verdict_id = ${filter.verdict}::uuid`);
  if (filter.action !== undefined) conditions.push(sql`d.action = ${filter.action}`);
  if (filter.mine === true) conditions.push(sql`d.decided_by = ${scope.principal.id}`);
  const decisions = store.table('decisions');
  const rows = await storage.transaction(scope, (tx) =>
    storage.query<LoggedDecision & { readonly position: number }>(
      tx,
      sql`select d.id, d.verdict_id as verdict, d.asset, d.asset_name as "assetName", d.column_name as "column", d.question, d.info_type as "infoType", d.action, d.decided_type as "decidedType",
            d.previous_status as "previousStatus", d.previous_type as "previousType", round(d.confidence::numeric, 4)::float8 as confidence, d.decided_by as by, d.decided_by_name as "byName", d.note, d.batch,
            ${sql.isoTime(sql`d.decided_at`)} as at, ${sql.microseconds(sql`d.decided_at`)} as position,
            d.action in ('accept', 'reject', 'correct')
              and exists (select from ${store.table('verdicts')} v where v.id = d.verdict_id and v.status <> 'suggested')
              and not exists (select from ${decisions} n where n.verdict_id = d.verdict_id and (n.decided_at, n.id) > (d.decided_at, d.id)) as "isInForce"
          from ${decisions} d where ${sql.join(conditions, ' and ')} order by d.decided_at desc, d.id desc limit ${limit + 1}`,
    ),
  );
  return cutPage(
    rows,
    limit,
    ({ position: _position, ...decision }) => decision,
    ({ position, id }) => [position, id],
  );
}
