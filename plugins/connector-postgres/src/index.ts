import { connectorPoint, coreServices, definePlugin } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { createPostgresConnector } from './postgres-connector.ts';

export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  setup({ config, extensions, plugin }) {
    extensions.contribute(
      connectorPoint,
      'postgres',
      createPostgresConnector({ version: plugin.version, ...config }),
    );
    return {};
  },
});
