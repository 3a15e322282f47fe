import { randomUUID } from 'node:crypto';
import { DEFAULT_WORKSPACE, type ExecutionScope } from './scope.ts';

/** Where and until when somebody acts. @public */
export interface ScopeBounds {
  /** Workspace id; the default workspace unless given. */
  readonly workspace?: string;
  /** One of its own unless given. */
  readonly requestId?: string;
  readonly signal: AbortSignal;
}

/**
 * In whose name a plugin acts by itself, where nobody and no request stands behind it. It may do everything.
 *
 * @param id - of the plugin
 * @param displayName - what the audit trail calls it
 * @example
 * ```ts
 * await storage.transaction(pluginScope('badges', 'Badges', { signal }), (tx) => store.forgetOld(tx));
 * ```
 * @public
 */
export const pluginScope = (
  id: string,
  displayName: string,
  { workspace = DEFAULT_WORKSPACE, requestId = randomUUID(), signal }: ScopeBounds,
): ExecutionScope => ({
  workspace,
  principal: { id: `plugin:${id}`, kind: 'plugin', displayName, roles: [] },
  requestId,
  signal,
});
