import type { RouteResponse } from '@datawave/plugin-sdk';
import { etagOf, namesEtag } from './conditional.ts';
import type { Exchange } from './exchange.ts';
import { PROBLEM_TYPE, problemFrom, problemHeaders } from './problem.ts';
import { API_HEADERS } from './security-headers.ts';

/** An answer ready to be written, and to be kept for a repeated request. */
export interface Answer {
  readonly status: number;
  /** Beyond those that every answer has. */
  readonly headers: Readonly<Record<string, string>> | null;
  readonly etag: string | null;
  readonly type: string | null;
  readonly payload: string | Uint8Array | null;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const NO_BODY_STATUS: ReadonlySet<number> = new Set([204, 205, 304]);
/** Headers that the dispatcher writes itself; a handler's would be doubled. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'content-length',
  'etag',
  'x-request-id',
  'transfer-encoding',
  'content-type',
]);

/** Renders what a handler answered. */
export function renderAnswer(response: RouteResponse): Answer {
  const { body } = response;
  const status = response.status ?? (body === undefined ? 204 : 200);
  const hasBody = body !== undefined && !NO_BODY_STATUS.has(status);
  const isBytes = body instanceof Uint8Array;
  return {
    status,
    headers: response.headers ?? null,
    etag: response.version === undefined ? null : etagOf(response.version),
    type: hasBody
      ? (headerOf(response.headers, 'content-type') ?? (isBytes ? 'application/octet-stream' : JSON_TYPE))
      : null,
    payload: hasBody ? (isBytes ? body : JSON.stringify(body)) : null,
  };
}

/** Renders an error as problem details. */
export function renderProblem(error: unknown, requestId: string): Answer {
  const problem = problemFrom(error, requestId);
  return {
    status: problem.status,
    headers: problemHeaders(error),
    etag: null,
    type: PROBLEM_TYPE,
    payload: JSON.stringify(problem),
  };
}

/**
 * Writes an answer in one go: koa's own respond and one `setHeader` for each header cost twice as much.
 * Answers the status that was sent, which is 304 where the client has this version already.
 */
export function writeAnswer(exchange: Exchange, answer: Answer, closes: boolean): number {
  const { response, request } = exchange;
  const isRead = exchange.method === 'GET' || exchange.method === 'HEAD';
  const condition = request.headers['if-none-match'];
  const isUnchanged =
    isRead &&
    condition !== undefined &&
    answer.etag !== null &&
    answer.status === 200 &&
    namesEtag(condition, answer.etag, true);
  const status = isUnchanged ? 304 : answer.status;

  const headers: string[] = ['x-request-id', exchange.requestId];
  if (answer.etag === null) headers.push('cache-control', 'no-store');
  else headers.push('etag', answer.etag, 'cache-control', 'private, no-cache');
  headers.push(...API_HEADERS);
  if (exchange.rate !== null)
    headers.push(
      'ratelimit-policy',
      exchange.rate.policyHeader,
      'ratelimit',
      exchange.rate.header(exchange.requestsLeft),
    );
  if (closes) headers.push('connection', 'close');
  if (answer.headers !== null) {
    for (const name in answer.headers) {
      const value = answer.headers[name];
      const lower = name.toLowerCase();
      if (value === undefined || OWN_HEADERS.has(lower)) continue;
      if (lower === 'cache-control') headers[headers.indexOf('cache-control') + 1] = value;
      else headers.push(lower, value);
    }
  }
  const payload = isUnchanged ? null : answer.payload;
  if (payload !== null && answer.type !== null) {
    headers.push(
      'content-type',
      answer.type,
      'content-length',
      String(typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength),
    );
  } else if (!NO_BODY_STATUS.has(status)) {
    headers.push('content-length', '0');
  }
  response.writeHead(status, headers);
  if (payload === null || exchange.method === 'HEAD') response.end();
  else response.end(payload);
  return status;
}

function headerOf(headers: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  if (headers === undefined) return undefined;
  for (const key in headers) if (key.toLowerCase() === name) return headers[key];
  return undefined;
}
