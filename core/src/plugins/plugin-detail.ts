import type { PluginManifest, PluginState, PluginStatus } from '@datawave/plugin-sdk';
import type { ExtensionRegistry } from '../extensions/extension-registry.ts';
import type { TapTiming } from '../hooks/tap-timing.ts';
import type { PluginIsolationDetail } from '../isolation/walls/index.ts';
import type { PluginActivation } from './activation.ts';
import type { UsedDeprecation } from './deprecations.ts';
import type { DiscoveredPlugin } from './discover.ts';
import type { PluginIncident, StateChange } from './history.ts';
import type { PluginLifecycle } from './lifecycle.ts';
import type { PluginSet } from './plugin-set.ts';

/** Another plugin that this one needs, or that needs this one. */
export interface RelatedPlugin {
  readonly id: string;
  readonly title: string;
  /** Null for one that is not there at all. */
  readonly state: PluginState | null;
  /** Semantic version range of what is needed. */
  readonly range: string;
  /** Whether the one that needs it can do without. */
  readonly isOptional: boolean;
}

/** A hook of a plugin, and what hangs on it. */
export interface OwnedHook {
  readonly id: string;
  readonly flow: string;
  readonly mode: 'sync' | 'async';
  readonly onError: string;
  readonly taps: readonly TapTiming[];
}

/** All that is known of a plugin without looking at its settings. */
export interface PluginDetail extends PluginStatus {
  readonly description: string | null;
  readonly apiVersion: string | null;
  readonly requires: Readonly<Record<string, string>>;
  readonly optional: Readonly<Record<string, string>>;
  readonly needs: NonNullable<PluginManifest['needs']>;
  readonly permissions: NonNullable<PluginManifest['permissions']>;
  readonly resources: readonly string[];
  readonly contributes: NonNullable<PluginManifest['contributes']>;
  readonly isConfigurable: boolean;
  /** Ids of all plugins that cannot run without it. */
  readonly stopsWithIt: readonly string[];
  /** Ids of critical plugins that cannot run without it, itself among them: it is not disabled while there are any. */
  readonly keptBy: readonly string[];
  readonly dependencies: readonly RelatedPlugin[];
  readonly dependents: readonly RelatedPlugin[];
  /** Ids of services; empty while it does not run, because only its code says them. */
  readonly services: {
    readonly provided: readonly string[];
    readonly used: readonly string[];
    readonly usedIfThere: readonly string[];
  };
  readonly hooks: readonly OwnedHook[];
  /** What its taps on hooks cost, its own and others'. */
  readonly taps: readonly TapTiming[];
  readonly extensionPoints: readonly {
    readonly id: string;
    readonly contributions: readonly { readonly key: string; readonly plugin: string }[];
  }[];
  /** What it contributes to the points of others, and to its own. */
  readonly contributions: readonly { readonly point: string; readonly key: string }[];
  /** Since this process began; the latest last. */
  readonly history: readonly StateChange[];
  readonly problems: readonly PluginIncident[];
  /** What it uses that is going; empty while it does not run. */
  readonly deprecations: readonly UsedDeprecation[];
}

export interface DetailParts {
  readonly plugins: PluginSet;
  readonly extensions: ExtensionRegistry;
  activation(id: string): PluginActivation | undefined;
  taps(): readonly TapTiming[];
  isolation(found: DiscoveredPlugin): Promise<PluginIsolationDetail>;
}

/** What the list of plugins says of one. */
export interface PluginSummary
  extends PluginStatus,
    Pick<PluginDetail, 'description' | 'isConfigurable' | 'stopsWithIt' | 'keptBy'> {}

/** What is known of plugins. */
export class PluginDetails {
  readonly #parts: DetailParts;

  constructor(parts: DetailParts) {
    this.#parts = parts;
  }

  /** In the order of the graph. */
  list(): readonly PluginSummary[] {
    const { plugins } = this.#parts;
    return plugins.inOrder().map((plugin) => summarise(plugin, plugins));
  }

