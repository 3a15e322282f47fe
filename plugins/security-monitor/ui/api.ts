import type { Severity } from '@datawave/plugin-sdk/ui';

export type IncidentStatus = 'open' | 'acknowledged' | 'resolved' | 'dismissed';
export type ResponseKind = 'lock' | 'revoke' | 'notify';
/** User names by the id of the account. */
export type Names = Readonly<Record<string, string>>;

export type Facts = Readonly<Record<string, unknown>>;

export interface IncidentSubject {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
}

/** An incident without its playbook, and with what a list tells. */
export interface ListedIncident {
  readonly id: string;
  readonly detection: string;
  readonly reach: 'platform' | 'workspace';
  readonly subject: IncidentSubject;
  readonly severity: Severity;
  readonly status: IncidentStatus;
  readonly assignee: string | null;
  readonly summary: string;
  readonly observationCount: number;
  readonly lastSeenAt: string;
}

export interface Playbook {
  readonly title: string;
  readonly intro: string;
  readonly sections: readonly { readonly title: string; readonly steps: readonly string[] }[];
}

export interface IncidentDetail extends Omit<ListedIncident, 'observationCount' | 'lastSeenAt'> {
  readonly reason: string | null;
  readonly accounts: readonly string[];
  /** User names of those that are named here, by id. */
  readonly names: Names;
  readonly isCompromised: boolean;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly closedBy: string | null;
  /** Steps of the playbook that are done: `SECTION.STEP`, counted from 1. */
  readonly steps: readonly string[];
  readonly playbook: Playbook | null;
}

export interface TimelineEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: 'observed' | 'opened' | 'raised' | 'changed' | 'responded';
  readonly actor: string | null;
  readonly facts: Facts;
}

/** What the timeline tells beside its entries. */
export interface Seen {
  readonly observationCount: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** Null with further pages. */
  readonly behaviour: Behaviour | null;
}

/** When and from where it came. */
export interface Behaviour {
  readonly pace: readonly { readonly at: string; readonly count: number; readonly records: number }[];
  readonly stretchMs: number;
  readonly origins: readonly {
    readonly address: string;
    readonly place: string | null;
    readonly count: number;
    readonly lastAt: string;
  }[];
  readonly names: number;
  readonly records: number;
}

export interface IncidentResponse {
  readonly id: string;
  readonly kind: ResponseKind;
  readonly account: string | null;
  readonly isAutomatic: boolean;
  readonly state: 'waiting' | 'done' | 'failed';
  readonly detail: string | null;
  readonly askedBy: string;
  readonly askedAt: string;
}

export interface WatchState {
  readonly detection: string;
  readonly isOn: boolean;
  readonly detail: string;
  readonly automatic: readonly string[];
}

export interface Watch {
  readonly items: readonly WatchState[];
  readonly canNotify: boolean;
}

export const incidentPath = (id: string): string => `/security-incidents/${encodeURIComponent(id)}`;
