import type {
  Disposer,
  ExecutionScope,
  ExtensionPointRef,
  HookRef,
  PluginContext,
  RefMap,
} from '@datawave/plugin-sdk';
import type { EntitySchema } from '@mikro-orm/core';
import type { Peer } from '../bridge/peer.ts';
import { remoteLogger } from '../bridge/remote.ts';
import { closedPoint } from '../contracts.ts';
import type { ServiceShape, SetupParts } from '../description.ts';
import { mustBeSynchronous, notOffered } from '../isolation-errors.ts';
import { Collections } from './collections.ts';
import { Registrations } from './registrations.ts';
import { remoteService } from './services.ts';

/** What the plugin is given, and what the platform does with it. */
export interface ChildContext {
  readonly context: PluginContext<unknown>;
  readonly registrations: Registrations;
  readonly collections: Collections;
  /** Services that come and go: what there is now. */
  setOptional(shapes: Readonly<Record<string, ServiceShape | null>>): void;
  /** The plugin is to stop. */
  abort(): void;
  /** Undoes what the plugin asked to be undone, newest first. Answers what went wrong. */
  dispose(): Promise<readonly unknown[]>;
}

/** Makes what the plugin is given in its own process. It works as in process; see `core/src/plugins/context.ts`. */
export function createChildContext(
  parts: SetupParts,
  peer: Peer,
  onFault: (error: unknown) => void,
  entities: readonly EntitySchema[],
): ChildContext {
  const { plugin } = parts;
  const abort = new AbortController();
  const disposers: Disposer[] = [];
  const registrations = new Registrations(onFault);
  const collections = new Collections(peer, registrations, onFault);
  const serviceParts = { peer, plugin: plugin.id, registrations, onFault, entities };

  const services = Object.entries(parts.services);
  const deps = Object.fromEntries(
    services.map(([name, shape]) => [name, remoteService(name, shape, false, serviceParts)]),
  );
  const optional: Record<string, unknown> = {};
  const setOptional = (shapes: Readonly<Record<string, ServiceShape | null>>): void => {
    for (const [name, shape] of Object.entries(shapes))
      optional[name] = shape === null ? undefined : remoteService(name, shape, true, serviceParts);
  };
  setOptional(parts.optional);

  const declaration = ({ id, flow, mode, onError }: HookRef<never, unknown>): object => ({
    id,
    flow,
    mode,
    onError,
  });
  const refuseSynchronous = ({ id, mode }: HookRef<never, unknown>): void => {
    if (mode === 'sync')
      throw mustBeSynchronous(
        `A tap of the hook "${id}"`,
        'Use an asynchronous hook, or have the operator accept the plugin in process.',
      );
  };
  const context = {
    plugin,
    dataDirectory: parts.dataDirectory,
    config: parts.config,
    deps: deps as PluginContext<unknown, RefMap>['deps'],
    optional: optional as PluginContext<unknown, RefMap>['optional'],
    log: remoteLogger((level, message, fields) => peer.tellRoot('log', [level, message, fields])),
    signal: abort.signal,
    hooks: {
      tap: (hook: HookRef<never, unknown>, tap: unknown, order: unknown = {}): Disposer => {
        refuseSynchronous(hook);
        return registrations.add(peer.callRoot('tap', [declaration(hook), tap, order], `tap of ${hook.id}`));
      },
      call: (hook: HookRef<never, unknown>, payload: unknown): Promise<unknown> => {
        refuseSynchronous(hook);
        return peer.callRoot('hook', [declaration(hook), payload], `hook ${hook.id}`);
      },
    },
    extensions: {
      contribute: ({ id }: ExtensionPointRef<unknown>, key: string, value: unknown): Disposer => {
        const closed = closedPoint(id);
        if (closed?.kind === 'synchronous') throw mustBeSynchronous(`"${key}" in "${id}"`, closed.hint);
        if (closed !== null) throw notOffered(plugin.id, `the extension point "${id}"`, closed.hint);
        return registrations.add(peer.callRoot('contribute', [id, key, value], `${key} in ${id}`));
      },
      collection: ({ id }: ExtensionPointRef<unknown>) => collections.of(id),
    },
    perRequest: <T>(make: (scope: ExecutionScope) => T) => {
      const made = new WeakMap<ExecutionScope, { readonly value: T }>();
      return (scope: ExecutionScope): T => {
        const known = made.get(scope);
        if (known !== undefined) return known.value;
        const value = make(scope);
        made.set(scope, { value });
        return value;
      };
    },
    onDispose: (dispose: Disposer) => void disposers.push(dispose),
  };
  return {
    // The kinds and types of refs are those of the SDK; the ids tie what crosses to them.
    context: context as unknown as PluginContext<unknown>,
    registrations,
    collections,
    setOptional,
    abort: () => abort.abort(),
    async dispose() {
      abort.abort();
      const faults: unknown[] = [];
      for (const dispose of disposers.toReversed()) {
        try {
          await dispose();
        } catch (error) {
          faults.push(error);
        }
      }
      return faults;
    },
  };
}
