import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createDemographicClassifier } from './demographic-classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createDemographicClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
