import type { PluginPackage, PluginState, PluginStatus } from '@datawave/plugin-sdk';
import { mayComeBack } from './comeback.ts';
import type { DiscoveredPlugin } from './discover.ts';
import { type Cycle, dependents, orderGraph } from './graph.ts';
import { PluginLifecycle } from './lifecycle.ts';

const COMING_UP: ReadonlySet<PluginState> = new Set(['discovered', 'resolved', 'migrating', 'setting-up']);

/** All plugins that the kernel has heard of, with their graph. Which runs is each one's own state. */
export class PluginSet {
  readonly #byId: ReadonlyMap<string, PluginLifecycle>;
  readonly #edges: ReadonlyMap<string, readonly string[]>;
  readonly #required: ReadonlyMap<string, readonly string[]>;
  #ranks: ReadonlyMap<string, number> = new Map();
  #cycles: readonly Cycle[] = [];
  #planned: ReadonlySet<string> = new Set();
  /** Ids of plugins that are down for a moment, to be started anew. */
  rebuilding: ReadonlySet<string> = new Set();
  /** Ids of all plugins: what a tap may come before. */
  readonly ids: ReadonlySet<string>;
  /** Ids that may own hooks and extension points. */
  readonly owners: ReadonlySet<string>;
  /** Manifests by id, of those that have a valid one. */
  readonly packages: ReadonlyMap<string, PluginPackage>;

  constructor(
    found: readonly DiscoveredPlugin[],
    onChange: (status: PluginStatus, from: PluginState) => void,
  ) {
    const lifecycles = found.map((plugin) => new PluginLifecycle(plugin, onChange));
    this.#byId = new Map(lifecycles.map((plugin) => [plugin.id, plugin]));
    this.#edges = new Map(lifecycles.map((plugin) => [plugin.id, [...plugin.requires, ...plugin.optional]]));
    this.#required = new Map(lifecycles.map((plugin) => [plugin.id, plugin.requires]));
    this.ids = new Set(this.#byId.keys());
    this.owners = new Set([...this.ids, 'core']);
    this.packages = new Map(
      lifecycles.flatMap(({ id, found: { package: read } }) => (read === null ? [] : [[id, read]])),
    );
  }

  /** Marks the plugins that are not to run. */
  setAside(enabled: ReadonlySet<string>, isSafeMode: boolean): void {
    const reason = isSafeMode
      ? 'The kernel runs in safe mode, without plugins.'
      : 'Disabled by the configuration or by an operator.';
    for (const plugin of this.inOrder())
      if (!enabled.has(plugin.id)) plugin.moveTo('disabled', { reason, recoverable: !isSafeMode });
  }

  /** Orders the graph of the plugins that are to run. A cycle through one that is not is none. */
  plan(enabled: ReadonlySet<string>): void {
    const { order, cycles } = orderGraph(new Map([...this.#edges].filter(([id]) => enabled.has(id))));
    this.#cycles = cycles;
    this.#planned = new Set(enabled);
    const all = new Set([...order, ...[...this.ids].sort()]);
    this.#ranks = new Map([...all].map((id, index) => [id, index]));
  }

  /** Manifests of the plugins that are to run. */
  plannedPackages(): ReadonlyMap<string, PluginPackage> {
    return new Map([...this.packages].filter(([id]) => this.#planned.has(id)));
  }

  get(id: string): PluginLifecycle | undefined {
    return this.#byId.get(id);
  }

  /** In the order of the graph: each after all it needs. */
  inOrder(): readonly PluginLifecycle[] {
    return [...this.#byId.values()].sort((a, b) => this.rankOf(a.id) - this.rankOf(b.id));
  }

  active(): readonly PluginLifecycle[] {
    return this.inOrder().filter((plugin) => plugin.isActive);
  }

  /** Place in the graph; the kernel comes first. */
  rankOf(id: string): number {
    return this.#ranks.get(id) ?? -1;
  }

  /** Every plugin that cannot run without this one, in the order of the graph. */
  dependentsOf(id: string): readonly PluginLifecycle[] {
    const ids = dependents(this.#required, [id]);
    return this.inOrder().filter((plugin) => ids.has(plugin.id));
  }

  /** A closed path of plugins that need each other, this one among them or as good as. */
  cycleOf(id: string): readonly string[] | undefined {
    return this.#cycles.find((cycle) => cycle.members.includes(id))?.path;
  }

  /**
   * Whether this first segment of a path belongs to a plugin that is to run and is on its way: coming up, to be tried again by
   * itself, or waiting for one that is.
   */
  isAwaited(resource: string): boolean {
    const claims = (plugin: PluginLifecycle): boolean =>
      this.#planned.has(plugin.id) && plugin.found.package?.manifest.resources?.includes(resource) === true;
    return this.inOrder().some((plugin) => claims(plugin) && this.#isComing(plugin, new Set()));
  }

  #isComing(plugin: PluginLifecycle, asked: Set<string>): boolean {
    if (asked.has(plugin.id)) return false;
    asked.add(plugin.id);
    if (this.rebuilding.has(plugin.id)) return true;
    if (COMING_UP.has(plugin.state) || mayComeBack(plugin)) return true;
    const needed = plugin.requires.flatMap((id) => this.#byId.get(id) ?? []);
    return plugin.state === 'blocked' && needed.some((one) => this.#isComing(one, asked));
  }

  /** Runs work for each plugin as soon as it has been run for all that the plugin needs. The work must not reject. */
  async alongGraph(
    plugins: readonly PluginLifecycle[],
    work: (plugin: PluginLifecycle) => Promise<void>,
  ): Promise<void> {
    const running = new Map<string, Promise<unknown>>();
    const ordered = plugins.toSorted((a, b) => this.rankOf(a.id) - this.rankOf(b.id));
    for (const plugin of ordered) {
      const needs = [...plugin.requires, ...plugin.optional].flatMap((id) => running.get(id) ?? []);
      running.set(
        plugin.id,
        Promise.all(needs).then(() => work(plugin)),
      );
    }
    await Promise.all(running.values());
  }
}
