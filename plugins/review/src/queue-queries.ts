import {
  type Classification,
  type ClassificationStatus,
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type Sensitivity,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { ColumnRecord } from './column-record.ts';
import { unknownVerdict } from './review-errors.ts';
import type { ReviewStore } from './review-store.ts';
import type { Alternative, QueueReason } from './verdict.ts';
import type { Visibility } from './visibility.ts';

/** What the queue may be narrowed to. Several values of one filter are alternatives. */
export interface QueueFilter {
  readonly status: ClassificationStatus | 'all';
  readonly infoType?: readonly string[];
  readonly sensitivity?: readonly Sensitivity[];
  readonly source?: readonly string[];
  readonly reason?: readonly QueueReason[];
  readonly minConfidence?: number;
  readonly maxConfidence?: number;
  /** Days that it has waited, at least and less than. */
  readonly minAgeDays?: number;
  readonly maxAgeDays?: number;
  readonly asset?: string;
  readonly column?: string;
  readonly q?: string;
}

/** A column beside the one in question, with what is known of it. */
export interface Neighbour {
  readonly name: string;
  readonly infoType: string | null;
}

/** A verdict as lists show it. */
export interface QueueItem {
  readonly id: string;
  readonly asset: string;
  readonly assetName: string;
  readonly sourceId: string;
  readonly column: string;
  readonly columnId: string;
  readonly dataType: string;
  readonly question: 'type' | 'contains';
  /** Empty where the engine had nothing to say. */
  readonly infoType: string;
  readonly status: ClassificationStatus;
  readonly reason: QueueReason;
  readonly reasonDetail: string | null;
  readonly sensitivity: Sensitivity | null;
  readonly confidence: number;
  readonly explanation: string;
  /** Which engine with which model said it: `classification@0.1.0 …`; null where none did. */
  readonly engine: string | null;
  /** ISO 8601, when the question was first asked. */
  readonly openedAt: string;
  readonly matched: number;
  readonly sampled: number;
  readonly evidence: Classification['evidence'];
  readonly alternatives: readonly Alternative[];
  /** What stands instead, where a person corrected it. */
  readonly decidedType: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
  readonly isStale: boolean;
  readonly shapes: ColumnRecord['shapes'];
  readonly masked: readonly string[];
  readonly neighbours: readonly Neighbour[];
  readonly version: number;
}

type QueueRow = Omit<
  QueueItem,
  'confidence' | 'explanation' | 'engine' | 'matched' | 'sampled' | 'evidence' | 'neighbours'
> & {
  readonly classification: Classification | null;
  readonly decided: Classification | null;
  readonly neighbours: readonly Neighbour[] | null;
  readonly priority: number;
};

/** Counting goes no further: a person needs to know that it is many, not how many, and a list must stay quick. */
const MOST_COUNTED = 10_000;

/** Reads the queue: what decides most first. */
export class QueueQueries {
  readonly #storage: StorageService;
  readonly #store: ReviewStore;
  readonly #visible: Visibility;

  constructor(storage: StorageService, store: ReviewStore, visible: Visibility) {
    this.#storage = storage;
    this.#store = store;
    this.#visible = visible;
  }

  async page(
    scope: ExecutionScope,
    filter: QueueFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<QueueItem> & { readonly total: number }> {
    let after = sql`true`;
    if (cursor !== undefined) {
      const [priority, id] = decodeCursor(cursor, ['integer', 'uuid']);
      after = sql`(v.priority, v.id) < (${priority}::bigint, ${id}::uuid)`;
    }
    const { passes, predicate } = await this.#visible(scope, 'review:read', sql`c.asset`);
    const where = sql`${queueCondition(filter)} and ${predicate}`;
    return this.#storage.transaction(scope, async (tx) => {
      const rows = await this.#rows(
        tx,
        sql`where ${where} and ${after} order by v.priority desc, v.id desc limit ${limit + 1}`,
      );
      const [count] = await this.#storage.query<{ total: number }>(
        tx,
        sql`select count(*)::int as total from (select from ${this.#from(filter, passes === 'some')} where ${where} limit ${MOST_COUNTED}) counted`,
      );
      return {
        ...cutPage(rows, limit, toItem, ({ priority, id }) => [priority, id]),
        total: count?.total ?? 0,
      };
    });
  }

  /** @throws DataWaveError DW_REVIEW_UNKNOWN, status 404 */
  async one(scope: ExecutionScope, id: string): Promise<QueueItem> {
    const { predicate } = await this.#visible(scope, 'review:read', sql`c.asset`);
    const [row] = await this.#storage.transaction(scope, (tx) =>
      this.#rows(tx, sql`where v.id = ${id}::uuid and ${predicate}`),
    );
    if (row === undefined) throw unknownVerdict();
    return toItem(row);
  }

  /** What waits for a person: how much, and by the values of each filter. */
  async summary(
    scope: ExecutionScope,
    since: string | undefined,
  ): Promise<{
    readonly waiting: number;
    /** Decided since the moment that was asked for, and still so. */
    readonly decided: number;
    readonly stale: number;
    readonly byReason: Readonly<Record<string, number>>;
    readonly byStatus: Readonly<Record<string, number>>;
    readonly infoTypes: readonly { readonly infoType: string; readonly count: number }[];
    readonly sources: readonly { readonly sourceId: string; readonly count: number }[];
  }> {
    const { passes, predicate } = await this.#visible(scope, 'review:read', sql`c.asset`);
    return this.#storage.transaction(scope, async (tx) => {
      const decided = await this.#decidedSince(tx, since, passes === 'some', predicate);
      const groups = await this.#storage.query<{
        status: string;
        reason: string;
        infoType: string;
        sourceId: string;
        count: number;
        stale: number;
      }>(
        tx,
        sql`select v.status, v.reason, v.info_type as "infoType", v.source_id as "sourceId", count(*)::int as count, (count(*) filter (where v.is_stale))::int as stale
            from ${this.#from({ status: 'all' }, passes === 'some')} where v.is_listed and ${predicate} group by 1, 2, 3, 4`,
      );
      const waiting = groups.filter(({ status }) => status === 'suggested');
      const sums = (rows: typeof groups, key: 'status' | 'reason' | 'infoType' | 'sourceId') => {
        const totals = new Map<string, number>();
        for (const row of rows) totals.set(row[key], (totals.get(row[key]) ?? 0) + row.count);
        return [...totals].sort(([nameA, a], [nameB, b]) => b - a || (nameA < nameB ? -1 : 1));
      };
      return {
        waiting: waiting.reduce((sum, { count }) => sum + count, 0),
        decided,
        stale: waiting.reduce((sum, { stale }) => sum + stale, 0),
        byReason: Object.fromEntries(sums(waiting, 'reason')),
        byStatus: Object.fromEntries(sums(groups, 'status')),
        infoTypes: sums(waiting, 'infoType').map(([infoType, count]) => ({ infoType, count })),
        sources: sums(waiting, 'sourceId').map(([sourceId, count]) => ({ sourceId, count })),
      };
    });
  }

  async #decidedSince(
    tx: Transaction,
    since: string | undefined,
    isConfined: boolean,
    predicate: SqlFragment,
  ): Promise<number> {
    if (since === undefined) return 0;
    const [row] = await this.#storage.query<{ count: number }>(
      tx,
      sql`select count(*)::int as count from ${this.#from({ status: 'all' }, isConfined)}
          where v.status <> 'suggested' and v.decided_at >= ${since}::timestamptz and ${predicate}`,
    );
    return row?.count ?? 0;
  }

  #from(filter: QueueFilter, isConfined: boolean): SqlFragment {
    const verdicts = this.#store.table('verdicts');
    const needsColumn =
      isConfined || filter.asset !== undefined || filter.column !== undefined || filter.q !== undefined;
    return needsColumn
      ? sql`${verdicts} v join ${this.#store.table('columns')} c on c.id = v.column_id`
      : sql`${verdicts} v`;
  }

  #rows(tx: Transaction, rest: SqlFragment): Promise<readonly QueueRow[]> {
    const columns = this.#store.table('columns');
    return this.#storage.query<QueueRow>(
      tx,
      sql`select v.id, c.asset, c.asset_name as "assetName", v.source_id as "sourceId", c.name as "column", c.id as "columnId", c.data_type as "dataType", v.question, v.info_type as "infoType", v.status,
            v.reason, v.reason_detail as "reasonDetail", v.sensitivity, v.classification, v.decided, v.alternatives, v.decided_type as "decidedType",
            v.decided_by_name as "decidedBy", ${sql.isoTime(sql`v.decided_at`)} as "decidedAt", v.note, v.is_stale as "isStale", ${sql.isoTime(sql`v.opened_at`)} as "openedAt", c.shapes, c.masked, v.version, v.priority,
            (select jsonb_agg(jsonb_build_object('name', n.name, 'infoType', n.info_type) order by n.ordinal) from ${columns} n
             where n.asset = c.asset and n.id <> c.id and not n.is_retired and n.ordinal between c.ordinal - 3 and c.ordinal + 3) as neighbours
          from ${this.#store.table('verdicts')} v join ${columns} c on c.id = v.column_id ${rest}`,
    );
  }
}

