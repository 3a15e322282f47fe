/**
 * Refs are how plugins name what they need and what they give. A ref is identified by its string id,
 * not by object identity, so that two copies of a package still meet.
 */

import type { Deprecation } from './deprecation.ts';

declare const carried: unique symbol;

/** Names a service: one provider, many users. @public */
export interface ServiceRef<T> {
  readonly kind: 'service';
  /** `PLUGIN.NAME`, or `core.NAME` for the kernel's own. */
  readonly id: string;
  /** Set by {@link deprecated}. */
  readonly deprecated?: Deprecation;
  readonly [carried]?: T;
}

/** Makes a {@link ServiceRef}. Methods of a service are asynchronous and their values structured-cloneable. @public */
export function serviceRef<T>(id: string): ServiceRef<T> {
  return { kind: 'service', id };
}

/**
 * How the taps of a hook are run:
 * `series` one after the other, `parallel` at once, `waterfall` each gets what the one before returned,
 * `bail` until one returns something other than undefined.
 * @public
 */
export type HookKind = 'series' | 'parallel' | 'waterfall' | 'bail';

/**
 * What a throwing tap means. `isolate`: it is recorded against its plugin and the others go on (enrichment).
 * `fail-closed`: the call fails (decisions).
 * @public
 */
export type HookErrorPolicy = 'isolate' | 'fail-closed';

/** Names a hook owned by one plugin. @public */
export interface HookRef<Payload, Result, Mode extends 'sync' | 'async' = 'sync' | 'async'> {
  readonly kind: 'hook';
  /** `PLUGIN.NAME`. */
  readonly id: string;
  readonly flow: HookKind;
  readonly mode: Mode;
  readonly onError: HookErrorPolicy;
  /** Set by {@link deprecated}. */
  readonly deprecated?: Deprecation;
  readonly [carried]?: (payload: Payload) => Result;
}

/** What calling a hook answers. @public */
export type HookOutcome<Result, Mode extends 'sync' | 'async'> = Mode extends 'sync'
  ? Result
  : Promise<Result>;

/** A tap: what a plugin hangs on a hook. @public */
export type Tap<Payload, Result, Mode extends 'sync' | 'async'> = (
  payload: Payload,
) => Mode extends 'sync' ? Result : Result | Promise<Result>;

/** Where a tap stands among the others. @public */
export interface TapOrder {
  /** Ids of plugins whose taps must come later. An id that names no known plugin is an error; one of a disabled plugin is ignored. */
  readonly before?: readonly string[];
  /** Lower runs earlier; 0 unless given. */
  readonly stage?: number;
}

/** Makes a {@link HookRef}; `series` and `parallel` carry nothing back. @public */
export function hookRef<Payload, Result = void, Mode extends 'sync' | 'async' = 'async'>(options: {
  readonly id: string;
  readonly flow: HookKind;
  readonly mode: Mode;
  readonly onError: HookErrorPolicy;
}): HookRef<Payload, Result, Mode> {
  return { kind: 'hook', ...options };
}

/** Names a keyed collection that plugins contribute to: connectors, classifiers, frameworks, step types. @public */
export interface ExtensionPointRef<T> {
  readonly kind: 'extension-point';
  /** `PLUGIN.NAME`. */
  readonly id: string;
  /** Set by {@link deprecated}. */
  readonly deprecated?: Deprecation;
  readonly [carried]?: T;
}

/** Makes an {@link ExtensionPointRef}. @public */
export function extensionPointRef<T>(id: string): ExtensionPointRef<T> {
  return { kind: 'extension-point', id };
}

/** One contribution to an extension point. @public */
export interface Extension<T> {
  readonly key: string;
  readonly value: T;
  /** Id of the plugin that contributed it. */
  readonly plugin: string;
}

/** What the owner of an extension point, or anyone who may read it, sees. It is live: disabled plugins' entries vanish. @public */
export interface ExtensionCollection<T> {
  get(key: string): Extension<T> | undefined;
  /** In the order of the plugin graph, then of contribution. */
  list(): readonly Extension<T>[];
  /** Calls back after every change; returns how to stop. */
  onChange(listener: () => void): Disposer;
}

/** Withdraws what was registered. Calling it twice is harmless. @public */
export type Disposer = () => void | Promise<void>;

/** The instance type that a service ref carries. @public */
export type ServiceOf<R> = R extends ServiceRef<infer T> ? T : never;
