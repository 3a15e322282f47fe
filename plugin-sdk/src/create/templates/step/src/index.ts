import { definePlugin, workflowStepPoint } from '@datawave/plugin-sdk';
import { createSamplePluginStep } from './step.ts';

export default definePlugin()({
  setup({ extensions }) {
    const step = createSamplePluginStep();
    extensions.contribute(workflowStepPoint, step.info.id, step);
    return {};
  },
});
