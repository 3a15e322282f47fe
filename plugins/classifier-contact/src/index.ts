import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createContactClassifier } from './contact-classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createContactClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
