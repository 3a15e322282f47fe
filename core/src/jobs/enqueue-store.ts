import type { ExecutionScope, Transaction } from '@datawave/plugin-sdk';
import type { JobsStorage } from './jobs-storage.ts';

/** What all jobs of one enqueueing share. */
export interface NewJobs {
  readonly plugin: string;
  readonly name: string;
  readonly attempts: number;
  readonly priority: number;
  /** 0 for at once. */
  readonly delayMs: number;
  readonly scope: Pick<ExecutionScope, 'workspace' | 'principal' | 'requestId' | 'traceparent'>;
}

const columns = `id, workspace_id, plugin, name, state, run_at, priority, attempts, principal, request_id, traceparent, payload`;

const shared = (jobs: NewJobs): readonly unknown[] => [
  jobs.scope.workspace,
  jobs.plugin,
  jobs.name,
  jobs.delayMs,
  jobs.priority,
  jobs.attempts,
  JSON.stringify(jobs.scope.principal),
  jobs.scope.requestId,
  jobs.scope.traceparent ?? null,
];

const sharedValues = `$1::uuid, $2::text, $3::text, case when $4::bigint > 0 then 'delayed' else 'waiting' end,
  now() + $4::bigint * interval '1 millisecond', $5::smallint, $6::int, $7::jsonb, $8::text, $9::text`;

/** Inserts rows in the caller's transaction. `payloads` are JSON texts, one for each id. */
export async function insertJobs(
  storage: JobsStorage,
  tx: Transaction,
  jobs: NewJobs,
  ids: readonly string[],
  payloads: readonly string[],
): Promise<void> {
  await storage.executeIn(tx, {
    text: `insert into core.jobs (${columns})
      select n.id, ${sharedValues}, n.payload
      from rows from (unnest($10::uuid[]), jsonb_array_elements($11::jsonb)) as n(id, payload)`,
    parameters: [...shared(jobs), ids, `[${payloads.join(',')}]`],
  });
}

/**
 * Inserts one row unless a job of the same name and key is waiting, delayed or running.
 * @returns the id of the one that stands, and whether it is the new one
 */
export async function insertUnlessPresent(
  storage: JobsStorage,
  tx: Transaction,
  jobs: NewJobs,
  id: string,
  payload: string,
  key: string,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  for (;;) {
    const inserted = await storage.executeIn<{ id: string }>(tx, {
      text: `insert into core.jobs (${columns}, deduplication_key)
        values ($10::uuid, ${sharedValues}, $11::jsonb, $12::text)
        on conflict (workspace_id, name, deduplication_key)
          where deduplication_key is not null and state in ('waiting', 'delayed', 'running') do nothing
        returning id::text as id`,
      parameters: [...shared(jobs), id, payload, key],
    });
    if (inserted.length > 0) return { id, isNew: true };
    const present = await storage.executeIn<{ id: string }>(tx, {
      text: `select id::text as id from core.jobs
        where workspace_id = $1::uuid and name = $2 and deduplication_key = $3 and state in ('waiting', 'delayed', 'running')`,
      parameters: [jobs.scope.workspace, jobs.name, key],
    });
    const found = present[0];
    if (found !== undefined) return { id: found.id, isNew: false };
    // It ended between the two statements: its key is free now.
  }
}
