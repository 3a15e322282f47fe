import type { TapTiming } from '../../hooks/tap-timing.ts';

/** How often it is looked, in milliseconds. */
const PERIOD_MS = 1_000;

/** Tells of the calls of a plugin's taps as they come, summed up over a second. Returns how to stop. */
export function watchHooks(taps: () => readonly TapTiming[], say: (line: string) => void): () => void {
  let before = new Map<string, number>();
  const timer = setInterval(() => {
    const now = taps();
    for (const { hook, calls, errors, meanMs, p95Ms } of now) {
      const more = calls - (before.get(hook) ?? 0);
      // A plugin that was started anew counts from nothing.
      if (more > 0)
        say(
          `hook ${hook}: ${more} ${more === 1 ? 'call' : 'calls'}, ${meanMs.toFixed(2)} ms on average, 95 % within ${p95Ms.toFixed(2)} ms${errors > 0 ? `, ${errors} failed in all` : ''}`,
        );
    }
    before = new Map(now.map(({ hook, calls }) => [hook, calls]));
  }, PERIOD_MS);
  return () => clearInterval(timer);
}
