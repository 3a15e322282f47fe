import type { Disposer, Logger, MetricOptions, TelemetryService } from '@datawave/plugin-sdk';
import { createMetricRegistry, type MetricRegistry } from './metric-registry.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { formatTraceparent, parseTraceparent } from './traceparent.ts';
import { type ExporterAgent, isTracingRequested, type SpanOptions, type Tracing } from './tracing.ts';

/** What the kernel's own parts get beyond a plugin's {@link TelemetryService}. */
export interface KernelTelemetryService extends TelemetryService {
  /** A span below the given `traceparent`: how a job continues the trace of the request that enqueued it. */
  continueTrace<T>(
    traceparent: string | undefined,
    options: Omit<SpanOptions, 'parent'>,
    work: () => Promise<T>,
  ): Promise<T>;
  /** `traceparent` of the active span, to store with a job or to send along; undefined when tracing is off. */
  traceparent(): string | undefined;
}

/** Metrics and traces of one kernel. */
export interface Telemetry {
  readonly registry: MetricRegistry;
  /** Null when tracing is off, and before {@link Telemetry.start}. */
  readonly tracing: Tracing | null;
  /** Attributed to the plugin: metrics are named `datawave_PLUGIN_NAME`. */
  service(pluginId: string): KernelTelemetryService;
  /** Withdraws a plugin's metrics. */
  remove(pluginId: string): void;
  /** Starts process metrics and, when the OTEL variables ask for it, tracing. */
  start(options?: { readonly agent?: ExporterAgent }): Promise<void>;
  /** Prometheus text format. */
  render(): Promise<string>;
  /** Ids of the active trace, for log lines. */
  traceContext(): { readonly traceId: string; readonly spanId: string } | undefined;
  shutdown(): Promise<void>;
}

export function createTelemetry(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
}): Telemetry {
  const registry = createMetricRegistry(options.log);
  const disposers: Disposer[] = [];
  let tracing: Tracing | null = null;

  const service = (pluginId: string): KernelTelemetryService => {
    const prefix = pluginId === 'core' ? 'datawave_' : `datawave_${pluginId.replaceAll('-', '_')}_`;
    const named = (metric: MetricOptions): MetricOptions => ({ ...metric, name: `${prefix}${metric.name}` });
    return {
      counter: (metric) => registry.counter(pluginId, named(metric)),
      histogram: (metric) => registry.histogram(pluginId, named(metric)),
      gauge: (metric, read) => registry.gauge(pluginId, named(metric), read),
      span: (name, attributes, work) =>
        tracing
          ? tracing.run({ name, attributes: { ...attributes, 'datawave.plugin': pluginId } }, () => work())
          : work(),
      continueTrace(traceparent, spanOptions, work) {
        if (!tracing) return work();
        const parent = parseTraceparent(traceparent);
        return tracing.run(
          {
            ...spanOptions,
            attributes: { ...spanOptions.attributes, 'datawave.plugin': pluginId },
            ...(parent ? { parent } : {}),
          },
          () => work(),
        );
      },
      traceparent() {
        const current = tracing?.current();
        return current ? formatTraceparent(current) : undefined;
      },
    };
  };

  return {
    registry,
    get tracing() {
      return tracing;
    },
    service,
    remove: (pluginId) => registry.remove(pluginId),
    async start(startOptions = {}) {
      disposers.push(registerProcessMetrics(registry));
      if (!isTracingRequested(options.env)) return;
      const [{ startTracing }, { traceSql }] = await Promise.all([
        import('./tracing.ts'),
        import('./sql-spans.ts'),
      ]);
      tracing = await startTracing({ env: options.env, ...startOptions });
      disposers.push(await traceSql(tracing));
    },
    render: () => registry.render(),
    traceContext() {
      const current = tracing?.current();
      return current ? { traceId: current.traceId, spanId: current.spanId } : undefined;
    },
    async shutdown() {
      for (const dispose of disposers.splice(0).reverse()) await dispose();
      const last = tracing;
      tracing = null;
      // Spans that can no longer be delivered must not keep the platform from stopping.
      await last
        ?.shutdown()
        .catch((error: unknown) => options.log.warn('The last traces could not be exported.', { error }));
    },
  };
}
