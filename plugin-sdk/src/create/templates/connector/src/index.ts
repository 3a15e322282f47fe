import { connectorPoint, definePlugin } from '@datawave/plugin-sdk';
import type { Config } from './config.ts';
import { createSamplePluginConnector } from './connector.ts';

export default definePlugin<Config>()({
  setup({ config, extensions, plugin }) {
    const connector = createSamplePluginConnector({ roots: config.roots, version: plugin.version });
    extensions.contribute(connectorPoint, connector.info.kind, connector);
    return {};
  },
});
