import { join } from 'node:path';
import {
  type AccessService,
  DataWaveError,
  type EgressService,
  type ExecutionScope,
  type PluginPackage,
  type VaultService,
} from '@datawave/plugin-sdk';
import type { Audit } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import type { Http } from '../http/http.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { nameable } from '../packages/lock/lock-secret.ts';
import type { TimeTree } from '../plugins/time-tree.ts';
import type { Administrator } from '../security/administrator.ts';
import type { Authenticators } from '../security/authenticators.ts';
import type { Vault } from '../security/vault.ts';
import type { WorkspaceDestinations } from '../security/workspace-destinations.ts';
import type { Storage } from '../storage/storage.ts';
import type { KernelTelemetryService, Telemetry } from '../telemetry/telemetry.ts';
import { closed, UNSERVED } from './closed-services.ts';
import { jobOptions } from './job-options.ts';
import { openCoreStorage, VAULT_KEY_FILE } from './open-core-storage.ts';
import type { SubsystemOptions } from './subsystem-options.ts';

/**
 * The kernel's own services, each opened when the first plugin depends on it and imported only then: a one-shot scan
 * opens no database and no server, and does not pay for their code either.
 */
export class Subsystems {
  readonly #options: SubsystemOptions;
  #storage: Storage | null = null;
  #openingStorage: Promise<Storage> | null = null;
  #preparing: Promise<unknown> = Promise.resolve();
  #events: Events | null = null;
  #jobs: Jobs | null = null;
  #vault: Vault | null = null;
  #http: Http | null = null;
  #telemetry: Telemetry | null = null;
  #openingTelemetry: Promise<Telemetry> | null = null;
  #access: AccessService | null = null;
  #egress: EgressService | null = null;
  #destinations: WorkspaceDestinations | null = null;
  #administrator: Administrator | null = null;
  #authenticators: Authenticators | null = null;
  #audit: Audit | null = null;
  #isWorking = false;

  constructor(options: SubsystemOptions) {
    this.#options = options;
  }

  get storage(): Storage | null {
    return this.#storage;
  }

  get http(): Http | null {
    return this.#http;
  }

  get jobs(): Jobs | null {
    return this.#jobs;
  }

  /** Where workspaces let their own connect to. */
  get destinations(): WorkspaceDestinations | null {
    return this.#destinations;
  }

  get events(): Events | null {
    return this.#events;
  }

  get audit(): Audit | null {
    return this.#audit;
  }

  get telemetry(): Telemetry | null {
    return this.#telemetry;
  }

