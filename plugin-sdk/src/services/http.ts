import type { JsonSchema } from '../json-schema.ts';
import { type Disposer, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';

/** The methods that a route may answer. @public */
export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a handler is given: everything parsed, validated and authorised. @public */
export interface RouteRequest<
  Params = Record<string, string>,
  Query = Record<string, unknown>,
  Body = unknown,
> {
  readonly scope: ExecutionScope;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Where the request came from, the proxy's word for it where the proxy is trusted. */
  readonly client: { readonly address: string; readonly isSecure: boolean };
  /**
   * The one version that `If-Match` names, without its quotes. The kernel has compared it with what the GET of the same
   * path answers; a handler that must not lose a race compares it again in its transaction and throws with status 412.
   */
  readonly expectedVersion?: string;
}

/** What a handler answers. @public */
export interface RouteResponse {
  /** 200 with a body, 204 without, unless given. */
  readonly status?: number;
  /** JSON; a Uint8Array is sent as it is, with the content-type given in headers. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Version of the thing answered: becomes a strong ETag, answers 304 and 412. */
  readonly version?: string | number;
  /** Answer as server-sent events instead of a body. Ends when the iterable does or the client is gone. */
  readonly events?: AsyncIterable<ServerSentEvent>;
}

/** One event of a stream, as `text/event-stream` carries it. @public */
export interface ServerSentEvent {
  readonly id?: string;
  readonly event?: string;
  /** JSON. */
  readonly data: unknown;
}

/** A route below `/api/v1`. @public */
export interface Route<Params, Query, Body> {
  readonly method: HttpMethod;
  /** Below `/api/v1`, first segment among the manifest's `resources`; parameters as `:name`. */
  readonly path: string;
  /** Permission that the caller must hold, or `public`. A route that names neither is not mounted. */
  readonly permission: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: JsonSchema;
  readonly query?: JsonSchema;
  readonly body?: JsonSchema;
  /** By status; the success answer's schema is used for OpenAPI. */
  readonly responses?: Readonly<
    Record<string, { readonly description: string; readonly schema?: JsonSchema }>
  >;
  /** Largest accepted body in bytes; 1 MiB unless given. */
  readonly bodyLimit?: number;
  /** Milliseconds until the scope is aborted and 503 answered; 30,000 unless given. Streams have none. */
  readonly timeoutMs?: number;
  handler(request: RouteRequest<Params, Query, Body>): Promise<RouteResponse>;
}

/** Mounts routes for the plugin. Withdrawn when it stops: they answer 404 then, and return with it. @public */
export interface HttpService {
  /** @throws DataWaveError DW_HTTP_ROUTE_INVALID without permission or outside the plugin's resources, DW_HTTP_ROUTE_DUPLICATE. */
  route<Params = Record<string, string>, Query = Record<string, unknown>, Body = unknown>(
    route: Route<Params, Query, Body>,
  ): Disposer;
}

/** A page of a list. @public */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** JSON Schema of the query parameters that every list takes. @public */
export const pageQuerySchema = {
  limit: { type: 'integer', minimum: 1, maximum: 500, default: 50, description: 'Items on a page.' },
  cursor: {
    type: 'string',
    maxLength: 1024,
    description: 'Opaque position, from nextCursor of the page before.',
  },
} as const;

/** The ref of the kernel's HTTP service, which mounts routes below `/api/v1`. @public */
export const httpService = serviceRef<HttpService>('core.http');
