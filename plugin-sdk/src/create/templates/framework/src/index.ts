import { definePlugin, frameworkPoint } from '@datawave/plugin-sdk';
import { createSamplePluginFramework } from './framework.ts';

export default definePlugin()({
  setup({ extensions }) {
    const framework = createSamplePluginFramework();
    extensions.contribute(frameworkPoint, framework.info.id, framework);
    return {};
  },
});
