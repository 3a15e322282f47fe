import type { Connector, ConnectorInfo } from '@datawave/plugin-sdk';
import {
  SERVER_DESTINATION,
  type ServerSessionLimits,
  serverSessionOptions,
  serverSettingsSchema,
} from '@datawave/plugin-sdk/connector';
import { readPostgresSettings, resolvePostgresTarget } from './postgres-settings.ts';

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
      ...serverSettingsSchema({
        host: 'Name or address of the server alone, or the folder of its unix-domain socket.',
        port: 5432,
        database: { maxLength: 63, description: 'Its name alone.' },
        username: {
          maxLength: 63,
          description: 'Needs USAGE on the schemas and SELECT on the tables, nothing more.',
        },
      }),
      schemas: {
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 63 },
        title: 'Schemas',
        description: "Only these; all but the system's own unless given.",
      },
    },
  },
  destination: SERVER_DESTINATION,
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

/** The connector. */
export function createPostgresConnector(
  options: ServerSessionLimits & { readonly version: string },
): Connector {
  return {
    info: info(options.version),
    resolveTarget: resolvePostgresTarget,
    async open(config, environment, signal) {
      const settings = readPostgresSettings(config);
      signal.throwIfAborted();
      const { openPostgresSession } = await import('./postgres-session.ts');
      return await openPostgresSession(serverSessionOptions(settings, options, environment), signal);
    },
  };
}
