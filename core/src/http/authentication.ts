import { type Authentication, DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';

/** Who calls a public route without signing in. */
export const ANONYMOUS: Authentication = {
  principal: { id: 'anonymous', kind: 'user', displayName: 'Anonymous', roles: [] },
  workspace: DEFAULT_WORKSPACE,
};
