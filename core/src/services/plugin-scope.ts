import type { Disposer, ExecutionScope, RefMap } from '@datawave/plugin-sdk';
// The browser build is the same container without the file loader, whose dependencies take 30 ms to import.
import { type AwilixContainer, asFunction, asValue, createContainer, InjectionMode } from 'awilix/browser';
import { type ServiceRegistry, stoppedUser } from './service-registry.ts';

/** A plugin's own container, below the kernel's. Services are looked up when first used. */
export interface PluginScope {
  /** The plugin's `deps` by the names it gave them. */
  readonly deps: Readonly<Record<string, unknown>>;
  /** The plugin's `optionalDeps`; each read answers what there is at that moment. */
  readonly optional: Readonly<Record<string, unknown>>;
  /** Registers something of which there is one for each request, job or command, made on first use. */
  perRequest<T>(make: (scope: ExecutionScope) => T): (scope: ExecutionScope) => T;
}

/** By which whoever hands `optional` on hears when services come and go; plugins have no name for it. */
const WATCHED = Symbol('services that come and go');

/** Calls back whenever what an `optional` of a plugin answers may be another. */
export function watchOptional(optional: object, listener: () => void): Disposer {
  const watch: unknown = Reflect.get(optional, WATCHED);
  return typeof watch === 'function'
    ? (watch as (listener: () => void) => Disposer)(listener)
    : () => undefined;
}

/** The kernel's container. Holds nothing itself: disposal is the business of the kernel's own reverse-ordered stores. */
export type RootScope = AwilixContainer;

export const createRootScope = (): RootScope =>
  createContainer({ injectionMode: InjectionMode.PROXY, strict: true });

export function createPluginScope(
  root: RootScope,
  registry: ServiceRegistry,
  user: string,
  deps: RefMap,
  optionalDeps: RefMap,
  hasEnded: () => boolean,
): PluginScope {
  // A plugin that was stopped while its code still ran must not fetch itself new handles.
  const refuseWhenEnded = (id: string): void => {
    if (hasEnded()) throw stoppedUser(id, user);
  };
  const container = root.createScope();
  const resolved: Record<string, unknown> = {};
  for (const [name, ref] of Object.entries(deps)) {
    container.register(name, asFunction(() => registry.get(ref.id, user)).scoped());
    Object.defineProperty(resolved, name, {
      enumerable: true,
      get: () => {
        refuseWhenEnded(ref.id);
        return container.resolve<unknown>(name);
      },
    });
  }
  const optional: Record<string, unknown> = {};
  Object.defineProperty(optional, WATCHED, { value: (listener: () => void) => registry.watch(listener) });
  for (const [name, ref] of Object.entries(optionalDeps)) {
    Object.defineProperty(optional, name, {
      enumerable: true,
      get: () => {
        refuseWhenEnded(ref.id);
        return registry.find(ref.id, user);
      },
    });
  }

  // Weak: a request's container goes with its scope. It is made only if something asks for it.
  const requests = new WeakMap<ExecutionScope, AwilixContainer>();
  const requestScope = (scope: ExecutionScope): AwilixContainer => {
    const known = requests.get(scope);
    if (known !== undefined) return known;
    const created = container.createScope();
    created.register(' scope', asValue(scope));
    requests.set(scope, created);
    return created;
  };
  let registered = 0;
  return {
    deps: resolved,
    optional,
    perRequest: <T>(make: (scope: ExecutionScope) => T) => {
      const name = ` request ${registered++}`;
      container.register(
        name,
        asFunction((cradle: Readonly<Record<string, ExecutionScope>>) =>
          make(cradle[' scope'] as ExecutionScope),
        ).scoped(),
      );
      return (scope) => requestScope(scope).resolve<T>(name);
    },
  };
}
