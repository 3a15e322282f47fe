import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import type { DiscoveredPlugin } from '../plugins/discover.ts';
import type { IsolationOptions } from './isolation-options.ts';
import type { PluginWall } from './load-behind-wall.ts';
import type { Health } from './supervisor/isolated-plugin.ts';
import { disclosePlan, discloseWall, type PluginIsolationDetail } from './walls/index.ts';

/** Loads plugins where they belong: in this process, or behind a wall. */
export class Isolation {
  readonly #options: IsolationOptions;
  readonly #walls = new Map<string, PluginWall>();

  constructor(options: IsolationOptions) {
    this.#options = options;
  }

  /** How a plugin was loaded last; null before, and for what runs in process because it is the platform's own. */
  wallOf(id: string): PluginWall | null {
    return this.#walls.get(id) ?? null;
  }

  /** How a plugin runs, or would, and what that holds back; for whoever decides about it. */
  async disclose({
    name,
    trust,
    configured,
    package: source,
  }: DiscoveredPlugin): Promise<PluginIsolationDetail> {
    const wall = source === null ? null : this.wallOf(source.manifest.id);
    if (wall !== null) return discloseWall(trust, wall);
    const { policy } = this.#options;
    const needs = source?.manifest.needs ?? {};
    return disclosePlan({ plugin: name, trust, policy, configured: configured.isolation, needs });
  }

  /**
   * Imports a plugin's module, or answers one that stands for it.
   * @throws DataWaveError DW_ISOLATION_WEAKER, DW_ISOLATION_UNAVAILABLE, and what loading throws
   */
  async load(found: DiscoveredPlugin, health: Health): Promise<unknown> {
    const { trust, configured, package: source } = found;
    if (source === null || (trust === 'first-party' && configured.isolation === null)) return found.load();
    // A platform without strangers' plugins has no use for the rest.
    const { loadBehindWall } = await import('./load-behind-wall.ts');
    return loadBehindWall(found, source, {
      ...this.#options,
      health,
      scrub: (text) => this.#scrub(text),
      onWall: (wall) => this.#walls.set(source.manifest.id, wall),
    });
  }

  #scrub(text: string): string {
    let scrubbed = text;
    for (const path of [...this.#options.hidden, homedir()])
      if (path.length > 1) scrubbed = scrubbed.replaceAll(path, '…');
    return scrubbed;
  }
}

/** As the configuration wants it. */
export const createIsolation = (
  { isolation, storage, projectDirectory }: KernelConfig,
  log: Logger,
): Isolation =>
  new Isolation({
    policy: isolation,
    dataDirectory: join(storage.data, 'plugins'),
    hidden: [storage.data, projectDirectory],
    log,
  });
