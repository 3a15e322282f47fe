import type {
  Classification,
  ClassificationService,
  Classifier,
  InfoTypeDefinition,
  Logger,
} from '@datawave/plugin-sdk';
import { type ColumnEvidence, gatherEvidence } from './gather-evidence.ts';
import { createInfoTypeIndex } from './info-type-index.ts';
import { type ColumnContext, describeContext, sensitivityInContext } from './sensitivity.ts';
import { weighColumn } from './weigh-column.ts';

/** Classification over a changing set of classifiers: asked anew at each call, so that one that stops is gone at once. */
export function createClassification(options: {
  readonly classifiers: () => readonly Classifier[];
  readonly log: Logger;
}): ClassificationService {
  return {
    async classify(sample, { minConfidence }) {
      const classifiers = options.classifiers();
      const infoTypes = createInfoTypeIndex(classifiers);
      const evidence = await gatherEvidence(sample, classifiers, options.log);
      return classifyColumns(evidence, infoTypes, minConfidence);
    },
    async classifiers() {
      return options.classifiers().map((classifier) => classifier.info);
    },
    async infoTypes() {
      return [...createInfoTypeIndex(options.classifiers()).values()];
    },
  };
}

function classifyColumns(
  evidence: readonly ColumnEvidence[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
  minConfidence: number,
): readonly (readonly Classification[])[] {
  const weighed = evidence.map((column) =>
    weighColumn(column).filter((verdict) => verdict.confidence >= minConfidence),
  );
  const context: ColumnContext = describeContext(
    weighed.map((verdicts) => verdicts[0]?.infoType ?? null),
    infoTypes,
  );
  return weighed.map((verdicts) =>
    verdicts.flatMap((verdict): Classification[] => {
      const definition = infoTypes.get(verdict.infoType);
      if (definition === undefined) return [];
      return [
        {
          infoType: definition.id,
          category: definition.category,
          sensitivity: sensitivityInContext(definition, context),
          confidence: verdict.confidence,
          matched: verdict.matched,
          sampled: verdict.sampled,
          evidence: verdict.evidence,
          status: 'suggested',
        },
      ];
    }),
  );
}
