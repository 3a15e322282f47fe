import { connectorPoint, coreServices, definePlugin } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { createMysqlConnector } from './mysql-connector.ts';

export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  setup({ config, extensions, plugin }) {
    extensions.contribute(
      connectorPoint,
      'mysql',
      createMysqlConnector({ version: plugin.version, ...config }),
    );
    return {};
  },
});
