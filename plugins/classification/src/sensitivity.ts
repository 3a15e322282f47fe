import type { InfoTypeDefinition, Sensitivity } from '@datawave/plugin-sdk';

/** What stands beside a column, as far as it bears on how carefully its values must be handled. */
export interface ColumnContext {
  /** Some column identifies a person directly. */
  readonly identifiesPeople: boolean;
  /** Some column tells about health, belief or another special category. */
  readonly holdsSpecialCategories: boolean;
}

const DIRECT_IDENTIFIERS: ReadonlySet<string> = new Set([
  'PERSON_NAME',
  'FIRST_NAME',
  'LAST_NAME',
  'EMAIL_ADDRESS',
  'PHONE_NUMBER',
  'STREET_ADDRESS',
  'USERNAME',
  'PERSON_ID',
  'DATE_OF_BIRTH',
]);

/** Types that place something on the map: about a person only where a person or an address is there, too. */
const PLACES: ReadonlySet<string> = new Set(['GEO_COORDINATES', 'POSTAL_CODE']);

/** Reads the context of a table from the best verdict of each of its columns. */
export function describeContext(
  best: readonly (string | null)[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): ColumnContext {
  const present = best.flatMap((infoType) => (infoType === null ? [] : [infoType]));
  return {
    identifiesPeople: present.some((infoType) => DIRECT_IDENTIFIERS.has(infoType)),
    holdsSpecialCategories: present.some((infoType) => infoTypes.get(infoType)?.special === true),
  };
}

/** The published sensitivity of a type, raised or lowered by what stands beside the column. */
export function sensitivityInContext(definition: InfoTypeDefinition, context: ColumnContext): Sensitivity {
  if (PLACES.has(definition.id) && !context.identifiesPeople) return 'internal';
  if (DIRECT_IDENTIFIERS.has(definition.id) && context.holdsSpecialCategories) return 'restricted';
  return definition.sensitivity;
}
