import { classifierPoint, definePlugin, spanRulePoint } from '@datawave/plugin-sdk';
import { createCredentialClassifier } from './credential-classifier.ts';
import { createCredentialSpans } from './spans.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createCredentialClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    const spans = createCredentialSpans();
    extensions.contribute(spanRulePoint, spans.id, spans);
    return {};
  },
});
