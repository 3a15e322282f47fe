import type { ActivityItem } from './api.ts';

/** Participles that are not the past as well. */
const PAST: Readonly<Record<string, string>> = { withdrawn: 'withdrew' };

/** What was done, in the words of the action: `scans.run.started` is `started`, `identity.user.roles-changed` is `changed the roles of`. */
function deedOf(action: string): string {
  const words = (action.split('.').at(-1) ?? action).split(/[-_]/);
  const last = words.pop() ?? '';
  const verb = PAST[last] ?? last;
  return words.length > 0 && /ed$/.test(last)
    ? `${verb} the ${words.join(' ')} of`
    : [...words, verb].join(' ');
}

/** What is no deed to a thing: then its kind is left out, too. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'identity.sign-in.succeeded': 'signed in as',
  'identity.sign-in.failed': 'did not get in as',
  'security-monitor.incident.responded': 'responded to the security incident',
};

const KINDS: Readonly<Record<string, string>> = {
  'audit-trail': 'the audit trail',
};

/** Kinds of things that people call otherwise. */
const CALLED: Readonly<Record<string, string>> = { 'role-assignment': 'role' };

const OWN_REASONS: Readonly<Record<string, string>> = {
  credentials: 'wrong name or password',
  'second-factor': 'wrong second factor',
  locked: 'account is locked',
  throttled: 'made to wait',
};

/** Why something was done or did not work, in words. */
export const reasonText = ({ action, reason }: ActivityItem): string | null =>
  reason !== null && action === 'identity.sign-in.failed' ? (OWN_REASONS[reason] ?? reason) : reason;

const UUID = /\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** A name, or what tells one id from another: the whole of it stands in the entry. */
const shortName = (name: string): string => name.replaceAll(UUID, '$1…');

/** What is told of an entry, in the parts of a sentence: who, did, what. */
export function sentenceOf(item: ActivityItem): {
  readonly who: string;
  readonly did: string;
  readonly kind: string;
  readonly what: string | null;
} {
  const { actor, action, object, outcome } = item;
  const what = shortName(object.name ?? object.id);
  const own = OWN_WORDS[action];
  if (own !== undefined) return { who: actor.displayName, did: own, kind: '', what };
  const deed = deedOf(action);
  const did =
    outcome === 'succeeded' ? deed : outcome === 'denied' ? `was refused (${deed}):` : `failed (${deed}):`;
  const kind = KINDS[object.type];
  return {
    who: actor.displayName,
    did,
    kind: kind ?? CALLED[object.type] ?? object.type.replaceAll(/[-_.]/g, ' '),
    what: kind === undefined ? what : null,
  };
}

/** A state for people: texts as they are, all else as JSON. */
export const stateText = (state: unknown): string =>
  typeof state === 'string' ? (state === '' ? '“”' : state) : (JSON.stringify(state, null, 1) ?? '');

/** The day on which something was done, by the clock of whoever looks. */
export const dayOf = (moment: string): string =>
  new Date(moment).toLocaleDateString('en', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });

/** Where it was in a state: `/load/maxConcurrency` is `load › maxConcurrency`. */
export const placeText = (pointer: string): string =>
  pointer === ''
    ? 'all of it'
    : pointer
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
        .join(' › ');
