import { classifierPoint, definePlugin, spanRulePoint } from '@datawave/plugin-sdk';
import { createPaymentClassifier } from './payment-classifier.ts';
import { paymentSpans } from './spans.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createPaymentClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    extensions.contribute(spanRulePoint, paymentSpans.id, paymentSpans);
    return {};
  },
});
