import type { IncomingMessage } from 'node:http';
import type {
  AccessService,
  Authenticate,
  ExecutionScope,
  ResolveWorkspace,
  RouteRequest,
  RouteResponse,
} from '@datawave/plugin-sdk';
import { addressBlock } from './address-block.ts';
import { type Answer, renderAnswer } from './answer.ts';
import { ANONYMOUS } from './authentication.ts';
import { checkBodyHeaders, hasBody, JSON_BODY, readJsonBody } from './body.ts';
import { isSafeMethod, requireCsrfToken, requireSameOrigin } from './browser-origin.ts';
import { enterWorkspace } from './enter-workspace.ts';
import type { Exchange } from './exchange.ts';
import { FORM_BODY, readFormBody } from './form-body.ts';
import type { IdempotentRuns } from './idempotency.ts';
import type { RouteMatch } from './mounted-route.ts';
import { canonicalPath, resourceOf } from './path.ts';
import { expectedVersion, requireMatch } from './preconditions.ts';
import { HttpError } from './problem.ts';
import { FILE_BODY, type FileReceiver, type ReceivedFile } from './received-file.ts';
import { requireRecentSignIn } from './recent-sign-in.ts';
import { checkBody, readUrlInput } from './request-input.ts';
import { requestScope } from './request-scope.ts';
import { authorize, decideRoute, maySee, notFound } from './route-authorization.ts';
import type { RouteTable } from './route-table.ts';
import { type StillMay, streamPermission } from './stream-permission.ts';

/** What the dispatcher works with. */
export interface DispatchParts {
  readonly table: RouteTable;
  readonly access: AccessService;
  readonly authenticate: Authenticate;
  readonly resolveWorkspace: ResolveWorkspace;
  /** Whether what serves a first segment of a path is on its way. */
  readonly isAwaited: (resource: string) => boolean;
  readonly idempotency: IdempotentRuns | null;
  /** Null where no route may take a file. */
  readonly files: FileReceiver | null;
  readonly publicUrl: string | undefined;
  readonly isSecure: (request: IncomingMessage) => boolean;
}

/** Either an answer to write, or what is sent as it comes. */
export type Dispatched =
  | { readonly answer: Answer }
  | { readonly response: RouteResponse; readonly stillMay: StillMay };

/** Finds the route of a request below the prefix and runs it, in one function: who, may they, what, then the handler. */
export async function dispatch(
  exchange: Exchange,
  sentPath: string,
  search: string,
  parts: DispatchParts,
): Promise<Dispatched> {
  const { request } = exchange;
  const path = canonicalPath(sentPath);
  const { headers } = request;
  const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
  const match = path === null ? null : parts.table.find(method, path);
  const isPublic = match?.route.isPublic ?? false;
  const isForeignForm = match?.route.isForeignForm ?? false;

  const source = { headers, address: exchange.address, isSecure: parts.isSecure(request) };
  let authentication =
    isForeignForm || (headers.authorization === undefined && headers.cookie === undefined)
      ? null
      : parts.authenticate(source);
  if (authentication instanceof Promise) authentication = await authentication;
  if (authentication === null && !isPublic) throw unauthenticated();
  let caller = authentication ?? ANONYMOUS;
  if (authentication !== null) {
    const entered = enterWorkspace(headers, authentication, parts.resolveWorkspace);
    caller = entered instanceof Promise ? await entered : entered;
  }
  exchange.principal = caller.principal.id;
  const scope = requestScope(exchange, caller);

  if (path === null) throw notFound();
  if (match === null) return { answer: await answerUnmatched(exchange, path, scope, parts) };
  const { route } = match;
  exchange.route = route;
  // A timeout counts from the first header on, whatever the route allows.
  exchange.deadline = exchange.startedAt + route.timeoutMs;

  let left = 0;
  if (route.rate !== null) {
    const taken = route.rate.take(isPublic ? addressBlock(exchange.address) : caller.principal.id);
    left = taken instanceof Promise ? await taken : taken;
    if (left < 0) throw route.rate.refusal(-left);
  }
  if (!isSafeMethod(method)) {
    if (!isForeignForm) requireSameOrigin(headers, parts.publicUrl);
    if (!isPublic && caller.csrfToken !== undefined) requireCsrfToken(headers, caller.csrfToken);
  }
  if (!isPublic) await authorize(route, path, scope, parts.access, parts.table);
  if (route.signInWithinMs !== null)
    requireRecentSignIn(scope, route.declared.permission, route.signInWithinMs);
  exchange.rate = route.rate;
  exchange.requestsLeft = left;
  const done = route.receivesFile
    ? await runWithFile(exchange, match, path, search, scope, parts)
    : await run(exchange, match, path, search, scope, parts);
  if ('answer' in done) return done;
  return { ...done, stillMay: streamPermission(exchange, route, caller, source, parts) };
}

