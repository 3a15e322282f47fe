import { randomUUID } from 'node:crypto';
import {
  DataWaveError,
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type ExtensionCollection,
  type ExtensionPointRef,
  type Logger,
  type PluginPackage,
  type PluginStatus,
  type ServiceRef,
} from '@datawave/plugin-sdk';
import { ExtensionRegistry } from './extensions/extension-registry.ts';
import type { TapFault } from './hooks/guarded-tap.ts';
import { HookRegistry } from './hooks/hook-registry.ts';
import type { TapTiming } from './hooks/tap-timing.ts';
import type { Kernel, KernelOptions, Readiness } from './kernel-types.ts';
import type { PluginActivation } from './plugins/activation.ts';
import { BringUp } from './plugins/bring-up.ts';
import { discoverPlugins } from './plugins/discover.ts';
import type { PluginLifecycle } from './plugins/lifecycle.ts';
import { readOverrides, writeOverride } from './plugins/plugin-overrides.ts';
import { describeError } from './plugins/plugin-problem.ts';
import { PluginSet } from './plugins/plugin-set.ts';
import { storePlugins } from './plugins/store-plugins.ts';
import { TimeTree, type TimingNode } from './plugins/time-tree.ts';
import { buildUiManifest, type UiManifest } from './plugins/ui-manifest.ts';
import { createRootScope } from './services/plugin-scope.ts';
import { ServiceRegistry } from './services/service-registry.ts';
import { createKernelHttp } from './subsystems/kernel-http.ts';
import { Subsystems } from './subsystems/subsystems.ts';
import { createLogger } from './telemetry/logger.ts';

type Phase = 'new' | 'booting' | 'ready' | 'stopping' | 'stopped';

/** What the kernel is called where a plugin's id would stand. */
const KERNEL = 'core';
const KERNEL_PACKAGE: PluginPackage = {
  name: '@datawave/core',
  version: '0.1.0',
  directory: import.meta.dirname,
  manifest: { manifestVersion: 1, id: KERNEL, apiVersion: '*', resources: ['plugins', 'ui'] },
};

/** Makes a kernel. Reads which plugins there are; nothing of theirs runs before it is started. */
export async function createKernel(options: KernelOptions): Promise<Kernel> {
  const timing = new TimeTree('boot');
  const { config } = options;
  const log = options.log ?? createLogger(config.log);
  const found = await timing.measure('discover plugins', () =>
    discoverPlugins({
      projectDirectory: config.projectDirectory,
      configured: config.plugins,
      extra: options.extraPlugins ?? [],
    }),
  );
  const overrides = await readOverrides(config.storage.data);
  return new PluginKernel(options, log, timing, found, overrides);
}

