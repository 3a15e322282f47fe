import { DEFAULT_WORKSPACE, type ExecutionScope, pluginScope } from '@datawave/plugin-sdk';
import { foreignScope, scopeIsOver } from '../isolation-errors.ts';
import { type Lease, ScopeLoan } from './lease.ts';
import type { ScopeCodec } from './scope-codec.ts';
import { fieldsOf } from './shapes.ts';

/**
 * Scopes on the platform's side. What comes back is looked up, never read: the plugin can act in a scope that it was handed, for as long
 * as the call lasts in which it was; in such a one with another signal; or as itself in a workspace that it was shown.
 * @param shown - ids of those workspaces, to which it adds
 */
export function hostScopes(
  plugin: { readonly id: string; readonly title: string },
  shown: Set<string> = new Set([DEFAULT_WORKSPACE]),
): ScopeCodec {
  const loans = new WeakMap<ExecutionScope, ScopeLoan>();
  const given = (loan: unknown, answered: Lease | null): ExecutionScope => {
    if (!(loan instanceof ScopeLoan)) throw foreignScope(plugin.id, 'it is not one of those');
    const { scope } = loan;
    // As itself it may act at any time.
    if (scope.principal.id === `plugin:${plugin.id}`) return scope;
    // What a call was given it may give back: the platform goes on with its own.
    if (answered?.has(loan) === true) return scope;
    if (loan.isOver) throw scopeIsOver(plugin.id);
    return loan.given;
  };
  return {
    send(scope, { lend }) {
      shown.add(scope.workspace);
      let loan = loans.get(scope);
      if (loan === undefined) {
        loan = new ScopeLoan(scope);
        loans.set(scope, loan);
      }
      const { signal: _signal, ...data } = scope;
      return { sent: { id: lend(loan), data }, hasSignal: true };
    },
    receive(sent, signal, { own, answered }) {
      const { id, base, requestId, workspace } = fieldsOf(sent);
      const lent = (value: unknown): ExecutionScope =>
        given(typeof value === 'number' ? own(value) : null, answered);
      if (id !== undefined) return lent(id);
      if (signal === null) throw foreignScope(plugin.id, 'it has no signal');
      const request = typeof requestId === 'string' ? { requestId: requestId.slice(0, 200) } : {};
      if (base !== undefined) {
        const scope = lent(base);
        return { ...scope, ...request, signal: AbortSignal.any([scope.signal, signal]) };
      }
      if (typeof workspace !== 'string' || !shown.has(workspace))
        throw foreignScope(plugin.id, 'its workspace was not shown to it');
      return pluginScope(plugin.id, plugin.title, { workspace, ...request, signal });
    },
  };
}
