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
  /**
   * Answer part by part instead of with a body, with the content-type given in headers: the next part is asked for when the client has
   * taken the one before. When the iterable fails the connection is cut, so that nobody takes what came for the whole. Nobody keeps it
   * (`cache-control: no-store`) unless a header says otherwise.
   */
  readonly stream?: AsyncIterable<string | Uint8Array>;
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
  /**
   * Permission that the caller must hold; `signed-in` for what is about the caller alone, which no token reaches that is confined to
   * some permissions; or `public`. A route that names none is not mounted.
   */
  readonly permission: string;
  /**
   * For what is dangerous: the caller must have signed in within the minutes that the configuration gives, 10 unless it says
   * otherwise; else 403 with DW_AUTH_STEP_UP, upon which the shell asks for the sign-in again. A token that acts without a person
   * passes only where its own permissions name the route's.
   */
  readonly recentSignIn?: true;
  readonly summary: string;
  readonly description?: string;
  readonly params?: JsonSchema;
  readonly query?: JsonSchema;
  readonly body?: JsonSchema;
  /**
   * The body is a form (`application/x-www-form-urlencoded`, each field at most once, every value a text) in place of JSON, and may be
   * posted by a page of any site: how an identity provider hands its answer over. Only for a public POST. Whoever posts is nobody,
   * whatever the request carries: no cookie and no token is looked at, so that another site cannot act in a visitor's name.
   */
  readonly foreignForm?: true;
  /** By status; the success answer's schema is used for OpenAPI. */
  readonly responses?: Readonly<
    Record<string, { readonly description: string; readonly schema?: JsonSchema }>
  >;
  /**
   * How often one caller may use the route, in this and in other replicas: so many requests at once, and so many in those seconds. Of a
   * public route an address is a caller, else the principal. What the configuration says unless given, which is less for a sign-in.
   * Who goes on gets 429 with DW_HTTP_RATE_LIMITED.
   */
  readonly rateLimit?: { readonly requests: number; readonly seconds: number };
  /** Largest accepted body in bytes; 1 MiB unless given. */
  readonly bodyLimit?: number;
  /** Milliseconds until the scope is aborted and 503 answered; 30,000 unless given. Streams have none. */
  readonly timeoutMs?: number;
  handler(request: RouteRequest<Params, Query, Body>): Promise<RouteResponse>;
}

/** Mounts routes for the plugin. Withdrawn when it stops: they answer 404 then, and return with it. @public */
export interface HttpService {
  /**
   * Where people reach the platform, as the configuration says it: `https://governance.example.com`, without a slash at the end. Null
   * where it says nothing. What leaves the platform, such as a link in a mail, is made of this and never of what a request claims.
   */
  readonly publicUrl: string | null;
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
