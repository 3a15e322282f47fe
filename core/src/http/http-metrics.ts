import type { HistogramMetric, HistogramSeries } from '../telemetry/histogram.ts';
import type { MetricRegistry } from '../telemetry/metric-registry.ts';

/** What is counted about requests. */
export interface HttpMetrics {
  readonly durations: HistogramMetric;
  /** Of requests that met no route: pages, unknown addresses, refused callers. */
  unrouted(status: number): HistogramSeries;
}

export function createHttpMetrics(
  registry: MetricRegistry,
  read: { readonly running: () => number; readonly streams: () => number },
): HttpMetrics {
  const durations = registry.histogram('core', {
    name: 'datawave_http_request_duration_seconds',
    help: 'Time from the first header of a request to its answer.',
    labels: ['method', 'route', 'status'],
  });
  registry.gauge(
    'core',
    { name: 'datawave_http_requests_running', help: 'Requests being worked on.' },
    read.running,
  );
  registry.gauge(
    'core',
    { name: 'datawave_http_event_streams_open', help: 'Open streams of server-sent events.' },
    read.streams,
  );
  const unrouted = new Map<number, HistogramSeries>();
  return {
    durations,
    unrouted(status) {
      const known = unrouted.get(status);
      if (known) return known;
      const made = durations.bind({ method: 'any', route: 'none', status: String(status) });
      unrouted.set(status, made);
      return made;
    },
  };
}
