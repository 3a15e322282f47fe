import {
  type CursorKey,
  decodeCursor,
  type ExecutionScope,
  encodeCursor,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { ListingPage, PluginKind, PluginListing } from '@datawave/plugin-sdk/packaging';
import semver from 'semver';
import { ListingCounter, type ListingCounts } from './listing-counts.ts';
import { LISTING } from './listing-row.ts';
import { trigramsOf } from './search-terms.ts';

/** What plugins are searched by; all that is given must agree. */
export interface ListingFilter {
  readonly q?: string;
  readonly kind?: PluginKind;
  readonly publisher?: string;
  readonly verified?: boolean;
  /** Id of a permission that it declares. */
  readonly permission?: string;
  /** A version of the SDK that it must run with. */
  readonly sdk?: string;
}

/** Of what matches a text, the most downloaded so many are put in the order of relevance; and no list goes on further. */
const MOST_RANKED = 1_000;
const MOST_LISTED = 10_000;
/** Of the letter groups of what was typed, so many must be in a name for it to count as a slip. */
const LEAST_ALIKE = 0.45;
/** Names that are answered for one that nothing has. */
const MOST_ALIKE = 200;

interface Question {
  /** What tells it from all others. */
  readonly question: string;
  /** All of it must hold, of a row `p` of plugins. */
  readonly where: readonly SqlFragment[];
  /** Of such a row, the highest first; null for the most downloaded first. */
  readonly rank: SqlFragment | null;
  readonly limit: number;
  readonly offset: number;
}

interface Found {
  readonly items: readonly PluginListing[] | null;
  /** Of the changes that are seen in them. */
  readonly stamp: string;
}

/** Searches plugins: full text over names, descriptions, keywords and readmes, and where that finds nothing, names that are spelt alike. */
export class ListingSearch {
  readonly #storage: StorageService;
  readonly #counter: ListingCounter;

  constructor(storage: StorageService, counter: ListingCounter = new ListingCounter(storage)) {
    this.#storage = storage;
    this.#counter = counter;
  }

  /** A page with the facets of all that matches. @throws DataWaveError DW_HTTP_CURSOR_INVALID */
  async page(
    scope: ExecutionScope,
    filter: ListingFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<ListingPage> {
    const offset = cursor === undefined ? 0 : decodeCursor(cursor, ['integer' satisfies CursorKey])[0];
    const { items, total, facets } = await this.#find(scope, filter, limit, offset);
    const next = offset + limit;
    const reachable = Math.min(total, filter.q === undefined ? MOST_LISTED : MOST_RANKED);
    return { items, total, facets, nextCursor: next < reachable ? encodeCursor([next]) : null };
  }

  /** As npm asks: from where and how many. */
  async slice(
    scope: ExecutionScope,
    text: string,
    limit: number,
    offset: number,
  ): Promise<{ readonly items: readonly PluginListing[]; readonly total: number }> {
    // npm's own words for fields are narrowed to what is known here.
    const words = text.replace(/\b(?:keywords|not|author|maintainer|scope|is|boost-exact):/g, ' ').trim();
    return this.#find(scope, words === '' ? {} : { q: words }, limit, offset);
  }

  #find(
    scope: ExecutionScope,
    filter: ListingFilter,
    limit: number,
    offset: number,
  ): Promise<ListingCounts & { readonly items: readonly PluginListing[] }> {
    return this.#storage.transaction(scope, async (tx) => {
      const where = await this.#where(tx, filter);
      const text = filter.q?.trim() ?? '';
      const question = JSON.stringify({ ...filter, q: text });
      if (text === '') return this.#run(tx, { question, where, rank: null, limit, offset });
      const found = await this.#run(tx, {
        question,
        where: [...where, sql`p.search @@ ${tsquery(text)}`],
        rank: sql`ts_rank(p.search, ${tsquery(text)}) * ln(p.downloads + 10)`,
        ...{ limit, offset },
      });
      if (found.total > 0) return found;
      const names = await this.#namesAlike(tx, text);
      return this.#run(tx, {
        question: `alike ${question}`,
        where: [...where, sql`p.name = any(${names}::text[])`],
        rank: sql`-array_position(${names}::text[], p.name)`,
        ...{ limit, offset },
      });
    });
  }

  /** Names that are spelt a little otherwise, those that are most alike first. */
  async #namesAlike(tx: Transaction, text: string): Promise<readonly string[]> {
    const trigrams = trigramsOf(text);
    const rows = await this.#storage.query<{ name: string }>(
      tx,
      sql`select name from ${this.#table('name_trigrams')} where trigram = any(${trigrams}::text[])
          group by name having count(*) >= ${Math.ceil(trigrams.length * LEAST_ALIKE)}::int order by count(*) desc, name limit ${MOST_ALIKE}`,
    );
    return rows.map(({ name }) => name);
  }

  async #where(tx: Transaction, filter: ListingFilter): Promise<readonly SqlFragment[]> {
    const { kind, publisher, verified, permission, sdk } = filter;
    return [
      sql`p.version is not null`,
      ...(kind === undefined ? [] : [sql`${kind} = any(p.kinds)`]),
      ...(publisher === undefined ? [] : [sql`p.publisher_id = ${publisher}`]),
      ...(verified === undefined ? [] : [sql`p.verified = ${verified}`]),
      ...(permission === undefined ? [] : [sql`${permission} = any(p.permissions)`]),
      ...(sdk === undefined ? [] : [sql`p.sdk = any(${await this.#rangesWith(tx, sdk)}::text[])`]),
    ];
  }

  /** The ranges among all plugins that a version of the SDK lies in: there are few of them, and the database cannot compare versions. */
  async #rangesWith(tx: Transaction, version: string): Promise<readonly string[]> {
    const rows = await this.#storage.query<{ sdk: string }>(
      tx,
      sql`with recursive ranges as (
            (select sdk from ${this.#table('plugins')} order by sdk limit 1)
            union all
            select (select p.sdk from ${this.#table('plugins')} p where p.sdk > r.sdk order by p.sdk limit 1) from ranges r where r.sdk is not null
          ) select sdk from ranges where sdk is not null limit 2000`,
    );
    return rows
      .map(({ sdk }) => sdk)
      .filter((range) => semver.satisfies(version, range, { includePrerelease: true }));
  }

  /** A page; the plugins are found by the index of their popularity, and nothing else is read of those that are not on it. */
  async #run(
    tx: Transaction,
    { question, where, rank, limit, offset }: Question,
  ): Promise<ListingCounts & { readonly items: readonly PluginListing[] }> {
    const matches = sql.join(where, ' and ');
    const plugins = this.#table('plugins');
    const popular = (most: number, from: number): SqlFragment =>
      sql`order by p.downloads desc, p.name limit ${most} offset ${from}`;
    const [row] = await this.#storage.query<Found>(
      tx,
      sql`with first as materialized (
            ${
              rank === null
                ? sql`select p.name from ${plugins} p where ${matches} ${popular(limit, Math.min(offset, MOST_LISTED))}`
                : sql`select p.name from (select p.name, p.downloads, p.search from ${plugins} p where ${matches} ${popular(MOST_RANKED, 0)}) p
                    order by ${rank} desc, p.downloads desc, p.name limit ${limit} offset ${Math.min(offset, MOST_RANKED)}`
            }
          ), numbered as (select name, row_number() over () as position from first)
          select (select jsonb_agg(${LISTING} order by n.position) from numbered n
                  join ${plugins} p on p.name = n.name join ${this.#table('publishers')} u on u.id = p.publisher_id) as items,
            ${this.#counter.stamp} as stamp`,
    );
    const counts = await this.#counter.count(tx, question, row?.stamp ?? '', matches);
    return { ...counts, items: row?.items ?? [] };
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}

/** Words as they are and by their stems, and the last one also as the beginning of one that is still being typed. */
function tsquery(text: string): SqlFragment {
  const last = /([\p{L}\p{N}]{2,})$/u.exec(text)?.[1];
  const whole = sql`websearch_to_tsquery('simple', ${text}) || websearch_to_tsquery('english', ${text})`;
  if (last === undefined) return sql`(${whole})`;
  const before = text.slice(0, text.length - last.length).trim();
  const prefix = sql`to_tsquery('simple', ${`${last.toLowerCase()}:*`})`;
  return before === ''
    ? sql`(${whole} || ${prefix})`
    : sql`(${whole} || (websearch_to_tsquery('english', ${before}) && ${prefix}))`;
}
