import type { Severity } from '@datawave/plugin-sdk';
import type { DetectionId, Facts, Reach, Subject } from '../detect/detection.ts';

export const STATUSES = ['open', 'acknowledged', 'resolved', 'dismissed'] as const;
export type IncidentStatus = (typeof STATUSES)[number];

export const RESPONSE_KINDS = ['lock', 'revoke', 'notify'] as const;
export type ResponseKind = (typeof RESPONSE_KINDS)[number];

export const isClosed = (status: IncidentStatus): boolean => status === 'resolved' || status === 'dismissed';

/** Something that needs somebody's attention. */
export interface Incident {
  readonly id: string;
  readonly detection: DetectionId;
  /** Under which what belongs to it is observed. */
  readonly key: string;
  readonly reach: Reach;
  /** `name` is what people call it: an account's user name, where it has one. */
  readonly subject: Subject & { readonly name: string | null };
  readonly severity: Severity;
  readonly status: IncidentStatus;
  /** Why it was resolved or dismissed. */
  readonly reason: string | null;
  /** Principal id. */
  readonly assignee: string | null;
  readonly summary: string;
  /** Ids of accounts on which may be acted. */
  readonly accounts: readonly string[];
  readonly isCompromised: boolean;
  readonly observationCount: number;
  /** ISO 8601, as all that follow. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  /** Steps of the playbook that are done, as `SECTION.STEP`, counted from 1. */
  readonly steps: readonly string[];
  readonly version: number;
}

/** What detections are called where an incident is named. */
export const DETECTION_TITLES: Readonly<Record<DetectionId, string>> = {
  'brute-force': 'Brute force',
  'password-spray': 'Password spray',
  'token-reuse': 'Token reuse',
  'impossible-travel': 'Impossible travel',
  'mass-export': 'Mass export',
  'privilege-change': 'Privilege change',
  'audit-disabled': 'Audit trail at stake',
};

/** What an incident is called in the audit trail and in notifications, as pages call it. */
export const incidentName = ({ detection, subject }: Pick<Incident, 'detection' | 'subject'>): string =>
  `${DETECTION_TITLES[detection]}: ${subjectName(subject)}`;

/** What stands for, or before, the id of what has no name. */
export const SUBJECT_WORDS = {
  'unknown-name': 'a name that nobody has',
  platform: 'sign-ins of the whole platform',
  'audit-trail': 'the audit trail',
  role: 'role',
  plugin: 'plugin',
} as const;

function subjectName({ kind, id, name }: Incident['subject']): string {
  if (name !== null) return name;
  switch (kind) {
    case 'unknown-name':
      // Of a name that nobody has a hash is kept, of which the beginning tells one from another.
      return `${SUBJECT_WORDS[kind]} (${id.replace('unknown:', '').slice(0, 8)}…)`;
    case 'platform':
    case 'audit-trail':
      return SUBJECT_WORDS[kind];
    case 'role':
    case 'plugin':
      return `${SUBJECT_WORDS[kind]} ${id}`;
    default:
      return id;
  }
}

/** A line of an incident's timeline. */
export interface TimelineEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: 'observed' | 'opened' | 'raised' | 'changed' | 'responded';
  /** Principal id; null where nobody did it. */
  readonly actor: string | null;
  readonly facts: Facts;
}

/** Something that was done about an incident. */
export interface IncidentResponse {
  readonly id: string;
  readonly kind: ResponseKind;
  readonly account: string | null;
  readonly isAutomatic: boolean;
  readonly state: 'waiting' | 'done' | 'failed';
  /** What came of it, as a sentence. */
  readonly detail: string | null;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly endedAt: string | null;
}
