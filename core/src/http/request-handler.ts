import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger, RouteResponse } from '@datawave/plugin-sdk';
import { formatTraceparent, parseTraceparent } from '../telemetry/traceparent.ts';
import type { Tracing } from '../telemetry/tracing.ts';
import type { AccessLog } from './access-log.ts';
import { renderProblem, writeAnswer } from './answer.ts';
import { type DispatchParts, dispatch } from './api-dispatch.ts';
import { hasBody } from './body.ts';
import { clientAddress } from './client-address.ts';
import { sendEvents } from './event-stream.ts';
import type { EventStreams } from './event-streams.ts';
import { Exchange } from './exchange.ts';
import type { HttpMetrics } from './http-metrics.ts';
import type { InFlight } from './in-flight.ts';
import { type PageParts, servePage } from './pages.ts';
import { sendParts } from './part-stream.ts';
import { API_PREFIX } from './path.ts';
import { HttpError, isForeseen } from './problem.ts';
import { requestIdFrom } from './request-id.ts';
import { API_HEADERS } from './security-headers.ts';
import { type StillMay, watchStream } from './stream-permission.ts';

/** What answers a request. */
export interface HandlerParts {
  readonly dispatch: DispatchParts;
  readonly pages: PageParts;
  readonly inFlight: InFlight;
  readonly streams: EventStreams;
  readonly metrics: HttpMetrics;
  readonly accessLog: AccessLog | null;
  readonly log: Logger;
  readonly trustProxy: boolean;
  readonly requestMs: number;
  readonly isDraining: () => boolean;
  readonly tracing: () => Tracing | null;
}

const DROPPED_BODY_BYTES = 65_536;
/** Why a request was given up by us. */
const TIMED_OUT = 'the request took too long';

/** Answers every request: one function rather than a chain, which would cost half of what a request costs. */
export class RequestHandler {
  readonly #parts: HandlerParts;

