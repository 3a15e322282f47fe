import type { EntitySchema } from '@mikro-orm/core';
import type {
  Disposer,
  ExtensionCollection,
  ExtensionPointRef,
  HookOutcome,
  HookRef,
  ServiceOf,
  ServiceRef,
  Tap,
  TapOrder,
} from './refs.ts';
import type { ExecutionScope } from './scope.ts';
import type { Logger } from './services/logger.ts';

/** Services by the name under which the plugin wants to see them. @public */
export type RefMap = Readonly<Record<string, ServiceRef<unknown>>>;

/** What a plugin is given for its `deps`: the service of each ref. @public */
export type Resolved<Refs extends RefMap> = { readonly [Name in keyof Refs]: ServiceOf<Refs[Name]> };

/** What a plugin is given for its `optionalDeps`: undefined where the provider does not run. @public */
export type ResolvedOptional<Refs extends RefMap> = {
  readonly [Name in keyof Refs]: ServiceOf<Refs[Name]> | undefined;
};

/** One forward step of a plugin's own schema. @public */
export interface Migration {
  /** Sorts in order of application and never changes once released: `0001_assets`. */
  readonly name: string;
  /** SQL statements, run in one transaction with the plugin's schema first on the search path. */
  readonly up: readonly string[];
}

/** Taps hooks and calls the plugin's own ones. Never hands out the hook itself. @public */
export interface PluginHooks {
  /** Hangs a tap on a hook of any active plugin. Withdrawn when this plugin stops. */
  tap<Payload, Result, Mode extends 'sync' | 'async'>(
    hook: HookRef<Payload, Result, Mode>,
    tap: Tap<Payload, Result, Mode>,
    order?: TapOrder,
  ): Disposer;
  /** Calls a hook that this plugin owns. */
  call<Payload, Result, Mode extends 'sync' | 'async'>(
    hook: HookRef<Payload, Result, Mode>,
    payload: Payload,
  ): HookOutcome<Result, Mode>;
}

/** Contributes to extension points and reads them. @public */
export interface PluginExtensions {
  /** A key that is already taken throws DW_EXTENSION_DUPLICATE. Withdrawn when this plugin stops. */
  contribute<T>(point: ExtensionPointRef<T>, key: string, value: T): Disposer;
  collection<T>(point: ExtensionPointRef<T>): ExtensionCollection<T>;
}

/** What a plugin is given; made once per plugin. @public */
export interface PluginContext<Config, Deps extends RefMap = RefMap, Optional extends RefMap = RefMap> {
  readonly plugin: { readonly id: string; readonly version: string; readonly directory: string };
  /** Absolute path of the folder for the plugin's own files, below the platform's data folder. The plugin makes it. */
  readonly dataDirectory: string;
  /** Validated against the plugin's schema, defaults filled in. */
  readonly config: Config;
  readonly deps: Resolved<Deps>;
  /** Services of plugins that may be absent or come and go; read the property when you need it, do not keep it. */
  readonly optional: ResolvedOptional<Optional>;
  /** Already carries the plugin's id. */
  readonly log: Logger;
  readonly hooks: PluginHooks;
  readonly extensions: PluginExtensions;
  /** Aborted when the plugin stops. */
  readonly signal: AbortSignal;
  /**
   * Registers something of which there is one for each request, job or command: made on first use, gone with its scope.
   * Answers how to get at it, e.g. a cache of what one request has already read.
   */
  perRequest<T>(make: (scope: ExecutionScope) => T): (scope: ExecutionScope) => T;
  /** Registers what must be undone when the plugin stops; run in reverse order. */
  onDispose(dispose: Disposer): void;
}

/** What {@link definePlugin} takes. @public */
export interface PluginDefinition<
  Config,
  Deps extends RefMap,
  Optional extends RefMap,
  Provides extends RefMap,
> {
  readonly deps?: Deps;
  readonly optionalDeps?: Optional;
  readonly provides?: Provides;
  /** Hooks that this plugin owns. */
  readonly hooks?: readonly HookRef<never, unknown>[];
  /** Extension points that this plugin owns. */
  readonly extensionPoints?: readonly ExtensionPointRef<unknown>[];
  /** MikroORM entities by `defineEntity`; names prefixed with the plugin's id. */
  readonly entities?: readonly EntitySchema[];
  readonly migrations?: readonly Migration[];
  /** Wires, registers and returns what it provides. Must not wait on the network; it has a time budget. */
  setup(context: PluginContext<Config, Deps, Optional>): Resolved<Provides> | Promise<Resolved<Provides>>;
  /** Runs once everything is set up. May use the network. */
  start?(context: PluginContext<Config, Deps, Optional>): void | Promise<void>;
}

/** A definition as the kernel sees it. @public */
export interface Plugin {
  readonly kind: 'datawave-plugin';
  readonly definition: PluginDefinition<unknown, RefMap, RefMap, RefMap>;
}

/**
 * Defines a plugin: the default export of its package.
 *
 * @example
 * ```ts
 * export default definePlugin<Config>()({
 *   deps: { http: coreServices.http },
 *   setup({ deps }) {
 *     deps.http.route({ method: 'GET', path: '/greetings', permission: 'greetings:read', handler: async () => ({ body: { hello: 'world' } }) });
 *     return {};
 *   },
 * });
 * ```
 * @public
 */
export function definePlugin<Config = Record<string, never>>() {
  return <
    Deps extends RefMap = Record<never, never>,
    Optional extends RefMap = Record<never, never>,
    Provides extends RefMap = Record<never, never>,
  >(
    definition: PluginDefinition<Config, Deps, Optional, Provides>,
  ): Plugin =>
    // The kernel validates config and resolves refs by id before it calls back, so the erased type is honoured.
    ({ kind: 'datawave-plugin', definition: definition as unknown as Plugin['definition'] });
}
