import { INFO_TYPES, type InfoTypeDefinition } from '@datawave/plugin-sdk';

const PUBLISHED: ReadonlySet<string> = new Set(INFO_TYPES.map(({ id }) => id));

/**
 * Writes out an info type that is named by its id alone, where the workspace knows it though it is not published: one that a
 * classifier or another rule brings. A rule carries the definition with it, so that it means the same elsewhere.
 */
export function withKnownType(document: unknown, known: readonly InfoTypeDefinition[]): unknown {
  if (typeof document !== 'object' || document === null || !('infoType' in document)) return document;
  const { infoType } = document;
  if (typeof infoType !== 'string' || PUBLISHED.has(infoType)) return document;
  const definition = known.find(({ id }) => id === infoType);
  return definition === undefined ? document : { ...document, infoType: definition };
}