  constructor(parts: HandlerParts) {
    this.#parts = parts;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { inFlight, requestMs, trustProxy } = this.#parts;
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const exchange = new Exchange({
      request,
      response,
      path: mark === -1 ? url : url.slice(0, mark),
      requestId: requestIdFrom(request.headers['x-request-id']),
      address: clientAddress(request, trustProxy),
      startedAt: performance.now(),
      timeoutMs: requestMs,
    });
    if (!inFlight.admit(exchange)) {
      this.#fail(exchange, overloaded());
      return;
    }
    response.once('close', () => this.#onClose(exchange));
    try {
      const tracing = this.#parts.tracing();
      if (tracing === null) await this.#serve(exchange, mark === -1 ? '' : url.slice(mark + 1));
      else await this.#serveTraced(tracing, exchange, mark === -1 ? '' : url.slice(mark + 1));
    } catch (error) {
      this.#fail(exchange, error);
    } finally {
      inFlight.release(exchange);
      if (!request.complete) this.#cutOff(exchange);
    }
  }

  /** Of a body that nobody wanted the rest may come for as long as a request may take. */
  #cutOff({ request, route }: Exchange): void {
    const forMs = route?.receivesFile === true ? route.timeoutMs : this.#parts.requestMs;
    const timer = setTimeout(() => request.destroy(), forMs).unref();
    request.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer));
  }

  /** A deadline that has passed: answered now, whatever the handler still does. */
  expire(exchange: Exchange): void {
    if (exchange.isAnswered) return;
    const isClient = exchange.isReadingBody;
    this.#fail(
      exchange,
      new HttpError({
        code: isClient ? 'DW_HTTP_BODY_TIMEOUT' : 'DW_HTTP_TIMEOUT',
        message: isClient
          ? 'The body did not arrive in time.'
          : 'The request took too long and was given up.',
        hint: isClient
          ? 'Send it again over a faster connection.'
          : 'Ask for less at once, or try again later.',
        status: isClient ? 408 : 503,
        headers: isClient ? { connection: 'close' } : { 'retry-after': '5' },
      }),
    );
    exchange.controller.abort(new DOMException(TIMED_OUT, 'TimeoutError'));
    this.#parts.inFlight.release(exchange);
  }

  #onClose(exchange: Exchange): void {
    if (!exchange.response.writableFinished)
      exchange.controller.abort(new DOMException('the client is gone', 'AbortError'));
  }

  async #serveTraced(tracing: Tracing, exchange: Exchange, search: string): Promise<void> {
    const parent = parseTraceparent(exchange.request.headers['traceparent']?.toString());
    await tracing.run(
      {
        name: exchange.method,
        kind: 'server',
        attributes: { 'http.request.method': exchange.method, 'url.path': exchange.path },
        ...(parent ? { parent } : {}),
      },
      async (span) => {
        exchange.traceparent = formatTraceparent(span.context);
        try {
          await this.#serve(exchange, search);
        } catch (error) {
          // Answered inside the span, so that its status is known when the span ends.
          this.#fail(exchange, error);
          span.fail(error);
        }
        if (exchange.route !== null)
          span.rename(`${exchange.method} ${API_PREFIX}${exchange.route.declared.path}`);
        span.set({
          'http.response.status_code': exchange.response.statusCode,
          'datawave.request_id': exchange.requestId,
        });
      },
    );
  }

  async #serve(exchange: Exchange, search: string): Promise<void> {
    const { path } = exchange;
    if (
      path.startsWith(API_PREFIX) &&
      (path.length === API_PREFIX.length || path.charCodeAt(API_PREFIX.length) === 0x2f)
    ) {
      const dispatched = await dispatch(
        exchange,
        path.slice(API_PREFIX.length) || '/',
        search,
        this.#parts.dispatch,
      );
      // The deadline may have been faster.
      if (exchange.isAnswered || exchange.response.destroyed) return;
      if ('answer' in dispatched) {
        exchange.isAnswered = true;
        this.#record(exchange, writeAnswer(exchange, dispatched.answer, this.#parts.isDraining()));
      } else await this.#stream(exchange, dispatched.response, dispatched.stillMay);
      return;
    }
    const status = await servePage(exchange, this.#parts.pages);
    exchange.isAnswered = true;
    this.#record(exchange, status);
  }

  async #stream(exchange: Exchange, answer: RouteResponse, stillMay: StillMay): Promise<void> {
    const { streams, inFlight } = this.#parts;
    const { response, controller } = exchange;
    const { events, stream, headers } = answer;
    const close = streams.open(exchange.principal ?? '', () =>
      controller.abort(new DOMException('the server is closing', 'AbortError')),
    );
    // What comes in parts has an end of its own, and may take longer than a script's token lasts.
    const unwatch =
      events === undefined
        ? () => undefined
        : watchStream(stillMay, () =>
            controller.abort(new DOMException('its reader may not read it any more', 'AbortError')),
          );
    exchange.isAnswered = true;
    exchange.deadline = Infinity;
    inFlight.release(exchange);
    try {
      response.writeHead(answer.status ?? 200, [
        ...(events === undefined
          ? []
          : ['content-type', 'text/event-stream; charset=utf-8', 'x-accel-buffering', 'no']),
        ...streamHeaders(headers),
        'x-request-id',
        exchange.requestId,
        ...API_HEADERS,
      ]);
      this.#record(exchange, answer.status ?? 200);
      if (exchange.method === 'HEAD') response.end();
      else if (events !== undefined) await sendEvents(response, events, controller.signal);
      else if (stream !== undefined) await sendParts(response, stream, controller.signal);
    } catch (error) {
      this.#logFailure(exchange, error);
    } finally {
      unwatch();
      controller.abort(new DOMException('the stream has ended', 'AbortError'));
      close();
    }
  }

  #fail(exchange: Exchange, error: unknown): void {
    const { response } = exchange;
    if (exchange.isAnswered || response.headersSent || response.destroyed) {
      // Nobody is left to be told; the log is.
      if (!response.destroyed || !isAbort(error)) this.#logFailure(exchange, error);
      if (!response.writableEnded && response.headersSent && !exchange.isAnswered) response.destroy();
      return;
    }
    exchange.isAnswered = true;
    const answer = renderProblem(error, exchange.requestId);
    if (answer.status >= 500 && answer.status !== 503) this.#logFailure(exchange, error);
    this.#record(
      exchange,
      writeAnswer(exchange, answer, this.#parts.isDraining() || leavesBodyUnread(exchange)),
    );
  }

  #logFailure(exchange: Exchange, error: unknown): void {
    const { log } = this.#parts;
    const fields = {
      requestId: exchange.requestId,
      traceId: exchange.traceparent?.slice(3, 35),
      method: exchange.method,
      route: exchange.route?.declared.path,
      plugin: exchange.route?.owner,
      error,
    };
    if (isAbort(error)) log.debug('A request was given up.', fields);
    else log.error(isForeseen(error) ? 'A request failed.' : 'A request failed unexpectedly.', fields);
  }

  #record(exchange: Exchange, status: number): void {
    const { metrics, accessLog } = this.#parts;
    const durationMs = performance.now() - exchange.startedAt;
    (exchange.route === null ? metrics.unrouted(status) : exchange.route.durations(status)).record(
      durationMs / 1000,
    );
    accessLog?.write({
      requestId: exchange.requestId,
      method: exchange.method,
      path: exchange.path,
      status,
      durationMs,
      address: exchange.address,
      principal: exchange.principal,
      traceId: exchange.traceparent?.slice(3, 35),
    });
  }
}

/** A handler's own, in lower case, so that what it says of caching stands in the place of ours and not beside it. */
function streamHeaders(given: RouteResponse['headers']): readonly string[] {
  const own = Object.entries(given ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.entries({ 'cache-control': 'no-store', ...Object.fromEntries(own) }).flat();
}

/** Of a refused request the rest of a small body is read and dropped; for a large one the connection is given up. */
function leavesBodyUnread({ request, route }: Exchange): boolean {
  if (request.complete || !hasBody(request)) return false;
  const length = Number(request.headers['content-length'] ?? Infinity);
  // Browsers send all of a file before they look at an answer, such as that somebody has to sign in anew.
  if (route?.receivesFile === true && length <= route.bodyLimit) return false;
  return length > DROPPED_BODY_BYTES;
}

const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === 'AbortError' || error.name === 'TimeoutError');

function overloaded(): HttpError {
  return new HttpError({
    code: 'DW_HTTP_OVERLOADED',
    message: 'The server is working on as many requests as it can.',
    hint: 'Try again in a moment.',
    status: 503,
    headers: { 'retry-after': '1' },
  });
}
