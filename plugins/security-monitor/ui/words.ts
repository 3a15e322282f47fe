import type { Tone } from '@datawave/plugin-sdk/ui';
import type { Facts, IncidentStatus, IncidentSubject, Names, ResponseKind, TimelineEntry } from './api.ts';

export const DETECTIONS = [
  ['brute-force', 'Brute force'],
  ['password-spray', 'Password spray'],
  ['token-reuse', 'Token reuse'],
  ['impossible-travel', 'Impossible travel'],
  ['mass-export', 'Mass export'],
  ['privilege-change', 'Privilege change'],
  ['audit-disabled', 'Audit trail at stake'],
] as const;

export const SEVERITIES = [
  ['critical', 'Critical'],
  ['high', 'High'],
  ['medium', 'Medium'],
  ['low', 'Low'],
] as const;

export const STATUSES = [
  ['active', 'Not closed'],
  ['open', 'Open'],
  ['acknowledged', 'Taken over'],
  ['resolved', 'Resolved'],
  ['dismissed', 'Dismissed'],
] as const;

const titleIn = (options: readonly (readonly [string, string])[], id: string): string =>
  options.find(([key]) => key === id)?.[1] ?? id;

export const detectionTitle = (id: string): string => titleIn(DETECTIONS, id);
export const statusTitle = (status: IncidentStatus): string => titleIn(STATUSES, status);

export const STATUS_TONES: Readonly<Record<IncidentStatus, Tone>> = {
  open: 'danger',
  acknowledged: 'warning',
  resolved: 'success',
  dismissed: 'neutral',
};

/** Whom or what an incident is about. Of a name that nobody has there is a hash only, of which the beginning tells enough. */
export function subjectTitle({ kind, id, name }: IncidentSubject): string {
  if (name !== null) return name;
  if (kind === 'unknown-name') return `a name that nobody has (${id.replace('unknown:', '').slice(0, 8)}…)`;
  if (kind === 'platform') return 'sign-ins of the whole platform';
  if (kind === 'audit-trail') return 'the audit trail';
  if (kind === 'role') return `role ${id}`;
  if (kind === 'plugin') return `plugin ${id}`;
  return id;
}

export const RESPONSES: Readonly<Record<ResponseKind, string>> = {
  lock: 'Lock account',
  revoke: 'End sessions',
  notify: 'Notify',
};

const HAPPENED: Readonly<Record<string, string>> = {
  'sign-in-failed': 'Sign-in failed',
  'sign-in-succeeded': 'Signed in',
  'token-reused': 'Refresh token came a second time',
  exported: 'Data was taken out',
  'role-given': 'Rights were given',
  'role-widened': 'A role was given permissions',
  'joined-own-group': 'Joined a group by their own hand',
  'elevation-self-approved': 'Approved their own elevation',
  'plugin-stopped': 'Plugin was switched off',
  'plugin-down': 'Plugin does not run',
  'trail-altered': 'Trail is not as it was sealed',
  'trail-removed': 'Entries were removed',
  'trail-shortened': 'Entries were removed too early',
  'sealing-stalled': 'Trail is not sealed any further',
};

const REASONS: Readonly<Record<string, string>> = {
  credentials: 'wrong name or password',
  'second-factor': 'wrong second factor',
  locked: 'account is locked',
  throttled: 'made to wait',
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
      return 'The incident was opened';
    case 'raised':
      return `It became ${textOf(facts, 'severity')}`;
    case 'changed':
      return changeOf(facts, names);
    case 'responded':
      return `${RESPONSES[textOf(facts, 'response') as ResponseKind] ?? 'Response'}${facts['outcome'] === 'failed' ? ' (failed)' : ''}`;
    default:
      return HAPPENED[textOf(facts, 'what')] ?? 'Observed';
  }
}

function changeOf(facts: Facts, names: Names): string {
  const status = textOf(facts, 'status');
  if (status !== '') return `Set to ${titleIn(STATUSES, status).toLowerCase()}`;
  if (!('assignee' in facts)) return 'Changed';
  return facts['assignee'] === null ? 'Given back' : `Given to ${nameIn(names, textOf(facts, 'assignee'))}`;
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
  const account = (id: string): string =>
    id.startsWith('unknown:')
      ? `a name that nobody has (${id.replace('unknown:', '').slice(0, 8)}…)`
      : nameIn(names, id);
  return [
    ...(facts['name'] === about ? [] : known('name', account)),
    ...known('account', (id) => nameIn(names, id)),
    ...known('address', (address) => `from ${address}`),
    ...known('place', (place) => place),
    ...known('reason', (reason) => REASONS[reason] ?? reason),
    ...known('given', (given) => given),
    ...known('action', (action) => action),
    ...known('records', (records) => `${Number(records).toLocaleString('en')} records`),
    ...known('entries', (entries) => `${Number(entries).toLocaleString('en')} entries`),
    ...known('by', (by) => `by ${nameIn(names, by)}`),
    ...known('detail', (detail) => detail),
    ...known('summary', (summary) => summary),
    ...(kind === 'observed' || actor === null || actor.startsWith('plugin:')
      ? []
      : [`by ${nameIn(names, actor)}`]),
  ];
}
