import { decodeCursor, type SqlFragment, sql } from '@datawave/plugin-sdk';
import type { Rights } from './asset-conditions.ts';

/** What lists of assets may be ordered by; the most or newest first, names from A on. `-` before it turns it round. */
export const ORDERS = [
  'sensitivity',
  'name',
  'rows',
  'columns',
  'sensitive',
  'scanned',
  'violations',
] as const;
export type AssetOrder = (typeof ORDERS)[number] | `-${(typeof ORDERS)[number]}`;

/** An order as SQL over an asset `a`: a key that rises, then the name, then the id. */
export interface OrderSql {
  readonly key: SqlFragment;
  /** Over `a.name`, `a.id` and what {@link key} came to, which is `key` there. */
  readonly by: SqlFragment;
  /** What stands behind the position of a cursor, over the same. @throws DataWaveError DW_HTTP_CURSOR_INVALID */
  after(cursor: string): SqlFragment;
}

// As the indexes have them, so that these are read in order.
const KEYS: Readonly<Record<(typeof ORDERS)[number], (rights: Rights) => SqlFragment>> = {
  sensitivity: () => sql`(-a.sensitivity_rank)`,
  name: () => sql`0`,
  rows: () => sql`(-coalesce(a.row_count, -1))`,
  columns: () => sql`(-a.column_count)`,
  sensitive: () => sql`(-a.sensitive_columns)`,
  scanned: () => sql`(-${sql.microseconds(sql`a.last_scanned_at`)})`,
  violations: ({ violations }) =>
    sql`(case when (${violations}) is true then -(a.violation_rank * 1000000 + a.standing_violations) else 1000000 end)`,
};

/** How a list is ordered and gone on with. */
export function orderOf(order: AssetOrder, rights: Rights): OrderSql {
  const isTurned = order.startsWith('-');
  const name = ORDERS.find((known) => known === order.replace(/^-/, '')) ?? 'sensitivity';
  const key = KEYS[name](rights);
  const direction = isTurned ? sql`desc` : sql`asc`;
  // A name alone is an index of its own, which a key that is always the same would keep from being used.
  const isByName = name === 'name';
  return {
    key,
    by: isByName
      ? sql`a.name ${direction}, a.id ${direction}`
      : sql`key ${direction}, a.name ${direction}, a.id ${direction}`,
    after(cursor) {
      const [at, after, id] = decodeCursor(cursor, ['integer', 'text', 'uuid']);
      const than = isTurned ? sql`<` : sql`>`;
      return isByName
        ? sql`(a.name, a.id) ${than} (${after}, ${id}::uuid)`
        : sql`(key, a.name, a.id) ${than} (${at}::bigint, ${after}, ${id}::uuid)`;
    },
  };
}
