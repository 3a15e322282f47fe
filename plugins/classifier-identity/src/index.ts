import { classifierPoint, definePlugin, spanRulePoint } from '@datawave/plugin-sdk';
import { createIdentityClassifier } from './identity-classifier.ts';
import { identitySpans } from './spans.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createIdentityClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    extensions.contribute(spanRulePoint, identitySpans.id, identitySpans);
    return {};
  },
});
