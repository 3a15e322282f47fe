import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createNetworkClassifier } from './network-classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createNetworkClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
