import type { Classifier, ExamineContext, Logger } from '@datawave/plugin-sdk';
import { NOT_IN_TIME, withinTime } from './within-time.ts';

/** `ID@VERSION` of classifiers as they would be asked in a workspace, sorted; one that cannot say stands with the version of its own. */
export async function classifierVersions(
  classifiers: readonly Classifier[],
  context: Pick<ExamineContext, 'workspaceId'>,
  log: Logger,
  timeoutMs = Number.POSITIVE_INFINITY,
): Promise<readonly string[]> {
  const named = await Promise.all(
    classifiers.map(async (classifier) => {
      const { id, version } = classifier.info;
      if (classifier.version === undefined) return `${id}@${version}`;
      try {
        const here = await withinTime(classifier.version(context), timeoutMs);
        if (here !== NOT_IN_TIME) return `${id}@${here}`;
        log.error('a classifier did not say in time by which rules of the workspace it goes', {
          classifier: id,
        });
      } catch (error) {
        log.error('a classifier could not say by which rules of the workspace it goes', {
          classifier: id,
          error,
        });
      }
      return `${id}@${version}`;
    }),
  );
  return named.sort();
}
