import {
  classifierPoint,
  coreServices,
  definePlugin,
  type PortableClassifier,
  spanRulePoint,
  textDetectionService,
} from '@datawave/plugin-sdk';
import { createTextDetection, createTextScanner } from './detection.ts';
import { createFreeTextClassifier } from './free-text-classifier.ts';
import { lazyNameModel, SHIPPED_MODEL } from './names/load-model.ts';
import { portableWith } from './portable-free-text.ts';
import { mountRoutes } from './routes.ts';
import { compileRules, type RuleIndex } from './rules/compile-rules.ts';
import { tellOnce } from './tell-once.ts';

/** Owns the extension point of span rules, answers where in a text something stands, and looks into columns of text. */
export default definePlugin()({
  optionalDeps: { http: coreServices.http },
  provides: { detection: textDetectionService },
  extensionPoints: [spanRulePoint],
  setup({ extensions, optional, log, onDispose }) {
    const collection = extensions.collection(spanRulePoint);
    let index: RuleIndex | null = null;
    let isEachUsable = true;
    const faults = tellOnce(log);
    onDispose(
      collection.onChange(() => {
        index = null;
        faults.forget();
      }),
    );
    const sets = () => collection.list().map((extension) => extension.value);
    const compile = (): RuleIndex => {
      isEachUsable = true;
      return compileRules(sets(), ({ id }, error) => {
        isEachUsable = false;
        log.error('a set of span rules cannot be used; it is left out', { set: id, error });
      });
    };
    const parts = {
      sets,
      rules: () => (index ??= compile()),
      model: lazyNameModel(SHIPPED_MODEL, log),
      onFault: faults.fault,
    };
    const portable = (): PortableClassifier | undefined => {
      // Says of sets that cannot be used that they are left out, which is done here alone.
      parts.rules();
      return isEachUsable ? portableWith(sets()) : undefined;
    };
    const scanner = createTextScanner(parts);
    const detection = createTextDetection(parts, scanner);
    const classifier = createFreeTextClassifier(scanner, portable);
    extensions.contribute(classifierPoint, classifier.info.id, classifier);
    if (optional.http !== undefined) mountRoutes(optional.http, detection);
    return { detection };
  },
});
