import {
  DataWaveError,
  type JobContext,
  type RouteRequest,
  type RouteResponse,
  type Transaction,
} from '@datawave/plugin-sdk';
import { notOffered, openUndeclared } from '../isolation-errors.ts';
import { DataSession } from './data-session.ts';
import { isPlatformsCode, isUnauthenticated } from './issued-errors.ts';
import { fieldsOf } from './shapes.ts';

type Run = (...args: readonly unknown[]) => unknown;

const methodOf = (value: unknown, name: string): Run => {
  const found: unknown = fieldsOf(value)[name];
  if (typeof found === 'function') return (...args) => Reflect.apply(found as Run, value, args);
  throw new DataWaveError({
    code: 'DW_ISOLATION_VALUE',
    message: `What was handed over has no method "${name}".`,
    hint: 'Hand over what the contract says.',
  });
};

/**
 * A contribution of an isolated plugin as the platform takes it. What would have the platform import a module of the plugin is left
 * out, and so is what a context holds that cannot cross.
 */
export function adaptContribution(
  point: string,
  value: unknown,
  guard: (egress: unknown, settings: unknown) => unknown,
): unknown {
  if (point === 'scanner.connectors') return adaptConnector(value, guard);
  if (point !== 'classification.classifiers') return value;
  const examine = methodOf(value, 'examine');
  return {
    ...fieldsOf(value),
    portable: undefined,
    examine: (sample: unknown, context: unknown) => {
      const { workspaceId, columns } = fieldsOf(context);
      return examine(sample, { workspaceId, ...(columns === undefined ? {} : { columns }) });
    },
  };
}

/** A connector: what it opens, it reaches where the settings of that connection lead. */
function adaptConnector(value: unknown, guard: (egress: unknown, settings: unknown) => unknown): unknown {
  const open = methodOf(value, 'open');
  return {
    ...fieldsOf(value),
    open: (config: unknown, environment: unknown, ...rest: readonly unknown[]) => {
      const { egress, ...others } = fieldsOf(environment);
      return open(config, { ...others, egress: guard(egress, config) }, ...rest);
    },
  };
}

/** What proves who somebody is; a plugin that acts in their name has no need of it. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'cookie',
  'authorization',
  'proxy-authorization',
  'x-csrf-token',
]);

/** What an answer may say of itself. Any other header speaks for the whole site: its cookies, its policy, who may read from it. */
const TELLABLE: ReadonlySet<string> = new Set([
  ...['content-type', 'content-disposition', 'content-language', 'cache-control', 'etag', 'expires'],
  ...['last-modified', 'vary', 'link', 'location', 'retry-after', 'deprecation', 'sunset'],
]);

/** What a browser shows as a document, which would be one of the platform's own origin. */
const DOCUMENT = /html|xml|svg|multipart/i;

/** Bytes of a body and milliseconds of a request that a route of an isolated plugin may ask for at most. */
const MOST_BODY = 64 * 1024 * 1024;
const MOST_MS = 10 * 60_000;

function checkHeaders(plugin: string, answered: unknown): void {
  const headers = new Map(
    Object.entries(fieldsOf(answered)).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  for (const name of headers.keys())
    if (!TELLABLE.has(name))
      throw notOffered(
        plugin,
        `the header "${name.slice(0, 80)}"`,
        `Leave it out of the headers of the answer; it may set ${[...TELLABLE].join(', ')}.`,
      );
  const type = headers.get('content-type') ?? '';
  if (DOCUMENT.test(type) && !/^attachment\b/i.test(headers.get('content-disposition') ?? ''))
    throw notOffered(
      plugin,
      `answers of the type "${type.slice(0, 80)}"`,
      'A browser would show it as a page of the platform. Answer it with "content-disposition: attachment", or contribute a page.',
    );
  if (!/^(?:\/(?![/\\]).*)?$/.test(headers.get('location') ?? ''))
    throw notOffered(plugin, 'redirects to other sites', 'Answer a path of this site in "location".');
}

/** Upon these a page asks for a sign-in, or ends the session. */
function checkStatus(plugin: string, { status, body }: Readonly<Record<string, unknown>>): void {
  if (isUnauthenticated(status))
    throw notOffered(
      plugin,
      `the status ${String(status)}`,
      'It says that nobody is signed in. Answer 403, or ask for a permission by the route.',
    );
  const { code } = fieldsOf(body);
  if (typeof status === 'number' && status >= 400 && isPlatformsCode(code))
    throw notOffered(
      plugin,
      `the code "${code.slice(0, 80)}"`,
      'It is the platform’s. Give the problem a code of its own, or throw the error that the platform threw.',
    );
}

function checkBounds(plugin: string, route: unknown): void {
  const { bodyLimit = 0, timeoutMs = 0 } = fieldsOf(route);
  if (typeof bodyLimit !== 'number' || !(bodyLimit <= MOST_BODY))
    throw notOffered(plugin, 'bodies of that size', `A "bodyLimit" is ${MOST_BODY} bytes at most.`);
  if (typeof timeoutMs !== 'number' || !(timeoutMs <= MOST_MS))
    throw notOffered(plugin, 'requests of that length', `A "timeoutMs" is ${MOST_MS} at most.`);
}

/** What answers anybody is what whoever installed the plugin was told of. */
function checkOpen(plugin: string, route: unknown, publicRoutes: readonly string[]): void {
  const { permission, method, path } = fieldsOf(route);
  const line = `${String(method)} ${String(path)}`;
  if (permission === 'public' && !publicRoutes.includes(line)) throw openUndeclared(plugin, line);
}

/**
 * A route of an isolated plugin: it sees no credentials and sets none, and what it answers is data and no page of the platform.
 * @param publicRoutes - those that may answer without a sign-in: `GET /weather/feed`
 */
export function adaptRoute(plugin: string, route: unknown, publicRoutes: readonly string[] = []): unknown {
  const handler = methodOf(route, 'handler');
  checkBounds(plugin, route);
  checkOpen(plugin, route, publicRoutes);
  return {
    ...fieldsOf(route),
    async handler(request: RouteRequest): Promise<RouteResponse> {
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => !CREDENTIALS.has(name)),
      );
      const answer = fieldsOf(await handler({ ...request, headers }));
      checkHeaders(plugin, answer['headers']);
      checkStatus(plugin, answer);
      // The kernel checks what a handler answers, whoever it is.
      return answer as RouteResponse;
    },
  };
}

/** A job's handler: an instance of a class becomes the plain object that its contract is. */
export function adaptJobHandler(handler: unknown): Run {
  if (typeof handler !== 'function') throw new TypeError('a job needs a handler');
  return (context) => {
    const own = context as JobContext<unknown, unknown>;
    const { id, payload, attempt, scope, fencingToken } = own;
    return Reflect.apply(handler as Run, undefined, [
      {
        ...{ id, payload, attempt, scope, fencingToken },
        progress: (fraction: number, detail?: string) => own.progress(fraction, detail),
        complete: (tx: unknown, result: unknown) =>
          own.complete(DataSession.transactionOf(tx) as Transaction, result),
      },
    ]);
  };
}
