import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createNationalClassifier } from './national-classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createNationalClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
