import type { Connector, ConnectorInfo } from '@datawave/plugin-sdk';
import { readPostgresSettings, resolvePostgresTarget, SSL_MODES } from './postgres-settings.ts';

const info = (version: string): ConnectorInfo => ({
  kind: 'postgres',
  version,
  title: 'PostgreSQL',
  description: 'A PostgreSQL database, read in read-only transactions.',
  connectionSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['host', 'database', 'username'],
    properties: {
      host: {
        type: 'string',
        minLength: 1,
        maxLength: 255,
        // A whole URL pasted here would put its password among the settings that are shown.
        pattern: '^(?!.*://)[^@]+$',
        title: 'Host',
        description: 'Name or address of the server alone, or the folder of its unix-domain socket.',
      },
      port: { type: 'integer', minimum: 1, maximum: 65_535, default: 5432, title: 'Port' },
      database: {
        type: 'string',
        minLength: 1,
        maxLength: 63,
        pattern: '^(?!.*://).+$',
        title: 'Database',
        description: 'Its name alone.',
      },
      username: {
        type: 'string',
        minLength: 1,
        maxLength: 63,
        title: 'User',
        description: 'Needs USAGE on the schemas and SELECT on the tables, nothing more.',
      },
      password: { type: 'string', maxLength: 1000, writeOnly: true, title: 'Password' },
      sslMode: {
        type: 'string',
        enum: SSL_MODES,
        default: 'prefer',
        title: 'TLS',
        description:
          'As sslmode of libpq: prefer encrypts when the server can, verify-full also checks who the server is.',
      },
      caCertificate: {
        type: 'string',
        maxLength: 100_000,
        title: 'Certificate authority',
        description: "PEM. The system's authorities unless given.",
      },
      clientCertificate: {
        type: 'string',
        maxLength: 100_000,
        title: 'Client certificate',
        description: 'PEM.',
      },
      clientKey: {
        type: 'string',
        maxLength: 100_000,
        writeOnly: true,
        title: 'Client key',
        description: 'PEM.',
      },
      schemas: {
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 63 },
        title: 'Schemas',
        description: "Only these; all but the system's own unless given.",
      },
    },
  },
  destination: ['host', 'port', 'sslMode', 'caCertificate'],
  schemes: ['postgres', 'postgresql'],
  fileExtensions: [],
  capabilities: {
    fullRead: true,
    rowEstimates: true,
    pushDown: ['sample', 'count', 'distinct', 'group'],
    strategies: ['random', 'head', 'stratified'],
    slices: ['pages', 'key-range'],
    changeMarkers: true,
  },
});

/** The connector. `poolSize` bounds the connections of one session. */
export function createPostgresConnector(options: {
  readonly version: string;
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
}): Connector {
  return {
    info: info(options.version),
    resolveTarget: resolvePostgresTarget,
    async open(config, environment, signal) {
      const settings = readPostgresSettings(config);
      signal.throwIfAborted();
      const { openPostgresSession } = await import('./postgres-session.ts');
      return await openPostgresSession(
        {
          ...{ settings, ...options, egress: environment.egress, log: environment.log },
          poolSize: Math.max(1, Math.min(options.poolSize, environment.maxConnections ?? options.poolSize)),
          ...(environment.pace === undefined ? {} : { pace: environment.pace }),
        },
        signal,
      );
    },
  };
}
