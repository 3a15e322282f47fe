import {
  type AuditService,
  DataWaveError,
  type Disposer,
  type ExecutionScope,
  type Json,
  type Logger,
  type VaultService,
} from '@datawave/plugin-sdk';
import { unknownPlugin } from '../../kernel-errors.ts';
import type { Storage } from '../../storage/storage.ts';
import type { PluginLifecycle } from '../lifecycle.ts';
import { describeError } from '../plugin-problem.ts';
import type { PluginSet } from '../plugin-set.ts';
import { withoutSecrets } from '../secret-settings.ts';
import { changedSettings } from './changed-settings.ts';
import { lostRace, notStored, refused, secretsNeeded, settingsInvalid } from './settings-errors.ts';
import { type CheckedInput, checkInput, ownSecrets } from './settings-input.ts';
import { CLOSED_SCHEMA, type SettingsView, viewSettings } from './settings-view.ts';
import {
  NOTHING_STORED,
  readStoredSettings,
  SETTINGS_CHANNEL,
  type StoredSettings,
  writeStoredSettings,
} from './stored-settings.ts';

/** What changing settings needs of the kernel. */
export interface SettingsPlatform {
  readonly plugins: PluginSet;
  readonly log: Logger;
  /** The open database; null without one. */
  storage(): Storage | null;
  /** The database that is being opened, when it is; null when none is or it failed. */
  awaitStorage(): Promise<Storage | null>;
  /** The kernel's own secrets, opened with the first. */
  vault(): Promise<VaultService>;
  audit(): AuditService | null;
  /** In which the kernel keeps its own secrets. */
  scope(): ExecutionScope;
  isEnabled(id: string): boolean;
  /** Stops the plugin and what needs it, and starts them again. Afterwards look at their states. */
  rebuild(plugin: PluginLifecycle, reason: string): Promise<void>;
  /** Runs work when nothing else switches plugins. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

/** Somebody's wish. */
export interface SettingsChange {
  readonly settings: Readonly<Record<string, unknown>>;
  /** The revision that it was made of. */
  readonly expected: number;
  readonly scope: ExecutionScope;
}

/**
 * What people set of plugins on the running platform. New settings are tried first and stored when the plugin runs with them, in one
 * transaction with their secrets and the entry in the trail: whoever is interrupted leaves the former ones.
 */
export class PluginSettings {
  readonly #platform: SettingsPlatform;
  /** What is being tried, by plugin. */
  readonly #tried = new Map<string, StoredSettings>();
  /** Values of secrets that are being tried, by name. */
  readonly #pending = new Map<string, string>();
  /** Revisions that could not be applied in this process, by plugin. */
  readonly #unfit = new Map<string, number>();
  #listening: Promise<Disposer> | null = null;

  constructor(platform: SettingsPlatform) {
    this.#platform = platform;
  }