function queueCondition(filter: QueueFilter): SqlFragment {
  const conditions: SqlFragment[] = [sql`v.is_listed`];
  if (filter.status !== 'all') conditions.push(sql`v.status = ${filter.status}`);
  if (filter.infoType !== undefined) conditions.push(sql`v.info_type = any(${filter.infoType}::text[])`);
  if (filter.sensitivity !== undefined)
    conditions.push(sql`v.sensitivity = any(${filter.sensitivity}::text[])`);
  if (filter.source !== undefined) conditions.push(sql`v.source_id = any(${filter.source}::uuid[])`);
  if (filter.reason !== undefined) conditions.push(sql`v.reason = any(${filter.reason}::text[])`);
  if (filter.minConfidence !== undefined) conditions.push(sql`v.confidence >= ${filter.minConfidence}::real`);
  if (filter.maxConfidence !== undefined) conditions.push(sql`v.confidence <= ${filter.maxConfidence}::real`);
  if (filter.minAgeDays !== undefined)
    conditions.push(sql`v.opened_at <= now() - make_interval(days => ${filter.minAgeDays}::int)`);
  if (filter.maxAgeDays !== undefined)
    conditions.push(sql`v.opened_at > now() - make_interval(days => ${filter.maxAgeDays}::int)`);
  if (filter.asset !== undefined) conditions.push(sql`c.asset = ${filter.asset}`);
  if (filter.column !== undefined) conditions.push(sql`c.name = ${filter.column}`);
  if (filter.q !== undefined && filter.q.trim() !== '') {
    const pattern = sql.containing(filter.q.trim());
    conditions.push(sql`(c.name ilike ${pattern} or c.asset_name ilike ${pattern})`);
  }
  return sql.join(conditions, ' and ');
}

function toItem(row: QueueRow): QueueItem {
  const { classification, decided, neighbours, priority: _priority, ...rest } = row;
  return {
    ...rest,
    confidence: classification?.confidence ?? 0,
    explanation: decided?.explanation ?? classification?.explanation ?? '',
    engine: classification?.version ?? null,
    matched: classification?.matched ?? 0,
    sampled: classification?.sampled ?? 0,
    evidence: classification?.evidence ?? [],
    neighbours: neighbours ?? [],
  };
}
