import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createSamplePluginClassifier } from './classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createSamplePluginClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
