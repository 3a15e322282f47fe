import { type SqlFragment, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import type { ListingFacets } from '@datawave/plugin-sdk/packaging';

/** How many plugins match a question, and of what they are. */
export interface ListingCounts {
  readonly total: number;
  readonly facets: ListingFacets;
}

interface Counted {
  readonly total: number;
  readonly facets: {
    readonly [Name in Exclude<keyof ListingFacets, 'verified'>]: Readonly<Record<string, number>> | null;
  } & { readonly verified: number };
}

/** Values of a facet. */
const MOST_VALUES = 50;
/** Questions whose answers are remembered; each takes some kilobytes. */
const MOST_KEPT = 200;

/**
 * Counts what matches a question, which takes longer than finding its first page. What was counted is good for as long as no listing
 * changes: every change leaves a row behind, and the rows that can be seen say which changes have been counted.
 */
export class ListingCounter {
  readonly #storage: StorageService;
  readonly #kept = new Map<string, { readonly stamp: string; readonly counts: ListingCounts }>();

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Tells the changes that can be seen now; to be read before or together with what it is compared for. */
  get stamp(): SqlFragment {
    return sql`(select count(*) || ':' || coalesce(sum(id), 0) from ${sql.identifier(this.#storage.schema, 'listing_changes')})`;
  }

  /**
   * @param question - what tells it from all others
   * @param stamp - as the database answered it within this transaction
   * @param where - what matches, of a row `p` of plugins
   */
  async count(tx: Transaction, question: string, stamp: string, where: SqlFragment): Promise<ListingCounts> {
    const known = this.#kept.get(question);
    this.#kept.delete(question);
    const counts = known?.stamp === stamp ? known.counts : await this.#read(tx, where);
    // The one that was asked for longest ago goes first.
    this.#kept.set(question, { stamp, counts });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return counts;
  }

  /** Forgets everything, so that the next question is counted. */
  clear(): void {
    this.#kept.clear();
  }

  async #read(tx: Transaction, where: SqlFragment): Promise<ListingCounts> {
    const [row] = await this.#storage.query<Counted>(
      tx,
      sql`with matching as materialized (
            select p.kinds, p.publisher_id, p.permissions, p.verified, p.sdk
            from ${sql.identifier(this.#storage.schema, 'plugins')} p where ${where}
          )
          select (select count(*)::int from matching) as total,
            jsonb_build_object(
              'kind', ${facet(sql`unnest(kinds)`)}, 'publisher', ${facet(sql`publisher_id`)},
              'permission', ${facet(sql`unnest(permissions)`)}, 'sdk', ${facet(sql`sdk`)},
              'verified', (select count(*) from matching where verified)) as facets`,
    );
    const total = row?.total ?? 0;
    const verified = row?.facets.verified ?? 0;
    return {
      total,
      facets: {
        kind: row?.facets.kind ?? {},
        publisher: row?.facets.publisher ?? {},
        permission: row?.facets.permission ?? {},
        sdk: row?.facets.sdk ?? {},
        verified: { true: verified, false: total - verified },
      },
    };
  }
}

const facet = (value: SqlFragment): SqlFragment =>
  sql`(select jsonb_object_agg(v, c) from (select ${value} as v, count(*) as c from matching group by 1 order by 2 desc, 1 limit ${MOST_VALUES}) f)`;
