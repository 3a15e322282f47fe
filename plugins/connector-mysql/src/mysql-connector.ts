import type { Connector, ConnectorInfo } from '@datawave/plugin-sdk';
import { readMysqlSettings, resolveMysqlTarget, SSL_MODES } from './mysql-settings.ts';

const info = (version: string): ConnectorInfo => ({
  kind: 'mysql',
  version,
  title: 'MySQL and MariaDB',
  description: 'A MySQL or MariaDB server, read in read-only transactions.',
  connectionSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['host', 'username'],
    properties: {
      host: {
        type: 'string',
        minLength: 1,
        maxLength: 255,
        // A whole URL pasted here would put its password among the settings that are shown.
        pattern: '^(?!.*://)[^@]+$',
        title: 'Host',
        description: 'Name or address of the server alone, or the path of its unix-domain socket.',
      },
      port: { type: 'integer', minimum: 1, maximum: 65_535, default: 3306, title: 'Port' },
      database: {
        type: 'string',
        minLength: 1,
        maxLength: 64,
        pattern: '^(?!.*://).+$',
        title: 'Database',
        description: 'Its name alone. Every database that the user may see, unless given.',
      },
      username: {
        type: 'string',
        minLength: 1,
        maxLength: 128,
        title: 'User',
        description: 'Needs SELECT and SHOW VIEW, nothing more.',
      },
      password: { type: 'string', maxLength: 1000, writeOnly: true, title: 'Password' },
      sslMode: {
        type: 'string',
        enum: SSL_MODES,
        default: 'prefer',
        title: 'TLS',
        description: 'prefer encrypts when the server can, verify-full also checks who the server is.',
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
    },
  },
  destination: ['host', 'port', 'sslMode', 'caCertificate'],
  schemes: ['mysql', 'mariadb'],
  fileExtensions: [],
  capabilities: {
    fullRead: true,
    rowEstimates: true,
    pushDown: ['sample', 'count'],
    strategies: ['random', 'head', 'stratified'],
    slices: ['key-range'],
    changeMarkers: true,
  },
});

/** The connector. `poolSize` bounds the connections of one session. */
export function createMysqlConnector(options: {
  readonly version: string;
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
}): Connector {
  return {
    info: info(options.version),
    resolveTarget: resolveMysqlTarget,
    async open(config, environment, signal) {
      const settings = readMysqlSettings(config);
      signal.throwIfAborted();
      const { openMysqlSession } = await import('./mysql-session.ts');
      return await openMysqlSession(
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
