import type { ActivityItem } from './api.ts';

/** What was done, in the words of the action: `sources.source.check-requested` is `check requested`. */
const deedOf = (action: string): string => (action.split('.').at(-1) ?? action).replaceAll(/[-_]/g, ' ');

/** What is no deed to a thing: then its kind is left out, too. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'identity.sign-in.succeeded': 'signed in as',
  'identity.sign-in.failed': 'did not get in as',
  'security-monitor.incident.responded': 'responded to the security incident',
};

const KINDS: Readonly<Record<string, string>> = {
  'audit-trail': 'the audit trail',
};

/** What is told of an entry, in the parts of a sentence: who, did, what. */
export function sentenceOf(item: ActivityItem): {
  readonly who: string;
  readonly did: string;
  readonly kind: string;
  readonly what: string | null;
} {
  const { actor, action, object, outcome } = item;
  const own = OWN_WORDS[action];
  if (own !== undefined)
    return { who: actor.displayName, did: own, kind: '', what: object.name ?? object.id };
  const deed = deedOf(action);
  const did =
    outcome === 'succeeded' ? deed : outcome === 'denied' ? `was refused (${deed}):` : `failed (${deed}):`;
  const kind = KINDS[object.type];
  return {
    who: actor.displayName,
    did,
    kind: kind ?? `${object.type.replaceAll(/[-_.]/g, ' ')}`,
    what: kind === undefined ? (object.name ?? object.id) : null,
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
