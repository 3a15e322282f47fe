import { defineJob } from '@datawave/plugin-sdk';

/** Takes the rules whose time has come. */
export const tickJob = defineJob<Record<never, never>>({
  name: 'scans.schedule-tick',
  payload: { type: 'object', additionalProperties: false },
  attempts: 1,
  timeoutMs: 50_000,
});

/** Starts the scans of one rule that was due at one time. */
export const dueJob = defineJob<{ readonly ruleId: string; readonly dueAt: string }>({
  name: 'scans.schedule-due',
  payload: {
    type: 'object',
    required: ['ruleId', 'dueAt'],
    additionalProperties: false,
    properties: {
      ruleId: { type: 'string', format: 'uuid' },
      dueAt: { type: 'string', format: 'date-time' },
    },
  },
  attempts: 10,
  backoff: { kind: 'exponential', delayMs: 1000, maxDelayMs: 60_000 },
  timeoutMs: 5 * 60_000,
  concurrency: 2,
});
