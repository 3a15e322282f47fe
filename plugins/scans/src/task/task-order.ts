import { decodeCursor, type SqlFragment, sql } from '@datawave/plugin-sdk';
import type { TaskState } from './task.ts';

/** What the tasks of a run may be ordered by beside the failed first. */
export const TASK_ORDERS = [
  'name',
  '-name',
  'rows',
  '-rows',
  'sensitive',
  '-sensitive',
  'took',
  '-took',
] as const;
/** `-` before it turns it round: the last, the most, the longest first. */
export type TaskOrder = (typeof TASK_ORDERS)[number];

/** An order as SQL over `tasks`: a key, then the name, then the id. */
export interface TaskOrderSql {
  readonly key: SqlFragment;
  readonly by: SqlFragment;
  /** What stands behind the position of a cursor. @throws DataWaveError DW_HTTP_CURSOR_INVALID */
  after(cursor: string): SqlFragment;
}

/** As the index tasks_in_order has it, so that a page of a large run is read and not sorted. */
const RANK = sql`(case state when 'failed' then 0 when 'running' then 1 when 'skipped' then 3 else 2 end)`;
const KEYS: Readonly<Record<string, SqlFragment>> = {
  // A bare number would be a place in what is selected.
  name: sql`0::int`,
  rows: sql`coalesce(row_count, -1)`,
  sensitive: sql`sensitive_columns`,
  took: sql`coalesce(duration_ms, -1)`,
};

/** How a list of tasks is ordered and gone on with; the failed first, then the running, unless something is asked for. */
export function taskOrder(order: TaskOrder | undefined): TaskOrderSql {
  const isTurned = order?.startsWith('-') === true;
  const key = KEYS[order?.replace(/^-/, '') ?? ''] ?? RANK;
  const direction = isTurned ? sql`desc` : sql`asc`;
  const than = isTurned ? sql`<` : sql`>`;
  return {
    key,
    by: sql`${key} ${direction}, name ${direction}, id ${direction}`,
    after(cursor) {
      const [at, name, id] = decodeCursor(cursor, ['integer', 'text', 'uuid']);
      // What comes from the client may be beyond what the type of a rank holds.
      const place = key === RANK ? sql`${Math.max(-1, Math.min(at, 4))}::int` : sql`${at}::bigint`;
      return sql`(${key}, name, id) ${than} (${place}, ${name}, ${id}::uuid)`;
    },
  };
}

/** Tasks in one of these states; of a single one in the words of the index, too. */
export function inStates(states: readonly TaskState[]): SqlFragment {
  const [state] = states;
  return states.length === 1 && state !== undefined
    ? sql`state = ${state} and ${RANK} = ${RANKS[state]}::int`
    : sql`state = any(${states}::text[])`;
}

const RANKS: Readonly<Record<TaskState, number>> = {
  failed: 0,
  running: 1,
  waiting: 2,
  queued: 2,
  completed: 2,
  cancelled: 2,
  skipped: 3,
};
