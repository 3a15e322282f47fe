import { type SqlFragment, sql } from '@datawave/plugin-sdk';

/** What a RunRow is read from. */
export const runColumns = (): SqlFragment =>
  sql`id, source_id, state, mode, rule, settings, priority, retry_of, chosen, previous_id, discovered, discovery_job, finish_job, held_by, coalesce(held_until <= now(), false) as is_due, total, done, failed, skipped`;
