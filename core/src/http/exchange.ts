import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MountedRoute } from './mounted-route.ts';
import type { RouteRate } from './rates/route-rate.ts';

/** One request with its answer, from its first header to its last byte. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly requestId: string;
  readonly address: string;
  readonly startedAt: number;
  /** Aborted when the client is gone, the deadline has passed or the server is closing. */
  readonly controller = new AbortController();
  /** On the clock of `performance.now()`; Infinity for a stream. */
  deadline: number;
  route: MountedRoute | null = null;
  principal: string | null = null;
  /** What is told of the rate; only to who may use the route, so that others cannot tell that there is one. */
  rate: RouteRate | null = null;
  /** Requests that the caller has left. */
  requestsLeft = 0;
  /** W3C header of the server span, when tracing is on. */
  traceparent: string | undefined = undefined;
  /** While the body is being read, the client is to blame for a delay. */
  isReadingBody = false;
  isAnswered = false;

  constructor(parts: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly path: string;
    readonly requestId: string;
    readonly address: string;
    readonly startedAt: number;
    readonly timeoutMs: number;
  }) {
    this.request = parts.request;
    this.response = parts.response;
    this.method = parts.request.method ?? 'GET';
    this.path = parts.path;
    this.requestId = parts.requestId;
    this.address = parts.address;
    this.startedAt = parts.startedAt;
    this.deadline = parts.startedAt + parts.timeoutMs;
  }
}
