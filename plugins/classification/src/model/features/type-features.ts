import { priorLogOdds } from '@datawave/plugin-sdk';
import { FAMILIES } from '../families.ts';
import type { ProposalFacts } from './evidence-features.ts';

/** Types common enough for the model to learn something of their own. */
const KNOWN_TYPES = [
  ...['PERSON_NAME', 'FIRST_NAME', 'LAST_NAME', 'EMAIL_ADDRESS', 'PHONE_NUMBER', 'STREET_ADDRESS', 'CITY'],
  ...['POSTAL_CODE', 'COUNTRY', 'GEO_COORDINATES', 'DATE_OF_BIRTH', 'AGE', 'GENDER', 'MARITAL_STATUS'],
  ...['ETHNIC_GROUP', 'OCCUPATION', 'USERNAME', 'ORGANIZATION_NAME', 'PERSON_ID', 'RECORD_ID', 'URL'],
  ...['SALARY', 'POLITICAL_OPINION', 'MEDICATION'],
] as const;

const PLACES: ReadonlyMap<string, number> = new Map(KNOWN_TYPES.map((type, place) => [type, place]));

/** `type.*` and `family.*`: what the candidate is, so that what is learned of one type or of its kin is told apart. */
export const TYPE_FEATURES: readonly string[] = [
  ...['type.prior', 'type.personal'],
  ...FAMILIES.map((family) => `family.${family}`),
  ...KNOWN_TYPES.map((type) => `type.${type}`),
];

/** Writes {@link TYPE_FEATURES} to `features` from the place `at` on. */
export function describeType(
  { infoType, familyPlace, isPersonal }: ProposalFacts,
  features: Float64Array,
  at: number,
): void {
  features.fill(0, at, at + TYPE_FEATURES.length);
  features[at] = priorLogOdds(infoType);
  features[at + 1] = Number(isPersonal);
  features[at + 2 + familyPlace] = 1;
  const known = PLACES.get(infoType);
  if (known !== undefined) features[at + 2 + FAMILIES.length + known] = 1;
}
