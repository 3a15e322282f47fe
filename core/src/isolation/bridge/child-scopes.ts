import type { ExecutionScope, Principal } from '@datawave/plugin-sdk';
import { foreignScope } from '../isolation-errors.ts';
import type { ScopeCodec } from './scope-codec.ts';
import { fieldsOf } from './shapes.ts';

/** Scopes on the plugin's side: those it was handed go back by their number. */
export function childScopes(plugin: string): ScopeCodec {
  /** A copy of a scope with another signal keeps its principal, and by it the scope alive. */
  const byPrincipal = new WeakMap<Principal, ExecutionScope>();
  return {
    send(scope, { returned }) {
      const id = returned(scope);
      if (id !== null) return { sent: { id }, hasSignal: false };
      const { requestId, workspace, principal } = scope;
      const origin = byPrincipal.get(principal);
      if (origin !== undefined) {
        if (origin.workspace !== workspace) throw foreignScope(plugin, 'its workspace was changed');
        return { sent: { base: returned(origin), requestId }, hasSignal: true };
      }
      if (principal.id !== `plugin:${plugin}`)
        throw foreignScope(plugin, `it acts in the name of ${principal.id}`);
      return { sent: { workspace, requestId }, hasSignal: true };
    },
    receive(sent, signal, { borrow }) {
      const { id, data } = fieldsOf(sent);
      const made = borrow(Number(id), () => {
        // What the platform sends is a scope.
        const scope = { ...fieldsOf(data), signal } as unknown as ExecutionScope;
        byPrincipal.set(scope.principal, scope);
        return scope;
      });
      return made as ExecutionScope;
    },
  };
}
