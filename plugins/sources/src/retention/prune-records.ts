import { type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';

/** How long records of sources are kept. */
export interface RecordRetention {
  /** Days for which changes of states are kept. */
  readonly transitionDays: number;
  /** Days for which deletions are kept that are over. */
  readonly departureDays: number;
}

/** Latest changes of a source that is there, which are kept whatever their age: they say how it came to be what it is. */
const KEPT_TRANSITIONS = 20;
/** Rows that one look deletes at most of each kind; the rest has its turn the next time. */
const BATCH = 1000;

/**
 * Deletes what need not be kept any more of who put sources into which states, and of sources that were deleted. Nothing of a deletion
 * goes that is not over, or of which a plugin that is there has not been told.
 * @param present - plugins that are told of deletions
 */
export async function pruneRecords(
  storage: StorageService,
  tx: Transaction,
  { transitionDays, departureDays }: RecordRetention,
  present: readonly string[],
): Promise<void> {
  const table = (name: string) => sql.identifier(storage.schema, name);
  const transitions = table('transitions');
  const [gone] = await storage.query<{ count: number }>(
    tx,
    sql`with gone as (
          delete from ${transitions} where id in (
            select t.id from ${transitions} t where t.at < now() - ${transitionDays}::int * interval '1 day'
              and not exists (select from ${table('departures')} d where d.source_id = t.source_id and d.finished_at is null)
              and (not exists (select from ${table('sources')} s where s.id = t.source_id)
                or t.id < (select min(id) from (select id from ${transitions} n where n.source_id = t.source_id order by id desc limit ${KEPT_TRANSITIONS}::int) kept))
            order by t.at limit ${BATCH}::int) returning 1)
        select count(*)::int as count from gone`,
  );
  // Workspaces are looked after for as long as a source is or was there: first what would stay behind.
  if (gone === undefined || gone.count === BATCH) return;
  await storage.query(
    tx,
    sql`delete from ${table('departures')} where source_id in (
          select source_id from ${table('departures')} where finished_at < now() - ${departureDays}::int * interval '1 day' and told @> ${[...present]}::text[]
          order by finished_at limit ${BATCH}::int)`,
  );
}
