import { classifierPoint, definePlugin, spanRulePoint } from '@datawave/plugin-sdk';
import { createNationalClassifier } from './national-classifier.ts';
import { createNationalSpans } from './spans.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createNationalClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    const spans = createNationalSpans();
    extensions.contribute(spanRulePoint, spans.id, spans);
    return {};
  },
});
