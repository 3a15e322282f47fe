import { createServer } from 'node:http';
import { join } from 'node:path';
import type {
  AccessService,
  Authenticate,
  Logger,
  PluginPackage,
  ResolveWorkspace,
} from '@datawave/plugin-sdk';
import { siteFolder } from '@datawave/plugin-sdk/site';
import Koa from 'koa';
import { uiFolder } from '../plugins/ui-manifest.ts';
import type { LogDestination } from '../telemetry/logger-options.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { createAccessLog } from './access-log.ts';
import { isSecureRequest } from './client-address.ts';
import { renderDocsPage } from './docs-page.ts';
import { onlyDefault } from './enter-workspace.ts';
import { EventStreams } from './event-streams.ts';
import { FirstModules } from './first-modules.ts';
import { createHttpMetrics } from './http-metrics.ts';
import { createIdempotentRuns } from './idempotency.ts';
import type { IdempotencyStore } from './idempotency-store.ts';
import { InFlight } from './in-flight.ts';
import { createInputValidation } from './input-validation.ts';
import { createMetricsServer, listen } from './listener.ts';
import { RouteMounts, type RouteOwner } from './mount.ts';
import type { DeclaredRoute, KernelHttpService } from './mounted-route.ts';
import { type ApiInfo, buildOpenApi, type OpenApiDocument } from './openapi.ts';
import { RateLimits } from './rates/rate-limits.ts';
import type { SharedRates } from './rates/shared-rates.ts';
import { FileReceiver } from './received-file.ts';
import { RequestHandler } from './request-handler.ts';
import { RouteTable } from './route-table.ts';
import type { ServerConfig } from './server-config.ts';

/** Files are sent over slow lines. */
const LONGEST_REQUEST_MS = 900_000;

/** How to make the HTTP part of a kernel. */
export interface HttpOptions {
  readonly server: ServerConfig;
  readonly log: Logger;
  readonly telemetry: Telemetry;
  readonly access: AccessService;
  /** Nobody is let in past the public routes without one. */
  readonly authenticate?: Authenticate;
  /** In which workspace a request acts; there is the default one alone unless given. */
  readonly resolveWorkspace?: ResolveWorkspace;
  readonly info: ApiInfo;
  readonly readiness: () => { readonly isReady: boolean; readonly reason: string | null };
  /** Whether what serves a first segment of a path is on its way; nothing is unless given. */
  readonly isAwaited?: (resource: string) => boolean;
  /** Where Idempotency-Key is kept; without it the header is not honoured. */
  readonly idempotency?: IdempotencyStore;
  /** What the replicas have used together; each limits by itself without. Closed with the server. */
  readonly sharedRates?: SharedRates;
  /** Folder for bodies that are taken in as files; none is taken without. */
  readonly filesDirectory?: string;
  /** Folder of the built shell, with its index.html. */
  readonly shellDirectory?: string;
  /** Folder of the SDK's documentation; what was built unless given, and null serves none. */
  readonly documentation?: string | null;
  /** Where access lines go; standard error unless given, for people where that is a terminal. */
  readonly accessLog?: { readonly destination: LogDestination; readonly format: 'json' | 'pretty' };
}

/** The HTTP part of a kernel. */
export interface Http {
  /**
   * The service of one plugin. Claims the resources of its manifest and serves its built components.
   * @throws DataWaveError DW_HTTP_RESOURCE_TAKEN
   */
  service(plugin: PluginPackage | RouteOwner): KernelHttpService;
  /** Withdraws everything of a plugin: its routes answer 404 from now on. */
  removePlugin(id: string): void;
  /** Whether the kernel's routes below a resource have yielded to a plugin's. */
  hasYielded(resource: string): boolean;
  /** The routes of a plugin, by path. */
  routesOf(plugin: string): readonly Pick<DeclaredRoute, 'method' | 'path' | 'permission' | 'summary'>[];
  openApi(): OpenApiDocument;
  /** @throws DataWaveError DW_HTTP_ADDRESS_IN_USE, DW_HTTP_LISTEN_FAILED */
  listen(): Promise<{ readonly url: string; readonly metricsUrl: string | null }>;
  /** Takes no new connection, ends event streams, lets running requests finish within the deadline. */
  drain(): Promise<void>;
  /** Drains if need be and closes the ports. */
  close(): Promise<void>;
}

