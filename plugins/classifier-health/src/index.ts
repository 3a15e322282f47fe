import { classifierPoint, definePlugin, spanRulePoint } from '@datawave/plugin-sdk';
import { createHealthClassifier } from './health-classifier.ts';
import { createHealthSpans } from './spans.ts';

export default definePlugin()({
  setup({ extensions }) {
    const classifier = createHealthClassifier();
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    const spans = createHealthSpans();
    extensions.contribute(spanRulePoint, spans.id, spans);
    return {};
  },
});
