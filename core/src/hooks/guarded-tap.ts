import { DataWaveError, type HookErrorPolicy } from '@datawave/plugin-sdk';
import type { PendingTap, PendingTaps } from './pending-taps.ts';
import type { PlacedTap } from './tap-order.ts';
import type { TapClock } from './tap-timing.ts';

/** A tap as registered. */
export interface RegisteredTap extends PlacedTap {
  readonly call: (payload: unknown) => unknown;
  readonly clock: TapClock;
}

/** A tap that threw, timed out or answered in a way that its hook does not allow. */
export interface TapFault {
  readonly hook: string;
  readonly plugin: string;
  readonly error: DataWaveError;
}

/** What the guards of one hook share. */
export interface GuardContext {
  readonly hook: string;
  readonly onError: HookErrorPolicy;
  readonly pending: PendingTaps;
  readonly budgetMs: number;
  onFault(fault: TapFault): void;
}

type Callback = (error: Error | null, result?: unknown) => void;

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** Blames the tap's plugin; with `isolate` the hook goes on as if the tap had said nothing. */
function fault(context: GuardContext, tap: RegisteredTap, cause: unknown): DataWaveError {
  const known = DataWaveError.is(cause) && cause.code.startsWith('DW_HOOK_TAP_');
  const error = known ? cause : wrap(context, tap, cause);
  tap.clock.errors += 1;
  context.onFault({ hook: context.hook, plugin: tap.plugin, error });
  return error;
}

function wrap(context: GuardContext, tap: RegisteredTap, cause: unknown): DataWaveError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DataWaveError({
    code: 'DW_HOOK_TAP_FAILED',
    message: `Plugin "${tap.plugin}" failed in hook "${context.hook}": ${reason}`,
    hint: `Look at the cause and mend plugin "${tap.plugin}", or disable it.`,
    where: `plugin ${tap.plugin}, hook ${context.hook}`,
    ...(DataWaveError.is(cause) ? { status: cause.status } : {}),
    cause,
  });
}

const asynchronous = (context: GuardContext, tap: RegisteredTap): DataWaveError =>
  new DataWaveError({
    code: 'DW_HOOK_TAP_ASYNC',
    message: `Plugin "${tap.plugin}" hung an asynchronous tap on the synchronous hook "${context.hook}"; its answer is not waited for.`,
    hint: `Make the tap of "${tap.plugin}" an ordinary function that returns no promise.`,
    where: `plugin ${tap.plugin}, hook ${context.hook}`,
  });

const late = (context: GuardContext, tap: RegisteredTap): DataWaveError =>
  new DataWaveError({
    code: 'DW_HOOK_TAP_TIMEOUT',
    message: `The tap of plugin "${tap.plugin}" on hook "${context.hook}" has not answered within ${context.budgetMs} ms; it is not waited for any longer.`,
    hint: `Mend plugin "${tap.plugin}" so that its tap always settles, or disable it.`,
    where: `plugin ${tap.plugin}, hook ${context.hook}`,
  });

/** A tap of a synchronous hook, guarded. */
export function guardSync(context: GuardContext, tap: RegisteredTap): (payload: unknown) => unknown {
  const { call } = tap;
  const isClosed = context.onError === 'fail-closed';
  return (payload) => {
    try {
      const result = call(payload);
      if (!isThenable(result)) return result;
      // Nobody awaits it, so its rejection would end the process.
      result.then(undefined, () => undefined);
      throw asynchronous(context, tap);
    } catch (cause) {
      const error = fault(context, tap, cause);
      if (isClosed) throw error;
      return undefined;
    }
  };
}

/** As {@link guardSync}, and measures. */
export function timeSync(context: GuardContext, tap: RegisteredTap): (payload: unknown) => unknown {
  const guarded = guardSync(context, tap);
  const { clock } = tap;
  return (payload) => {
    const startedAt = performance.now();
    try {
      return guarded(payload);
    } finally {
      clock.record(performance.now() - startedAt);
    }
  };
}

/** An asynchronous answer that is waited for. Its fields are plain: one is made for each such tap of each call. */
class Answer implements PendingTap {
  tick = 0;
  previous: PendingTap | null = null;
  next: PendingTap | null = null;
  /** Whichever comes first counts, the answer or the end of patience. */
  isSettled = false;
  readonly onLate: (done: Callback) => void;
  readonly done: Callback;

  constructor(onLate: (done: Callback) => void, done: Callback) {
    this.onLate = onLate;
    this.done = done;
  }

  expire(): void {
    this.isSettled = true;
    this.onLate(this.done);
  }
}

function fail(context: GuardContext, tap: RegisteredTap, cause: unknown, done: Callback): void {
  const error = fault(context, tap, cause);
  if (context.onError === 'fail-closed') done(error);
  else done(null);
}

/** A tap of an asynchronous hook, guarded. A throw before the first await would escape tapable's callAsync. */
export function guardAsync(
  context: GuardContext,
  tap: RegisteredTap,
): (payload: unknown, done: Callback) => void {
  const { call } = tap;
  const { pending } = context;
  const onLate = (done: Callback): void => fail(context, tap, late(context, tap), done);
  return (payload, done) => {
    let result: unknown;
    try {
      result = call(payload);
    } catch (cause) {
      fail(context, tap, cause, done);
      return;
    }
    if (!isThenable(result)) {
      done(null, result);
      return;
    }
    const answer = new Answer(onLate, done);
    pending.add(answer);
    result.then(
      (value) => {
        if (answer.isSettled) return;
        answer.isSettled = true;
        pending.remove(answer);
        done(null, value);
      },
      (cause: unknown) => {
        if (answer.isSettled) return;
        answer.isSettled = true;
        pending.remove(answer);
        fail(context, tap, cause, done);
      },
    );
  };
}

/** As {@link guardAsync}, and measures until the answer. */
export function timeAsync(
  context: GuardContext,
  tap: RegisteredTap,
): (payload: unknown, done: Callback) => void {
  const guarded = guardAsync(context, tap);
  const { clock } = tap;
  return (payload, done) => {
    const startedAt = performance.now();
    guarded(payload, (error, result) => {
      clock.record(performance.now() - startedAt);
      done(error, result);
    });
  };
}
