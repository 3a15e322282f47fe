import { defineJob } from '@datawave/plugin-sdk';

const bySource = (properties: Readonly<Record<string, unknown>> = {}) => ({
  type: 'object',
  required: ['sourceId'],
  additionalProperties: false,
  properties: { sourceId: { type: 'string', format: 'uuid' }, ...properties },
});

/** Looks at a source, then has itself done again after a while: each source has one such job at a time. */
export const checkJob = defineJob<{ readonly sourceId: string }>({
  name: 'sources.check',
  payload: bySource(),
  // What fails here is ours, not the source's: until it is mended the job must not be given up.
  attempts: 100,
  backoff: { kind: 'exponential', delayMs: 1000, maxDelayMs: 300_000 },
  timeoutMs: 3 * 60_000,
  concurrency: 8,
});

/** Looks at a source once: because its rest is over, or because somebody asked (`isForced`). */
export const tryJob = defineJob<{ readonly sourceId: string; readonly isForced: boolean }>({
  name: 'sources.try',
  payload: bySource({ isForced: { type: 'boolean' } }),
  attempts: 5,
  timeoutMs: 3 * 60_000,
  concurrency: 8,
});

/** Sees to it that every source has its job, and that nothing is left of those that were deleted. */
export const reviveJob = defineJob<Record<never, never>>({
  name: 'sources.revive',
  payload: { type: 'object', additionalProperties: false },
  attempts: 10_000,
  backoff: { kind: 'exponential', delayMs: 1000, maxDelayMs: 300_000 },
  timeoutMs: 60_000,
});
