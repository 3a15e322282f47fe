import { sep } from 'node:path';
import type { Disposer, Logger, PluginStatus } from '@datawave/plugin-sdk';
import { ExtensionRegistry } from '../extensions/extension-registry.ts';
import type { TapFault } from '../hooks/guarded-tap.ts';
import { HookRegistry } from '../hooks/hook-registry.ts';
import type { Isolation } from '../isolation/isolation.ts';
import type { Health } from '../isolation/supervisor/isolated-plugin.ts';
import { isKept } from '../kernel-errors.ts';
import { createRootScope } from '../services/plugin-scope.ts';
import { ServiceRegistry } from '../services/service-registry.ts';
import type { PluginActivation } from './activation.ts';
import { BringUp, type Platform } from './bring-up.ts';
import type { DiscoveredPlugin } from './discover.ts';
import type { PluginLifecycle } from './lifecycle.ts';
import { checkLocales } from './messages/check-locales.ts';
import { isNeededForGood, keptBy, PluginDetails } from './plugin-detail.ts';
import { describeError } from './plugin-problem.ts';
import { PluginSet } from './plugin-set.ts';
import { offReason } from './switches/revoked-plugins.ts';
import type { TimeTree } from './time-tree.ts';

export interface PluginHostOptions {
  readonly found: readonly DiscoveredPlugin[];
  readonly log: Logger;
  /** Milliseconds that a plugin's import, setup, start and each disposer may take. */
  readonly budgetMs: number;
  /** Milliseconds that an asynchronous tap may take. */
  readonly hookTapBudgetMs?: number;
  /** Folder below which each plugin has its own. */
  readonly dataDirectory: string;
  readonly platform: Platform;
  /** Loads plugins that do not run in this process. */
  readonly isolation: Isolation;
  /** Stops a plugin for good whose process has failed too often, when it is its turn. */
  retire(plugin: PluginLifecycle, reason: string): void;
  /** Takes a plugin out of service, before anything of it is withdrawn. */
  withdraw(id: string): Promise<void>;
  /** A plugin has stopped altogether. */
  onStopped(id: string): void;
  /** A plugin has come into another state. */
  onChanged(): void;
}

/** Why a plugin is being stopped. */
export interface StopReason {
  readonly to: 'disabled' | 'blocked';
  readonly reason: string;
  readonly blockedBy?: readonly string[];
}

/** The running plugins with all that ties them together: services, hooks, extension points. */
export class PluginHost {
  readonly plugins: PluginSet;
  readonly services = new ServiceRegistry();
  readonly hooks: HookRegistry;
  readonly extensions: ExtensionRegistry;
  readonly details: PluginDetails;
  readonly #options: PluginHostOptions;
  readonly #activations = new Map<string, PluginActivation>();
  readonly #root = createRootScope();

  constructor(options: PluginHostOptions) {
    this.#options = options;
    const { found, log, hookTapBudgetMs } = options;
    this.plugins = new PluginSet(found, (status, from) => {
      this.#logTransition(status, from);
      if (status.state !== from) options.onChanged();
    });
    const rankOf = (id: string): number => this.plugins.rankOf(id);
    this.hooks = new HookRegistry({
      knownPlugins: () => this.plugins.ids,
      rankOf,
      onFault: (fault) => this.#onTapFault(fault),
      ...(hookTapBudgetMs === undefined ? {} : { tapBudgetMs: hookTapBudgetMs }),
    });
    this.extensions = new ExtensionRegistry({
      rankOf,
      onListenerFault: (point, error) =>
        log.error(`A listener of the extension point "${point}" failed.`, { error }),
    });
    this.details = new PluginDetails({
      plugins: this.plugins,
      extensions: this.extensions,
      activation: (id) => this.#activations.get(id),
      taps: () => this.hooks.timings(),
      isolation: (plugin) => options.isolation.disclose(plugin),
    });
  }

