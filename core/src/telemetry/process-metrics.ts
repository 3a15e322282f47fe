import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks';
import type { Disposer } from '@datawave/plugin-sdk';
import type { MetricRegistry } from './metric-registry.ts';

const OWNER = 'core';
/** How often the event loop is asked, in milliseconds. A loop without any delay is measured as this. */
const RESOLUTION = 20;
const GC_KINDS: Readonly<Record<number, string>> = {
  1: 'minor',
  2: 'minor',
  4: 'major',
  8: 'incremental',
  16: 'weak_callback',
};

/** Registers what the process itself costs: CPU, memory, handles, event loop, garbage collection. */
export function registerProcessMetrics(registry: MetricRegistry): Disposer {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  const seconds = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - RESOLUTION / 1000);
  delay.enable();
  const gc = registry.histogram(OWNER, {
    name: 'datawave_process_gc_pause_seconds',
    help: 'Pauses of the garbage collector.',
    labels: ['kind'],
    buckets: [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1],
  });
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const detail: unknown = Reflect.get(entry, 'detail');
      const kind: unknown =
        typeof detail === 'object' && detail !== null ? Reflect.get(detail, 'kind') : undefined;
      gc.record(entry.duration / 1000, { kind: GC_KINDS[Number(kind)] ?? 'other' });
    }
  });
  observer.observe({ entryTypes: ['gc'] });

  const gauge = (name: string, help: string, read: () => number): void =>
    registry.gauge(OWNER, { name, help }, read);
  registry.gauge(
    OWNER,
    { name: 'datawave_process_cpu_seconds_total', help: 'Processor time used so far.', labels: ['mode'] },
    () => {
      const { user, system } = process.cpuUsage();
      return { user: user / 1e6, system: system / 1e6 };
    },
  );
  gauge(
    'datawave_process_start_time_seconds',
    'When the process started, since the epoch.',
    () => performance.timeOrigin / 1000,
  );
  gauge('datawave_process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
  registry.gauge(
    OWNER,
    { name: 'datawave_process_heap_bytes', help: 'The JavaScript heap.', labels: ['state'] },
    () => {
      const { heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
      return { used: heapUsed, total: heapTotal, external, array_buffers: arrayBuffers };
    },
  );
  gauge(
    'datawave_process_active_resources',
    'Handles and requests that keep the process alive.',
    () => process.getActiveResourcesInfo().length,
  );
  registry.gauge(
    OWNER,
    {
      name: 'datawave_process_event_loop_delay_seconds',
      help: 'Delay of the event loop since the last scrape.',
      // Not "quantile", which Prometheus keeps for summaries.
      labels: ['statistic'],
    },
    () => {
      const reading = {
        p50: seconds(delay.percentile(50)),
        p99: seconds(delay.percentile(99)),
        max: seconds(delay.max),
      };
      delay.reset();
      return reading;
    },
  );
  let utilization = performance.eventLoopUtilization();
  gauge(
    'datawave_process_event_loop_utilization_ratio',
    'Share of time the event loop was busy since the last scrape.',
    () => {
      const now = performance.eventLoopUtilization();
      const { utilization: ratio } = performance.eventLoopUtilization(now, utilization);
      utilization = now;
      return ratio;
    },
  );

  return () => {
    delay.disable();
    observer.disconnect();
  };
}
