import {
  formatNumber,
  msg,
  type Severity,
  saidText,
  severityWord,
  type Tone,
  t,
} from '@datawave/plugin-sdk/ui';
import type { Facts, IncidentStatus, IncidentSubject, Names, ResponseKind, TimelineEntry } from './api.ts';

type Titles = readonly (readonly [string, string])[];

const DETECTIONS: Titles = [
  ['brute-force', msg('Brute force')],
  ['password-spray', msg('Password spray')],
  ['token-reuse', msg('Token reuse')],
  ['impossible-travel', msg('Impossible travel')],
  ['mass-export', msg('Mass export')],
  ['privilege-change', msg('Privilege change')],
  ['audit-disabled', msg('Audit trail at stake')],
];

const STATUSES: Titles = [
  ['active', msg('Not closed', 'incident')],
  ['open', msg('Open', 'incident')],
  ['acknowledged', msg('Taken over', 'incident')],
  ['resolved', msg('Resolved', 'incident')],
  ['dismissed', msg('Dismissed', 'incident')],
];

const titleIn = (titles: Titles, id: string): string => titles.find(([key]) => key === id)?.[1] ?? id;

export const detectionTitle = (id: string): string => t(titleIn(DETECTIONS, id));
export const statusTitle = (status: string): string => t(titleIn(STATUSES, status), {}, 'incident');
export const detectionOptions = (): Titles => DETECTIONS.map(([id, title]) => [id, t(title)]);
export const statusOptions = (): Titles => STATUSES.map(([id]) => [id, statusTitle(id)]);
export const severityOptions = (): Titles =>
  (['critical', 'high', 'medium', 'low'] as const).map((level) => [level, severityWord(level)]);

export const STATUS_TONES: Readonly<Record<IncidentStatus, Tone>> = {
  open: 'danger',
  acknowledged: 'warning',
  resolved: 'success',
  dismissed: 'neutral',
};

/** The beginning of a hash, which tells one from another. */
const shortHash = (id: string): string => id.replace('unknown:', '').slice(0, 8);
const nobodysName = (id: string): string => t('a name that nobody has ({hash}…)', { hash: shortHash(id) });

/** Whom or what an incident is about. Of a name that nobody has there is a hash only, of which the beginning tells enough. */
export function subjectTitle({ kind, id, name }: IncidentSubject): string {
  if (name !== null) return name;
  if (kind === 'unknown-name') return nobodysName(id);
  if (kind === 'platform') return t('sign-ins of the whole platform');
  if (kind === 'audit-trail') return t('the audit trail', {}, 'incident');
  if (kind === 'role') return t('role {id}', { id });
  if (kind === 'plugin') return t('plugin {id}', { id });
  return id;
}

const RESPONSES: Readonly<Record<ResponseKind, string>> = {
  lock: msg('Lock account'),
  revoke: msg('End sessions'),
  notify: msg('Notify'),
};
export const responseTitle = (kind: ResponseKind): string => t(RESPONSES[kind] ?? msg('Response'));

const HAPPENED: Readonly<Record<string, string>> = {
  'sign-in-failed': msg('Sign-in failed'),
  'sign-in-succeeded': msg('Signed in'),
  'token-reused': msg('Refresh token came a second time'),
  exported: msg('Data was taken out'),
  'role-given': msg('Rights were given'),
  'role-widened': msg('A role was given permissions'),
  'joined-own-group': msg('Joined a group by their own hand'),
  'elevation-self-approved': msg('Approved their own elevation'),
  'plugin-stopped': msg('Plugin was switched off'),
  'plugin-down': msg('Plugin does not run'),
  'trail-altered': msg('Trail is not as it was sealed'),
  'trail-removed': msg('Entries were removed'),
  'trail-shortened': msg('Entries were removed too early'),
  'sealing-stalled': msg('Trail is not sealed any further'),
};

const REASONS: Readonly<Record<string, string>> = {
  credentials: msg('wrong name or password'),
  'second-factor': msg('wrong second factor'),
  locked: msg('account is locked'),
  throttled: msg('made to wait'),
};

const textOf = (facts: Facts, name: string): string => {
  const fact = facts[name];
  if (Array.isArray(fact)) return fact.map(String).join(', ');
  return typeof fact === 'string' || typeof fact === 'number' ? String(fact) : '';
};

/** What happened, as a line of the timeline says it. */
export function happened({ kind, facts }: TimelineEntry, names: Names): string {
  switch (kind) {
    case 'opened':
      return t('The incident was opened');
    case 'raised':
      return t('It became {severity}', { severity: severityWord(textOf(facts, 'severity') as Severity) });
    case 'changed':
      return changeOf(facts, names);
    case 'responded': {
      const response = responseTitle(textOf(facts, 'response') as ResponseKind);
      return facts['outcome'] === 'failed' ? t('{response} (failed)', { response }) : response;
    }
    default:
      return t(HAPPENED[textOf(facts, 'what')] ?? msg('Observed'));
  }
}

function changeOf(facts: Facts, names: Names): string {
  const status = textOf(facts, 'status');
  if (status !== '') return t('Status: {status}', { status: statusTitle(status) });
  const step = textOf(facts, 'step');
  if (step !== '')
    return facts['isDone'] === true
      ? t('Step {step} is done', { step })
      : t('Step {step} is open again', { step });
  if (textOf(facts, 'comment') !== '') return t('Comment');
  if (!('assignee' in facts)) return t('Changed');
  return facts['assignee'] === null
    ? t('Given back')
    : t('Given to {name}', { name: nameIn(names, textOf(facts, 'assignee')) });
}

/** What people call an account; its id where it has no name any more. */
export const nameIn = (names: Names, id: string): string => names[id] ?? id;

/**
 * What else is known of it, in the order in which one asks.
 * @param about - id of what the incident is about, which every line would repeat
 */
export function details(
  { kind, facts, actor }: TimelineEntry,
  names: Names,
  about: string,
): readonly string[] {
  const known = (name: string, say: (text: string) => string): readonly string[] => {
    const text = textOf(facts, name);
    return text === '' ? [] : [say(text)];
  };
  const account = (id: string): string => (id.startsWith('unknown:') ? nobodysName(id) : nameIn(names, id));
  const by = (id: string): string => t('by {name}', { name: nameIn(names, id) });
  return [
    ...(facts['name'] === about ? [] : known('name', account)),
    ...known('account', (id) => nameIn(names, id)),
    ...known('address', (address) => t('from {address}', { address })),
    ...known('place', (place) => place),
    ...known('reason', (reason) => (REASONS[reason] === undefined ? reason : t(REASONS[reason]))),
    ...known('given', (given) => given),
    ...known('action', (action) => action),
    ...known('records', (records) =>
      t('{n, plural, one {# record} other {# records}}', { n: Number(records) }),
    ),
    ...known('entries', (entries) =>
      t('{n, plural, one {# entry} other {# entries}}', { n: Number(entries) }),
    ),
    ...known('by', by),
    ...known('detail', saidText),
    ...known('summary', saidText),
    ...known('comment', (comment) => comment),
    ...(kind === 'observed' || actor === null || actor.startsWith('plugin:') ? [] : [by(actor)]),
  ];
}

export const times = (n: number): string =>
  t('{n, plural, one {once} other {{times} times}}', { n, times: formatNumber(n) });
