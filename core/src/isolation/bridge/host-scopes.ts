import { DEFAULT_WORKSPACE, type ExecutionScope, pluginScope } from '@datawave/plugin-sdk';
import { foreignScope } from '../isolation-errors.ts';
import type { ScopeCodec } from './peer.ts';
import { fieldsOf, isScope } from './shapes.ts';

/**
 * Scopes on the platform's side. What comes back is looked up, never read: the plugin can act in a scope that it was handed, in such a
 * one with another signal, or as itself in a workspace that it was shown.
 */
export function hostScopes(plugin: { readonly id: string; readonly title: string }): ScopeCodec {
  const shown = new Set<string>([DEFAULT_WORKSPACE]);
  return {
    send(scope, { hold }) {
      shown.add(scope.workspace);
      const { signal: _signal, ...data } = scope;
      return { sent: { id: hold(scope), data }, hasSignal: true };
    },
    receive(sent, signal, { own }) {
      const { id, base, requestId, workspace } = fieldsOf(sent);
      const given = (value: unknown): ExecutionScope => {
        const scope = typeof value === 'number' ? own(value) : null;
        if (scope === null || !isScope(scope)) throw foreignScope(plugin.id, 'it is not one of those');
        return scope;
      };
      if (id !== undefined) return given(id);
      if (signal === null) throw foreignScope(plugin.id, 'it has no signal');
      const request = typeof requestId === 'string' ? { requestId: requestId.slice(0, 200) } : {};
      if (base !== undefined) {
        const scope = given(base);
        return { ...scope, ...request, signal: AbortSignal.any([scope.signal, signal]) };
      }
      if (typeof workspace !== 'string' || !shown.has(workspace))
        throw foreignScope(plugin.id, 'its workspace was not shown to it');
      return pluginScope(plugin.id, plugin.title, { workspace, ...request, signal });
    },
  };
}
