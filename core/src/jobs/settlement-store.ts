import type { Transaction } from '@datawave/plugin-sdk';
import type { JobsStorage, Statement } from './jobs-storage.ts';

/** A finished handler's result on its way to its row. */
export interface Completion {
  readonly id: string;
  readonly token: bigint;
  /** JSON text; `null` when there is nothing. */
  readonly result: string;
}

/** An attempt that did not complete. */
export interface Setback {
  readonly id: string;
  readonly token: bigint;
  /** `waiting` gives the attempt back, `delayed` tries again after `delayMs`; the others are final. */
  readonly state: 'waiting' | 'delayed' | 'failed' | 'dead' | 'cancelled';
  readonly delayMs: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

// The token fences: a row that another worker has claimed since, or that was given up, matches nothing.
function complete(completions: readonly Completion[]): Statement {
  return {
    text: `update core.jobs j
      set state = 'completed', finished_at = now(), lease_until = null, fraction = 1, result = nullif(c.result, 'null'::jsonb),
        error_code = null, error_message = null
      from rows from (unnest($1::uuid[]), unnest($2::bigint[]), jsonb_array_elements($3::jsonb)) as c(id, token, result)
      where j.id = any($1::uuid[]) and j.id = c.id and j.token = c.token and j.state = 'running'
      returning j.id::text as id`,
    parameters: [
      completions.map((one) => one.id),
      completions.map((one) => String(one.token)),
      `[${completions.map((one) => one.result).join(',')}]`,
    ],
  };
}

/** Completes many in one statement; answers the ids that were still ours. */
export async function completeMany(
  storage: JobsStorage,
  completions: readonly Completion[],
): Promise<ReadonlySet<string>> {
  const rows = await storage.execute<{ id: string }>(complete(completions));
  return new Set(rows.map((row) => row.id));
}

/** Completes one inside the handler's own transaction. False when another claim has taken over. */
export async function completeIn(
  storage: JobsStorage,
  tx: Transaction,
  completion: Completion,
): Promise<boolean> {
  const rows = await storage.executeIn<{ id: string }>(tx, complete([completion]));
  return rows.length === 1;
}

/** Records many setbacks in one statement; answers the ids that were still ours. A cancelled job stays cancelled. */
export async function setBackMany(
  storage: JobsStorage,
  setbacks: readonly Setback[],
): Promise<ReadonlySet<string>> {
  const rows = await storage.execute<{ id: string }>({
    text: `update core.jobs j set
        state = case when j.cancel_requested then 'cancelled' else s.state end,
        run_at = now() + s.delay * interval '1 millisecond',
        attempt = case when s.state = 'waiting' then j.attempt - 1 else j.attempt end,
        finished_at = case when j.cancel_requested or s.state not in ('waiting', 'delayed') then now() end,
        lease_until = null,
        error_code = coalesce(s.code, j.error_code), error_message = coalesce(s.message, j.error_message)
      from unnest($1::uuid[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[])
        as s(id, token, state, delay, code, message)
      where j.id = any($1::uuid[]) and j.id = s.id and j.token = s.token and j.state = 'running'
      returning j.id::text as id`,
    parameters: [
      setbacks.map((one) => one.id),
      setbacks.map((one) => String(one.token)),
      setbacks.map((one) => one.state),
      setbacks.map((one) => one.delayMs),
      setbacks.map((one) => one.errorCode),
      setbacks.map((one) => one.errorMessage),
    ],
  });
  return new Set(rows.map((row) => row.id));
}
