import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createIdentityClassifier } from './identity-classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createIdentityClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
