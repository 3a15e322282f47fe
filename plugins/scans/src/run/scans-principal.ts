import type { Principal } from '@datawave/plugin-sdk';

/** In whose name scans go on by themselves, whoever asked for them: their history says who did what. */
export const SCANS_PRINCIPAL: Principal = {
  id: 'plugin:scans',
  kind: 'plugin',
  displayName: 'Scans',
  roles: [],
};
