import type { AuditRecord, Json, Severity } from '@datawave/plugin-sdk';

/** What is watched for. */
export const DETECTIONS = [
  'brute-force',
  'password-spray',
  'token-reuse',
  'impossible-travel',
  'mass-export',
  'privilege-change',
  'audit-disabled',
] as const;
export type DetectionId = (typeof DETECTIONS)[number];

/** What an observation says, as it stands in the timeline: no secret, and no name as somebody typed it. */
export type Facts = Readonly<Record<string, Json>>;

/** Whom it concerns: the platform as a whole, or the workspace in which it was recorded. */
export type Reach = 'platform' | 'workspace';

/** Something of the audit trail that a detection looks at, under the key of what it may tell of. */
export interface Sighting {
  /** Observations under one key are examined together: an account, an address, a principal. At most 300 characters. */
  readonly key: string;
  readonly reach: Reach;
  readonly facts: Facts;
}

/** A sighting as it is kept. */
export interface Observation {
  /** Position in the audit trail, which tells it apart from all others. */
  readonly position: string;
  /** Milliseconds since 1970: when it happened, not when it was seen. */
  readonly at: number;
  readonly facts: Facts;
  /** Whether it already stands in an incident that is closed: it explains what comes later and counts no second time. */
  readonly isSpent: boolean;
}

/** What is at stake, as an incident names it. */
export interface Subject {
  readonly kind:
    | 'account'
    | 'unknown-name'
    | 'address'
    | 'principal'
    | 'role'
    | 'audit-trail'
    | 'plugin'
    | 'platform';
  readonly id: string;
}

/** What a detection makes of the observations under a key. */
export interface Finding {
  readonly severity: Severity;
  /** What happened, in a sentence that names no account: the subject stands beside it. */
  readonly summary: string;
  /** Positions of the observations that it stands on. */
  readonly evidence: readonly string[];
  /** Ids of accounts on which to act. */
  readonly accounts: readonly string[];
  /** Whether these accounts are in other hands as far as one can tell: only then is anything done by itself that keeps somebody out. */
  readonly isCompromised: boolean;
}

/** One thing that is watched for. Pure: what it says depends on what it is given alone, in whatever order that comes. */
export interface Detection {
  readonly id: DetectionId;
  /** Milliseconds that observations may lie apart and still belong together. */
  readonly spanMs: number;
  /** What of an entry belongs to it. */
  sightings(entry: AuditRecord): readonly Sighting[];
  subject(key: string): Subject;
  examine(key: string, observations: readonly Observation[]): Finding | null;
}

/** A field of an entry's state; undefined where the state has none. */
export const stateField = (state: Json, name: string): unknown => Reflect.get(Object(state), name);

/** The texts of a list in an entry's state. */
export const stateTexts = (state: Json, name: string): readonly string[] => {
  const list = stateField(state, name);
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
};

/** A fact that is a text; empty where there is none. */
export const textFact = ({ facts }: Observation, name: string): string => {
  const fact = facts[name];
  return typeof fact === 'string' ? fact : '';
};

/** In order of time, and of the trail where two happened at once; each once. */
export function inOrder(observations: readonly Observation[]): readonly Observation[] {
  const each = new Map(observations.map((one) => [one.position, one]));
  return [...each.values()].sort(
    (left, right) => left.at - right.at || Number(BigInt(left.position) - BigInt(right.position)),
  );
}
