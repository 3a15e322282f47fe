import { connectorPoint, coreServices, definePlugin, lentPathPoint } from '@datawave/plugin-sdk';
import { createSqliteConnector } from './sqlite-connector.ts';

interface SqliteSettings {
  readonly roots: readonly string[];
}

export default definePlugin<SqliteSettings>()({
  deps: { egress: coreServices.egress },
  setup({ config, extensions, plugin }) {
    const lent = extensions.collection(lentPathPoint);
    const roots = (): readonly string[] => [...config.roots, ...lent.list().map(({ value }) => value.path)];
    extensions.contribute(
      connectorPoint,
      'sqlite',
      createSqliteConnector({ roots, version: plugin.version }),
    );
    return {};
  },
});
