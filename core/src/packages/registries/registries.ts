import type { PluginListing, PluginListingDetail } from '@datawave/plugin-sdk/packaging';
import {
  noRegistry,
  packageUnknown,
  pinned,
  reasonOf,
  registryUnknown,
  scopeAmbiguous,
} from '../package-errors.ts';
import type { ListingQuery, Packument, RegistryClient } from './registry-client.ts';

/** A listing with the registry that it is of. */
export interface FoundListing extends PluginListing {
  readonly registry: string;
}

/** The configured registries, and which of them is asked for what. */
export class Registries {
  readonly all: readonly RegistryClient[];

  /** @throws DataWaveError DW_PACKAGES_SCOPE_AMBIGUOUS when a scope is pinned to two */
  constructor(clients: readonly RegistryClient[]) {
    this.all = clients.toSorted(
      (a, b) => a.settings.priority - b.settings.priority || (a.name < b.name ? -1 : 1),
    );
    const seen = new Map<string, string>();
    for (const { name, settings } of clients)
      for (const scope of settings.scopes) {
        const other = seen.get(scope);
        if (other !== undefined) throw scopeAmbiguous(scope, other, name);
        seen.set(scope, name);
      }
  }

  /** @throws DataWaveError DW_PACKAGES_REGISTRY_UNKNOWN */
  named(name: string): RegistryClient {
    const found = this.all.find((one) => one.name === name);
    if (found === undefined)
      throw registryUnknown(
        name,
        this.all.map((one) => one.name),
      );
    return found;
  }

  /** The registry to which the scope of a package is pinned; null when it is to none. */
  pinnedFor(name: string): RegistryClient | null {
    const scope = name.startsWith('@') ? name.slice(0, name.indexOf('/')) : null;
    return this.all.find(({ settings }) => scope !== null && settings.scopes.includes(scope)) ?? null;
  }

  /**
   * Where a package comes from: the registry its scope is pinned to, and no other; else the one that is asked for; else the first by
   * priority that knows it. One that does not answer is not passed over: whoever stops a private registry could put a package of the
   * same name in its place.
   * @throws DataWaveError DW_PACKAGES_PINNED, DW_PACKAGES_REGISTRY_UNKNOWN, DW_PACKAGES_NO_REGISTRY
   */
  async find(
    name: string,
    wanted: string | null,
  ): Promise<{ readonly registry: RegistryClient; readonly packument: Packument } | null> {
    const only = this.pinnedFor(name);
    if (only !== null && wanted !== null && wanted !== only.name) throw pinned(name, only.name, wanted);
    if (this.all.length === 0) throw noRegistry();
    const asked = only !== null ? [only] : wanted === null ? this.all : [this.named(wanted)];
    for (const registry of asked) {
      const packument = await registry.packument(name);
      if (packument !== null) return { registry, packument };
    }
    return null;
  }

  /**
   * A plugin of one registry.
   * @throws DataWaveError DW_PACKAGES_PINNED, DW_PACKAGES_UNKNOWN
   */
  async detail(name: string, from: string): Promise<PluginListingDetail & { readonly registry: string }> {
    const registry = this.all.find((one) => one.name === from);
    const only = this.pinnedFor(name);
    if (registry !== undefined && only !== null && only !== registry) throw pinned(name, only.name, from);
    const detail = (await registry?.detail(name)) ?? null;
    if (detail === null) throw packageUnknown(name, from);
    return { ...detail, registry: from };
  }

  /** What all registries list; of one that fails, why. What claims a scope that is pinned elsewhere is left out. */
  async search(query: ListingQuery): Promise<{
    readonly items: readonly FoundListing[];
    readonly failed: readonly { readonly registry: string; readonly reason: string }[];
  }> {
    const failed: { registry: string; reason: string }[] = [];
    const lists = await Promise.all(
      this.all.map(async (registry): Promise<readonly FoundListing[]> => {
        try {
          const items = (await registry.listings(query)) ?? [];
          return items
            .filter(({ name }) => (this.pinnedFor(name) ?? registry) === registry)
            .map((item) => ({ ...item, registry: registry.name }));
        } catch (error) {
          failed.push({ registry: registry.name, reason: reasonOf(error) });
          return [];
        }
      }),
    );
    const names = new Set<string>();
    const items = lists.flat().filter(({ name }) => !names.has(name) && names.add(name));
    return { items, failed };
  }
}
