import type { Kernel } from '../kernel-types.ts';
import type { MetricRegistry } from '../telemetry/metric-registry.ts';

/** Counts the plugins by state, and what the taps of each have cost. Read when scraped. */
export function registerPluginMetrics(registry: MetricRegistry, kernel: Kernel): void {
  registry.gauge('core', { name: 'datawave_plugins', help: 'Plugins by state.', labels: ['state'] }, () =>
    sumBy(
      kernel.plugins(),
      ({ state }) => state,
      () => 1,
    ),
  );
  registry.gauge(
    'core',
    {
      name: 'datawave_hook_tap_errors',
      help: 'Failures of taps by plugin, since each was hung on its hook.',
      labels: ['plugin'],
    },
    () =>
      sumBy(
        kernel.hookTimings(),
        ({ plugin }) => plugin,
        ({ errors }) => errors,
      ),
  );
  registry.gauge(
    'core',
    {
      name: 'datawave_hook_tap_seconds_estimated',
      help: 'Time in taps by plugin, projected from the calls that are timed.',
      labels: ['plugin'],
    },
    () =>
      sumBy(
        kernel.hookTimings(),
        ({ plugin }) => plugin,
        ({ estimatedMs }) => estimatedMs / 1000,
      ),
  );
}

function sumBy<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  weigh: (item: T) => number,
): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const item of items) sums[keyOf(item)] = (sums[keyOf(item)] ?? 0) + weigh(item);
  return sums;
}