  /** Undefined for one that nobody has heard of. */
  of(id: string): PluginDetail | undefined {
    const plugin = this.#parts.plugins.get(id);
    return plugin === undefined ? undefined : describePlugin(plugin, this.#parts);
  }

  /** Where it runs and what holds it back; null for one that nobody has heard of. */
  async isolationOf(id: string): Promise<PluginIsolationDetail | null> {
    const plugin = this.#parts.plugins.get(id);
    return plugin === undefined ? null : await this.#parts.isolation(plugin.found);
  }
}

const summarise = (plugin: PluginLifecycle, plugins: PluginSet): PluginSummary => ({
  ...plugin.status(),
  description: plugin.found.package?.manifest.description ?? null,
  isConfigurable: plugin.found.package?.configSchema !== undefined,
  stopsWithIt: plugins.dependentsOf(plugin.id).map((one) => one.id),
  keptBy: keptBy(plugins, plugin),
});

/** Ids of the critical plugins that would stop with this one, itself among them. */
export const keptBy = (plugins: PluginSet, plugin: PluginLifecycle): readonly string[] =>
  [plugin, ...plugins.dependentsOf(plugin.id)]
    .filter(({ found, isActive }) => found.configured.critical && isActive)
    .map(({ id }) => id);

/** Whether the configuration says that the platform does not run without it, or without what needs it. */
export const isNeededForGood = (plugins: PluginSet, plugin: PluginLifecycle): boolean =>
  [plugin, ...plugins.dependentsOf(plugin.id)].some(({ found }) => found.configured.critical);

/** Puts together what is known of a plugin. */
function describePlugin(plugin: PluginLifecycle, parts: DetailParts): PluginDetail {
  const { plugins, extensions } = parts;
  const taps = parts.taps();
  const { id } = plugin;
  const manifest = plugin.found.package?.manifest;
  const { requires = {}, optional = {} } = manifest ?? {};
  const definition = parts.activation(id)?.definition;
  const contributions = extensions.contributions();
  return {
    ...summarise(plugin, plugins),
    apiVersion: manifest?.apiVersion ?? null,
    requires,
    optional,
    needs: manifest?.needs ?? {},
    permissions: manifest?.permissions ?? [],
    resources: manifest?.resources ?? [],
    contributes: manifest?.contributes ?? {},
    dependencies: [
      ...Object.entries(requires).map(([other, range]) => related(plugins, other, range, false)),
      ...Object.entries(optional).map(([other, range]) => related(plugins, other, range, true)),
    ],
    dependents: plugins.inOrder().flatMap(({ id: other, found }): readonly RelatedPlugin[] => {
      const { requires: needed, optional: wanted } = found.package?.manifest ?? {};
      const range = needed?.[id] ?? wanted?.[id];
      return range === undefined ? [] : [related(plugins, other, range, needed?.[id] === undefined)];
    }),
    services: {
      provided: idsOf(definition?.provides),
      used: idsOf(definition?.deps),
      usedIfThere: idsOf(definition?.optionalDeps),
    },
    hooks: (definition?.hooks ?? []).map(({ id: hook, flow, mode, onError }) => ({
      ...{ id: hook, flow, mode, onError },
      taps: taps.filter((tap) => tap.hook === hook),
    })),
    taps: taps.filter((tap) => tap.plugin === id),
    extensionPoints: (definition?.extensionPoints ?? []).map(({ id: point }) => ({
      id: point,
      contributions: contributions
        .filter((one) => one.point === point)
        .map(({ key, plugin: by }) => ({ key, plugin: by })),
    })),
    contributions: contributions.filter((one) => one.plugin === id).map(({ point, key }) => ({ point, key })),
    history: plugin.history.changes,
    problems: plugin.history.incidents,
    deprecations: parts.activation(id)?.deprecations.used ?? [],
  };
}

function related(plugins: PluginSet, id: string, range: string, isOptional: boolean): RelatedPlugin {
  const status = plugins.get(id)?.status();
  return { id, title: status?.title ?? id, state: status?.state ?? null, range, isOptional };
}

const idsOf = (refs: Readonly<Record<string, { readonly id: string }>> = {}): readonly string[] =>
  [...new Set(Object.values(refs).map(({ id }) => id))].sort();
