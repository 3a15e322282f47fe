import { writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import { createHttp } from '../../src/http/http.ts';
import { SERVER_DEFAULTS } from '../../src/http/server-config.ts';
import { createAccess } from '../../src/security/access.ts';
import { TokenCache } from '../../src/security/token-cache.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { answerBody } from './answer-body.ts';
import { reportToParent } from './report-to-parent.ts';

// The kernel's HTTP part as it runs: 100 plugins with five routes each, everything on, tokens from the cache.
const PLUGINS = 100;
const isLogged = process.argv.includes('--access-log');
const log = createLogger({ level: 'info', format: 'json' });
const telemetry = createTelemetry({ env: {}, log });
await telemetry.start();
const tokens = new TokenCache();
const principal = { id: 'user:admin', kind: 'user', displayName: 'Administrator', roles: ['admin'] } as const;
const authentication = { principal, workspace: DEFAULT_WORKSPACE };
const header = `Bearer ${process.env['BENCH_TOKEN'] ?? ''}`;
const sink = await open('/dev/null', 'w');

const http = createHttp({
  server: {
    ...SERVER_DEFAULTS,
    port: 0,
    // Everything is counted, and nothing refused.
    rates: {
      enabled: !process.argv.includes('--no-rates'),
      perMinute: 900_000_000,
      signInsPerMinute: 900_000_000,
    },
    accessLog: isLogged,
    metrics: { ...SERVER_DEFAULTS.metrics, port: 0 },
  },
  log,
  telemetry,
  access: createAccess(),
  info: { title: 'Benchmark', version: '0.0.0' },
  readiness: () => ({ isReady: true, reason: null }),
  authenticate: ({ headers }) => {
    const given = headers['authorization'];
    if (typeof given !== 'string') return null;
    const known = tokens.get(given);
    if (known !== null || given !== header) return known;
    // Where the administrator asks the database, every ten seconds.
    tokens.put(given, 'session', Date.now() + 600_000, authentication);
    return authentication;
  },
  accessLog: { destination: { write: (text: string) => writeSync(sink.fd, text) }, format: 'json' },
});
for (let index = 0; index < PLUGINS; index += 1) {
  const resource = index === PLUGINS - 1 ? 'things' : `resource-${index}`;
  const routes = http.service({ manifest: { id: `plugin-${index}`, resources: [resource] } });
  const params = {
    type: 'object',
    properties: { id: { type: 'integer', minimum: 1 } },
    required: ['id'],
  } as const;
  const query = {
    type: 'object',
    additionalProperties: false,
    properties: { limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 } },
  } as const;
  const handler = async (): Promise<object> => ({ body: {} });
  routes.route({
    method: 'GET',
    path: `/${resource}`,
    permission: `${resource}:read`,
    summary: 'Lists.',
    query,
    handler,
  });
  routes.route({
    method: 'POST',
    path: `/${resource}`,
    permission: `${resource}:write`,
    summary: 'Adds.',
    body: { type: 'object' },
    handler,
  });
  routes.route({
    method: 'PATCH',
    path: `/${resource}/:id`,
    permission: `${resource}:write`,
    summary: 'Changes.',
    params,
    body: { type: 'object' },
    handler,
  });
  routes.route({
    method: 'DELETE',
    path: `/${resource}/:id`,
    permission: `${resource}:write`,
    summary: 'Removes.',
    params,
    handler,
  });
  routes.route<{ id: number }, { limit: number }>({
    method: 'GET',
    path: `/${resource}/:id`,
    permission: `${resource}:read`,
    summary: 'Reads.',
    params,
    query,
    handler: async (request) => ({ body: answerBody(request.params.id, request.query.limit), version: 7 }),
  });
}
const { url } = await http.listen();
reportToParent(url);
