import { join } from 'node:path';
import {
  DataWaveError,
  type Logger,
  type Plugin,
  type PluginContext,
  type PluginPackage,
  SDK_API_VERSION,
} from '@datawave/plugin-sdk';
import type { ExtensionRegistry } from '../extensions/extension-registry.ts';
import type { HookRegistry } from '../hooks/hook-registry.ts';
import { DisposableStore, type DisposalFault } from '../lifecycle/disposables.ts';
import { createPluginScope, type RootScope } from '../services/plugin-scope.ts';
import type { ServiceRegistry } from '../services/service-registry.ts';
import { isObject } from '../validation/is-object.ts';
import { withinBudget } from './budget.ts';
import { sdkSupport } from './compatibility.ts';
import { createContext } from './context.ts';
import { Deprecations } from './deprecations.ts';
import { secretsWithin, usesSecrets, withoutSecrets } from './secret-settings.ts';

/** What all plugins share. */
export interface ActivationParts {
  readonly root: RootScope;
  readonly services: ServiceRegistry;
  readonly hooks: HookRegistry;
  readonly extensions: ExtensionRegistry;
  readonly log: Logger;
  /** Folder below which each plugin has its own. */
  readonly dataDirectory: string;
  readonly budgetMs: number;
  readonly knownOwners: () => ReadonlySet<string>;
}

/** One life of a plugin, from setup to its end. Enabling it again begins another. */
export class PluginActivation {
  readonly package: PluginPackage;
  readonly definition: Plugin['definition'];
  readonly log: Logger;
  /** Whatever must be withdrawn when it stops. */
  readonly disposables: DisposableStore;
  /** What it uses that is going. */
  readonly deprecations: Deprecations;
  readonly #parts: ActivationParts;
  readonly #abort = new AbortController();
  readonly #config: unknown;
  #context: PluginContext<unknown> | null = null;
  #hasEnded = false;
  /** What it was told in confidence; nothing that it says of itself may repeat it. */
  #secrets: readonly string[] = [];

  constructor(
    source: PluginPackage,
    definition: Plugin['definition'],
    config: unknown,
    parts: ActivationParts,
  ) {
    this.package = source;
    this.definition = definition;
    this.#parts = parts;
    const { id } = source.manifest;
    this.log = parts.log.child({ plugin: id });
    this.deprecations = new Deprecations(this.log);
    this.disposables = new DisposableStore(({ label, error }) => {
      this.log.warn(`Something registered after the plugin had stopped could not be withdrawn: ${label}`, {
        error,
      });
    });
    this.#config = config;
  }

  get id(): string {
    return this.package.manifest.id;
  }

  /**
   * Declares what the plugin owns, runs its setup within the budget and offers what it provides.
   * @param fill puts secrets into the settings, just before they are handed over
   */
  async setup(fill: (config: unknown) => Promise<unknown>): Promise<void> {
    const { hooks, services, budgetMs } = this.#parts;
    const config = usesSecrets(this.#config) ? await fill(this.#config) : this.#config;
    this.#secrets = secretsWithin(this.package.configSchema, this.#config, config);
    this.#tellDeprecated();
    const context = this.#makeContext(config);
    this.#context = context;
    for (const hook of this.definition.hooks ?? [])
      this.disposables.add(`hook ${hook.id}`, hooks.declare(this.id, hook));
    const given: unknown = await withinBudget(this.id, 'setup', budgetMs, () =>
      this.definition.setup(context),
    );
    for (const [name, ref] of Object.entries(this.definition.provides ?? {})) {
      const instance = isObject(given) ? given[name] : undefined;
      if (typeof instance !== 'object' || instance === null) {
        throw new DataWaveError({
          code: 'DW_SERVICE_NOT_PROVIDED',
          message: `The setup of plugin "${this.id}" did not return the service "${ref.id}" under "${name}", though it promises it.`,
          hint: 'Return an object for every key of "provides".',
          where: `plugin ${this.id}, setup`,
        });
      }
      this.disposables.add(
        `service ${ref.id}`,
        services.provide(ref.id, this.id, () => instance),
      );
    }
  }

  /** An error of its own without the secrets that it was given. */
  withoutSecrets(error: unknown): unknown {
    return withoutSecrets(error, this.#secrets);
  }

  async start(): Promise<void> {
    const { start } = this.definition;
    const context = this.#context;
    if (start === undefined || context === null) return;
    await withinBudget(this.id, 'start', this.#parts.budgetMs, () => start.call(this.definition, context));
  }

  /**
   * Withdraws everything in reverse order of its registration. From here on whatever of its code still runs
   * is refused: its services are taken back, and what it registers is undone at once.
   */
  async stop(): Promise<readonly DisposalFault[]> {
    this.#abort.abort();
    const faults = await this.disposables.dispose(this.#parts.budgetMs);
    this.#hasEnded = true;
    this.#parts.services.revokeUser(this.id);
    return faults;
  }

  #tellDeprecated(): void {
    const { apiVersion } = this.package.manifest;
    if (sdkSupport(apiVersion) === 'previous') {
      this.deprecations.tell(`the SDK ${apiVersion}`, {
        since: SDK_API_VERSION,
        use: 'Bring its sources up to date with "datawave plugin codemod", then widen "apiVersion" in its manifest.',
      });
    }
    const { deps = {}, optionalDeps = {} } = this.definition;
    for (const ref of [...Object.values(deps), ...Object.values(optionalDeps)])
      if (ref.deprecated !== undefined) this.deprecations.tell(`service ${ref.id}`, ref.deprecated);
  }

  #makeContext(config: unknown): PluginContext<unknown> {
    const { root, services, hooks, extensions, knownOwners } = this.#parts;
    const { deps = {}, optionalDeps = {} } = this.definition;
    return createContext({
      package: this.package,
      config,
      dataDirectory: join(this.#parts.dataDirectory, this.id),
      scope: createPluginScope(root, services, this.id, deps, optionalDeps, () => this.#hasEnded),
      log: this.log,
      hooks,
      extensions,
      disposables: this.disposables,
      signal: this.#abort.signal,
      knownOwners,
      deprecations: this.deprecations,
    });
  }
}
