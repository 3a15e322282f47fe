import type { Conditions, Policy as PolicyDraft, Subjects, ValueCondition } from '../src/model/policy.ts';

export type { Conditions, PolicyDraft, Subjects, ValueCondition };

/** What plugins declare of a permission. */
export interface Permission {
  readonly id: string;
  readonly title: string;
  readonly plugin: string;
  readonly attributes?: readonly string[];
  /** `platform`: it reaches beyond the workspace. */
  readonly reach?: string;
}

/** A role as it is written. */
export interface RoleDraft {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly permissions: readonly string[];
  /** Keys. */
  readonly inherits: readonly string[];
  readonly everywhere: boolean;
}

export interface Role extends RoleDraft {
  readonly id: string;
  readonly isBuiltIn: boolean;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
}

/** What somebody is told of a role who may only ask for it. */
export type RoleToAskFor = Pick<Role, 'key' | 'title' | 'description'>;

export interface Holder {
  readonly kind: 'principal' | 'group';
  readonly id: string;
  readonly name: string | null;
}

export interface Assignment {
  readonly id: string;
  readonly role: { readonly id: string; readonly key: string; readonly title: string };
  readonly holder: Holder;
  readonly everywhere: boolean;
  readonly expiresAt: string | null;
  readonly isExpired: boolean;
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface Policy extends PolicyDraft {
  readonly id: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface Elevation {
  readonly id: string;
  readonly role: { readonly id: string; readonly key: string; readonly title: string };
  readonly principal: { readonly id: string; readonly name: string };
  readonly reason: string;
  readonly minutes: number;
  readonly state: string;
  readonly requestedAt: string;
  readonly lapsesAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: string | null;
  /** What they were called then. */
  readonly decidedByName: string | null;
  readonly note: string | null;
  readonly expiresAt: string | null;
  readonly endedAt: string | null;
}

export interface Attributes {
  readonly owner?: string | null;
  readonly domain?: string | null;
  readonly sensitivity?: string | null;
  readonly tags?: readonly string[];
  readonly source?: string | null;
}

/** What `POST /access/test` answers. */
export interface TestAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  /** The role that grants it, as a sentence, also where a policy denies it all the same. */
  readonly grant: string | null;
  readonly object: { readonly kind: string; readonly id: string; readonly name: string } | null;
  readonly attributes: Attributes | null;
  readonly principal: {
    readonly id: string;
    readonly roles: readonly string[];
    readonly groups: readonly string[];
  };
  readonly policies: readonly {
    readonly id: string;
    readonly title: string;
    readonly effect: 'allow' | 'deny';
    readonly when: Conditions;
    readonly outcome: 'applies' | 'not here or now' | 'unknown' | 'other things';
  }[];
  readonly isConfinedByToken: boolean;
  /** Whether the workspace is open to them. */
  readonly isMember: boolean;
}

/** Somebody, or a role or group, with what was decided about them. */
export interface Answered {
  readonly id: string;
  readonly name: string;
  readonly allowed: boolean;
  readonly reason: string;
}

/** What `GET /access/who` answers beside its people. */
export interface WhoExtra {
  readonly roles?: readonly Answered[];
  readonly groups?: readonly Answered[];
}

export const rolePath = (id: string): string => `/roles/${encodeURIComponent(id)}`;
export const roleHref = (id: string): string => `/access/roles/${encodeURIComponent(id)}`;
export const policyHref = (id: string): string => `/access/policies/${encodeURIComponent(id)}`;
