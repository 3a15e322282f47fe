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
import { type CompiledRule, compileRules, type RuleIndex } from './rules/compile-rules.ts';

/** Owns the extension point of span rules, answers where in a text something stands, and looks into columns of text. */
export default definePlugin()({
  optionalDeps: { http: coreServices.http },
  provides: { detection: textDetectionService },
  extensionPoints: [spanRulePoint],
  setup({ extensions, optional, log, onDispose }) {
    const collection = extensions.collection(spanRulePoint);
    let index: RuleIndex | null = null;
    /** Rules that were told of. */
    const failed = new Set<string>();
    onDispose(
      collection.onChange(() => {
        index = null;
        failed.clear();
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
      // What it threw stays unsaid: it may quote a value.
      onFault: ({ rule, classifier, detector }: CompiledRule) => {
        if (failed.has(detector)) return;
        failed.add(detector);
        log.error('a span rule failed on a text; it is left out for that text, the others go on', {
          rule: rule.id,
          classifier,
        });
      },
    };
    const scanner = createTextScanner(parts);
    const detection = createTextDetection(parts, scanner);
    const classifier = createFreeTextClassifier(scanner);
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    if (optional.http !== undefined) mountRoutes(optional.http, detection);
    return { detection };
  },
});
