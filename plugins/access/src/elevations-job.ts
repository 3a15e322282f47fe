import { closedSchema, defineJob } from '@datawave/plugin-sdk';

/** Ends the elevations of a workspace whose time is over. */
export const elevationsJob = defineJob<Record<string, never>>({
  name: 'access.elevations',
  payload: closedSchema({}),
});