  /** What has been set up, in no order. */
  activations(): readonly PluginActivation[] {
    return [...this.#activations.values()];
  }

  /** Takes these plugins to `active`, as far as they come. */
  async bringUp(plugins: readonly PluginLifecycle[], timing: TimeTree): Promise<void> {
    await this.#prepare(plugins, timing).run();
    await checkLocales(plugins, this.#options.log);
  }

  /** Brings the database to where these plugins want it. */
  async migrate(plugins: readonly PluginLifecycle[], timing: TimeTree): Promise<void> {
    await this.#prepare(plugins, timing).migrate();
  }

  /** Checks these plugins as far as that goes without running code of theirs. */
  async inspect(plugins: readonly PluginLifecycle[], timing: TimeTree): Promise<void> {
    await this.#prepare(plugins, timing).inspect();
  }

  #prepare(plugins: readonly PluginLifecycle[], timing: TimeTree): BringUp {
    const { log, budgetMs, platform, dataDirectory } = this.#options;
    return new BringUp(
      plugins,
      {
        plugins: this.plugins,
        activations: this.#activations,
        activation: {
          root: this.#root,
          services: this.services,
          hooks: this.hooks,
          extensions: this.extensions,
          log,
          dataDirectory,
          budgetMs,
          knownOwners: () => this.plugins.owners,
        },
        platform,
        load: (plugin) => this.#options.isolation.load(plugin.found, this.#healthOf(plugin)),
        dispose: (activation) => this.#dispose(activation),
      },
      timing,
    );
  }

  /** Stops a plugin; the caller has seen to those that need it. */
  async stop(plugin: PluginLifecycle, { to, reason, blockedBy = [] }: StopReason): Promise<void> {
    const activation = this.#activations.get(plugin.id);
    plugin.moveTo('stopping', { reason });
    if (activation !== undefined) await this.#dispose(activation);
    this.#activations.delete(plugin.id);
    plugin.moveTo(to, { reason, recoverable: true, blockedBy });
  }

  /** @throws DataWaveError DW_PLUGIN_KEPT when a critical plugin would stop with this one */
  refuseIfKept(plugin: PluginLifecycle): void {
    const critical = keptBy(this.plugins, plugin);
    if (critical.length > 0) throw isKept(plugin.id, critical);
  }

  /** Whether the configuration says that the platform does not run without it, or without what needs it. */
  isNeededForGood(id: string): boolean {
    const plugin = this.plugins.get(id);
    return plugin !== undefined && isNeededForGood(this.plugins, plugin);
  }

  /** Stops what cannot run without a plugin that is being disabled. */
  async stopDependents({ id }: PluginLifecycle): Promise<void> {
    const reason = `It requires "${id}", which is disabled. Enable "${id}".`;
    for (const dependent of this.plugins.dependentsOf(id).toReversed())
      if (dependent.isActive) await this.stop(dependent, { to: 'blocked', reason, blockedBy: [id] });
  }

  /** Stops a plugin that an operator has switched off, and what cannot run without it. */
  async takeDown(plugin: PluginLifecycle): Promise<void> {
    await this.stopDependents(plugin);
    const reason = offReason(plugin);
    if (plugin.isActive) await this.stop(plugin, { to: 'disabled', reason });
    else if (plugin.state !== 'disabled') plugin.moveTo('disabled', { reason, recoverable: true });
  }

  /** Stops a plugin with all that runs on it, and has them started again. */
  async rebuild(plugin: PluginLifecycle, reason: string, raise: () => Promise<void>): Promise<void> {
    const affected = [...this.plugins.dependentsOf(plugin.id).toReversed(), plugin].filter(
      ({ isActive }) => isActive,
    );
    this.plugins.rebuilding = new Set(affected.map(({ id }) => id));
    try {
      for (const one of affected) await this.stop(one, { to: 'blocked', reason });
      if (plugin.state === 'invalid') plugin.moveTo('disabled', { reason });
      await raise();
    } finally {
      this.plugins.rebuilding = new Set();
    }
  }

  /**
   * Offers a service of the kernel, made for each plugin by itself. What a method of it registers at once, and hands
   * back how to withdraw, goes with the plugin that registered it.
   */
  offer(id: string, provider: string, serviceFor: (user: string) => object): void {
    this.services.provide(id, provider, serviceFor, (user) => {
      const disposables = this.#activations.get(user)?.disposables;
      return (method, result) =>
        typeof result === 'function' && disposables !== undefined
          ? disposables.add(`${id}.${method}`, result as Disposer)
          : result;
    });
  }

  /**
   * Finds the plugin whose code an error comes from that nobody was there to catch, by the files in its stack,
   * and marks it.
   * @returns the plugin's id, or null when the stack names none
   */
  blame(error: unknown): string | null {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    const [culprit] = this.plugins
      .active()
      .map((plugin) => ({ plugin, at: stack.indexOf(`${plugin.found.package?.directory}${sep}`) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => a.at - b.at);
    if (culprit === undefined) return null;
    const { plugin } = culprit;
    this.#options.log.error(`Plugin "${plugin.id}" let an error go uncaught.`, { plugin: plugin.id, error });
    plugin.history.failed(error, 'run');
    plugin.moveTo('degraded', { reason: uncaught(plugin.id, error), recoverable: true });
    return plugin.id;
  }

  /** What a plugin in a process of its own does to its state. */
  #healthOf(plugin: PluginLifecycle): Health {
    const degrade = (reason: string): void => {
      if (plugin.isActive) plugin.moveTo('degraded', { reason, recoverable: true });
    };
    return {
      degraded: (reason) => {
        plugin.history.failed(new Error(reason), 'run');
        degrade(reason);
      },
      recovered: () => {
        if (plugin.state === 'degraded') plugin.moveTo('active');
      },
      fault: (error) => {
        this.#options.log.error(`Plugin "${plugin.id}" let an error go uncaught.`, {
          plugin: plugin.id,
          error,
        });
        plugin.history.failed(error, 'run');
        degrade(uncaught(plugin.id, error));
      },
      givenUp: (reason) => this.#options.retire(plugin, reason),
    };
  }

