import { type ExecutionScope, type StorageService, sql } from '@datawave/plugin-sdk';
import type { ReviewStore } from './review-store.ts';
import type { Visibility } from './visibility.ts';

/** How often people agreed with a classifier or on an info type. */
export interface Agreement {
  /** `ID@VERSION` of a classifier, or an info type. */
  readonly name: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly corrected: number;
  /** Share accepted of all decided. */
  readonly agreement: number;
  /** 95 % interval of that share. */
  readonly low: number;
  readonly high: number;
}

/** Normal quantile of a two-sided 95 % interval. */
const Z = 1.959964;

/**
 * Wilson's score interval of a share: honest also for few and for none.
 * E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
 */
export function wilsonInterval(
  successes: number,
  trials: number,
): { readonly low: number; readonly high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const square = (Z * Z) / trials;
  const centre = (share + square / 2) / (1 + square);
  const half = (Z / (1 + square)) * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials));
  // Rounding must not put the share itself outside.
  return {
    low: Math.max(0, Math.min(share, centre - half)),
    high: Math.min(1, Math.max(share, centre + half)),
  };
}

interface Counts {
  readonly name: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly corrected: number;
}

function withInterval(counts: Counts): Agreement {
  const all = counts.accepted + counts.rejected + counts.corrected;
  return {
    ...counts,
    agreement: all === 0 ? 0 : counts.accepted / all,
    ...wilsonInterval(counts.accepted, all),
  };
}

/** Agreement over the decisions that stand: by classifier that spoke for the verdict, and by the type that was suggested. */
export async function measureAgreement(
  storage: StorageService,
  store: ReviewStore,
  scope: ExecutionScope,
  visible: Visibility,
): Promise<{
  readonly classifiers: readonly Agreement[];
  readonly infoTypes: readonly Agreement[];
  readonly named: number;
}> {
  const { passes, predicate } = await visible(scope, 'review:read', sql`c.asset`);
  const verdicts =
    passes === 'all'
      ? store.table('verdicts')
      : sql`(select v.* from ${store.table('verdicts')} v join ${store.table('columns')} c on c.id = v.column_id where ${predicate}) seen`;
  const counted = sql`(count(*) filter (where status = 'accepted'))::int as accepted, (count(*) filter (where status = 'rejected'))::int as rejected, (count(*) filter (where status = 'corrected'))::int as corrected`;
  return storage.transaction(scope, async (tx) => {
    const classifiers = await storage.query<Counts>(
      tx,
      sql`select name, ${counted} from ${verdicts}, unnest(decided_classifiers) as name
          where status <> 'suggested' and info_type <> '' group by 1 order by count(*) desc, 1 limit 200`,
    );
    const infoTypes = await storage.query<Counts>(
      tx,
      sql`select info_type as name, ${counted} from ${verdicts} where status <> 'suggested' and info_type <> '' group by 1 order by count(*) desc, 1 limit 200`,
    );
    const [named] = await storage.query<{ count: number }>(
      tx,
      sql`select count(*)::int as count from ${verdicts} where status = 'corrected' and info_type = ''`,
    );
    return {
      classifiers: classifiers.map(withInterval),
      infoTypes: infoTypes.map(withInterval),
      named: named?.count ?? 0,
    };
  });
}
