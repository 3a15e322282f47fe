import { language, msg, saidText, t } from '@datawave/plugin-sdk/ui';
import type { ActivityItem } from './api.ts';
import { DEEDS, FINDINGS, KINDS, PARTS } from './deeds.ts';

/** A text with its values: whoever draws it says what `<b>` is. */
export interface Sentence {
  readonly text: string;
  readonly values: Readonly<Record<string, string>>;
}

type Outcome = ActivityItem['outcome'];

/** Something was done to a thing. */
const TO_THING: Readonly<Record<Outcome, string>> = {
  succeeded: msg('<b>{who}</b> {did} {kind} <b>{what}</b>'),
  denied: msg('<b>{who}</b> was not allowed to {toDo} {kind} <b>{what}</b>'),
  failed: msg('<b>{who}</b> could not {toDo} {kind} <b>{what}</b>'),
};

/** Something was done to what there is one of. */
const TO_ONE: Readonly<Record<Outcome, string>> = {
  succeeded: msg('<b>{who}</b> {did} {kind}'),
  denied: msg('<b>{who}</b> was not allowed to {toDo} {kind}'),
  failed: msg('<b>{who}</b> could not {toDo} {kind}'),
};

/** Something was done to a part of a thing. */
const TO_PART: Readonly<Record<Outcome, string>> = {
  succeeded: msg('<b>{who}</b> {did} {part} of {kind} <b>{what}</b>'),
  denied: msg('<b>{who}</b> was not allowed to {toDo} {part} of {kind} <b>{what}</b>'),
  failed: msg('<b>{who}</b> could not {toDo} {part} of {kind} <b>{what}</b>'),
};

const FOUND = msg('<b>{who}</b> found {kind} <b>{what}</b>: {state}');
const FOUND_ONE = msg('<b>{who}</b> found {kind}: {state}');
/** What no plugin of ours does: its action as it is written. */
const OTHER: Readonly<Record<Outcome, string>> = {
  succeeded: msg('<b>{who}</b>: {action}, {kind} <b>{what}</b>'),
  denied: msg('<b>{who}</b> was not allowed: {action}, {kind} <b>{what}</b>'),
  failed: msg('<b>{who}</b> did not succeed: {action}, {kind} <b>{what}</b>'),
};

/** What is no deed to a thing. */
const OWN: Readonly<Record<string, string>> = {
  'identity.sign-in.succeeded': msg('<b>{who}</b> signed in as <b>{what}</b>'),
  'identity.sign-in.failed': msg('<b>{who}</b> did not get in as <b>{what}</b>'),
  'core.sign-in.succeeded': msg('<b>{who}</b> signed in as <b>{what}</b>'),
  'core.sign-in.failed': msg('<b>{who}</b> did not get in as <b>{what}</b>'),
};

/** There is one of them, and its name says nothing. */
const ONLY_ONE: ReadonlySet<string> = new Set(['audit-trail', 'access-rules']);

const OWN_REASONS: Readonly<Record<string, string>> = {
  credentials: msg('wrong name or password'),
  'second-factor': msg('wrong second factor'),
  locked: msg('account is locked'),
  throttled: msg('made to wait'),
};

/** Why something was done or did not work, in words. */
export function reasonText({ action, reason }: ActivityItem): string | null {
  const own = reason !== null && action.endsWith('.sign-in.failed') ? OWN_REASONS[reason] : undefined;
  return own === undefined ? reason : t(own);
}

const UUID = /\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** Of a name that nobody has the trail keeps a hash. */
const NOBODY = /\bunknown:([\w-]{1,8})[\w-]*/g;
const HOLDER = /^(.*) for (.*)$/s;

/** What tells one id from another; the whole of it stands in the entry. */
const shortName = (name: string): string =>
  name
    .replaceAll(UUID, '$1…')
    .replaceAll(NOBODY, (_, hash: string) => t('a name that nobody has ({hash}…)', { hash }));

/** What people call a thing, where it was put together of words: a role and whom it was given, an incident. */
function nameOf({ type, id, name }: ActivityItem['object']): string {
  if (name === null) return shortName(id);
  switch (type) {
    case 'role-assignment':
    case 'elevation': {
      const [, role, holder = ''] = HOLDER.exec(name) ?? [];
      if (role === undefined) return shortName(name);
      return t('{role} for {holder}', { role: t(role), holder: holderName(holder) });
    }
    case 'security-incident':
      return saidText(shortName(name));
    default:
      return shortName(name);
  }
}

/** Nobody recognises anybody by an id. */
const holderName = (holder: string): string =>
  /^group:[0-9a-f-]{36}$/.test(holder)
    ? t('a group ({id})', { id: shortName(holder.slice('group:'.length)) })
    : /^user:[0-9a-f-]{36}$/.test(holder)
      ? t('an account ({id})', { id: shortName(holder.slice('user:'.length)) })
      : shortName(holder);

/** What things of a kind are called; a kind that is not known by its id, the dashes taken out. */
export function kindTitle(type: string): string {
  const known = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  return known === undefined ? type.replaceAll(/[-_.]/g, ' ') : t(known, {}, 'kind');
}

/** What is told of an entry, in the words of the chosen language. */
export function sentenceOf(item: ActivityItem): Sentence {
  const { actor, action, object, outcome } = item;
  const isOne = ONLY_ONE.has(object.type);
  const thing = {
    // A plugin that acts by itself is called by its title.
    who: actor.kind === 'plugin' ? t(actor.displayName) : actor.displayName,
    kind: kindTitle(object.type),
    ...(isOne ? {} : { what: nameOf(object) }),
  };
  const own = OWN[action];
  if (own !== undefined) return { text: own, values: { ...thing, what: nameOf(object) } };
  const last = action.split('.').at(-1) ?? action;
  const deed = DEEDS[last];
  if (deed !== undefined) {
    const values = { ...thing, did: t(deed.did, {}, 'did'), toDo: t(deed.toDo, {}, 'to do') };
    return { text: (isOne ? TO_ONE : TO_THING)[outcome], values };
  }
  const [part = '', verb = ''] = last.split('-');
  const partTitle = PARTS[part];
  const partDeed = DEEDS[verb];
  if (partTitle !== undefined && partDeed !== undefined && !isOne) {
    const words = { did: t(partDeed.did, {}, 'did'), toDo: t(partDeed.toDo, {}, 'to do') };
    return { text: TO_PART[outcome], values: { ...thing, ...words, part: t(partTitle, {}, 'part') } };
  }
  const state = FINDINGS[last];
  if (state !== undefined)
    return { text: isOne ? FOUND_ONE : FOUND, values: { ...thing, state: t(state, {}, 'found') } };
  return { text: OTHER[outcome], values: { ...thing, action, what: nameOf(object) } };
}

/** A state for people: texts as they are, all else as JSON. */
export const stateText = (state: unknown): string =>
  typeof state === 'string' ? (state === '' ? '“”' : state) : (JSON.stringify(state, null, 1) ?? '');

/** The day on which something was done, by the clock of whoever looks. */
export const dayOf = (moment: string): string =>
  new Date(moment).toLocaleDateString(language(), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });

/** Where it was in a state: `/load/maxConcurrency` is `load › maxConcurrency`. */
export const placeText = (pointer: string): string =>
  pointer === ''
    ? t('all of it')
    : pointer
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
        .join(' › ');
