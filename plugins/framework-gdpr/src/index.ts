import { definePlugin, frameworkPoint } from '@datawave/plugin-sdk';
import { createGdpr } from './gdpr.ts';

export default definePlugin()({
  setup({ extensions }) {
    const framework = createGdpr();
    extensions.contribute(frameworkPoint, framework.info.id, framework);
    return {};
  },
});
