import {
  type AuditRecord,
  cutPage,
  decodeCursor,
  type ExecutionScope,
  type Page,
  type SqlFragment,
  sql,
} from '@datawave/plugin-sdk';
import { unknownEvent } from './activity-errors.ts';
import type { SealStore } from './seal-store.ts';

/** What entries are wanted; all that is given must agree. */
export interface EntryFilter {
  /** Id of the principal. */
  readonly actor?: string;
  /** Beginning of the action. */
  readonly action?: string;
  readonly objectType?: string;
  readonly objectId?: string;
  readonly outcome?: AuditRecord['outcome'];
  readonly requestId?: string;
  /** Inclusive and exclusive, ISO 8601. */
  readonly from?: string;
  readonly to?: string;
  /** Words, or beginnings of words, that all occur. */
  readonly q?: string;
}

/** An entry in a list. */
export interface EntrySummary
  extends Omit<AuditRecord, 'before' | 'after' | 'position' | 'principal' | 'workspace'> {
  readonly id: string;
  readonly actor: AuditRecord['principal'];
  /** Whether it says what was before or is after. */
  readonly hasStates: boolean;
}

/** Above every character there is, in the order of bytes. */
const LAST = '\u{10ffff}';
const MOST_WORDS = 20;
const EXPORT_PAGE = 500;

/** Finds entries in the sealed copy of the trail. */
export class EntrySearch {
  readonly #store: SealStore;

  constructor(store: SealStore) {
    this.#store = store;
  }

  /** The newest first. */
  async page(
    scope: ExecutionScope,
    filter: EntryFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<EntrySummary>> {
    const before =
      cursor === undefined ? sql`` : sql`and e.position < ${decodeCursor(cursor, ['integer'])[0]}::bigint`;
    const rows = await this.#store.storage.transaction(scope, (tx) =>
      this.#store.storage.query<{ record: AuditRecord }>(
        tx,
        sql`select e.record - 'before' - 'after' || jsonb_build_object('hasStates',
              e.record -> 'before' <> 'null' or e.record -> 'after' <> 'null') as record
            from ${this.#store.table('entries')} e
            where ${conditions(filter)} ${before} order by e.position desc limit ${limit + 1}`,
      ),
    );
    return cutPage(
      rows,
      limit,
      ({ record }) => summaryOf(record),
      ({ record }) => [Number(record.position)],
    );
  }

  /** @throws DataWaveError DW_ACTIVITY_UNKNOWN */
  async one(scope: ExecutionScope, id: string): Promise<AuditRecord> {
    const [row] = await this.#store.storage.transaction(scope, (tx) =>
      this.#store.storage.query<{ record: AuditRecord }>(
        tx,
        sql`select e.record from ${this.#store.table('entries')} e where e.position = ${id}::bigint`,
      ),
    );
    if (row === undefined) throw unknownEvent();
    return row.record;
  }

  /** All that fit, the oldest first, a page at a time in memory. */
  async *all(scope: ExecutionScope, filter: EntryFilter): AsyncGenerator<AuditRecord> {
    for (let after = '0'; ; ) {
      scope.signal.throwIfAborted();
      const rows = await this.#store.storage.transaction(scope, (tx) =>
        this.#store.storage.query<{ record: AuditRecord }>(
          tx,
          sql`select e.record from ${this.#store.table('entries')} e
              where ${conditions(filter)} and e.position > ${after}::bigint order by e.position limit ${EXPORT_PAGE}`,
        ),
      );
      for (const { record } of rows) yield record;
      const last = rows.at(-1);
      if (last === undefined || rows.length < EXPORT_PAGE) return;
      after = last.record.position;
    }
  }
}

function conditions(filter: EntryFilter): SqlFragment {
  const { actor, action, objectType, objectId, outcome, requestId, from, to, q } = filter;
  const all: SqlFragment[] = [];
  if (actor !== undefined) all.push(sql`e.principal_id = ${actor}`);
  if (action !== undefined) all.push(sql`e.action >= ${action} and e.action < ${action + LAST}`);
  if (objectType !== undefined) all.push(sql`e.object_type = ${objectType}`);
  if (objectId !== undefined)
    all.push(sql`md5(e.object_id) = md5(${objectId}) and e.object_id = ${objectId}`);
  if (outcome !== undefined) all.push(sql`e.outcome = ${outcome}`);
  if (requestId !== undefined) all.push(sql`e.request_id = ${requestId}`);
  if (from !== undefined) all.push(sql`e.occurred_at >= ${microseconds(from)}`);
  if (to !== undefined) all.push(sql`e.occurred_at < ${microseconds(to)}`);
  const words = q === undefined ? [] : wordsOf(q);
  if (words.length > 0)
    all.push(
      sql`e.words @@ to_tsquery('simple'::regconfig, ${words.map((word) => `${word}:*`).join(' & ')})`,
    );
  // What holds nothing but punctuation is in no entry.
  else if (q !== undefined && q.trim() !== '') all.push(sql`false`);
  return all.length === 0 ? sql`true` : sql.join(all, ' and ');
}

/** A moment as entries have theirs: the order of these texts is that of time. */
const microseconds = (moment: string): string => new Date(moment).toISOString().replace('Z', '000Z');

/** Words as the database parts them: at ASCII punctuation and white space. None of them can be an operator of a query. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .replace(/[!-/:-@[-`{-~\p{C}\p{Z}\p{S}\p{P}]+/gu, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);

const summaryOf = (record: AuditRecord): EntrySummary => {
  const { position, principal, workspace: _workspace, ...rest } = record;
  // Written by the query beside the record's own fields.
  const hasStates = Reflect.get(record, 'hasStates') === true;
  return { ...rest, id: position, actor: principal, hasStates };
};
