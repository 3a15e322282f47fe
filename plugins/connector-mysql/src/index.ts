import { connectorPoint, coreServices, definePlugin } from '@datawave/plugin-sdk';
import { createMysqlConnector } from './mysql-connector.ts';

interface MysqlPluginSettings {
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
}

export default definePlugin<MysqlPluginSettings>()({
  deps: { egress: coreServices.egress },
  setup({ config, extensions, plugin }) {
    extensions.contribute(connectorPoint, 'mysql', createMysqlConnector({ version: plugin.version, ...config }));
    return {};
  },
});
