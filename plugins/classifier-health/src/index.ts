import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createHealthClassifier } from './health-classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createHealthClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
