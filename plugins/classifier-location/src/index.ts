import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createLocationClassifier } from './location-classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createLocationClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
