import type { Disposer, Logger, PluginStatus } from '@datawave/plugin-sdk';
import { safeMode, unknownPlugin } from '../../kernel-errors.ts';
import { stillRevoked } from '../../packages/package-errors.ts';
import type { Storage } from '../../storage/storage.ts';
import type { PluginLifecycle } from '../lifecycle.ts';
import type { PluginHost } from '../plugin-host.ts';
import { forgetOverrides, type PluginOverrides, readOverrides, writeOverride } from '../plugin-overrides.ts';
import { storePlugins } from '../store-plugins.ts';
import { TimeTree } from '../time-tree.ts';
import { isBarred, markRevoked } from './revoked-plugins.ts';
import { readSwitches, SWITCHES_CHANNEL, writeSwitch } from './stored-switches.ts';

/** What switching plugins needs of the kernel. */
export interface SwitchesPlatform {
  readonly log: Logger;
  /** Folder with the file of what was switched where there was no database. */
  readonly dataDirectory: string;
  readonly isSafeMode: boolean;
  host(): PluginHost;
  storage(): Storage | null;
  /** The database that is being opened, when it is; null when none is or it failed. */
  awaitStorage(): Promise<Storage | null>;
  /** Brings a plugin up in this process, with those that waited for it. */
  raise(plugin: PluginLifecycle): Promise<void>;
  /** Told that what is known of revoked plugins has changed. */
  onMarked(): void;
  /** Runs work when nothing else switches plugins. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Which plugins operators have switched on and off since the configuration was written. It stands in the database, and every replica
 * follows. What is switched while the database is away, or by the command line, stands in a file of the data folder until this process
 * reaches the database: the file is moved over then, and wins over what stood there.
 */
export class PluginSwitches {
  readonly enabled: Set<string>;
  readonly #platform: SwitchesPlatform;
  #listening: Promise<Disposer> | null = null;

  /** @param enabled - ids of the plugins that are to run; kept up to date here */
  constructor(platform: SwitchesPlatform, enabled: Set<string>) {
    this.#platform = platform;
    this.enabled = enabled;
  }

  /** Reads what was switched, once there is a database, before anything is set up. Nothing is brought up by that. */
  async readFirst(): Promise<void> {
    const storage = await this.#platform.awaitStorage();
    if (storage === null) return;
    const { log } = this.#platform;
    try {
      for (const [id, isOn] of await this.#read(storage)) if (!isOn) this.enabled.delete(id);
    } catch (error) {
      // What the file and the configuration say holds until it can be read; following it looks again.
      log.warn('Which plugins were switched on and off cannot be read.', { error });
    }
  }

  /** Begins to follow what is switched in other processes, once there is a database. Called again it does nothing. The caller has the turn. */
  async follow(): Promise<void> {
    const { log } = this.#platform;
    const storage = this.#platform.storage();
    if (storage === null || this.#listening !== null) return;
    const failed = (error: unknown): void =>
      log.error('Which plugins were switched on and off could not be read anew.', { error });
    this.#listening = storage.listen(SWITCHES_CHANNEL, () => {
      this.#platform.inTurn(() => this.catchUp()).catch(failed);
    });
    try {
      await this.#listening;
      await this.catchUp();
    } catch (error) {
      const listening = this.#listening;
      this.#listening = null;
      await (await listening.catch(() => null))?.();
      log.warn('Plugins that are switched in other processes are not heard of.', { error });
    }
  }

  async stop(): Promise<void> {
    const listening = this.#listening;
    this.#listening = null;
    await (await listening?.catch(() => null))?.();
  }

  /** Switches what was switched elsewhere. The caller has the turn. */
  async catchUp(): Promise<void> {
    const { log, host, storage } = this.#platform;
    const open = storage();
    if (open === null) return;
    const switched = await this.#read(open);
    for (const plugin of host().plugins.inOrder()) {
      const { id } = plugin;
      const isOn = switched.get(id);
      if (isOn === undefined || isOn === this.enabled.has(id)) continue;
      try {
        await this.#apply(plugin, isOn);
      } catch (error) {
        log.error('A plugin that was switched elsewhere could not be switched in this process.', {
          ...{ plugin: id, isOn, error },
        });
      }
    }
  }

