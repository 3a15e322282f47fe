import { type Classification, isSensitive } from '@datawave/plugin-sdk';
import { isOfWorkspace } from './weigh-column.ts';

/** What values of a type are made of: finding the parts tells nothing that the type has not said. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  STREET_ADDRESS: ['CITY', 'POSTAL_CODE', 'COUNTRY', 'PERSON_NAME'],
  PERSON_NAME: ['FIRST_NAME', 'LAST_NAME'],
  EMAIL_ADDRESS: ['URL', 'USERNAME', 'PERSON_NAME'],
  URL: ['IP_ADDRESS', 'USERNAME'],
  CONNECTION_STRING: ['PASSWORD', 'USERNAME', 'IP_ADDRESS', 'URL'],
  PRIVATE_KEY: ['API_KEY'],
};

/**
 * Whether it is worth telling that a column contains something: what it is anyway, it need not also contain, nor the parts of
 * that; and that a text mentions a city or a company helps nobody, unless a rule of the workspace asked for it.
 * @param best - what the column most likely is
 */
export function isWorthContaining(found: Classification, best: Classification | undefined): boolean {
  if (!isSensitive(found.sensitivity) && !found.evidence.some(isOfWorkspace)) return false;
  if (best === undefined || best.confidence < Math.min(0.5, found.confidence)) return true;
  return best.infoType !== found.infoType && PARTS[best.infoType]?.includes(found.infoType) !== true;
}