  /** By plugin; what is being tried stands in for what is stored. Null where there is no database. */
  async stored(): Promise<ReadonlyMap<string, StoredSettings> | null> {
    const storage = await this.#platform.awaitStorage();
    if (storage === null) return null;
    try {
      return new Map([...(await readStoredSettings(storage)), ...this.#tried]);
    } catch (error) {
      // What is known of them holds until they can be read; following them looks again.
      this.#platform.log.warn('The stored settings of plugins cannot be read.', { error });
      return null;
    }
  }

  /** The value of a secret that is being tried. */
  pendingSecret(name: string): string | undefined {
    return this.#pending.get(name);
  }

  /** Begins to follow what is set in other processes, once there is a database. Called again it does nothing. */
  async follow(): Promise<void> {
    const storage = this.#platform.storage();
    if (storage === null || this.#listening !== null) return;
    const { log } = this.#platform;
    const look = (): void => {
      this.#platform
        .inTurn(() => this.catchUp())
        .catch((error: unknown) => log.error('Settings of plugins could not be read anew.', { error }));
    };
    this.#listening = storage.listen(SETTINGS_CHANNEL, look);
    try {
      await this.#listening;
    } catch (error) {
      // The next time that something is switched tries again.
      this.#listening = null;
      log.warn('Settings that are changed in other processes are not heard of.', { error });
      return;
    }
    // What was changed between reading and listening. The caller has the turn.
    await this.catchUp();
  }

  async stop(): Promise<void> {
    const listening = this.#listening;
    this.#listening = null;
    await (await listening?.catch(() => null))?.();
  }

  /** Applies what has been stored elsewhere. The caller has the turn. */
  async catchUp(): Promise<void> {
    const storage = this.#platform.storage();
    if (storage === null) return;
    const rows = await readStoredSettings(storage);
    for (const plugin of this.#platform.plugins.inOrder()) {
      const next = rows.get(plugin.id) ?? NOTHING_STORED;
      if (next.revision === plugin.stored.revision || next.revision === this.#unfit.get(plugin.id)) continue;
      if (!this.#isTried(plugin)) {
        plugin.stored = next;
        continue;
      }
      const fault = await this.#try(plugin, next);
      if (fault === null) continue;
      this.#unfit.set(plugin.id, next.revision);
      this.#platform.log.error('New settings of a plugin do not work in this process; it keeps the former.', {
        plugin: plugin.id,
        reason: fault,
      });
      if (plugin.isActive)
        plugin.moveTo('degraded', {
          reason: `It runs with its former settings here, because it did not start with the new ones: ${fault}`,
          recoverable: true,
        });
    }
  }

  /** @throws DataWaveError DW_PLUGIN_UNKNOWN, DW_STORAGE_UNAVAILABLE */
  async view(id: string): Promise<SettingsView> {
    const plugin = this.#find(id);
    const storage = this.#platform.storage();
    const stored =
      storage === null
        ? plugin.stored
        : ((await readStoredSettings(storage)).get(plugin.id) ?? NOTHING_STORED);
    return viewSettings(plugin, stored, this.#rebuilt(plugin));
  }

  /**
   * Tries settings, and stores them when the plugin runs with them.
   * @throws DataWaveError DW_PLUGIN_UNKNOWN, DW_PLUGIN_SETTINGS_INVALID, DW_PLUGIN_SECRETS_NEEDED, DW_PLUGIN_SETTINGS_REFUSED, DW_PLUGIN_SETTINGS_CHANGED, DW_STORAGE_CLOSED
   */
  change(id: string, wish: SettingsChange): Promise<SettingsView> {
    const plugin = this.#find(id);
    return this.#platform.inTurn(async () => {
      const storage = this.#platform.storage();
      if (storage === null) throw notStored();
      await this.catchUp();
      const now = (await readStoredSettings(storage)).get(plugin.id) ?? NOTHING_STORED;
      if (now.revision !== wish.expected) throw lostRace(plugin.id);
      const schema = plugin.found.package?.configSchema ?? CLOSED_SCHEMA;
      const { config: file, locate } = plugin.found.configured;
      const checked = await checkInput(plugin.id, schema, wish.settings, { file, stored: now.values });
      if (checked.errors.length > 0) throw settingsInvalid(plugin.id, wish.settings, checked.errors, locate);
      if (checked.moved.length > 0) throw secretsNeeded(plugin.id, checked.moved);
      // Only now: what opens it may be what the plugin brings.
      const vault = await this.#platform.vault();
      const next: StoredSettings = {
        values: checked.values,
        revision: now.revision + 1,
        updatedAt: new Date().toISOString(),
        updatedBy: wish.scope.principal.displayName,
      };
      const former = plugin.stored;
      const wasTried = this.#isTried(plugin);
      if (wasTried) {
        const fault = await this.#tryWith(plugin, next, checked.secrets);
        if (fault !== null) {
          await this.#note(plugin, now, next, wish.scope, fault);
          throw refused(plugin.id, fault, plugin.isActive);
        }
      }
      try {
        await this.#store(storage, vault, plugin, { now, next, checked, scope: wish.scope });
      } catch (error) {
        // The plugin runs with what nobody has kept.
        if (wasTried) await this.#try(plugin, former);
        throw error;
      }
      plugin.stored = next;
      return this.view(id);
    });
  }

  #find(id: string): PluginLifecycle {
    const plugin = this.#platform.plugins.get(id);
    if (plugin === undefined) throw unknownPlugin(id);
    return plugin;
  }

  /** Whether other settings can be tried: what is switched off or waits for others would not start with any. */
  #isTried(plugin: PluginLifecycle): boolean {
    return (
      this.#platform.isEnabled(plugin.id) &&
      plugin.found.package !== null &&
      (plugin.isActive ||
        plugin.state === 'failed' ||
        (plugin.state === 'invalid' && plugin.error?.code === 'DW_PLUGIN_CONFIG_INVALID'))
    );
  }

