import { defineJob } from '@datawave/plugin-sdk';

/**
 * Due rules of a workspace that wait or are seen to at the same time: the jobs of all workspaces stand in one queue, so that
 * thousands of rules of one would hold up the others. The next is taken with the end of each.
 */
export const MOST_DUE = 8;

/** Takes the rules of the default workspace whose time has come. */
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
