/** Access to an instance that can be taken back. */
export interface Revocable<T extends object> {
  /** Looks like the instance until revoked; then each of its methods throws. */
  readonly handle: T;
  /** @param reason makes the error that every later use throws */
  revoke(reason: () => Error): void;
}

/** What a method returned, on its way to the caller. */
export type ResultTap = (method: string, result: unknown) => unknown;

/**
 * Wraps an instance in a handle that its holder may keep but that answers only until it is revoked.
 * Methods are bound once and then cost one check and one call; a method kept in a variable is revoked, too.
 */
export function makeRevocable<T extends object>(instance: T, onResult?: ResultTap): Revocable<T> {
  let reason: (() => Error) | null = null;
  const bound = new Map<
    PropertyKey,
    { readonly method: unknown; readonly call: (...args: unknown[]) => unknown }
  >();

  const bind = (
    key: PropertyKey,
    method: (...args: unknown[]) => unknown,
  ): ((...args: unknown[]) => unknown) => {
    const known = bound.get(key);
    if (known !== undefined && known.method === method) return known.call;
    const call = (...args: unknown[]): unknown => {
      if (reason !== null) throw reason();
      const result: unknown = Reflect.apply(method, instance, args);
      return onResult === undefined ? result : onResult(String(key), result);
    };
    bound.set(key, { method, call });
    return call;
  };

  // An empty target: a frozen instance would forbid the proxy to answer with anything but its own properties.
  const target = Object.create(Object.getPrototypeOf(instance) as object | null) as T;
  const read = (key: PropertyKey): unknown => {
    // Promise machinery and inspection ask for keys the instance does not have; that is no use of the service.
    if (!(key in instance)) return undefined;
    const value: unknown = Reflect.get(instance, key, instance);
    if (typeof value === 'function') return bind(key, value as (...args: unknown[]) => unknown);
    if (reason !== null) throw reason();
    return value;
  };
  const handle = new Proxy(target, {
    get: (_target, key) => read(key),
    // Whoever hands a service on, such as to a process of its own, has to know what it has.
    ownKeys: () => Reflect.ownKeys(instance),
    getOwnPropertyDescriptor(_target, key) {
      const own = Reflect.getOwnPropertyDescriptor(instance, key);
      if (own === undefined) return undefined;
      return { configurable: true, enumerable: own.enumerable ?? false, writable: false, value: read(key) };
    },
    has: (_target, key) => key in instance,
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
  return {
    handle,
    revoke(why) {
      reason ??= why;
    },
  };
}