  #rebuilt(plugin: PluginLifecycle): readonly string[] {
    return this.#platform.plugins
      .dependentsOf(plugin.id)
      .filter(({ isActive }) => isActive)
      .map(({ id }) => id);
  }

  async #tryWith(
    plugin: PluginLifecycle,
    next: StoredSettings,
    secrets: ReadonlyMap<string, string>,
  ): Promise<string | null> {
    for (const [name, value] of secrets) this.#pending.set(name, value);
    try {
      const fault = await this.#try(plugin, next);
      return fault === null ? null : String(withoutSecrets(fault, [...secrets.values()]));
    } finally {
      for (const name of secrets.keys()) this.#pending.delete(name);
    }
  }

  /** Runs the plugin with other settings, or with the former ones again. Answers why the others do not work, or null. */
  async #try(plugin: PluginLifecycle, next: StoredSettings): Promise<string | null> {
    const former = plugin.stored;
    const standing = this.#rebuilt(plugin);
    const fault = await this.#rebuildWith(plugin, next, standing, 'It is started anew with other settings.');
    if (fault === null) {
      this.#unfit.delete(plugin.id);
      return null;
    }
    const again = await this.#rebuildWith(
      plugin,
      former,
      standing,
      'It is started anew with its former settings.',
    );
    if (again !== null)
      this.#platform.log.error('A plugin does not start with its former settings either.', {
        plugin: plugin.id,
        reason: again,
      });
    return fault;
  }

  async #rebuildWith(
    plugin: PluginLifecycle,
    settings: StoredSettings,
    standing: readonly string[],
    why: string,
  ): Promise<string | null> {
    this.#tried.set(plugin.id, settings);
    plugin.stored = settings;
    let broken: unknown = null;
    try {
      await this.#platform.rebuild(plugin, why);
    } catch (error) {
      broken = error;
    } finally {
      this.#tried.delete(plugin.id);
    }
    if (!plugin.isActive) return plugin.status().reason ?? 'It did not start.';
    const fallen = standing
      .flatMap((id) => this.#platform.plugins.get(id) ?? [])
      .find(({ isActive }) => !isActive);
    if (fallen !== undefined)
      return `"${fallen.id}" is ${fallen.state}. ${fallen.status().reason ?? ''}`.trim();
    if (broken === null) return null;
    return DataWaveError.is(broken) ? describeError(broken) : String(broken);
  }

  #store(
    storage: Storage,
    vault: VaultService,
    plugin: PluginLifecycle,
    change: {
      readonly now: StoredSettings;
      readonly next: StoredSettings;
      readonly checked: CheckedInput;
      readonly scope: ExecutionScope;
    },
  ): Promise<void> {
    const { now, next, checked, scope } = change;
    const own = this.#platform.scope();
    const gone = ownSecrets(plugin.id, now.values).difference(ownSecrets(plugin.id, next.values));
    return storage.kernelTransaction(async (tx) => {
      const by = scope.principal.displayName;
      const written = await writeStoredSettings(storage, tx, {
        ...{ plugin: plugin.id, values: next.values, expected: now.revision, by },
      });
      if (written === null) throw lostRace(plugin.id);
      for (const [name, value] of checked.secrets) await vault.put(tx, own, name, value);
      for (const name of gone) await vault.delete(tx, own, name);
      await this.#platform.audit()?.record(tx, scope, {
        ...this.#entry(plugin, now, next),
      });
    });
  }

  #entry(
    plugin: PluginLifecycle,
    now: StoredSettings,
    next: StoredSettings,
  ): {
    readonly action: string;
    readonly object: { readonly type: string; readonly id: string; readonly name: string };
    readonly before: Json;
    readonly after: Json;
  } {
    return {
      action: 'core.plugin.configured',
      object: { type: 'plugin', id: plugin.id, name: plugin.status().title },
      ...changedSettings(plugin.found.package?.configSchema ?? CLOSED_SCHEMA, now.values, next.values),
    };
  }

  async #note(
    plugin: PluginLifecycle,
    now: StoredSettings,
    next: StoredSettings,
    scope: ExecutionScope,
    reason: string,
  ): Promise<void> {
    const entry = this.#entry(plugin, now, next);
    await this.#platform.audit()?.note(scope, { ...entry, outcome: 'failed', reason });
  }
}
