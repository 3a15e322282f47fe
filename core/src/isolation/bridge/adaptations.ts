import { DataWaveError, type JobContext, type RouteRequest, type RouteResponse } from '@datawave/plugin-sdk';
import { notOffered } from '../isolation-errors.ts';
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
export function adaptContribution(point: string, value: unknown): unknown {
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

/** What proves who somebody is; a plugin that acts in their name has no need of it. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'cookie',
  'authorization',
  'proxy-authorization',
  'x-csrf-token',
]);

/** A route of an isolated plugin: it sees no credentials and sets none. */
export function adaptRoute(plugin: string, route: unknown): unknown {
  const handler = methodOf(route, 'handler');
  return {
    ...fieldsOf(route),
    async handler(request: RouteRequest): Promise<RouteResponse> {
      const headers = Object.fromEntries(
        Object.entries(request.headers).filter(([name]) => !CREDENTIALS.has(name)),
      );
      const answer = fieldsOf(await handler({ ...request, headers }));
      if (Object.keys(fieldsOf(answer['headers'])).some((name) => name.toLowerCase() === 'set-cookie'))
        throw notOffered(plugin, 'cookies', 'Leave "set-cookie" out of the headers of the answer.');
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
        complete: (...args: Parameters<typeof own.complete>) => own.complete(...args),
      },
    ]);
  };
}

/** A request to the outside: only where the manifest says, and no further. */
export function checkDestination(plugin: string, network: readonly string[], url: unknown): void {
  const target = new URL(url instanceof URL ? url.href : String(url));
  const port = target.port === '' ? (target.protocol === 'https:' ? '443' : '80') : target.port;
  const isDeclared = network.some((pattern) => {
    const [host = '', wantedPort] = pattern.split(':');
    if (wantedPort !== undefined && wantedPort !== '*' && wantedPort !== port) return false;
    if (host === '*') return true;
    return host.startsWith('*.') ? target.hostname.endsWith(host.slice(1)) : target.hostname === host;
  });
  if (!isDeclared)
    throw notOffered(
      plugin,
      `the network at "${target.hostname}:${port}"`,
      `Name it under needs.network in the manifest, as "${target.hostname}:${port}".`,
    );
}
