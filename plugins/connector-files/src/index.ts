import { connectorPoint, coreServices, definePlugin, lentPathPoint } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { createFilesConnector } from './files-connector.ts';

export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  setup({ config, extensions, plugin }) {
    const lent = extensions.collection(lentPathPoint);
    const roots = (): readonly string[] => [...config.roots, ...lent.list().map(({ value }) => value.path)];
    extensions.contribute(connectorPoint, 'files', createFilesConnector({ roots, version: plugin.version }));
    return {};
  },
});