/** As {@link run}, with a body that is kept in a file for as long as that takes. */
async function runWithFile(
  exchange: Exchange,
  match: RouteMatch,
  path: string,
  search: string,
  scope: ExecutionScope,
  parts: DispatchParts,
): ReturnType<typeof run> {
  const { files } = parts;
  if (files === null) throw notFound();
  const { request } = exchange;
  const { bodyLimit } = match.route;
  // What is wrong with the address is said before anything is sent.
  readUrlInput(match, search);
  checkBodyHeaders(request, bodyLimit, FILE_BODY);
  exchange.isReadingBody = true;
  if (request.headers.expect !== undefined) exchange.response.writeContinue();
  const file = await files.receive(request, bodyLimit, scope.signal);
  exchange.isReadingBody = false;
  try {
    return await run(exchange, match, path, search, scope, parts, file);
  } finally {
    await files.remove(file);
  }
}

async function run(
  exchange: Exchange,
  match: RouteMatch,
  path: string,
  search: string,
  scope: ExecutionScope,
  parts: DispatchParts,
  file: ReceivedFile | null = null,
): Promise<{ readonly answer: Answer } | { readonly response: RouteResponse }> {
  const { route } = match;
  const { headers } = exchange.request;
  const { params, query } = readUrlInput(match, search);

  let bytes: Buffer | null = null;
  let body: unknown;
  const nothing = {};
  if (file !== null) {
    body = file;
    bytes = Buffer.from(file.sha256);
  } else if (
    route.checkBody !== null &&
    !hasBody(exchange.request) &&
    route.checkBody(nothing).length === 0
  ) {
    // Where everything may be left out, so may the braces around it.
    body = nothing;
  } else if (route.checkBody !== null) {
    checkBodyHeaders(exchange.request, route.bodyLimit, route.isForeignForm ? FORM_BODY : JSON_BODY);
    exchange.isReadingBody = true;
    // Asked for only now: a body of somebody who may not do this is not even sent.
    if (headers.expect !== undefined) exchange.response.writeContinue();
    const read = route.isForeignForm ? readFormBody : readJsonBody;
    const parsed = await read(exchange.request, route.bodyLimit, scope.signal);
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
    await requireMatch(ifMatch, path, request, parts);

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
  if (response.events !== undefined || response.stream !== undefined) return { response };
  return { answer: renderAnswer(response) };
}

/** A path without a route for this method: 404, or for somebody who may see what is there, what it does answer. */
async function answerUnmatched(
  exchange: Exchange,
  path: string,
  scope: ExecutionScope,
  parts: DispatchParts,
): Promise<Answer> {
  const { methods } = parts.table.look(exchange.method, path);
  // "There is nothing" would be taken for the end of what a plugin that is coming up still has.
  if (methods.length === 0 && parts.isAwaited(resourceOf(path))) throw notYetThere();
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
    if (route && (route.isPublic || (await decideRoute(route, scope, parts.access)).allowed)) return true;
  }
  return false;
}

function notYetThere(): HttpError {
  return new HttpError({
    code: 'DW_HTTP_NOT_YET',
    message: 'What answers here is still starting.',
    hint: 'Try again in a moment; /readyz and the list of plugins say what is missing.',
    status: 503,
    headers: { 'retry-after': '2' },
  });
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
