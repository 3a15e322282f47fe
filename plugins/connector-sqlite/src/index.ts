import { connectorPoint, coreServices, definePlugin } from '@datawave/plugin-sdk';
import { createSqliteConnector } from './sqlite-connector.ts';

interface SqliteSettings {
  readonly roots: readonly string[];
}

export default definePlugin<SqliteSettings>()({
  deps: { egress: coreServices.egress },
  setup({ config, extensions, plugin }) {
    extensions.contribute(connectorPoint, 'sqlite', createSqliteConnector({ roots: config.roots, version: plugin.version }));
    return {};
  },
});
