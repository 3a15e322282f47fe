/** Kinds of info types that are told apart by the same signs, so that what is learned of one helps its kin. */
export const FAMILIES = [
  'person-name',
  'contact',
  'place',
  'demographic',
  'work',
  'government',
  'financial',
  'health',
  'credential',
  'network',
  'identifier',
  'organisation',
] as const;

/** @see FAMILIES */
export type Family = (typeof FAMILIES)[number];

const MEMBERS: Readonly<Record<string, Family>> = {
  PERSON_NAME: 'person-name',
  FIRST_NAME: 'person-name',
  LAST_NAME: 'person-name',
  EMAIL_ADDRESS: 'contact',
  PHONE_NUMBER: 'contact',
  USERNAME: 'contact',
  STREET_ADDRESS: 'place',
  CITY: 'place',
  POSTAL_CODE: 'place',
  COUNTRY: 'place',
  GEO_COORDINATES: 'place',
  OCCUPATION: 'work',
  UNION_MEMBERSHIP: 'demographic',
  SALARY: 'financial',
  PERSON_ID: 'identifier',
  RECORD_ID: 'identifier',
  ORGANIZATION_NAME: 'organisation',
  URL: 'network',
};

const BY_CATEGORY: readonly (readonly [prefix: string, family: Family])[] = [
  ['user.government_id', 'government'],
  ['user.financial', 'financial'],
  ['user.health_and_medical', 'health'],
  ['user.authorization', 'credential'],
  ['user.demographic', 'demographic'],
  ['user.device', 'network'],
  ['user.name', 'person-name'],
  ['user.contact', 'contact'],
  ['user.workplace', 'work'],
  ['user', 'identifier'],
];

/** The family of an info type; of an unknown one by its Fideslang category. */
export const familyOf = (infoType: string, category: string): Family =>
  MEMBERS[infoType] ?? BY_CATEGORY.find(([prefix]) => category.startsWith(prefix))?.[1] ?? 'identifier';