class PluginKernel implements Kernel {
  readonly isSafeMode: boolean;
  readonly #options: KernelOptions;
  readonly #log: Logger;
  readonly #timing: TimeTree;
  readonly #plugins: PluginSet;
  readonly #enabled: Set<string>;
  readonly #activations = new Map<string, PluginActivation>();
  readonly #root = createRootScope();
  readonly #services = new ServiceRegistry();
  readonly #hooks: HookRegistry;
  readonly #extensions: ExtensionRegistry;
  readonly #subsystems: Subsystems;
  readonly #abort = new AbortController();
  #phase: Phase = 'new';
  /** Why a service of the kernel could not be opened. */
  #outage: string | null = null;
  #address: string | null = null;
  #metricsAddress: string | null = null;
  /** Enabling, disabling and stopping happen one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    options: KernelOptions,
    log: Logger,
    timing: TimeTree,
    found: ReturnType<typeof discoverPlugins>,
    overrides: ReadonlyMap<string, boolean>,
  ) {
    const { config, env = process.env, hookTapBudgetMs, queues } = options;
    this.#options = options;
    this.#log = log;
    this.#timing = timing;
    this.isSafeMode = options.isSafeMode ?? false;
    this.#plugins = new PluginSet(found, (status, from) => this.#onTransition(status, from));
    this.#enabled = new Set(
      found
        .filter(({ id, configured }) => !this.isSafeMode && (overrides.get(id) ?? configured.enabled))
        .map(({ id }) => id),
    );
    const rankOf = (id: string): number => this.#plugins.rankOf(id);
    this.#hooks = new HookRegistry({
      knownPlugins: () => this.#plugins.ids,
      rankOf,
      onFault: (fault) => this.#onTapFault(fault),
      ...(hookTapBudgetMs === undefined ? {} : { tapBudgetMs: hookTapBudgetMs }),
    });
    this.#extensions = new ExtensionRegistry({
      rankOf,
      onListenerFault: (point, error) =>
        this.#log.error(`A listener of the extension point "${point}" failed.`, { error }),
    });
    this.#subsystems = new Subsystems({
      config,
      env,
      log,
      runsJobs: (options.role ?? 'all') !== 'api',
      ...(queues === undefined ? {} : { queues }),
      isSafeMode: this.isSafeMode,
      createHttp: (parts) =>
        createKernelHttp({ kernel: this, kernelPackage: KERNEL_PACKAGE, parts, options, log }),
    });
    this.#services.provide('core.plugins', KERNEL, () => ({ list: () => Promise.resolve(this.plugins()) }));
  }

  async start(): Promise<void> {
    if (this.#phase !== 'new') throw notRunning('It was already started.');
    this.#phase = 'booting';
    try {
      await this.#boot();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async #boot(): Promise<void> {
    const listens = this.#listens();
    if (listens && this.#options.http === 'always') await this.#open(new Set(['core.http']), this.#timing);
    await this.#bringUp(this.#plugins.inOrder(), this.#timing);
    this.#checkCritical();
    const { http } = this.#subsystems;
    if (http !== null && listens) {
      const addresses = await this.#timing.measure('listen', () => http.listen());
      this.#address = addresses.url;
      this.#metricsAddress = addresses.metricsUrl;
    }
    if (!this.isSafeMode) await this.#timing.measure('start work', () => this.#subsystems.startWork());
    this.#phase = 'ready';
    this.#timing.end();
    this.#log.info(`Ready with ${this.#plugins.active().length} plugins.`, {
      milliseconds: Math.round(this.#timing.elapsedMs),
    });
  }

  /** Whether this process answers HTTP, if anything needs it. */
  #listens(): boolean {
    return this.#options.http !== 'never';
  }

  async #bringUp(plugins: readonly PluginLifecycle[], timing: TimeTree): Promise<void> {
    this.#plugins.plan(this.#enabled);
    const wanted: PluginLifecycle[] = [];
    for (const plugin of plugins) {
      if (this.#enabled.has(plugin.id)) wanted.push(plugin);
      else if (plugin.state === 'discovered') {
        const reason = this.isSafeMode
          ? 'The kernel runs in safe mode, without plugins.'
          : 'Disabled by the configuration or by an operator.';
        plugin.moveTo('disabled', { reason, recoverable: !this.isSafeMode });
      }
    }
    const bringUp = new BringUp(
      wanted,
      {
        plugins: this.#plugins,
        activations: this.#activations,
        activation: {
          root: this.#root,
          services: this.#services,
          hooks: this.#hooks,
          extensions: this.#extensions,
          log: this.#log,
          budgetMs: this.#options.config.boot.pluginBudgetMs,
          knownOwners: () => this.#plugins.owners,
        },
        platform: {
          open: (services, step) => this.#open(services, step),
          store: (coming, step) =>
            storePlugins(this.#subsystems.storage, coming, [...this.#activations.values()], step),
          revealSecret: (name) => this.#revealSecret(name),
        },
        dispose: (activation) => this.#dispose(activation),
      },
      timing,
    );
    await bringUp.run();
  }

  async #open(services: ReadonlySet<string>, timing: TimeTree): Promise<void> {
    try {
      await this.#subsystems.open(services, timing);
      this.#outage = null;
    } catch (error) {
      this.#outage = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.#offerKernelServices();
    }
  }

  #offerKernelServices(): void {
    for (const id of this.#subsystems.openIds()) {
      if (this.#services.providerOf(id) !== undefined) continue;
      this.#services.provide(
        id,
        KERNEL,
        (user) => this.#subsystems.serviceFor(id, this.#plugins.packages.get(user) ?? KERNEL_PACKAGE) ?? {},
        // What a method registers at once and hands back how to withdraw goes with the plugin that registered it.
        (user) => {
          const disposables = this.#activations.get(user)?.disposables;
          return (method, result) =>
            typeof result === 'function' && disposables !== undefined
              ? disposables.add(`${id}.${method}`, result as () => void | Promise<void>)
              : result;
        },
      );
    }
  }

  async #revealSecret(name: string): Promise<string> {
    const vault = this.#subsystems.serviceFor('core.vault', KERNEL_PACKAGE) as {
      reveal(scope: ExecutionScope, name: string): Promise<string>;
    } | null;
    if (vault === null) throw notRunning('The vault is not open.');
    return vault.reveal(this.scope(), name);
  }

  #checkCritical(): void {
    const fallen = this.#plugins
      .inOrder()
      .filter(
        (plugin) => plugin.found.configured.critical && this.#enabled.has(plugin.id) && !plugin.isActive,
      );
    const [first] = fallen;
    if (first === undefined) return;
    throw new DataWaveError({
      code: 'DW_PLUGIN_CRITICAL',
      message: `The boot was aborted because ${fallen.length === 1 ? 'a critical plugin does' : 'critical plugins do'} not run. ${fallen
        .map((plugin) => `"${plugin.id}" is ${plugin.state}: ${plugin.status().reason ?? 'no reason known'}`)
        .join(' ')}`,
      hint: 'Mend what is named, or start with --safe-mode to look at it.',
      where: `plugin ${first.id}`,
      status: 503,
      ...(first.error === null ? {} : { cause: first.error }),
    });
  }

  async stop(): Promise<void> {
    if (this.#phase === 'stopped') return;
    const isFirst = this.#phase !== 'stopping';
    this.#phase = 'stopping';
    if (!isFirst) {
      await this.#queue;
      return;
    }
    await this.#inTurn(async () => {
      this.#log.info('Stopping.');
      await this.#subsystems.http?.drain();
      await this.#subsystems.stopWork();
      for (const plugin of this.#plugins.active().toReversed()) {
        await this.#stopPlugin(plugin, 'disabled', { reason: 'The kernel has stopped.', recoverable: true });
      }
      this.#abort.abort();
      this.#hooks.stop();
      await this.#subsystems.close();
      this.#phase = 'stopped';
    });
  }

  enable(id: string): Promise<PluginStatus> {
    return this.#inTurn(async () => {
      const plugin = this.#switchable(id);
      await writeOverride(this.#options.config.storage.data, id, true);
      this.#enabled.add(id);
      if (plugin.isActive) return plugin.status();
      const waiting = this.#plugins.dependentsOf(id).filter(({ state }) => state === 'blocked');
      const coming = [plugin, ...waiting].filter(({ state }) => state !== 'invalid');
      // Their jobs wait until all of them are up.
      for (const { id: one } of coming) await this.#subsystems.hold(one);
      await this.#bringUp(coming, new TimeTree(`enable ${id}`));
      if (this.#subsystems.http !== null && this.#address === null && this.#listens()) {
        const addresses = await this.#subsystems.http.listen();
        this.#address = addresses.url;
        this.#metricsAddress = addresses.metricsUrl;
      }
      for (const one of coming) if (one.isActive) await this.#subsystems.admit(one.id);
      return plugin.status();
    });
  }

  disable(id: string): Promise<PluginStatus> {
    return this.#inTurn(async () => {
      const plugin = this.#switchable(id);
      await writeOverride(this.#options.config.storage.data, id, false);
      this.#enabled.delete(id);
      const hadData = this.#hasData();
      const reason = { reason: 'Disabled by an operator.', recoverable: true };
      for (const dependent of this.#plugins.dependentsOf(id).toReversed()) {
        if (!dependent.isActive) continue;
        await this.#stopPlugin(dependent, 'blocked', {
          reason: `It requires "${id}", which is disabled. Enable "${id}".`,
          recoverable: true,
          blockedBy: [id],
        });
      }
      if (plugin.isActive) await this.#stopPlugin(plugin, 'disabled', reason);
      else if (plugin.state !== 'disabled') plugin.moveTo('disabled', reason);
      if (hadData)
        await storePlugins(
          this.#subsystems.storage,
          [],
          [...this.#activations.values()],
          new TimeTree('disable'),
        );
      return plugin.status();
    });
  }

  #hasData(): boolean {
    return this.#subsystems.storage !== null;
  }

  async #stopPlugin(
    plugin: PluginLifecycle,
    to: 'disabled' | 'blocked',
    detail: {
      readonly reason: string;
      readonly recoverable: boolean;
      readonly blockedBy?: readonly string[];
    },
  ): Promise<void> {
    const activation = this.#activations.get(plugin.id);
    plugin.moveTo('stopping', { reason: detail.reason });
    if (activation !== undefined) await this.#dispose(activation);
    this.#activations.delete(plugin.id);
    plugin.moveTo(to, detail);
  }

  /** Takes the plugin's routes and jobs out of use, then withdraws everything it has registered, newest first. */
  async #dispose(activation: PluginActivation): Promise<void> {
    try {
      await this.#subsystems.withdraw(activation.id);
    } catch (error) {
      activation.log.error('The plugin could not be taken out of service cleanly.', { error });
    }
    for (const { label, error } of await activation.stop()) {
      activation.log.error(`The plugin did not clean up after itself: ${label}`, { error });
    }
    this.#subsystems.forget(activation.id);
  }

  #switchable(id: string): PluginLifecycle {
    if (this.isSafeMode) {
      throw new DataWaveError({
        code: 'DW_KERNEL_SAFE_MODE',
        message: 'Plugins are not switched in safe mode.',
        hint: 'Start without --safe-mode.',
        status: 409,
      });
    }
    const plugin = this.#plugins.get(id);
    if (plugin !== undefined) return plugin;
    throw unknownPlugin(id);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  #onTransition(status: PluginStatus, from: string): void {
    const fields = { plugin: status.id, from, to: status.state };
    if (status.state === 'failed' || status.state === 'invalid') {
      this.#log.error(`Plugin "${status.id}" is ${status.state}. ${status.reason ?? ''}`, {
        ...fields,
        error: this.#plugins.get(status.id)?.error?.cause,
      });
    } else if (status.state === 'blocked' || status.state === 'degraded') {
      this.#log.warn(`Plugin "${status.id}" is ${status.state}. ${status.reason ?? ''}`, fields);
    } else {
      this.#log.debug(`Plugin "${status.id}" is ${status.state}.`, fields);
    }
  }

  #onTapFault({ hook, plugin: id, error }: TapFault): void {
    const plugin = this.#plugins.get(id);
    if (plugin === undefined || !plugin.isActive) return;
    const isNews = plugin.state === 'active';
    const reason = describeError(error);
    plugin.moveTo('degraded', { reason, recoverable: true });
    if (isNews) this.#log.error(`Plugin "${id}" failed in hook "${hook}".`, { plugin: id, error });
  }

  plugins(): readonly PluginStatus[] {
    return this.#plugins.inOrder().map((plugin) => plugin.status());
  }

  manifests(): ReadonlyMap<string, PluginPackage> {
    return this.#plugins.packages;
  }

  service<T>(ref: ServiceRef<T>): T {
    // The ref's id ties the registry's entry to the type it carries.
    return this.#services.get(ref.id, KERNEL) as T;
  }

  extensions<T>(ref: ExtensionPointRef<T>): ExtensionCollection<T> {
    return this.#extensions.collection(ref.id, (_label, dispose) => dispose) as ExtensionCollection<T>;
  }

  timing(): TimingNode {
    return this.#timing.snapshot();
  }

  hookTimings(): readonly TapTiming[] {
    return this.#hooks.timings();
  }

  uiManifest(): UiManifest {
    return buildUiManifest(this.#plugins.active().flatMap(({ found }) => found.package ?? []));
  }

  readiness(): Readiness {
    const reason = this.#unreadiness();
    return { isReady: reason === null, reason };
  }

  #unreadiness(): string | null {
    if (this.#phase === 'new' || this.#phase === 'booting') return 'The platform is starting.';
    if (this.#phase !== 'ready') return 'The platform is stopping.';
    // A plugin that failed alone does not take the others out of service; a kernel service that all stand on does.
    return this.#outage;
  }

  get address(): string | null {
    return this.#address;
  }

  get metricsAddress(): string | null {
    return this.#metricsAddress;
  }

  scope(overrides: Partial<ExecutionScope> = {}): ExecutionScope {
    return {
      workspace: DEFAULT_WORKSPACE,
      principal: { id: 'system', kind: 'system', displayName: 'DataWave', roles: [] },
      requestId: randomUUID(),
      signal: this.#abort.signal,
      ...overrides,
    };
  }
}

const notRunning = (message: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_KERNEL_STATE',
    message: `The kernel cannot do this now. ${message}`,
    hint: 'Make a new kernel.',
    status: 503,
  });

const unknownPlugin = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLUGIN_UNKNOWN',
    message: `There is no plugin "${id}".`,
    hint: 'See "datawave plugin list".',
    status: 404,
  });
