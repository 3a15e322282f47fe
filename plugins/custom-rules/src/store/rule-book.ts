import { createHash } from 'node:crypto';
import { type ExecutionScope, type Logger, pluginScope } from '@datawave/plugin-sdk';
import { compileRules, definitionsOf, type LoadedRule, type RuleSet } from '../engine/rule-set.ts';
import type { RuleStore } from './rule-store.ts';

/** Workspaces whose rules are held at once; the one asked for longest ago goes first. */
const MOST_WORKSPACES = 32;

/** What a book reads rules from. */
export type RuleSource = Pick<RuleStore, 'all' | 'fingerprint'>;

interface Held {
  /** Read before the rules were: they are never older. */
  readonly fingerprint: Promise<string | null>;
  readonly set: Promise<RuleSet>;
}

/** Compiled rules in memory, by workspace: loaded when they are first asked for, dropped when they have changed. */
export class RuleBook {
  readonly #store: RuleSource | null;
  readonly #configured: readonly LoadedRule[];
  readonly #signal: AbortSignal;
  readonly #log: Logger;
  readonly #sets = new Map<string | null, Held>();
  #configuredFingerprint: string | undefined;

  constructor(options: {
    readonly store: RuleSource | null;
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
    const held = this.#sets.get(workspaceId) ?? this.#open(workspaceId);
    // Asked for last stands last.
    this.#sets.delete(workspaceId);
    this.#sets.set(workspaceId, held);
    for (const oldest of [...this.#sets.keys()].slice(0, Math.max(0, this.#sets.size - MOST_WORKSPACES)))
      this.#sets.delete(oldest);
    try {
      return await held.set;
    } catch (error) {
      // The next who asks tries again.
      if (this.#sets.get(workspaceId) === held) this.#sets.delete(workspaceId);
      throw error;
    }
  }

  /**
   * What tells the enabled rules of a workspace from any others; null when there are none. As the database says now, whatever is held:
   * what {@link lookup} answers next is not older, also where another process has changed the rules and word of it is on its way.
   */
  async fingerprint(workspaceId: string | null): Promise<string | null> {
    const now = await this.#fingerprintOf(workspaceId);
    const held = this.#sets.get(workspaceId);
    // What could not be read is gone with its set.
    const known = await held?.fingerprint.catch(() => undefined);
    if (held !== undefined && known !== now && this.#sets.get(workspaceId) === held)
      this.#sets.delete(workspaceId);
    return now;
  }

  /** Forgets a workspace's rules; whoever is still reading the old ones finishes with them. */
  forget(workspaceId: string): void {
    this.#sets.delete(workspaceId);
  }

  #open(workspaceId: string | null): Held {
    const fingerprint = this.#fingerprintOf(workspaceId);
    return { fingerprint, set: fingerprint.then(() => this.#load(workspaceId)) };
  }

  async #fingerprintOf(workspaceId: string | null): Promise<string | null> {
    const keys = this.#configured.map(({ rule }) => rule.key);
    const stored =
      workspaceId === null || this.#store === null
        ? null
        : await this.#store.fingerprint(scopeOf(workspaceId, this.#signal), keys);
    if (stored === null && !this.#configured.some(({ rule }) => rule.enabled)) return null;
    this.#configuredFingerprint ??= digestOf(JSON.stringify(this.#configured));
    return digestOf(`${stored ?? ''} ${this.#configuredFingerprint}`).slice(0, 16);
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

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const scopeOf = (workspace: string, signal: AbortSignal): ExecutionScope =>
  pluginScope('custom-rules', 'Custom rules', { workspace, signal });
