import {
  type Classifier,
  type ExamineContext,
  INFO_TYPES,
  type InfoTypeDefinition,
  type Logger,
} from '@datawave/plugin-sdk';
import { NOT_IN_TIME, withinTime } from './within-time.ts';

/** The published info types, those that classifiers bring, and those of the workspace; an id that stands cannot be redefined. */
export async function createInfoTypeIndex(
  classifiers: readonly Classifier[],
  context: ExamineContext,
  log: Logger,
  timeoutMs = Number.POSITIVE_INFINITY,
): Promise<ReadonlyMap<string, InfoTypeDefinition>> {
  const index = new Map(INFO_TYPES.map((definition) => [definition.id, definition]));
  for (const { info } of classifiers) {
    for (const infoType of info.infoTypes) {
      if (typeof infoType !== 'string' && !index.has(infoType.id)) index.set(infoType.id, infoType);
    }
  }
  const ownTypes = await Promise.all(
    classifiers.map(async (classifier) => {
      try {
        const named = await withinTime(classifier.definitions?.(context) ?? Promise.resolve([]), timeoutMs);
        if (named !== NOT_IN_TIME) return named;
        log.error('a classifier did not name the types of the workspace in time; they are left out', {
          classifier: classifier.info.id,
        });
        return [];
      } catch (error) {
        log.error('a classifier could not name the types of the workspace; they are left out', {
          classifier: classifier.info.id,
          error,
        });
        return [];
      }
    }),
  );
  for (const definition of ownTypes.flat()) {
    if (!index.has(definition.id)) index.set(definition.id, definition);
  }
  return index;
}
