import {
  classifierPoint,
  coreServices,
  definePlugin,
  spanRulePoint,
  textDetectionService,
} from '@datawave/plugin-sdk';
import { createTextDetection, createTextScanner } from './detection.ts';
import { createFreeTextClassifier } from './free-text-classifier.ts';
import { lazyNameModel, SHIPPED_MODEL } from './names/load-model.ts';
import { mountRoutes } from './routes.ts';
import { compileRules, type RuleIndex } from './rules/compile-rules.ts';

/** Owns the extension point of span rules, answers where in a text something stands, and looks into columns of text. */
export default definePlugin()({
  optionalDeps: { http: coreServices.http },
  provides: { detection: textDetectionService },
  extensionPoints: [spanRulePoint],
  setup({ extensions, optional, log, onDispose }) {
    const collection = extensions.collection(spanRulePoint);
    let index: RuleIndex | null = null;
    onDispose(
      collection.onChange(() => {
        index = null;
      }),
    );
    const sets = () => collection.list().map((extension) => extension.value);
    const parts = {
      sets,
      rules: () =>
        (index ??= compileRules(sets(), ({ id }, error) =>
          log.error('a set of span rules cannot be used; it is left out', { set: id, error }),
        )),
      model: lazyNameModel(SHIPPED_MODEL, log),
    };
    const scanner = createTextScanner(parts);
    const detection = createTextDetection(parts, scanner);
    const classifier = createFreeTextClassifier(scanner);
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    if (optional.http !== undefined) mountRoutes(optional.http, detection);
    return { detection };
  },
});
