import { join } from 'node:path';
import {
  type ExecutionScope,
  type ExtensionCollection,
  type ExtensionPointRef,
  keyProviderPoint,
  type Logger,
  type PluginPackage,
  type PluginStatus,
  type ServiceRef,
} from '@datawave/plugin-sdk';
import type { TapTiming } from './hooks/tap-timing.ts';
import { createIsolation } from './isolation/isolation.ts';
import { isUnderWay, refuseFallen, wasStarted } from './kernel-errors.ts';
import { KERNEL, KERNEL_PACKAGE, kernelScope } from './kernel-identity.ts';
import type { Kernel, KernelOptions, Readiness } from './kernel-types.ts';
import { LiveUpdates } from './live/live-updates.ts';
import { findPlugins } from './packages/find-plugins.ts';
import { InstalledPlugins } from './packages/installed-plugins.ts';
import { Comeback, mayComeBack } from './plugins/comeback.ts';
import type { PluginLifecycle } from './plugins/lifecycle.ts';
import { declaredPermissions } from './plugins/permissions.ts';
import type { PluginDetails } from './plugins/plugin-detail.ts';
import { PluginHost } from './plugins/plugin-host.ts';
import { readOverrides } from './plugins/plugin-overrides.ts';
import { PluginSettings } from './plugins/settings/plugin-settings.ts';
import { storePlugins } from './plugins/store-plugins.ts';
import { PluginSwitches } from './plugins/switches/plugin-switches.ts';
import { TimeTree, type TimingNode } from './plugins/time-tree.ts';
import { Turns } from './plugins/turns.ts';
import { buildUiManifest, type UiManifest } from './plugins/ui-manifest.ts';
import type { Administrator } from './security/administrator.ts';
import { admitJobs } from './subsystems/admit-jobs.ts';
import { createKernelHttp } from './subsystems/kernel-http.ts';
import { installedServices } from './subsystems/package-registries.ts';
import { registerPluginMetrics } from './subsystems/plugin-metrics.ts';
import { Subsystems } from './subsystems/subsystems.ts';
import { createLogger } from './telemetry/logger.ts';

type Phase = 'new' | 'booting' | 'ready' | 'stopping' | 'stopped';

/** Makes a kernel. Reads which plugins there are; nothing of theirs runs before it is started. */
export async function createKernel(options: KernelOptions): Promise<Kernel> {
  const timing = new TimeTree('boot');
  const { config } = options;
  const log = options.log ?? createLogger(config.log);
  const found = await timing.measure('discover plugins', () => findPlugins(options, log));
  const file = options.ignoresOverrides ? [] : await readOverrides(config.storage.data);
  return new PluginKernel(options, log, timing, found, new Map([...(options.switched ?? []), ...file]));
}

