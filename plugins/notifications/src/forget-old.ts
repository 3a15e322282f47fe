import { defineJob, type ExecutionScope, type JobsService, type Transaction } from '@datawave/plugin-sdk';

/** Deletes what is older than is kept of one workspace. */
export const forgetJob = defineJob<Record<never, never>>({
  name: 'notifications.forget',
  payload: { type: 'object', additionalProperties: false },
  attempts: 5,
  timeoutMs: 10 * 60_000,
});

const DAY_MS = 24 * 3_600_000;

/**
 * Sees to it that a workspace is looked through in a day, once however often it is asked for: where nothing more is told nobody would
 * come by, and what is old would stay.
 */
export async function forgetTomorrow(
  jobs: JobsService,
  tx: Transaction,
  scope: ExecutionScope,
): Promise<void> {
  await jobs.enqueue(tx, scope, forgetJob, {}, { delayMs: DAY_MS, deduplicationKey: 'daily' });
}
