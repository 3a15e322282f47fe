import type { IncomingMessage } from 'node:http';
import type { AccessService, ExecutionScope, RouteRequest, RouteResponse } from '@datawave/plugin-sdk';
import { type Answer, renderAnswer } from './answer.ts';
import { ANONYMOUS, type Authenticate, type Authentication } from './authentication.ts';
import { checkBodyHeaders, hasBody, readJsonBody } from './body.ts';
import { isSafeMethod, requireCsrfToken, requireSameOrigin } from './browser-origin.ts';
import type { Exchange } from './exchange.ts';
import type { IdempotentRuns } from './idempotency.ts';
import type { RouteMatch } from './mounted-route.ts';
import { expectedVersion, requireMatch } from './preconditions.ts';
import { HttpError } from './problem.ts';
import { checkBody, readUrlInput } from './request-input.ts';
import { authorize, maySee, notFound } from './route-authorization.ts';
import type { RouteTable } from './route-table.ts';

/** What the dispatcher works with; `authenticate` may be exchanged while running. */
export interface DispatchParts {
  readonly table: RouteTable;
  readonly access: AccessService;
  readonly authenticate: () => Authenticate;
  readonly idempotency: IdempotentRuns | null;
  readonly publicUrl: string | undefined;
  readonly isSecure: (request: IncomingMessage) => boolean;
}

/** Either an answer to write, or a stream of events to send. */
export type Dispatched =
  | { readonly answer: Answer; readonly events?: undefined }
  | { readonly events: NonNullable<RouteResponse['events']>; readonly response: RouteResponse };

/** Finds the route of a request below the prefix and runs it, in one function: who, may they, what, then the handler. */
export async function dispatch(
  exchange: Exchange,
  path: string,
  search: string,
  parts: DispatchParts,
): Promise<Dispatched> {
  const { request } = exchange;
  const { headers } = request;
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
  const match = parts.table.find(method, path);
  const isPublic = match?.route.isPublic ?? false;

  let authentication =
    headers.authorization === undefined && headers.cookie === undefined
      ? null
      : parts.authenticate()({ headers, address: exchange.address });
  if (authentication instanceof Promise) authentication = await authentication;
  if (authentication === null && !isPublic) throw unauthenticated();
  const caller = authentication ?? ANONYMOUS;
  exchange.principal = caller.principal.id;
  const scope = scopeOf(exchange, caller);

  if (match === null) return { answer: await answerUnmatched(exchange, path, scope, parts) };
  const { route } = match;
  exchange.route = route;
  // A timeout counts from the first header on, whatever the route allows.
  exchange.deadline = exchange.startedAt + route.timeoutMs;

  if (!isSafeMethod(method)) {
    requireSameOrigin(headers, parts.publicUrl);
    if (!isPublic && caller.csrfToken !== undefined) requireCsrfToken(headers, caller.csrfToken);
  }
  if (!isPublic) await authorize(route, path, scope, parts.access, parts.table);
  return run(exchange, match, path, search, scope, parts);
}

async function run(
  exchange: Exchange,
  match: RouteMatch,
  path: string,
  search: string,
  scope: ExecutionScope,
  parts: DispatchParts,
): Promise<Dispatched> {
  const { route } = match;
  const { headers } = exchange.request;
  const { params, query } = readUrlInput(match, search);

  let bytes: Buffer | null = null;
  let body: unknown;
  const nothing = {};
  if (route.checkBody !== null && !hasBody(exchange.request) && route.checkBody(nothing).length === 0) {
    // Where everything may be left out, so may the braces around it.
    body = nothing;
  } else if (route.checkBody !== null) {
    checkBodyHeaders(exchange.request, route.bodyLimit);
    exchange.isReadingBody = true;
    // Asked for only now: a body of somebody who may not do this is not even sent.
    if (headers.expect !== undefined) exchange.response.writeContinue();
    const parsed = await readJsonBody(exchange.request, route.bodyLimit, scope.signal);
    exchange.isReadingBody = false;
    checkBody(route, parsed.value);
    bytes = parsed.bytes;
    body = parsed.value;
  } else if (hasBody(exchange.request) && Number(headers['content-length'] ?? 0) > route.bodyLimit) {
    checkBodyHeaders(exchange.request, route.bodyLimit);
  }

  // Node joins repeated headers with commas; the only one that it keeps as a list has no business in a request.
  if (headers['set-cookie'] !== undefined) delete headers['set-cookie'];
  const ifMatch = headers['if-match'];
  const version = ifMatch === undefined ? undefined : expectedVersion(ifMatch);
  const request: RouteRequest = {
    scope,
    params,
    query,
    body,
    headers: headers as RouteRequest['headers'],
    client: { address: exchange.address, isSecure: parts.isSecure(exchange.request) },
    ...(version === undefined ? {} : { expectedVersion: version }),
  };
  if (ifMatch !== undefined && !isSafeMethod(exchange.method))
    await requireMatch(ifMatch, path, request, parts.table);

  const key = headers['idempotency-key'];
  if (
    key !== undefined &&
    route.declared.method === 'POST' &&
    !route.isPublic &&
    parts.idempotency !== null
  ) {
    return {
      answer: await parts.idempotency.run(
        { key: String(key), scope, target: `${path}?${search}`, body: bytes, timeoutMs: route.timeoutMs },
        async () => renderAnswer(await route.call(request)),
      ),
    };
  }
  const response = await route.call(request);
  if (response.events !== undefined) return { events: response.events, response };
  return { answer: renderAnswer(response) };
}

function scopeOf(exchange: Exchange, caller: Authentication): ExecutionScope {
  const scope = {
    workspace: caller.workspace,
    principal: caller.principal,
    requestId: exchange.requestId,
    signal: exchange.controller.signal,
  };
  return exchange.traceparent === undefined ? scope : { ...scope, traceparent: exchange.traceparent };
}

/** A path without a route for this method: 404, or for somebody who may see what is there, what it does answer. */
async function answerUnmatched(
  exchange: Exchange,
  path: string,
  scope: ExecutionScope,
  parts: DispatchParts,
): Promise<Answer> {
  const { methods } = parts.table.look(exchange.method, path);
  if (methods.length === 0 || !(await mayUseAny(path, methods, scope, parts))) throw notFound();
  const allow = [
    ...new Set(
      methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).concat('OPTIONS'),
    ),
  ]
    .sort()
    .join(', ');
  if (exchange.method === 'OPTIONS')
    return { status: 204, headers: { allow }, etag: null, type: null, payload: null };
  throw new HttpError({
    code: 'DW_HTTP_METHOD_NOT_ALLOWED',
    message: `${exchange.method} is not answered here.`,
    hint: `This address answers ${allow}.`,
    status: 405,
    headers: { allow },
  });
}

async function mayUseAny(
  path: string,
  methods: readonly string[],
  scope: ExecutionScope,
  parts: DispatchParts,
): Promise<boolean> {
  if (await maySee(path, scope, parts.access, parts.table)) return true;
  for (const method of methods) {
    const route = parts.table.find(method, path)?.route;
    if (route && (route.isPublic || (await parts.access.decide(scope, route.question)).allowed)) return true;
  }
  return false;
}

function unauthenticated(): HttpError {
  return new HttpError({
    code: 'DW_HTTP_UNAUTHENTICATED',
    message: 'Sign in to use this address.',
    hint: 'Send an access token of POST /api/v1/auth/login as "Authorization: Bearer TOKEN", or sign in with the browser.',
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="datawave"' },
  });
}
