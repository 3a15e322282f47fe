import { DataWaveError, type RouteRequest, type RouteResponse } from '@datawave/plugin-sdk';

/**
 * Lets npm print why: its client shows the field `error` of an answer and nothing else. The answer stays problem details
 * otherwise, as of every route.
 */
export function forNpm<Params, Query, Body>(
  handler: (request: RouteRequest<Params, Query, Body>) => Promise<RouteResponse>,
): (request: RouteRequest<Params, Query, Body>) => Promise<RouteResponse> {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      if (!DataWaveError.is(error) || error.status >= 500) throw error;
      return {
        status: error.status,
        headers: { ...error.headers, 'content-type': 'application/problem+json' },
        body: {
          type: `urn:datawave:error:${error.code}`,
          title: 'Refused',
          status: error.status,
          detail: error.message,
          code: error.code,
          requestId: request.scope.requestId,
          ...(error.hint === undefined ? {} : { hint: error.hint }),
          ...(error.errors.length === 0 ? {} : { errors: error.errors.slice(0, 100) }),
          error: [error.message, error.hint].filter(Boolean).join(' ').slice(0, 2000),
        },
      };
    }
  };
}

/** Where the registry is reached: by its configuration, else as the client has called it, to which alone the answer goes. */
export function baseUrl(publicUrl: string | null, request: RouteRequest<unknown, unknown, unknown>): string {
  const host = request.headers['host'];
  const origin =
    publicUrl ??
    (host !== undefined && /^[a-z0-9.:[\]-]+$/i.test(host)
      ? `${request.client.isSecure ? 'https' : 'http'}://${host}`
      : 'http://localhost');
  return `${origin}/api/v1/npm/`;
}
