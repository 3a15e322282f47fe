import {
  type AccessDecider,
  type Authenticate,
  type Authentication,
  DEFAULT_WORKSPACE,
  type HttpService,
  sql,
} from '@datawave/plugin-sdk';
import { createHttp, type Http, type HttpOptions } from '../../src/http/http.ts';
import { SERVER_DEFAULTS, type ServerConfig, type ServerLimits } from '../../src/http/server-config.ts';
import { createAccess } from '../../src/security/access.ts';
import { createTelemetry, type Telemetry } from '../../src/telemetry/telemetry.ts';
import { silentLog } from '../storage.ts';

/** A listening server on a free port of loopback. */
export interface Served {
  readonly http: Http;
  readonly url: string;
  readonly metricsUrl: string;
  readonly telemetry: Telemetry;
  /** Mounts for a plugin `test` that owns the resource `things`. */
  readonly routes: HttpService;
  /** Sends a request with the administrator's token. */
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
  close(): Promise<void>;
}

/** What goes with a request. A body that is no string is sent as JSON. */
export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Name of the signed-in user; null for nobody. */
  readonly as?: string | null;
  readonly signal?: AbortSignal;
}

/** Tokens are names: `Bearer admin` may everything, `Bearer reader` what ends in `:read`, others nothing. */
export const byName: Authenticate = ({ headers }) => {
  const name = headers['authorization']?.toString().replace('Bearer ', '');
  if (name === undefined || !['admin', 'reader', 'nobody'].includes(name)) return null;
  const authentication: Authentication = {
    principal: { id: `user:${name}`, kind: 'user', displayName: name, roles: [name] },
    workspace: DEFAULT_WORKSPACE,
  };
  return authentication;
};

const byRole: AccessDecider = {
  decide({ principal: { roles } }, { permission }) {
    const allowed = roles.includes('admin') || (roles.includes('reader') && permission.endsWith(':read'));
    return { allowed, reason: allowed ? 'The role grants it.' : 'The role does not grant it.' };
  },
  filter: () => ({ passes: 'all', predicate: sql`true` }),
};

/** Starts a server for one test. */
export async function serve(
  options: Partial<Omit<HttpOptions, 'server'>> & {
    readonly server?: Partial<Omit<ServerConfig, 'limits'>>;
    readonly limits?: Partial<ServerLimits>;
  } = {},
): Promise<Served> {
  const { server, limits, ...rest } = options;
  const telemetry = rest.telemetry ?? createTelemetry({ env: {}, log: silentLog });
  const http = createHttp({
    log: silentLog,
    access: createAccess(byRole),
    authenticate: byName,
    info: { title: 'DataWave', version: '1.2.3' },
    readiness: () => ({ isReady: true, reason: null }),
    accessLog: { destination: { write: () => undefined }, format: 'json' },
    ...rest,
    telemetry,
    server: {
      ...SERVER_DEFAULTS,
      port: 0,
      metrics: { enabled: true, host: '127.0.0.1', port: 0 },
      ...server,
      limits: { ...SERVER_DEFAULTS.limits, drainMs: 1_000, ...limits },
    },
  });
  const routes = http.service({ manifest: { id: 'test', resources: ['things'] } });
  const { url, metricsUrl } = await http.listen();
  return {
    http,
    url,
    metricsUrl: metricsUrl ?? '',
    telemetry,
    routes,
    call(method, path, { headers = {}, body, as = 'admin', signal } = {}) {
      const payload = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
      return fetch(`${url}${path}`, {
        method,
        redirect: 'manual',
        body: payload,
        headers: {
          ...(as === null ? {} : { authorization: `Bearer ${as}` }),
          ...(payload === null || typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(signal ? { signal } : {}),
      });
    },
    close: () => http.close(),
  };
}

/** The parsed body of an answer, as a record. */
export async function json(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = await response.json();
  if (typeof value !== 'object' || value === null) throw new Error('the answer is no JSON object');
  return Object.fromEntries(Object.entries(value));
}