  /** Stops a plugin whose process has failed too often, and what cannot run without it. Does not reject. */
  async retire(plugin: PluginLifecycle, reason: string): Promise<void> {
    if (!plugin.isActive) return;
    try {
      await this.stopDependents(plugin);
      await this.stop(plugin, { to: 'disabled', reason });
    } catch (error) {
      this.#options.log.error(`Plugin "${plugin.id}" could not be stopped.`, { plugin: plugin.id, error });
    }
  }

  async #dispose(activation: PluginActivation): Promise<void> {
    try {
      await this.#options.withdraw(activation.id);
    } catch (error) {
      activation.log.error('The plugin could not be taken out of service cleanly.', { error });
    }
    for (const { label, error } of await activation.stop()) {
      activation.log.error(`The plugin did not clean up after itself: ${label}`, { error });
    }
    this.#options.onStopped(activation.id);
  }

  #logTransition(status: PluginStatus, from: string): void {
    const { log } = this.#options;
    const fields = { plugin: status.id, from, to: status.state };
    const sentence = `Plugin "${status.id}" is ${status.state}.${status.reason === null ? '' : ` ${status.reason}`}`;
    if (status.state === 'failed' || status.state === 'invalid') {
      const cause = this.plugins.get(status.id)?.error?.cause;
      log.error(sentence, cause === undefined ? fields : { ...fields, error: cause });
    } else if (status.state === 'blocked') {
      log.warn(sentence, fields);
    } else {
      log.debug(sentence, fields);
    }
  }

  /** A plugin whose tap fails goes on, marked. The first failure is written down; all of them are counted. */
  #onTapFault({ hook, plugin: id, error }: TapFault): void {
    const plugin = this.plugins.get(id);
    if (plugin === undefined || !plugin.isActive) return;
    if (plugin.state === 'active')
      this.#options.log.error(`Plugin "${id}" failed in hook "${hook}".`, { plugin: id, error });
    plugin.history.failed(error, `hook ${hook}`);
    plugin.moveTo('degraded', { reason: describeError(error), recoverable: true });
  }
}

const uncaught = (plugin: string, error: unknown): string =>
  `An error of its went uncaught: ${error instanceof Error ? error.message : String(error)}. Mend "${plugin}" so that it awaits every promise.`;
