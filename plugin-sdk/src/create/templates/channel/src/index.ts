import { coreServices, definePlugin, notificationChannelPoint } from '@datawave/plugin-sdk';
import { createSamplePluginChannel } from './channel.ts';
import type { Config } from './config.ts';

export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  setup({ config, deps: { egress }, extensions, plugin }) {
    const channel = createSamplePluginChannel({ ...config, egress, version: plugin.version });
    extensions.contribute(notificationChannelPoint, channel.info.id, channel);
    return {};
  },
});
