import { classifierPoint, definePlugin } from '@datawave/plugin-sdk';
import { createPaymentClassifier } from './payment-classifier.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createPaymentClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    return {};
  },
});
