import type { HookKind } from '@datawave/plugin-sdk';
import {
  AsyncParallelHook,
  AsyncSeriesBailHook,
  AsyncSeriesHook,
  AsyncSeriesWaterfallHook,
  SyncBailHook,
  SyncHook,
  SyncWaterfallHook,
} from 'tapable';
import {
  type GuardContext,
  guardAsync,
  guardSync,
  type RegisteredTap,
  timeAsync,
  timeSync,
} from './guarded-tap.ts';
import { orderTaps } from './tap-order.ts';
import { isTimedCall, type TapTiming } from './tap-timing.ts';

/** A hook compiled by tapable, reduced to being called. */
type Call = (payload: unknown) => unknown;

interface Compiled {
  readonly plain: Call;
  readonly timed: Call;
}

/** How a hook is run. */
export interface HookShape {
  readonly flow: HookKind;
  readonly mode: 'sync' | 'async';
}

/**
 * A tapable hook that never leaves this file. tapable cannot take a tap back and keeps its compiled call, so after every
 * change a fresh hook is compiled from the taps there are; a call that is already running ends on the old one.
 */
export class GuardedHook {
  readonly #shape: HookShape;
  readonly #context: GuardContext;
  #taps: readonly RegisteredTap[] = [];
  #compiled: Compiled | null = null;
  #calls = 0;
  #timedCalls = 0;

  constructor(shape: HookShape, context: GuardContext) {
    this.#shape = shape;
    this.#context = context;
  }

  /** @throws DataWaveError DW_HOOK_ORDER_CONTRADICTION, and the hook stays as it was */
  add(tap: RegisteredTap): void {
    this.#taps = orderTaps(this.#context.hook, [...this.#taps, tap]);
    this.#compiled = null;
  }

  remove(tap: RegisteredTap): void {
    this.#taps = this.#taps.filter((other) => other !== tap);
    this.#compiled = null;
  }

  /** Ids of the plugins in the order in which their taps run. */
  get order(): readonly string[] {
    return this.#taps.map((tap) => tap.plugin);
  }

  call(payload: unknown): unknown {
    const compiled = this.#compiled ?? this.#compile();
    const call = this.#calls;
    this.#calls = call + 1;
    if (!isTimedCall(call)) return compiled.plain(payload);
    this.#timedCalls += 1;
    return compiled.timed(payload);
  }

  timings(): readonly TapTiming[] {
    return this.#taps.map(({ plugin, clock }) => {
      const perTimedCall = this.#timedCalls === 0 ? 0 : clock.totalMs / this.#timedCalls;
      return {
        hook: this.#context.hook,
        plugin,
        calls: this.#calls,
        samples: clock.samples,
        errors: clock.errors,
        meanMs: clock.samples === 0 ? 0 : clock.totalMs / clock.samples,
        maxMs: clock.maxMs,
        p50Ms: clock.quantile(0.5),
        p95Ms: clock.quantile(0.95),
        estimatedMs: perTimedCall * this.#calls,
      };
    });
  }

  #compile(): Compiled {
    const { mode, flow } = this.#shape;
    const taps = this.#taps;
    const context = this.#context;
    const compiled: Compiled =
      mode === 'sync'
        ? {
            plain: compileSync(flow, taps, (tap) => guardSync(context, tap)),
            timed: compileSync(flow, taps, (tap) => timeSync(context, tap)),
          }
        : {
            plain: compileAsync(flow, taps, (tap) => guardAsync(context, tap)),
            timed: compileAsync(flow, taps, (tap) => timeAsync(context, tap)),
          };
    this.#compiled = compiled;
    return compiled;
  }
}

function compileSync(
  flow: HookKind,
  taps: readonly RegisteredTap[],
  guard: (tap: RegisteredTap) => Call,
): Call {
  if (flow === 'waterfall') {
    const hook = new SyncWaterfallHook<[unknown]>(['payload']);
    for (const tap of taps) hook.tap(tap.plugin, guard(tap));
    return (payload) => hook.call(payload);
  }
  if (flow === 'bail') {
    const hook = new SyncBailHook<[unknown], unknown>(['payload']);
    for (const tap of taps) hook.tap(tap.plugin, guard(tap));
    return (payload) => hook.call(payload);
  }
  const hook = new SyncHook<[unknown]>(['payload']);
  for (const tap of taps) hook.tap(tap.plugin, guard(tap));
  return (payload) => hook.call(payload);
}

type AsyncGuard = (payload: unknown, done: (error: Error | null, result?: unknown) => void) => void;

function compileAsync(
  flow: HookKind,
  taps: readonly RegisteredTap[],
  guard: (tap: RegisteredTap) => AsyncGuard,
): Call {
  if (flow === 'waterfall') {
    const hook = new AsyncSeriesWaterfallHook<[unknown]>(['payload']);
    for (const tap of taps) hook.tapAsync(tap.plugin, guard(tap));
    return (payload) => hook.promise(payload);
  }
  if (flow === 'bail') {
    const hook = new AsyncSeriesBailHook<[unknown], unknown>(['payload']);
    for (const tap of taps) hook.tapAsync(tap.plugin, guard(tap));
    return (payload) => hook.promise(payload);
  }
  const hook =
    flow === 'series'
      ? new AsyncSeriesHook<[unknown]>(['payload'])
      : new AsyncParallelHook<[unknown]>(['payload']);
  // These hooks carry nothing back; tapable leaves a second argument aside.
  for (const tap of taps)
    hook.tapAsync(tap.plugin, guard(tap) as (payload: unknown, done: (error: Error | null) => void) => void);
  return (payload) => hook.promise(payload);
}
