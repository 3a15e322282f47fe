import { defineJob, type ExecutionScope, pluginScope, type ScopeBounds } from '@datawave/plugin-sdk';

const nothing = { type: 'object', additionalProperties: false } as const;

/** Looks for workspaces with something to seal. */
export const sweepJob = defineJob<Record<never, never>>({ name: 'activity.sweep', payload: nothing });
/** Seals what a workspace has. */
export const sealJob = defineJob<Record<never, never>>({
  name: 'activity.seal',
  payload: nothing,
  timeoutMs: 10 * 60_000,
});
/** Verifies the trail of each workspace at night, and then of each removes what is too old. */
export const nightJob = defineJob<Record<never, never>>({ name: 'activity.night', payload: nothing });
export const keepJob = defineJob<Record<never, never>>({
  name: 'activity.keep',
  payload: nothing,
  timeoutMs: 60 * 60_000,
});

/** In whose name the trail is sealed and kept. */
export const ownScope = (within: ScopeBounds): ExecutionScope => pluginScope('activity', 'Activity', within);
