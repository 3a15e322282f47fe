import { decodeCursor, type SqlFragment, sql } from '@datawave/plugin-sdk';

/** What runs may be ordered by. No figures of assets: who sees few of them would learn of the others. */
export const RUN_ORDERS = ['requested', '-requested', 'source', '-source', 'took', '-took'] as const;
/** `-` before it turns it round: the newest, the last, the longest first. */
export type RunOrder = (typeof RUN_ORDERS)[number];

/** An order as SQL over `runs`: a key, then the age, then the id. */
export interface RunOrderSql {
  /** Null where the age alone orders. */
  readonly key: SqlFragment;
  readonly by: SqlFragment;
  /** What stands behind the position of a cursor. @throws DataWaveError DW_HTTP_CURSOR_INVALID */
  after(cursor: string): SqlFragment;
}

const TITLE = sql`(source->>'title')`;
/** Microseconds that a run took; -1 while it has not ended. */
const TOOK = sql`(coalesce(${sql.microseconds(sql`finished_at`)} - ${sql.microseconds(sql`started_at`)}, -1))`;

/** How a list of runs is ordered and gone on with. */
export function runOrder(order: RunOrder): RunOrderSql {
  const isTurned = order.startsWith('-');
  const direction = isTurned ? sql`desc` : sql`asc`;
  const than = isTurned ? sql`<` : sql`>`;
  const place = (at: number, id: string): SqlFragment => sql`${sql.fromMicroseconds(at)}, ${id}::uuid`;
  const by = (key: SqlFragment): SqlFragment =>
    sql`${key} ${direction}, created_at ${direction}, id ${direction}`;
  if (order === 'source' || order === '-source')
    return {
      key: TITLE,
      by: by(TITLE),
      after(cursor) {
        const [title, at, id] = decodeCursor(cursor, ['text', 'integer', 'uuid']);
        return sql`(${TITLE}, created_at, id) ${than} (${title}, ${place(at, id)})`;
      },
    };
  if (order === 'took' || order === '-took')
    return {
      key: TOOK,
      by: by(TOOK),
      after(cursor) {
        const [took, at, id] = decodeCursor(cursor, ['integer', 'integer', 'uuid']);
        return sql`(${TOOK}, created_at, id) ${than} (${took}::float8, ${place(at, id)})`;
      },
    };
  return {
    key: sql`null`,
    by: sql`created_at ${direction}, id ${direction}`,
    after(cursor) {
      const [at, id] = decodeCursor(cursor, ['integer', 'uuid']);
      return sql`(created_at, id) ${than} (${place(at, id)})`;
    },
  };
}
