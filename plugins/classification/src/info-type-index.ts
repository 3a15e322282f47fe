import { type Classifier, INFO_TYPES, type InfoTypeDefinition } from '@datawave/plugin-sdk';

/** The published info types and those that classifiers bring; a published id cannot be redefined. */
export function createInfoTypeIndex(
  classifiers: readonly Classifier[],
): ReadonlyMap<string, InfoTypeDefinition> {
  const index = new Map(INFO_TYPES.map((definition) => [definition.id, definition]));
  for (const { info } of classifiers) {
    for (const infoType of info.infoTypes) {
      if (typeof infoType !== 'string' && !index.has(infoType.id)) index.set(infoType.id, infoType);
    }
  }
  return index;
}
