import { classifierPoint, definePlugin, spanRulePoint } from '@datawave/plugin-sdk';
import { createContactClassifier } from './contact-classifier.ts';
import { contactSpans } from './spans.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createContactClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    extensions.contribute(spanRulePoint, contactSpans.id, contactSpans);
    return {};
  },
});
