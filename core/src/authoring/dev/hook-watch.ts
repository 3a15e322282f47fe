import type { TapTiming } from '../../hooks/tap-timing.ts';

/** How often it is looked, in milliseconds. */
const PERIOD_MS = 1_000;

/** Tells of the calls of a plugin's taps as they come, summed up over a second. Returns how to stop. */
export function watchHooks(taps: () => readonly TapTiming[], say: (line: string) => void): () => void {
  let before: readonly TapTiming[] = [];
  const timer = setInterval(() => {
    const now = taps();
    for (const line of callsSince(before, now)) say(line);
    before = now;
  }, PERIOD_MS);
  return () => clearInterval(timer);
}

/** What was called between two looks, a line for each hook. A plugin that was started anew counts from nothing. */
export function callsSince(before: readonly TapTiming[], now: readonly TapTiming[]): readonly string[] {
  const counted = new Map(before.map(({ hook, calls }) => [hook, calls]));
  return now.flatMap(({ hook, calls, errors, meanMs, p95Ms }) => {
    const known = counted.get(hook) ?? 0;
    const more = calls < known ? calls : calls - known;
    if (more === 0) return [];
    const failed = errors > 0 ? `, ${errors} failed in all` : '';
    return [
      `hook ${hook}: ${more} ${more === 1 ? 'call' : 'calls'}, ${meanMs.toFixed(2)} ms on average, 95 % within ${p95Ms.toFixed(2)} ms${failed}`,
    ];
  });
}
