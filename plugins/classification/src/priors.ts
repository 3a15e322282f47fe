/**
 * Log odds that a column of an ordinary database holds the type before anything is known of it. From how often the types
 * stand in the schemas of business applications: a column in 50 is a common personal one, one in some hundreds a rare one.
 */
const PRIORS: Readonly<Record<string, number>> = {
  RECORD_ID: -1.6,
  URL: -4,
  ORGANIZATION_NAME: -4,
  CITY: -4,
  COUNTRY: -4,
  OCCUPATION: -4.5,
  PERSON_NAME: -4,
  FIRST_NAME: -4,
  LAST_NAME: -4,
  EMAIL_ADDRESS: -4,
  PHONE_NUMBER: -4,
  STREET_ADDRESS: -4,
  POSTAL_CODE: -4,
  DATE_OF_BIRTH: -4.5,
  GENDER: -4.5,
  AGE: -4.5,
  USERNAME: -4.5,
  IP_ADDRESS: -4.5,
};

/** For types that stand in one column of some hundreds. */
const RARE = -5;

export const priorLogOdds = (infoType: string): number => PRIORS[infoType] ?? RARE;
