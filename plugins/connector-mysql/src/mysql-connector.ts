import type { Connector, ConnectorInfo } from '@datawave/plugin-sdk';
import {
  SERVER_DESTINATION,
  type ServerSessionLimits,
  serverSessionOptions,
  serverSettingsSchema,
} from '@datawave/plugin-sdk/connector';
import { readMysqlSettings, resolveMysqlTarget } from './mysql-settings.ts';

const info = (version: string): ConnectorInfo => ({
  kind: 'mysql',
  version,
  title: 'MySQL and MariaDB',
  description: 'A MySQL or MariaDB server, read in read-only transactions.',
  connectionSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['host', 'username'],
    properties: serverSettingsSchema({
      host: 'Name or address of the server alone, or the path of its unix-domain socket.',
      port: 3306,
      database: {
        maxLength: 64,
        description: 'Its name alone. Every database that the user may see, unless given.',
      },
      username: { maxLength: 128, description: 'Needs SELECT and SHOW VIEW, nothing more.' },
    }),
  },
  destination: SERVER_DESTINATION,
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

/** The connector. */
export function createMysqlConnector(options: ServerSessionLimits & { readonly version: string }): Connector {
  return {
    info: info(options.version),
    resolveTarget: resolveMysqlTarget,
    async open(config, environment, signal) {
      const settings = readMysqlSettings(config);
      signal.throwIfAborted();
      const { openMysqlSession } = await import('./mysql-session.ts');
      return await openMysqlSession(serverSessionOptions(settings, options, environment), signal);
    },
  };
}
