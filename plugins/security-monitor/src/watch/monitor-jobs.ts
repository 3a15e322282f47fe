import { defineJob } from '@datawave/plugin-sdk';

const nothing = { type: 'object', additionalProperties: false } as const;
type Nothing = Record<never, never>;

/** Looks for workspaces with something new in their trail, and whether the trail is sealed at all. */
export const sweepJob = defineJob<Nothing>({ name: 'security-monitor.sweep', payload: nothing });
/** Looks at what is new in the trail of a workspace. */
export const followJob = defineJob<Nothing>({
  name: 'security-monitor.follow',
  payload: nothing,
  timeoutMs: 10 * 60_000,
});
/** Has every workspace forget what is too old. */
export const nightJob = defineJob<Nothing>({ name: 'security-monitor.night', payload: nothing });
export const forgetJob = defineJob<Nothing>({ name: 'security-monitor.forget', payload: nothing });
