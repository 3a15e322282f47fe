import {
  accessEvents,
  type EventsService,
  type ExecutionScope,
  type PluginsService,
  pluginScope,
  type StorageService,
} from '@datawave/plugin-sdk';
import { loadRules, readRevision } from '../store/load-rules.ts';
import { RuleSet } from './rule-set.ts';

/** Workspaces whose rules are kept compiled; the one that was asked longest ago goes first. */
const MOST_KEPT = 200;
/** Milliseconds after which the revision is looked at again, for a change whose event did not arrive. */
const LOOK_AGAIN_MS = 3_000;

interface Kept {
  readonly set: RuleSet;
  readonly revision: string;
  checkedAt: number;
}

/** Compiled rules by workspace, each loaded once for a revision. */
export class RuleSets {
  readonly #storage: StorageService;
  readonly #plugins: PluginsService;
  readonly #signal: AbortSignal;
  readonly #kept = new Map<string, Kept>();
  readonly #loading = new Map<string, Promise<Kept>>();
  /** Rises when rules change: what was begun to be read before is not kept. */
  #generation = 0;

  /** @param signal - aborted when nothing is to be loaded any more */
  constructor(storage: StorageService, plugins: PluginsService, signal: AbortSignal) {
    this.#storage = storage;
    this.#plugins = plugins;
    this.#signal = signal;
  }

  /** Forgets rules when another process says that they have changed. */
  follow(events: EventsService): () => void {
    return events.subscribe({ types: [accessEvents.rulesChanged] }, ({ workspace, data }) => {
      const everywhere: unknown = Reflect.get(Object(data), 'everywhere');
      this.forget(everywhere === true ? null : workspace);
    });
  }

  /** Forgets the rules of a workspace, or of all. */
  forget(workspace: string | null): void {
    this.#generation += 1;
    this.#loading.clear();
    if (workspace === null) this.#kept.clear();
    else this.#kept.delete(workspace);
  }

  /** The rules where they are at hand and fresh; else undefined, and {@link load} reads them. */
  atHand(workspace: string, now: number): RuleSet | undefined {
    const kept = this.#kept.get(workspace);
    return kept !== undefined && now - kept.checkedAt < LOOK_AGAIN_MS && now >= kept.checkedAt
      ? kept.set
      : undefined;
  }

  /** @param now - milliseconds since 1970 */
  async load(workspace: string, now: number): Promise<RuleSet> {
    const known = this.#loading.get(workspace);
    if (known !== undefined) return (await known).set;
    const loading = this.#read(workspace, now).finally(() => {
      if (this.#loading.get(workspace) === loading) this.#loading.delete(workspace);
    });
    this.#loading.set(workspace, loading);
    return (await loading).set;
  }

  async #read(workspace: string, now: number): Promise<Kept> {
    const generation = this.#generation;
    const scope = this.#scope(workspace);
    const before = this.#kept.get(workspace);
    if (before !== undefined) {
      const revision = await this.#storage.transaction(scope, (tx) => readRevision(this.#storage, tx));
      if (revision === before.revision && generation === this.#generation) {
        before.checkedAt = now;
        return before;
      }
    }
    const { revision, rules } = await loadRules(this.#storage, scope);
    const declared = new Map(
      (await this.#plugins.permissions()).map(({ id, attributes = [], reach }) => [
        id,
        { told: new Set<string>(attributes), isOfPlatform: reach === 'platform' },
      ]),
    );
    const kept: Kept = { set: new RuleSet(rules, declared), revision, checkedAt: now };
    if (generation === this.#generation) {
      this.#kept.delete(workspace);
      this.#kept.set(workspace, kept);
      const [oldest] = this.#kept.keys();
      if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    }
    return kept;
  }

  /** The plugin reads for itself: whoever asks may be gone before the others who wait for the same rules. */
  #scope(workspace: string): ExecutionScope {
    return pluginScope('access', 'Access', { workspace, requestId: 'access-rules', signal: this.#signal });
  }
}
