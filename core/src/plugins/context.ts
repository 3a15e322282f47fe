import {
  DataWaveError,
  type Disposer,
  type ExtensionCollection,
  type ExtensionPointRef,
  type HookOutcome,
  type HookRef,
  type Logger,
  nearestKey,
  type PluginContext,
  type PluginPackage,
  type RefMap,
  type Tap,
  type TapOrder,
} from '@datawave/plugin-sdk';
import type { ExtensionRegistry } from '../extensions/extension-registry.ts';
import type { HookRegistry } from '../hooks/hook-registry.ts';
import type { DisposableStore } from '../lifecycle/disposables.ts';
import type { PluginScope } from '../services/plugin-scope.ts';
import { ownerOf } from '../services/service-registry.ts';
import type { Deprecations } from './deprecations.ts';

export interface ContextParts {
  readonly package: PluginPackage;
  readonly config: unknown;
  readonly dataDirectory: string;
  readonly scope: PluginScope;
  readonly log: Logger;
  readonly hooks: HookRegistry;
  readonly extensions: ExtensionRegistry;
  readonly disposables: DisposableStore;
  readonly signal: AbortSignal;
  /** Ids of all plugins that the kernel has heard of, and `core`. */
  readonly knownOwners: () => ReadonlySet<string>;
  /** Told when it uses what is deprecated. */
  readonly deprecations: Deprecations;
}

/** Makes what a plugin is given. Made once per plugin; everything registered through it goes with the plugin. */
export function createContext(parts: ContextParts): PluginContext<unknown> {
  const { manifest, version, directory } = parts.package;
  const { id } = manifest;
  const { hooks, extensions, disposables, signal, deprecations } = parts;

  const refuseWhenStopped = (what: string): void => {
    if (!disposables.isDisposed) return;
    throw new DataWaveError({
      code: 'DW_PLUGIN_STOPPED',
      message: `Plugin "${id}" wanted to ${what} after it had been stopped.`,
      hint: `In "${id}", end what still runs when the context's signal is aborted.`,
      where: `plugin ${id}`,
      status: 503,
    });
  };
  const checkOwner = (kind: string, ref: string): void => {
    const owner = ownerOf(ref);
    const known = parts.knownOwners();
    // A declared optional plugin may be absent altogether; what is contributed to it then waits for nobody.
    if (known.has(owner) || manifest.optional?.[owner] !== undefined) return;
    const nearest = nearestKey(owner, known);
    throw new DataWaveError({
      code: 'DW_PLUGIN_UNKNOWN_OWNER',
      message: `Plugin "${id}" uses the ${kind} "${ref}", but there is no plugin "${owner}".`,
      hint:
        nearest === undefined
          ? `Add "${owner}" to the configuration, or name it under "optional" in the manifest of "${id}".`
          : `Did you mean "${nearest}"? Otherwise add "${owner}" to the configuration, or name it under "optional".`,
      where: `plugin ${id}`,
    });
  };

  return {
    plugin: { id, version, directory },
    config: parts.config,
    dataDirectory: parts.dataDirectory,
    deps: parts.scope.deps as PluginContext<unknown, RefMap>['deps'],
    optional: parts.scope.optional as PluginContext<unknown, RefMap>['optional'],
    log: parts.log,
    signal,
    hooks: {
      tap<Payload, Result, Mode extends 'sync' | 'async'>(
        ref: HookRef<Payload, Result, Mode>,
        tap: Tap<Payload, Result, Mode>,
        order?: TapOrder,
      ): Disposer {
        refuseWhenStopped(`tap the hook "${ref.id}"`);
        checkOwner('hook', ref.id);
        if (ref.deprecated !== undefined) deprecations.tell(`hook ${ref.id}`, ref.deprecated);
        return disposables.add(`tap of ${ref.id}`, hooks.tap(id, ref, tap, order));
      },
      call<Payload, Result, Mode extends 'sync' | 'async'>(
        ref: HookRef<Payload, Result, Mode>,
        payload: Payload,
      ): HookOutcome<Result, Mode> {
        // The ref's id ties the erased hook to the types that its taps were checked against.
        return hooks.call(id, ref, payload) as HookOutcome<Result, Mode>;
      },
    },
    extensions: {
      contribute<T>(ref: ExtensionPointRef<T>, key: string, value: T): Disposer {
        refuseWhenStopped(`contribute to "${ref.id}"`);
        checkOwner('extension point', ref.id);
        if (ref.deprecated !== undefined) deprecations.tell(`extension point ${ref.id}`, ref.deprecated);
        return disposables.add(`${key} in ${ref.id}`, extensions.contribute(id, ref.id, key, value));
      },
      collection<T>(ref: ExtensionPointRef<T>): ExtensionCollection<T> {
        checkOwner('extension point', ref.id);
        if (ref.deprecated !== undefined) deprecations.tell(`extension point ${ref.id}`, ref.deprecated);
        const collection = extensions.collection(ref.id, (label, dispose) => disposables.add(label, dispose));
        return collection as ExtensionCollection<T>;
      },
    },
    perRequest: (make) => parts.scope.perRequest(make),
    onDispose: (dispose) => void disposables.add('onDispose', dispose),
  };
}
