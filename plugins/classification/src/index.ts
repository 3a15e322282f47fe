import {
  type ClassificationService,
  classificationService,
  classifierPoint,
  definePlugin,
} from '@datawave/plugin-sdk';
import { createClassification } from './classification.ts';

/** Owns the classifier extension point and turns evidence into verdicts. Keeps nothing. */
export default definePlugin()({
  provides: { classification: classificationService },
  extensionPoints: [classifierPoint],
  setup({ extensions, log }) {
    const classifiers = extensions.collection(classifierPoint);
    const classification: ClassificationService = createClassification({
      classifiers: () => classifiers.list().map((extension) => extension.value),
      log,
    });
    return { classification };
  },
});
