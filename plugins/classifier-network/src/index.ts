import { classifierPoint, definePlugin, spanRulePoint } from '@datawave/plugin-sdk';
import { createNetworkClassifier } from './network-classifier.ts';
import { networkSpans } from './spans.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createNetworkClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    extensions.contribute(spanRulePoint, networkSpans.id, networkSpans);
    return {};
  },
});