export function createHttp(options: HttpOptions): Http {
  const { server: config, log, telemetry } = options;
  const { limits } = config;
  const table = new RouteTable();
  const validation = createInputValidation();
  const assets = new Map<string, string>();
  const modules = new FirstModules();
  const streams = new EventStreams(limits.concurrentRequests);
  const inFlight: InFlight = new InFlight(limits.concurrentRequests, (exchange) => handler.expire(exchange));
  const metrics = createHttpMetrics(telemetry.registry, {
    running: () => inFlight.size,
    streams: () => streams.size,
  });
  const mounts = new RouteMounts({
    table,
    validation,
    durations: metrics.durations,
    limits,
    recentSignInMinutes: config.auth.recentSignInMinutes,
    rates: new RateLimits(config.rates, options.sharedRates ?? null),
    publicUrl: config.publicUrl?.replace(/\/+$/, '') ?? null,
  });
  const accessLog = config.accessLog
    ? createAccessLog(
        options.accessLog?.destination ?? process.stderr,
        options.accessLog?.format ?? (process.stderr.isTTY ? 'pretty' : 'json'),
      )
    : null;
  let isDraining = false;

  const openApi = perRevision(table, () => buildOpenApi(table.list(), options.info));
  const handler = new RequestHandler({
    dispatch: {
      table,
      access: options.access,
      authenticate: options.authenticate ?? (() => null),
      resolveWorkspace: options.resolveWorkspace ?? onlyDefault,
      isAwaited: options.isAwaited ?? (() => false),
      idempotency: options.idempotency ? createIdempotentRuns(options.idempotency, log) : null,
      files: options.filesDirectory === undefined ? null : new FileReceiver(options.filesDirectory),
      publicUrl: config.publicUrl,
      isSecure: (request) =>
        config.publicUrl?.startsWith('https:') === true || isSecureRequest(request, config.trustProxy),
    },
    pages: {
      shellDirectory: options.shellDirectory ?? null,
      documentation: options.documentation === undefined ? siteFolder() : options.documentation,
      assets,
      modules,
      readiness: () =>
        isDraining ? { isReady: false, reason: 'The server is shutting down.' } : options.readiness(),
      openApi: perRevision(table, () => JSON.stringify(openApi())),
      docs: perRevision(table, () => renderDocsPage(openApi())),
    },
    inFlight,
    streams,
    metrics,
    accessLog,
    log,
    trustProxy: config.trustProxy,
    requestMs: limits.requestMs,
    isDraining: () => isDraining,
    tracing: () => telemetry.tracing,
  });

  let isProxySeen = config.trustProxy;
  const app = new Koa();
  app.use((context) => {
    if (!isProxySeen && context.req.headers['x-forwarded-for'] !== undefined) {
      // Once: whoever sends the header without a proxy must not fill the log.
      isProxySeen = true;
      log.warn(
        'Requests come through a proxy that is not trusted: all who are behind it count as one client, so that one who guesses passwords makes all of them wait. If the proxy writes X-Forwarded-For itself, set server.trustProxy.',
      );
    }
    // The handler writes by itself what koa would write in several steps.
    context.respond = false;
    return handler.handle(context.req, context.res);
  });
  // What reaches koa's own error path is a connection that broke; koa would print it.
  app.on('error', (error: unknown) => log.debug('A connection ended early.', { error }));
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: Math.min(limits.requestMs, 10_000),
      // Each route has a deadline of its own, and what is answered before it has come is cut off; see RequestHandler.
      requestTimeout: Math.max(limits.requestMs, LONGEST_REQUEST_MS),
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 10_000,
      noDelay: true,
    },
    app.callback(),
  );
  server.maxHeadersCount = 100;
  server.on('checkContinue', app.callback());
  const metricsServer = config.metrics.enabled
    ? createMetricsServer(
        () => telemetry.render(),
        (error) => log.error('The metrics could not be written.', { error }),
      )
    : null;

  let draining: Promise<void> | undefined;
  const drain = (): Promise<void> => (draining ??= stop());
  async function stop(): Promise<void> {
    isDraining = true;
    const closed = server.listening
      ? new Promise<void>((resolve) => server.close(() => resolve()))
      : Promise.resolve();
    streams.endAll();
    server.closeIdleConnections();
    const late = await inFlight.settled(limits.drainMs);
    for (const exchange of late)
      exchange.controller.abort(new DOMException('the server is closing', 'AbortError'));
    if (late.length > 0)
      log.warn(`${late.length} requests did not finish within ${limits.drainMs} ms and were cut off.`);
    // What was answered last is still on its way to the client.
    if (late.length === 0) await Promise.race([closed, delay(100)]);
    server.closeAllConnections();
    await closed;
    accessLog?.close();
  }

  return {
    service(plugin) {
      const service = mounts.service(plugin);
      if ('directory' in plugin) {
        const { id, contributes } = plugin.manifest;
        assets.set(id, join(plugin.directory, uiFolder(contributes?.ui)));
        modules.add(plugin);
      }
      return service;
    },
    removePlugin(id) {
      mounts.remove(id);
      assets.delete(id);
      modules.remove(id);
    },
    hasYielded: (resource) => mounts.hasYielded(resource),
    routesOf: (plugin) =>
      table
        .list()
        .filter(({ owner }) => owner === plugin)
        .map(({ declared: { method, path, permission, summary } }) => ({
          method,
          path,
          permission,
          summary,
        })),
    openApi,
    async listen() {
      const url = await listen(server, config.host, config.port, 'server');
      const metricsUrl = metricsServer
        ? await listen(metricsServer, config.metrics.host, config.metrics.port, 'server.metrics')
        : null;
      warmSchemas(validation.warm, log);
      return { url, metricsUrl };
    },
    drain,
    async close() {
      await drain();
      options.sharedRates?.close();
      if (metricsServer?.listening) {
        const closed = new Promise<void>((resolve) => metricsServer.close(() => resolve()));
        metricsServer.closeAllConnections();
        await closed;
      }
    },
  };
}

/** Compiles schemas one at a time between requests, so that neither the start nor the first request waits for them. */
function warmSchemas(warm: ReturnType<typeof createInputValidation>['warm'], log: Logger): void {
  const timer = setTimeout(function next(): void {
    if (warm((error) => log.error('A route has an unusable schema; it will answer 500.', { error })))
      setTimeout(next, 5).unref();
  }, 200);
  timer.unref();
}

function perRevision<T>(table: RouteTable, make: () => T): () => T {
  let revision = -1;
  let made: T | undefined;
  return () => {
    if (made === undefined || revision !== table.revision) {
      made = make();
      revision = table.revision;
    }
    return made;
  };
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());
