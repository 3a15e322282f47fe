import type { ClassificationQuestion } from '../classification.ts';

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

/**
 * Log odds that an ordinary column holds some value of a sensitive type among others: about one in a hundred, by the
 * notes, descriptions and mixed-up fields of business tables.
 */
const CONTAINED = -4.6;

/**
 * Pieces of evidence are not independent (a name and the values under it go together), so their sum is too sure
 * of itself; dividing by a temperature above one takes that back.
 */
const TEMPERATURE = 1.2;

/** Natural-log odds of an info type in an ordinary column, before anything is known of it. @public */
export const priorLogOdds = (infoType: string, question: ClassificationQuestion = 'type'): number =>
  question === 'contains' ? CONTAINED : (PRIORS[infoType] ?? RARE);

/**
 * Natural-log odds that prior and evidence make together, as the engine takes them where no model corrects it.
 * @param weight - sum of the natural-log likelihood ratios of the evidence
 * @public
 */
export const posteriorLogOdds = (
  infoType: string,
  weight: number,
  question: ClassificationQuestion = 'type',
): number => {
  const logOdds = priorLogOdds(infoType, question) + weight;
  return question === 'type' ? logOdds / TEMPERATURE : logOdds;
};

/**
 * Weight that evidence needs so that alone it makes a verdict of the given confidence: the inverse of
 * {@link posteriorLogOdds}. For rules whose author vouches for a confidence.
 * @param confidence - above 0 and below 1
 * @public
 */
export const weightForConfidence = (
  infoType: string,
  confidence: number,
  question: ClassificationQuestion = 'type',
): number => {
  const logOdds = Math.log(confidence / (1 - confidence));
  return (question === 'type' ? logOdds * TEMPERATURE : logOdds) - priorLogOdds(infoType, question);
};