  /** Opens what the ids of services name, and what those stand on. */
  async open(ids: ReadonlySet<string>, timing: TimeTree): Promise<void> {
    const wants = (...names: readonly string[]): boolean => names.some((name) => ids.has(`core.${name}`));
    const step = async (name: string, isOpen: unknown, open: () => Promise<unknown>): Promise<void> => {
      if (isOpen === null) await timing.measure(name, open);
    };
    const needsSignIn = wants('http') && this.#needsSignIn;
    const storesIn = ['storage', 'jobs', 'events', 'vault', 'authentication', 'audit', 'audit-log'];
    if (wants('telemetry', 'http', ...storesIn)) {
      await step('telemetry', this.#telemetry, () => this.openTelemetry());
    }
    if (wants('access', 'http')) await this.openAccess();
    if (wants('egress')) await this.#openEgress();
    if (needsSignIn || wants(...storesIn)) {
      await step('database', this.#storage, () => this.#openStorage());
    }
    // Wherever something is stored: plugins record what they change where there is a trail, and go without only where there is none.
    if (this.#storage !== null) await this.#openAudit(this.#storage);
    if (wants('authentication')) await this.openAuthenticators();
    if (wants('vault')) await step('vault', this.#vault, () => this.#openVault());
    if (wants('events')) await step('events', this.#events, () => this.#openEvents());
    if (wants('jobs')) await step('jobs', this.#jobs, () => this.#openJobs());
    if (needsSignIn) await step('sign-in', this.#administrator, () => this.openAdministrator());
    if (wants('http')) await step('http', this.#http, () => this.openHttp());
  }

  get #needsSignIn(): boolean {
    const { hasSignIn, servesApi, isSafeMode } = this.#options;
    return hasSignIn && servesApi && !isSafeMode;
  }

  /**
   * Begins to open the database, which takes longest, while plugins are being imported. How it ends is seen by
   * whoever opens it.
   */
  prepareStorage(): void {
    if (this.#options.isSafeMode) return;
    this.#preparing = this.openTelemetry()
      .then(() => this.#openStorage())
      .catch(() => undefined);
  }

  /** The database, once it is open, when it is open or being opened; else, and when it cannot be opened, null. */
  async awaitStorage(): Promise<Storage | null> {
    await this.#preparing;
    return this.#storage;
  }

  /** The service with this id as the plugin sees it, once it is open. */
  serviceFor(id: string, plugin: PluginPackage): object {
    const service = this.#find(id, plugin);
    if (service === null) throw closed(id);
    return service;
  }

  #find(id: string, plugin: PluginPackage): object | null {
    const pluginId = plugin.manifest.id;
    switch (id) {
      case 'core.telemetry':
        return this.#telemetry?.service(pluginId) ?? null;
      case 'core.access':
        return this.#access;
      case 'core.egress':
        return this.#egress;
      case 'core.authentication':
        return this.#authenticators?.service(() => this.#openStorage()) ?? null;
      case 'core.audit':
        return this.#audit?.service(pluginId) ?? null;
      case 'core.audit-log':
        return this.#audit?.log(pluginId) ?? null;
      case 'core.storage':
        return this.#storage?.service(pluginId) ?? null;
      case 'core.events':
        return this.#events?.service(pluginId) ?? null;
      case 'core.jobs':
        return this.#jobs?.service(pluginId) ?? null;
      case 'core.vault':
        return this.#vault?.service(pluginId) ?? null;
      case 'core.http':
        return this.#options.servesApi ? (this.#http?.service(plugin) ?? null) : UNSERVED;
      default:
        return null;
    }
  }

  /** Serves the built web components of a plugin, also of one that has no routes. */
  serveComponents(plugin: PluginPackage): void {
    if (plugin.manifest.contributes?.ui !== undefined && this.#options.servesApi) this.#http?.service(plugin);
  }

  /** Reads a secret of the kernel's own, for settings that name one. */
  async revealSecret(owner: string, scope: ExecutionScope, name: string): Promise<string> {
    return this.vaultService(owner).reveal(scope, nameable(owner, name));
  }

  /** The vault as its owner sees it. @throws DataWaveError DW_SERVICE_MISSING */
  vaultService(owner: string): VaultService {
    if (this.#vault === null) throw closed('core.vault');
    return this.#vault.service(owner);
  }

  /** Ids of the services that are open. */
  openIds(): readonly string[] {
    const parts = {
      telemetry: this.#telemetry,
      access: this.#access,
      // Without the database nobody could tell who the administrator is.
      authentication: this.#storage === null ? null : this.#authenticators,
      egress: this.#egress,
      audit: this.#audit,
      'audit-log': this.#audit,
      storage: this.#storage,
      events: this.#events,
      jobs: this.#jobs,
      vault: this.#vault,
      http: this.#http,
    };
    return Object.entries(parts).flatMap(([name, part]) => (part === null ? [] : [`core.${name}`]));
  }

  /** Starts relaying events and running jobs, as soon as plugins are ready for them. */
  async startWork(): Promise<void> {
    this.#isWorking = true;
    await this.#events?.start();
    await this.#jobs?.start();
  }

  /** Ends the running jobs within the time they get. */
  async stopWork(): Promise<void> {
    this.#isWorking = false;
    try {
      await this.#jobs?.stop({ drainMs: this.#options.config.server.limits.drainMs });
    } finally {
      await this.#events?.stop();
    }
  }

  /** Takes a plugin's routes and jobs out before the plugin itself is stopped. */
  async withdraw(plugin: string): Promise<void> {
    this.#http?.removePlugin(plugin);
    await this.#jobs?.pausePlugin(plugin);
  }

  /** Keeps the jobs of a plugin that is coming up from running before it is up. */
  async hold(plugin: string): Promise<void> {
    if (this.#isWorking) await this.#jobs?.pausePlugin(plugin);
  }

  /** Forgets what is counted for a plugin that has stopped. */
  forget(plugin: string): void {
    this.#telemetry?.remove(plugin);
  }

  /** Lets the jobs of a plugin run that is set up again. */
  async admit(plugin: string): Promise<void> {
    await this.#jobs?.resumePlugin(plugin);
  }

  /** Closes what is open, in reverse order. One that fails to close does not keep the others open. */
  async close(): Promise<void> {
    const steps: readonly (() => Promise<unknown> | undefined)[] = [
      () => this.#http?.close(),
      () => this.#administrator?.close(),
      async () => (await this.#openingStorage)?.close(),
      () => this.#telemetry?.shutdown(),
    ];
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        this.#options.log.error('A part of the kernel could not be closed cleanly.', { error });
      }
    }
  }

  openTelemetry(): Promise<Telemetry> {
    this.#openingTelemetry ??= this.#createTelemetry();
    return this.#openingTelemetry;
  }

  async #createTelemetry(): Promise<Telemetry> {
    const { createTelemetry } = await import('../telemetry/telemetry.ts');
    const telemetry = createTelemetry({ env: this.#options.env, log: this.#options.log });
    // Traces, where they are asked for, leave by the same way as everything else.
    await telemetry.start({
      agent: async (protocol) => {
        const { createEgressAgent } = await import('../security/egress-agent.ts');
        return createEgressAgent(await this.#openEgress(), protocol, 'telemetry');
      },
    });
    this.#options.onTelemetry(telemetry);
    this.#telemetry = telemetry;
    return telemetry;
  }

  async openAccess(): Promise<AccessService> {
    if (this.#access !== null) return this.#access;
    const { createAccess } = await import('../security/access.ts');
    this.#access = createAccess();
    return this.#access;
  }

  async openAuthenticators(): Promise<Authenticators> {
    if (this.#authenticators !== null) return this.#authenticators;
    const { Authenticators: Made } = await import('../security/authenticators.ts');
    this.#authenticators ??= new Made();
    return this.#authenticators;
  }

  async openHttp(): Promise<Http> {
    this.#http ??= await this.#options.createHttp(this);
    return this.#http;
  }

  /** The administrator, made if there is none yet. */
  async openAdministrator(): Promise<Administrator> {
    if (this.#administrator !== null) return this.#administrator;
    const { createAdministrator } = await import('../security/administrator.ts');
    const { env, log, onAdministratorPassword } = this.#options;
    const administrator = createAdministrator({
      ...{ storage: await this.#openStorage(), env, log },
      audit: () => this.#audit?.service('core') ?? null,
    });
    // A password is made up only where someone is told of it; else nobody could ever sign in with it.
    if (onAdministratorPassword !== undefined || env['DATAWAVE_ADMIN_PASSWORD'] !== undefined) {
      const { generatedPassword } = await administrator.prepare();
      if (generatedPassword !== null) onAdministratorPassword?.(generatedPassword);
    }
    this.#administrator = administrator;
    return administrator;
  }

  async #openEgress(): Promise<EgressService> {
    if (this.#egress !== null) return this.#egress;
    const { openEgress } = await import('./open-egress.ts');
    this.#egress ??= openEgress(this.#options, () => this.#destinations);
    return this.#egress;
  }

  #openStorage(): Promise<Storage> {
    this.#openingStorage ??= this.#connect().catch((error: unknown) => {
      // The next who needs it tries again.
      this.#openingStorage = null;
      throw error;
    });
    return this.#openingStorage;
  }

  async #connect(): Promise<Storage> {
    const { config, log, isSafeMode } = this.#options;
    if (isSafeMode) {
      throw new DataWaveError({
        code: 'DW_KERNEL_SAFE_MODE',
        message: 'The database is not opened in safe mode.',
        hint: 'Start without --safe-mode.',
        status: 503,
      });
    }
    const storage = await openCoreStorage(config, log);
    this.#storage = storage;
    return storage;
  }

  async #openAudit(storage: Storage): Promise<void> {
    if (this.#audit !== null) return;
    const [{ createAudit }, { WorkspaceDestinations: Made }] = await Promise.all([
      import('../audit/audit.ts'),
      import('../security/workspace-destinations.ts'),
    ]);
    if (this.#audit !== null) return;
    this.#audit = createAudit(storage);
    this.#destinations = new Made(storage, this.#audit.service('core'));
  }

  async #openVault(): Promise<void> {
    if (this.#vault !== null) return;
    const { createVault } = await import('../security/vault.ts');
    const { config, log } = this.#options;
    this.#vault = await createVault({
      storage: await this.#openStorage(),
      keyFile: join(config.storage.data, VAULT_KEY_FILE),
      log,
      provider: config.secrets.provider,
      providers: this.#options.keyProviders(),
      graceMs: config.secrets.graceHours * HOUR_MS,
    });
  }

  async #openEvents(): Promise<void> {
    if (this.#events !== null) return;
    const { createEvents } = await import('../events/events.ts');
    this.#events = createEvents({ storage: await this.#openStorage(), log: this.#options.log });
    if (this.#isWorking) await this.#events.start();
  }

  async #openJobs(): Promise<void> {
    if (this.#jobs !== null) return;
    const { createJobs } = await import('../jobs/jobs.ts');
    const { config, log, queues, runsJobs } = this.#options;
    const telemetry: KernelTelemetryService = (await this.openTelemetry()).service('core');
    this.#jobs = createJobs({
      storage: await this.#openStorage(),
      ...jobOptions(config.jobs),
      ...(queues === undefined ? {} : { queues }),
      work: runsJobs,
      log,
      telemetry,
    });
    if (this.#isWorking) await this.#jobs.start();
  }
}

const HOUR_MS = 3_600_000;
