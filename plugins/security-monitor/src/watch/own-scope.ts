import { randomUUID } from 'node:crypto';
import type { ExecutionScope } from '@datawave/plugin-sdk';

/** Principal id under which the monitor acts by itself. */
export const MONITOR = 'plugin:security-monitor';

/** In whose name the monitor watches and acts by itself. */
export const ownScope = (
  workspace: string,
  signal: AbortSignal,
  requestId: string = randomUUID(),
): ExecutionScope => ({
  workspace,
  principal: { id: MONITOR, kind: 'plugin', displayName: 'Security monitor', roles: [] },
  requestId,
  signal,
});
