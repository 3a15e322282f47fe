import type {
  ClassificationService,
  Classifier,
  ColumnVerdict,
  ExamineContext,
  Logger,
} from '@datawave/plugin-sdk';
import { gatherEvidence } from './gather-evidence.ts';
import { createInfoTypeIndex } from './info-type-index.ts';
import { judgeColumns } from './judge-columns.ts';

/** Classification over a changing set of classifiers: asked anew at each call, so that one that stops is gone at once. */
export function createClassification(options: {
  readonly classifiers: () => readonly Classifier[];
  readonly log: Logger;
}): ClassificationService {
  const contextOf = (workspaceId: string | null | undefined): ExamineContext => ({
    workspaceId: workspaceId ?? null,
  });
  return {
    async classify(sample, { minConfidence, workspaceId }): Promise<readonly ColumnVerdict[]> {
      const classifiers = options.classifiers();
      const context = contextOf(workspaceId);
      const [infoTypes, evidence] = await Promise.all([
        createInfoTypeIndex(classifiers, context, options.log),
        gatherEvidence(sample, classifiers, context, options.log),
      ]);
      return judgeColumns(evidence, infoTypes, minConfidence);
    },
    async classifiers() {
      return options.classifiers().map((classifier) => classifier.info);
    },
    async infoTypes(asked) {
      const index = await createInfoTypeIndex(
        options.classifiers(),
        contextOf(asked?.workspaceId),
        options.log,
      );
      return [...index.values()];
    },
  };
}
