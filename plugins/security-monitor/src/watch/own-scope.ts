import { type ExecutionScope, pluginScope, type ScopeBounds } from '@datawave/plugin-sdk';

/** In whose name the monitor watches and acts by itself. */
export const ownScope = (within: ScopeBounds): ExecutionScope =>
  pluginScope('security-monitor', 'Security monitor', within);
