import { type Classifier, INFO_TYPES, type InfoTypeDefinition, isSensitive } from '@datawave/plugin-sdk';
import type { TypeTraits } from './figures.ts';

/** The published info types and those that classifiers bring. */
export function knownTypes(classifiers: readonly Classifier[]): ReadonlyMap<string, InfoTypeDefinition> {
  const brought = classifiers.flatMap(({ info }) =>
    info.infoTypes.filter((type): type is InfoTypeDefinition => typeof type !== 'string'),
  );
  return new Map([...brought, ...INFO_TYPES].map((definition) => [definition.id, definition]));
}

/** What figures ask of info types. */
export const infoTypeTraits = (infoTypes: ReadonlyMap<string, InfoTypeDefinition>): TypeTraits => ({
  isPersonal: (infoType) => infoTypes.get(infoType)?.personal === true,
  isSensitive: (infoType) => {
    const definition = infoTypes.get(infoType);
    return definition !== undefined && isSensitive(definition.sensitivity);
  },
});
