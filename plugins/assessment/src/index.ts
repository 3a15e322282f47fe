import { assessmentService, definePlugin, frameworkPoint } from '@datawave/plugin-sdk';
import { createAssessment } from './assessment.ts';

/** Owns the framework extension point and turns facts into findings. Keeps nothing. */
export default definePlugin()({
  provides: { assessment: assessmentService },
  extensionPoints: [frameworkPoint],
  setup({ extensions, log }) {
    const frameworks = extensions.collection(frameworkPoint);
    return {
      assessment: createAssessment({
        frameworks: () => frameworks.list().map((extension) => extension.value),
        log,
      }),
    };
  },
});