  /**
   * Switches a plugin in this process and, by what is kept, in all others. The caller has the turn.
   * @throws DataWaveError DW_KERNEL_SAFE_MODE, DW_PLUGIN_UNKNOWN, DW_PLUGIN_KEPT, DW_PACKAGES_REVOKED
   */
  async turn(id: string, isOn: boolean): Promise<PluginStatus> {
    const { host, isSafeMode } = this.#platform;
    if (isSafeMode) throw safeMode();
    const plugin = host().plugins.get(id);
    if (plugin === undefined) throw unknownPlugin(id);
    if (!isOn) host().refuseIfKept(plugin);
    else await this.#refuseIfBarred(plugin);
    await this.#keep(id, isOn);
    await this.#apply(plugin, isOn);
    return plugin.status();
  }

  /** @throws DataWaveError DW_PACKAGES_REVOKED */
  async #refuseIfBarred(plugin: PluginLifecycle): Promise<void> {
    const { host, log } = this.#platform;
    const storage = this.#platform.storage();
    try {
      if (storage !== null) await markRevoked(storage, host().plugins);
    } catch (error) {
      // What was known before holds.
      log.warn('Which plugins are revoked cannot be read.', { error });
    }
    const { id, revoked, found } = plugin;
    if (revoked !== null && isBarred(host().plugins, plugin))
      throw stillRevoked(id, found.package?.version ?? '', revoked);
  }

  async #apply(plugin: PluginLifecycle, isOn: boolean): Promise<void> {
    const { host, raise, storage } = this.#platform;
    if (isOn) {
      this.enabled.add(plugin.id);
      if (!plugin.isActive) await raise(plugin);
      return;
    }
    host().refuseIfKept(plugin);
    this.enabled.delete(plugin.id);
    await host().takeDown(plugin);
    await storePlugins(storage(), [], host().activations(), new TimeTree(`disable ${plugin.id}`));
  }

  /** Remembers what was decided, for this process and all others. */
  async #keep(id: string, isOn: boolean): Promise<void> {
    const { log, dataDirectory } = this.#platform;
    const storage = this.#platform.storage();
    try {
      if (storage === null) await writeOverride(dataDirectory, id, isOn);
      else {
        await this.#moveOver(storage);
        await storage.kernelTransaction((tx) => writeSwitch(storage, tx, id, isOn));
      }
    } catch (error) {
      if (storage === null) throw error;
      // Whoever stops a plugin while the database is away must not be kept from it.
      log.warn('What was switched is kept in the data folder until the database can be reached.', { error });
      await writeOverride(dataDirectory, id, isOn);
    }
  }

  /** What was switched, and what is off because it was revoked, whatever was switched. */
  async #read(storage: Storage): Promise<ReadonlyMap<string, boolean>> {
    await this.#moveOver(storage);
    const { plugins } = this.#platform.host();
    if (await markRevoked(storage, plugins)) this.#platform.onMarked();
    const barred = plugins.inOrder().filter((plugin) => isBarred(plugins, plugin));
    return new Map([...(await readSwitches(storage)), ...barred.map(({ id }) => [id, false] as const)]);
  }

  /** What stands in the file was decided last, while nobody could write it anywhere else. */
  async #moveOver(storage: Storage): Promise<void> {
    const { dataDirectory, log } = this.#platform;
    const left: PluginOverrides = await readOverrides(dataDirectory);
    if (left.size === 0) return;
    await storage.kernelTransaction(async (tx) => {
      for (const [id, isOn] of left) await writeSwitch(storage, tx, id, isOn);
    });
    forgetOverrides(dataDirectory);
    log.info('What was switched by the file of the data folder stands in the database now.', {
      plugins: [...left.keys()],
    });
  }
}
