import { msg, t } from '@datawave/plugin-sdk/ui';
import type { TrailFault } from './api.ts';

const FAULTS: Readonly<Record<string, string>> = {
  altered: msg('An entry is not what was sealed, or stands in another place.'),
  removed: msg('An entry that was sealed is gone.'),
  inserted: msg('There is an entry that was never sealed, between those that were.'),
  'seal-altered': msg('A seal is not as it was made.'),
  'seal-removed': msg('A seal is gone.'),
  'seal-inserted': msg('There is a seal that nobody made.'),
  head: msg('The head of the chain does not fit its seals.'),
  checkpoint: msg('What stands for the entries that were too old is not as it was made.'),
  key: msg('The key with which the trail was sealed is gone or another one.'),
  anchor: msg('The seal that was written down is not there any more.'),
};

const PLACES: Readonly<Record<TrailFault['in'], string>> = {
  trail: msg('in the trail as it was recorded', 'fault'),
  copy: msg('in the copy that is searched and kept', 'fault'),
  seals: msg('among the seals', 'fault'),
};

/** What is wrong. What kind it is nobody knows here is told as the server says it. */
export const faultText = ({ kind, message }: TrailFault): string => {
  const known = FAULTS[kind];
  return known === undefined ? message : t(known);
};

/** Where it is: the first place; further ones may follow. */
export function faultPlace({ in: where, position, sequence }: TrailFault): string {
  const place = t(PLACES[where], {}, 'fault');
  if (position !== null && sequence !== null)
    return t('First {place}, at entry {position} under seal {sequence}.', { place, position, sequence });
  if (position !== null) return t('First {place}, at entry {position}.', { place, position });
  if (sequence !== null) return t('First {place}, at seal {sequence}.', { place, sequence });
  return t('It is {place}.', { place });
}
