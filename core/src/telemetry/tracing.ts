import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { Attributes, Span } from '@opentelemetry/api';
import type { SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { TraceParent } from './traceparent.ts';

/** Names a span and its place in a trace. */
export interface SpanOptions {
  readonly name: string;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Attributes;
  /** W3C header of the caller; the active span is the parent without it. */
  readonly parent?: TraceParent;
}

/** A span that is being timed. */
export interface ActiveSpan {
  /** To hand to whoever is called. */
  readonly context: TraceParent;
  set(attributes: Attributes): void;
  rename(name: string): void;
  /** Marks it as failed without ending it. */
  fail(error: unknown): void;
}

/** Tracing that is switched on. Where it is off there is none of this, not even an import. */
export interface Tracing {
  run<T>(options: SpanOptions, work: (span: ActiveSpan) => Promise<T>): Promise<T>;
  /** A span that does not become the active one; call the result when it is over. */
  begin(
    options: SpanOptions,
  ): (outcome: { readonly error?: unknown; readonly attributes?: Attributes }) => void;
  /** Of the active span. */
  current(): TraceParent | undefined;
  shutdown(): Promise<void>;
}

/** Connects the exporter through the egress service. */
export type ExporterAgent = (
  protocol: 'http:' | 'https:' | string,
) => HttpAgent | HttpsAgent | Promise<HttpAgent | HttpsAgent>;

type Env = Readonly<Record<string, string | undefined>>;

/** Whether the standard variables ask for traces; nothing is exported unless one of them does. */
export function isTracingRequested(env: Env): boolean {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return false;
  const exporter = env['OTEL_TRACES_EXPORTER'];
  if (exporter !== undefined && exporter !== '') return exporter !== 'none';
  return Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
}

/** Loads OpenTelemetry and starts exporting. */
export async function startTracing(options: {
  readonly env: Env;
  readonly agent?: ExporterAgent;
  readonly exporter?: SpanExporter;
}): Promise<Tracing> {
  const [api, sdk, { AsyncLocalStorageContextManager }, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/context-async-hooks'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = options.exporter ?? (await createExporter(options.env, options.agent));
  const isImmediate = options.exporter !== undefined || options.env['OTEL_TRACES_EXPORTER'] === 'console';
  const provider = new sdk.BasicTracerProvider({
    resource: resources
      .resourceFromAttributes({ 'service.name': options.env['OTEL_SERVICE_NAME'] ?? 'datawave' })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [
      isImmediate ? new sdk.SimpleSpanProcessor(exporter) : new sdk.BatchSpanProcessor(exporter),
    ],
  });
  // Contexts are kept by our own storage, not by OpenTelemetry's global one: two kernels in one process stay apart.
  const contexts = new AsyncLocalStorageContextManager().enable();
  const tracer = provider.getTracer('datawave');
  const kinds = {
    internal: api.SpanKind.INTERNAL,
    server: api.SpanKind.SERVER,
    client: api.SpanKind.CLIENT,
    producer: api.SpanKind.PRODUCER,
    consumer: api.SpanKind.CONSUMER,
  } as const;

  const start = ({
    name,
    kind = 'internal',
    attributes = {},
    parent,
  }: SpanOptions): { span: Span; context: ReturnType<typeof contexts.active> } => {
    const active = contexts.active();
    const outer = parent ? api.trace.setSpanContext(active, { ...parent, isRemote: true }) : active;
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, outer);
    return { span, context: api.trace.setSpan(outer, span) };
  };
  const fail = (span: Span, error: unknown): void => {
    // The message may quote input; the type and the code are enough to find the log line.
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    span.setAttribute(
      'error.type',
      typeof code === 'string' ? code : error instanceof Error ? error.name : typeof error,
    );
    span.setStatus({ code: api.SpanStatusCode.ERROR });
  };

  return {
    async run(spanOptions, work) {
      const { span, context } = start(spanOptions);
      const { traceId, spanId, traceFlags } = span.spanContext();
      try {
        return await contexts.with(context, () =>
          work({
            context: { traceId, spanId, traceFlags },
            set: (attributes) => void span.setAttributes(attributes),
            rename: (name) => void span.updateName(name),
            fail: (error) => fail(span, error),
          }),
        );
      } catch (error) {
        fail(span, error);
        throw error;
      } finally {
        span.end();
      }
    },
    begin(spanOptions) {
      const { span } = start(spanOptions);
      return ({ error, attributes }) => {
        if (attributes) span.setAttributes(attributes);
        if (error !== undefined) fail(span, error);
        span.end();
      };
    },
    current() {
      const context = api.trace.getSpanContext(contexts.active());
      return context
        ? { traceId: context.traceId, spanId: context.spanId, traceFlags: context.traceFlags }
        : undefined;
    },
    async shutdown() {
      await provider.shutdown();
      contexts.disable();
    },
  };
}

async function createExporter(env: Env, agent: ExporterAgent | undefined): Promise<SpanExporter> {
  if (env['OTEL_TRACES_EXPORTER'] === 'console') {
    const { ConsoleSpanExporter } = await import('@opentelemetry/sdk-trace-base');
    return new ConsoleSpanExporter();
  }
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  // Timeout, compression and certificates are read by the exporter itself from the process's environment.
  return new OTLPTraceExporter({
    url: tracesEndpoint(env),
    headers: exporterHeaders(env),
    ...(agent ? { httpAgentOptions: agent } : {}),
  });
}

/** The address that the standard variables name; the one for traces is taken as it is, the general one is a base. */
function tracesEndpoint(env: Env): string {
  const own = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
  if (own !== undefined && own !== '') return own;
  return `${(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || 'http://localhost:4318').replace(/\/$/, '')}/v1/traces`;
}

/** `key=value` pairs, percent-encoded and separated by commas. */
function exporterHeaders(env: Env): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const pair of `${env['OTEL_EXPORTER_OTLP_HEADERS'] ?? ''},${env['OTEL_EXPORTER_OTLP_TRACES_HEADERS'] ?? ''}`.split(
    ',',
  )) {
    const mark = pair.indexOf('=');
    if (mark > 0) headers[pair.slice(0, mark).trim()] = decodeURIComponent(pair.slice(mark + 1).trim());
  }
  return headers;
}
