import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HookKind } from '@datawave/plugin-sdk';
import { AsyncParallelHook, AsyncSeriesHook, SyncHook, SyncWaterfallHook } from 'tapable';
import { HookRegistry } from '../src/hooks/hook-registry.ts';

/**
 * `npm run bench -- hooks`: a guarded hook with ten small taps beside the bare tapable hook with the same taps.
 * Both are called in turn in many short rounds, and the quickest of each counts: whatever else the machine does only adds.
 */
const ROUNDS = Number(process.env.DATAWAVE_BENCH_ROUNDS ?? 80);
const TAPS = 10;
const WARM_UP = 20;

interface Payload {
  count: number;
}

interface Bench {
  readonly name: string;
  readonly calls: number;
  readonly targetNs: number;
  readonly bare: (calls: number) => unknown;
  readonly guarded: (calls: number) => unknown;
}

/** Each tap from source of its own, as ten plugins would bring them: one shared closure would be inlined in both. */
function makeTap(index: number, isAsync: boolean): (payload: Payload) => unknown {
  return new Function(
    `return ${isAsync ? 'async ' : ''}function tap${index}(payload) { payload.count += ${index}; return undefined; }`,
  )() as (payload: Payload) => unknown;
}

function guardedHook(
  flow: HookKind,
  mode: 'sync' | 'async',
  taps: readonly ((payload: Payload) => unknown)[],
): (payload: Payload) => unknown {
  const names = taps.map((_, index) => `plugin-${index}`);
  const registry = new HookRegistry({
    knownPlugins: () => new Set(names),
    rankOf: (plugin) => names.indexOf(plugin),
    onFault: ({ error }) => {
      throw error;
    },
  });
  const hook = { id: 'owner.hook', flow, mode, onError: 'isolate' } as const;
  registry.declare('owner', hook);
  taps.forEach((tap, index) => void registry.tap(`plugin-${index}`, hook, tap));
  return (payload) => registry.call('owner', hook, payload);
}

const loop =
  (call: (payload: Payload) => unknown) =>
  (calls: number): number => {
    const payload = { count: 0 };
    for (let i = 0; i < calls; i += 1) call(payload);
    return payload.count;
  };

const asyncLoop =
  (call: (payload: Payload) => unknown) =>
  async (calls: number): Promise<number> => {
    const payload = { count: 0 };
    for (let i = 0; i < calls; i += 1) await call(payload);
    return payload.count;
  };

const times = (isAsync: boolean): readonly ((payload: Payload) => unknown)[] =>
  Array.from({ length: TAPS }, (_, index) => makeTap(index, isAsync));

function benches(): readonly Bench[] {
  const sync = new SyncHook<[Payload]>(['payload']);
  for (const tap of times(false)) sync.tap('plugin', tap as (payload: Payload) => void);
  const waterfall = new SyncWaterfallHook<[Payload]>(['payload']);
  for (const tap of times(false)) waterfall.tap('plugin', tap as (payload: Payload) => Payload);
  const series = new AsyncSeriesHook<[Payload]>(['payload']);
  for (const tap of times(true)) series.tapPromise('plugin', tap as (payload: Payload) => Promise<void>);
  const parallel = new AsyncParallelHook<[Payload]>(['payload']);
  for (const tap of times(true)) parallel.tapPromise('plugin', tap as (payload: Payload) => Promise<void>);
  const ready = new AsyncSeriesHook<[Payload]>(['payload']);
  for (const tap of times(false)) ready.tap('plugin', tap as (payload: Payload) => void);
  return [
    {
      name: 'sync series',
      calls: 40_000,
      targetNs: 15,
      bare: loop((payload) => sync.call(payload)),
      guarded: loop(guardedHook('series', 'sync', times(false))),
    },
    {
      name: 'sync waterfall',
      calls: 40_000,
      targetNs: 15,
      bare: loop((payload) => waterfall.call(payload)),
      guarded: loop(guardedHook('waterfall', 'sync', times(false))),
    },
    {
      name: 'async series',
      calls: 4_000,
      targetNs: 60,
      bare: asyncLoop((payload) => series.promise(payload)),
      guarded: asyncLoop(guardedHook('series', 'async', times(true))),
    },
    {
      name: 'async parallel',
      calls: 4_000,
      targetNs: 60,
      bare: asyncLoop((payload) => parallel.promise(payload)),
      guarded: asyncLoop(guardedHook('parallel', 'async', times(true))),
    },
    {
      name: 'async series, ready taps',
      calls: 20_000,
      targetNs: 60,
      bare: asyncLoop((payload) => ready.promise(payload)),
      guarded: asyncLoop(guardedHook('series', 'async', times(false))),
    },
  ];
}

/** Nanoseconds a call. */
async function time(run: (calls: number) => unknown, calls: number): Promise<number> {
  globalThis.gc?.();
  const startedAt = performance.now();
  await run(calls);
  return ((performance.now() - startedAt) * 1e6) / calls;
}

const round = (value: number): number => Math.round(value * 10) / 10;

const results: Record<string, unknown>[] = [];
for (const bench of benches()) {
  const bare: number[] = [];
  const guarded: number[] = [];
  for (let i = 0; i < ROUNDS + WARM_UP; i += 1) {
    const [a, b] = [await time(bench.bare, bench.calls), await time(bench.guarded, bench.calls)];
    if (i < WARM_UP) continue;
    bare.push(a);
    guarded.push(b);
  }
  const [best, bestGuarded] = [Math.min(...bare), Math.min(...guarded)];
  const extraNs = (bestGuarded - best) / TAPS;
  results.push({
    hook: bench.name,
    'bare ns/call': round(best),
    'guarded ns/call': round(bestGuarded),
    'extra ns/tap': round(extraNs),
    'target ns/tap': bench.targetNs,
    reached: extraNs <= bench.targetNs,
  });
}
console.table(results);
const folder = process.env.DATAWAVE_BENCH_RESULTS;
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'hooks.json'),
    JSON.stringify({ node: process.version, taps: TAPS, rounds: ROUNDS, results }, null, 2),
  );
}