class PluginKernel implements Kernel {
  readonly isSafeMode: boolean;
  readonly #options: KernelOptions;
  readonly #log: Logger;
  readonly #timing: TimeTree;
  readonly #host: PluginHost;
  readonly #switches: PluginSwitches;
  readonly #subsystems: Subsystems;
  readonly #live: LiveUpdates;
  readonly #abort = new AbortController();
  readonly #comeback = new Comeback(
    () => this.#turns.take(() => this.#bringBack()),
    (error) => this.#log.error('Plugins could not be brought back; trying again.', { error }),
  );
  #phase: Phase = 'new';
  /** Services of the kernel that could not be opened, with the reason. */
  readonly #outages = new Map<string, string>();
  #addresses: { readonly url: string; readonly metricsUrl: string | null } | null = null;
  /** Enabling, disabling, changing settings and stopping happen one after the other. */
  readonly #turns = new Turns();
  readonly settings: PluginSettings;
  readonly details: PluginDetails;
  readonly installed: InstalledPlugins;

  constructor(
    options: KernelOptions,
    log: Logger,
    timing: TimeTree,
    { found, begun }: Awaited<ReturnType<typeof findPlugins>>,
    overrides: ReadonlyMap<string, boolean>,
  ) {
    const { config, env = process.env, hookTapBudgetMs, queues } = options;
    this.#options = options;
    this.#log = log;
    this.#timing = timing;
    this.isSafeMode = options.isSafeMode ?? false;
    const isOn = ({ id, configured }: (typeof found)[number]) => overrides.get(id) ?? configured.enabled;
    this.#switches = new PluginSwitches(
      {
        ...{ log, dataDirectory: config.storage.data, isSafeMode: this.isSafeMode },
        host: () => this.#host,
        storage: () => this.#subsystems.storage,
        awaitStorage: () => this.#subsystems.awaitStorage(),
        onMarked: () => this.#live.pluginChanged(),
        raise: (plugin) => this.#raise([plugin], `enable ${plugin.id}`),
        inTurn: (work) => this.#turns.take(work),
      },
      new Set(this.isSafeMode ? [] : found.filter(isOn).map(({ id }) => id)),
    );
    this.#subsystems = new Subsystems({
      config,
      env,
      log,
      runsJobs: (options.role ?? 'all') !== 'api',
      ...(queues === undefined ? {} : { queues }),
      isSafeMode: this.isSafeMode,
      hasSignIn: options.authenticate === undefined,
      servesApi: options.role !== 'worker',
      ...(options.onAdministratorPassword === undefined
        ? {}
        : { onAdministratorPassword: options.onAdministratorPassword }),
      keyProviders: () => this.extensions(keyProviderPoint),
      onTelemetry: (telemetry) => registerPluginMetrics(telemetry.registry, this),
      createHttp: (subsystems) =>
        createKernelHttp({
          ...{ kernel: this, kernelPackage: KERNEL_PACKAGE, subsystems, options, log },
          live: this.#live,
        }),
    });
    this.#live = new LiveUpdates({
      kernel: this,
      storage: () => this.#subsystems.storage,
      events: () => this.#subsystems.events,
      log,
    });
    this.installed = new InstalledPlugins({
      ...{ begun, found, config, log, options },
      ...installedServices(this.#subsystems, config, this),
      scope: () => this.scope(),
      plugins: () => this.plugins(),
      onProgress: () => this.#live.pluginChanged(),
      isKept: (id) => this.#host.isNeededForGood(id),
    });
    this.#host = new PluginHost({
      found,
      log,
      budgetMs: config.boot.pluginBudgetMs,
      dataDirectory: join(config.storage.data, 'plugins'),
      isolation: createIsolation(config, log),
      retire: (plugin, reason) => void this.#turns.take(() => this.#host.retire(plugin, reason)),
      ...(hookTapBudgetMs === undefined ? {} : { hookTapBudgetMs }),
      platform: {
        prepareStorage: () => this.#subsystems.prepareStorage(),
        open: (services, step) => this.#open(services, step),
        store: (coming, step) =>
          storePlugins(this.#subsystems.storage, coming, this.#host.activations(), step),
        storedSettings: async () => {
          if (options.ignoresOverrides) return null;
          await this.#switches.readFirst();
          return this.settings.stored();
        },
        isSwitchedOff: (id) => !this.#enabled.has(id),
        revealSecret: async (name) =>
          this.settings.pendingSecret(name) ?? this.#subsystems.revealSecret(KERNEL, this.scope(), name),
      },
      withdraw: (id) => this.#subsystems.withdraw(id),
      onStopped: (id) => this.#subsystems.forget(id),
      onChanged: () => this.#live.pluginChanged(),
    });
    this.details = this.#host.details;
    this.settings = new PluginSettings({
      plugins: this.#host.plugins,
      log,
      storage: () => this.#subsystems.storage,
      awaitStorage: () => this.#subsystems.awaitStorage(),
      vault: async () => {
        await this.#open(new Set(['core.vault']), new TimeTree('open vault'));
        return this.#subsystems.vaultService(KERNEL);
      },
      audit: () => this.#subsystems.audit?.service(KERNEL) ?? null,
      scope: () => this.scope(),
      isEnabled: (id) => this.#enabled.has(id),
      rebuild: (plugin, reason) =>
        this.#host.rebuild(plugin, reason, () => this.#raise([plugin], `rebuild ${plugin.id}`)),
      inTurn: (work) => this.#turns.take(work),
    });
    this.#host.services.provide('core.plugins', KERNEL, () => ({
      list: async () => this.plugins(),
      permissions: async () => declaredPermissions([KERNEL_PACKAGE, ...this.manifests().values()]),
    }));
  }

  get #enabled(): ReadonlySet<string> {
    return this.#switches.enabled;
  }

  async start(): Promise<void> {
    if (this.#phase !== 'new') throw wasStarted();
    this.#phase = 'booting';
    try {
      await this.#turns.take(() => this.#boot());
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async inspect(): Promise<readonly PluginStatus[]> {
    return this.#host.inspect(this.#candidates(), this.#timing).then(() => this.plugins());
  }

  async migrate(): Promise<readonly PluginStatus[]> {
    return this.#host.migrate(this.#candidates(), this.#timing).then(() => this.plugins());
  }

  /** Who is to run, of a kernel that has not been started. */
  #candidates(): readonly PluginLifecycle[] {
    if (this.#phase !== 'new') throw wasStarted();
    this.#host.plugins.setAside(this.#enabled, this.isSafeMode);
    this.#host.plugins.plan(this.#enabled);
    return this.#host.plugins.inOrder().filter(({ id }) => this.#enabled.has(id));
  }

  /** The whole boot. Discovery has happened when the kernel was made; what is inside bringUp stands in bring-up.ts. */
  async #boot(): Promise<void> {
    this.#host.plugins.setAside(this.#enabled, this.isSafeMode);
    await this.#bringUp(this.#host.plugins.inOrder(), this.#timing);
    await this.installed.follow();
    refuseFallen(this.#host.plugins.inOrder(), this.#enabled);
    // Told to stop while booting: what is up is taken down again as soon as this ends.
    if (this.#phase !== 'booting') return;
    if (this.#options.http === 'always') await this.#open(new Set(['core.http']), this.#timing);
    await this.#timing.measure('listen', () => this.#listen());
    if (!this.isSafeMode) await this.#timing.measure('start work', () => this.#subsystems.startWork());
    this.#timing.end();
    if (this.#phase !== 'booting') return;
    this.#phase = 'ready';
    await this.#followOthers();
    const count = this.#host.plugins.active().length;
    this.#log.info(`Ready with ${count} ${count === 1 ? 'plugin' : 'plugins'}.`, {
      milliseconds: Math.round(this.#timing.elapsedMs),
    });
    if (this.#host.plugins.inOrder().some(mayComeBack)) this.#comeback.begin();
    await this.installed.watch();
    this.installed.watchRevocations();
  }

  async #bringUp(plugins: readonly PluginLifecycle[], timing: TimeTree): Promise<void> {
    this.#host.plugins.plan(this.#enabled);
    const wanted = plugins.filter(({ id }) => this.#enabled.has(id));
    await this.#host.bringUp(wanted, timing);
    for (const { isActive, found } of wanted)
      if (isActive && found.package !== null) this.#subsystems.serveComponents(found.package);
  }

  /** Opens kernel services and offers them to the plugins. */
  async #open(services: ReadonlySet<string>, timing: TimeTree): Promise<void> {
    try {
      await this.#subsystems.open(services, timing);
      for (const id of services) this.#outages.delete(id);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      for (const id of services) if (!this.#subsystems.openIds().includes(id)) this.#outages.set(id, reason);
      throw error;
    } finally {
      const packageOf = (user: string): PluginPackage =>
        this.#host.plugins.packages.get(user) ?? KERNEL_PACKAGE;
      for (const id of this.#subsystems.openIds()) {
        if (this.#host.services.providerOf(id) !== undefined) continue;
        this.#host.offer(id, KERNEL, (user) => this.#subsystems.serviceFor(id, packageOf(user)));
      }
    }
  }

  async #listen(): Promise<void> {
    const { http } = this.#subsystems;
    if (http === null || this.#addresses !== null || this.#options.http === 'never') return;
    this.#addresses = await http.listen();
  }

  async stop(): Promise<void> {
    if (this.#phase === 'stopping' || this.#phase === 'stopped') {
      await this.#turns.ended();
      return;
    }
    this.#phase = 'stopping';
    this.#comeback.stop();
    await this.installed.stop(true);
    await this.settings.stop();
    await this.#switches.stop();
    await this.#turns.take(async () => {
      this.#log.info('Stopping.');
      await this.#subsystems.http?.drain();
      await this.#subsystems.stopWork();
      for (const plugin of this.#host.plugins.active().toReversed()) {
        await this.#host.stop(plugin, { to: 'disabled', reason: 'The kernel has stopped.' });
      }
      this.#abort.abort();
      this.#host.hooks.stop();
      await this.#live.stop();
      await this.#subsystems.close();
      this.#phase = 'stopped';
    });
  }

  enable(id: string): Promise<PluginStatus> {
    return this.#turns.take(() => this.#switches.turn(id, true));
  }

  /** Brings up plugins of a running kernel, and those that waited for them. */
  async #raise(plugins: readonly PluginLifecycle[], why: string): Promise<void> {
    const waiting = plugins.flatMap(({ id }) => this.#host.plugins.dependentsOf(id));
    const coming = new Set([...plugins, ...waiting.filter(({ state }) => state === 'blocked')]);
    const able = this.#host.plugins.inOrder().filter((one) => coming.has(one) && one.state !== 'invalid');
    for (const one of able) await this.#subsystems.hold(one.id);
    await this.#bringUp(able, new TimeTree(why));
    await this.#listen();
    const up = able.filter(({ isActive }) => isActive).map(({ id }) => id);
    await admitJobs(this.#subsystems, up, this.#log);
    if (this.#phase === 'ready') await this.#followOthers();
  }

  /** Tries what failed because the database was away. Answers whether some of it still does. */
  async #bringBack(): Promise<boolean> {
    const back = (): readonly PluginLifecycle[] =>
      this.#host.plugins.inOrder().filter((one) => this.#enabled.has(one.id) && mayComeBack(one));
    if (this.#phase !== 'ready') return false;
    await this.#raise(back(), 'come back');
    return back().length > 0;
  }

  disable(id: string): Promise<PluginStatus> {
    return this.#turns.take(() => this.#switches.turn(id, false));
  }

  /** Follows what is set and switched in other processes. */
  async #followOthers(): Promise<void> {
    if (this.isSafeMode || this.#options.ignoresOverrides) return;
    await this.settings.follow();
    await this.#switches.follow();
    await this.installed.follow();
  }

  plugins(): readonly PluginStatus[] {
    return this.#host.plugins.inOrder().map((plugin) => plugin.status());
  }

  manifests(): ReadonlyMap<string, PluginPackage> {
    return this.#host.plugins.packages;
  }

  service<T>(ref: ServiceRef<T>): T {
    // The ref's id ties the registry's entry to the type it carries.
    return this.#host.services.get(ref.id, KERNEL) as T;
  }

  extensions<T>(ref: ExtensionPointRef<T>): ExtensionCollection<T> {
    return this.#host.extensions.collection(ref.id, (_label, dispose) => dispose) as ExtensionCollection<T>;
  }

  timing(): TimingNode {
    return this.#timing.snapshot();
  }

  hookTimings(): readonly TapTiming[] {
    return this.#host.hooks.timings();
  }

  uiManifest(): UiManifest {
    const running = this.#host.plugins.active().map(({ found }) => found);
    return buildUiManifest(
      running.flatMap((found) =>
        found.package === null ? [] : [{ package: found.package, trust: found.trust }],
      ),
    );
  }

  administrator(): Promise<Administrator> {
    return this.#subsystems.openAdministrator();
  }

  readiness(): Readiness {
    // A plugin that failed alone does not take the others out of service; a kernel service that all stand on does.
    if (this.#phase !== 'ready') return isUnderWay(this.#phase === 'new' || this.#phase === 'booting');
    const reason = this.installed.mismatch ?? [...this.#outages.values()][0] ?? null;
    return { isReady: reason === null, reason };
  }

  isAwaited(resource: string): boolean {
    return this.#host.plugins.isAwaited(resource);
  }

  blame(error: unknown): string | null {
    return this.#host.blame(error);
  }

  get address(): string | null {
    return this.#addresses?.url ?? null;
  }

  get metricsAddress(): string | null {
    return this.#addresses?.metricsUrl ?? null;
  }

  scope(overrides: Partial<ExecutionScope> = {}): ExecutionScope {
    return kernelScope(this.#abort.signal, overrides);
  }
}
