import { connectorPoint, coreServices, definePlugin } from '@datawave/plugin-sdk';
import { createPostgresConnector } from './postgres-connector.ts';

interface PostgresPluginSettings {
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
}

export default definePlugin<PostgresPluginSettings>()({
  deps: { egress: coreServices.egress },
  setup({ config, extensions, plugin }) {
    extensions.contribute(connectorPoint, 'postgres', createPostgresConnector({ version: plugin.version, ...config }));
    return {};
  },
});
