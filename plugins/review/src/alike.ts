import { type ExecutionScope, type StorageService, sql } from '@datawave/plugin-sdk';
import { unknownVerdict } from './review-errors.ts';
import type { ReviewStore } from './review-store.ts';
import type { Visibility } from './visibility.ts';

/** A column that looks like one that was decided on, and nobody has decided yet. */
export interface AlikeColumn {
  readonly columnId: string;
  readonly asset: string;
  readonly assetName: string;
  readonly column: string;
  /** What stands for it now; null when nothing does. */
  readonly infoType: string | null;
  /** What is suggested for it. */
  readonly verdict: string | null;
  readonly version: number | null;
  readonly suggested: string | null;
}

/** As what a verdict that waits is taken to be decided. */
export interface AlikeAs {
  readonly action?: 'accept' | 'reject' | 'correct';
  readonly infoType?: string;
}

/** Most that one preview shows; the total is said beside it. */
const MOST_SHOWN = 200;

/**
 * Columns with the same name tokens, kind and commonest value shape whose type nobody has settled. After a rejection only
 * those are alike for which the same type is suggested.
 * @throws DataWaveError DW_REVIEW_UNKNOWN, status 404
 */
export async function findAlike(
  {
    storage,
    store,
    visible,
  }: { readonly storage: StorageService; readonly store: ReviewStore; readonly visible: Visibility },
  scope: ExecutionScope,
  id: string,
  as: AlikeAs = {},
): Promise<{
  readonly items: readonly AlikeColumn[];
  readonly total: number;
  readonly infoType: string | null;
}> {
  const columns = store.table('columns');
  const verdicts = store.table('verdicts');
  const [seen, others] = await Promise.all([
    visible(scope, 'review:read', sql`c.asset`),
    visible(scope, 'review:read', sql`o.asset`),
  ]);
  return storage.transaction(scope, async (tx) => {
    const [decided] = await storage.query<{
      status: string;
      infoType: string;
      decidedType: string | null;
      columnId: string;
    }>(
      tx,
      sql`select v.status, v.info_type as "infoType", v.decided_type as "decidedType", v.column_id as "columnId" from ${verdicts} v
          join ${columns} c on c.id = v.column_id where v.id = ${id}::uuid and v.question = 'type' and ${seen.predicate}`,
    );
    if (decided === undefined) {
      const [known] = await storage.query(
        tx,
        sql`select v.id from ${verdicts} v join ${columns} c on c.id = v.column_id where v.id = ${id}::uuid and ${seen.predicate}`,
      );
      if (known === undefined) throw unknownVerdict();
      return { items: [], total: 0, infoType: null };
    }
    const { status, decidedType } = decided.status === 'suggested' ? wouldBe(decided, as) : decided;
    const { infoType, columnId } = decided;
    const needsSuggestion = status === 'rejected' ? sql`s.info_type = ${infoType}` : sql`true`;
    const found = await storage.query<AlikeColumn & { readonly total: number }>(
      tx,
      sql`select o.id as "columnId", o.asset, o.asset_name as "assetName", o.name as "column", o.info_type as "infoType", s.id as verdict, s.version, s.info_type as suggested, (count(*) over ())::int as total
          from ${columns} c
          join ${columns} o on o.name_key = c.name_key and o.kind = c.kind and o.shape_key = c.shape_key and o.id <> c.id and not o.is_retired
          left join ${verdicts} s on s.column_id = o.id and s.question = 'type' and s.status = 'suggested' and s.is_listed
          where c.id = ${columnId}::uuid and c.name_key <> '' and ${needsSuggestion} and ${others.predicate}
            and not exists (select from ${verdicts} d where d.column_id = o.id and d.question = 'type' and d.status in ('accepted', 'corrected'))
            and not exists (select from ${verdicts} d where d.column_id = o.id and d.question = 'type' and d.status = 'rejected' and d.info_type = ${decidedType ?? ''})
          order by o.asset_name, o.name, o.id limit ${MOST_SHOWN}`,
    );
    return {
      items: status === 'suggested' ? [] : found.map(({ total: _total, ...column }) => column),
      total: status === 'suggested' ? 0 : (found[0]?.total ?? 0),
      infoType: decidedType,
    };
  });
}

/** What the verdict would be after the decision that is asked for. */
function wouldBe(
  { status, infoType, decidedType }: { status: string; infoType: string; decidedType: string | null },
  as: AlikeAs,
): { readonly status: string; readonly decidedType: string | null } {
  if (as.action === 'reject') return { status: 'rejected', decidedType: null };
  if (as.action === 'accept' && infoType !== '') return { status: 'accepted', decidedType: infoType };
  if (as.action === 'correct' && as.infoType !== undefined)
    return { status: 'corrected', decidedType: as.infoType };
  return { status, decidedType };
}
