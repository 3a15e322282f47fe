import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createCredentialClassifier } from './credential-classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createCredentialClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
