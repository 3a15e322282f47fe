import { msg, t } from '@datawave/plugin-sdk/ui';

/**
 * Sentences that the server writes down in English, with the places of what differs: an incident keeps its own for a year, whatever
 * language whoever reads it has chosen. `sentences.test.ts` holds them to what the server says.
 */
const SENTENCES: readonly string[] = [
  msg('{n} failed sign-ins for one name within {minutes} minutes.'),
  msg(
    '{n} failed sign-ins for one name within {minutes} minutes, then one that succeeded from the same address.',
  ),
  msg('{n} wrong second factors within {minutes} minutes: whoever sends them has the password.'),
  msg(
    '{n} wrong second factors within {minutes} minutes: whoever sends them has the password, and then one that succeeded from the same address.',
  ),
  msg('Sign-ins for {names} names failed within {minutes} minutes, from {addresses} addresses.'),
  msg('Sign-ins for {names} names failed from one address within {minutes} minutes.'),
  msg(
    'Sign-ins for {names} names failed from one address within {minutes} minutes, and one of them then succeeded.',
  ),
  msg(
    'Sign-ins for {names} names failed from one address within {minutes} minutes; others signed in from there meanwhile.',
  ),
  msg('A refresh token came a second time: it was copied. Its session was ended.'),
  msg('Refresh tokens came a second time, {n} times.'),
  msg('Sign-ins {km} km apart within a minute: {from}, then {to}.'),
  msg('Sign-ins {km} km apart within {minutes} minutes: {from}, then {to}.'),
  msg('{records} records were taken out within a day; the limit is {limit}.'),
  msg(
    '{records} records were taken out within a day; on the busiest of the {days} days before it were {usual}.',
  ),
  msg('{exports} exports within a day; the limit is {limit}.'),
  msg('Outside of an approved elevation, far-reaching rights were given.'),
  msg('Outside of an approved elevation, far-reaching rights were given, by the very one who got them.'),
  msg('Outside of an approved elevation, a role was given far-reaching permissions.'),
  msg('Outside of an approved elevation, somebody put themselves into a group.'),
  msg(
    'Outside of an approved elevation, somebody put themselves into a group, by the very one who got them.',
  ),
  msg('Outside of an approved elevation, somebody approved their own elevation.'),
  msg(
    'Outside of an approved elevation, somebody approved their own elevation, by the very one who got them.',
  ),
  msg('What proves who did what was switched off.'),
  msg('What proves who did what does not run.'),
  msg('The audit trail is not as it was sealed.'),
  msg('Entries of the audit trail were removed by something other than its policy.'),
  msg('Entries of the audit trail were removed that are younger than they may be.'),
  msg('The audit trail is not sealed any further.'),
  // What is watched for, and why something is not.
  msg(
    'Failed sign-ins for {names} names from one address, or {everywhere} names from anywhere, within {minutes} minutes.',
  ),
  msg('A refresh token that comes a second time.'),
  msg(
    'Nobody has said where addresses are: enter travel.networks or travel.geoDatabase in the settings of security-monitor.',
  ),
  msg('Sign-ins {km} km or more apart, faster than {speed} km/h.'),
  msg('{records} records or {exports} exports within a day, or {factor} times what was usual.'),
  msg('{roles} or far-reaching permissions given without an approved elevation.'),
  msg('The audit trail is stopped, shortened, altered or not sealed.'),
  msg('Switched off in the settings.'),
  // What came of a response.
  msg('One session was ended.'),
  msg('{n} sessions were ended.'),
  msg('The account was locked and its sessions were ended.'),
  msg('The notice is on its way.'),
  msg('The notice was not taken. The receiver answered {status}.'),
  msg('There is nobody to notify.'),
  msg('It failed for a reason that stands in the log.'),
  msg('The accounts are not here: identity does not run.'),
  msg('The first administrator is the way back in and is not locked.'),
];

interface Pattern {
  readonly text: string;
  readonly names: readonly string[];
  readonly expression: RegExp;
}

const toPattern = (text: string): Pattern => {
  const parts = text.split(/\{(\w+)\}/);
  const source = parts
    .map((part, index) => (index % 2 === 1 ? '(.+)' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return {
    text,
    names: parts.filter((_, index) => index % 2 === 1),
    expression: new RegExp(`^${source}$`, 's'),
  };
};

let patterns: readonly Pattern[] | null = null;

/** As long as this a sentence may be to be looked up: what is longer is none of ours. */
const LONGEST = 1_000;

/** A sentence of the server in the chosen language, its numbers written in it; one that is not known stays as it is. */
export function sentenceText(sentence: string): string {
  if (sentence.length > LONGEST) return sentence;
  patterns ??= SENTENCES.map(toPattern);
  for (const { text, names, expression } of patterns) {
    const found = expression.exec(sentence);
    if (found === null) continue;
    const values = names.map((name, index) => [name, placeValue(found[index + 1] ?? '')] as const);
    // What stands in the place of a number and is none belongs to another sentence.
    if (values.some(([name, value]) => typeof value === 'string' && !TEXTS.has(name))) continue;
    return t(text, Object.fromEntries(values));
  }
  return sentence;
}

/** Places that hold words; all others hold numbers. */
const TEXTS: ReadonlySet<string> = new Set(['from', 'to', 'roles']);

const placeValue = (text: string): string | number =>
  /^\d{1,3}(?:,\d{3})+$|^\d+(?:\.\d+)?$/.test(text) ? Number(text.replaceAll(',', '')) : text;
