import { randomUUID } from 'node:crypto';
import type { ExecutionScope, Logger } from '@datawave/plugin-sdk';
import { compileRules, definitionsOf, type LoadedRule, type RuleSet } from '../engine/rule-set.ts';
import type { RuleStore } from './rule-store.ts';

/** Workspaces whose rules are held at once; the one asked for longest ago goes first. */
const MOST_WORKSPACES = 32;

/** Compiled rules in memory, by workspace: loaded when they are first asked for, dropped when they have changed. */
export class RuleBook {
  readonly #store: Pick<RuleStore, 'all'> | null;
  readonly #configured: readonly LoadedRule[];
  readonly #signal: AbortSignal;
  readonly #log: Logger;
  readonly #sets = new Map<string | null, Promise<RuleSet>>();

  constructor(options: {
    readonly store: Pick<RuleStore, 'all'> | null;
    /** Rules of the configuration: they hold everywhere, but where a workspace has one of the same key. */
    readonly configured: readonly LoadedRule[];
    readonly signal: AbortSignal;
    readonly log: Logger;
  }) {
    this.#store = options.store;
    this.#configured = options.configured;
    this.#signal = options.signal;
    this.#log = options.log;
  }

  /** The enabled rules of a workspace; those of the configuration alone outside any. */
  async lookup(workspaceId: string | null): Promise<RuleSet> {
    const known = this.#sets.get(workspaceId);
    const set = known ?? this.#load(workspaceId);
    // Asked for last stands last.
    this.#sets.delete(workspaceId);
    this.#sets.set(workspaceId, set);
    for (const oldest of [...this.#sets.keys()].slice(0, Math.max(0, this.#sets.size - MOST_WORKSPACES)))
      this.#sets.delete(oldest);
    try {
      return await set;
    } catch (error) {
      // The next who asks tries again.
      if (this.#sets.get(workspaceId) === set) this.#sets.delete(workspaceId);
      throw error;
    }
  }

  /** Forgets a workspace's rules; whoever is still reading the old ones finishes with them. */
  forget(workspaceId: string): void {
    this.#sets.delete(workspaceId);
  }

  async #load(workspaceId: string | null): Promise<RuleSet> {
    const started = performance.now();
    const scope = workspaceId === null ? null : scopeOf(workspaceId, this.#signal);
    const stored = scope === null || this.#store === null ? [] : await this.#store.all(scope);
    const own = new Set(stored.map(({ rule }) => rule.key));
    const loaded = [...stored, ...this.#configured.filter(({ rule }) => !own.has(rule.key))];
    const set = await compileRules(loaded.filter(({ rule }) => rule.enabled));
    this.#log.debug('custom rules loaded', {
      workspace: workspaceId,
      rules: set.rules.length,
      milliseconds: Math.round(performance.now() - started),
    });
    // What columns were found to hold stays known while a rule is disabled.
    return { ...set, definitions: definitionsOf(loaded) };
  }
}

const scopeOf = (workspace: string, signal: AbortSignal): ExecutionScope => ({
  workspace,
  principal: { id: 'plugin:custom-rules', kind: 'plugin', displayName: 'Custom rules', roles: [] },
  requestId: randomUUID(),
  signal,
});
