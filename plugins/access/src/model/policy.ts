/** Looks at an owner. Of `isMe`, `isMyGroup`, `in` and `orNone` one must fit. */
export interface OwnerCondition {
  /** The owner is whoever asks. */
  readonly isMe?: true;
  /** The owner is a group of whoever asks. */
  readonly isMyGroup?: true;
  readonly in?: readonly string[];
  readonly notIn?: readonly string[];
  readonly orNone?: true;
}

/** Looks at one value. What has none fits `notIn`, and `in` only with `orNone`. */
export interface ValueCondition {
  readonly in?: readonly string[];
  readonly notIn?: readonly string[];
  readonly orNone?: true;
}

/** Looks at the sensitivity, from `public` up to `restricted`. A value that nobody knows counts as the highest. */
export interface SensitivityCondition {
  readonly atLeast?: string;
  readonly atMost?: string;
  /** Also what holds nothing sensitive, as far as is known. */
  readonly orNone?: true;
}

/** Looks at tags; all that is given must fit. */
export interface TagCondition {
  readonly any?: readonly string[];
  readonly all?: readonly string[];
  readonly none?: readonly string[];
}

/** Looks at the clock of a place. */
export interface TimeCondition {
  /** IANA name. */
  readonly zone: string;
  /** 1 is Monday, 7 is Sunday. A time past midnight belongs to the day on which it began. All days unless given. */
  readonly days?: readonly number[];
  /** `HH:MM`, included. */
  readonly from?: string;
  /** `HH:MM`, excluded; earlier than `from` it is that of the next day. */
  readonly to?: string;
}

/** Looks at the address of the client: networks in CIDR notation, IPv4 and IPv6. */
export interface NetworkCondition {
  readonly in?: readonly string[];
  readonly notIn?: readonly string[];
}

/** All of what is given must fit. */
export interface Conditions {
  readonly owner?: OwnerCondition;
  readonly domain?: ValueCondition;
  readonly sensitivity?: SensitivityCondition;
  readonly tags?: TagCondition;
  readonly source?: ValueCondition;
  readonly time?: TimeCondition;
  readonly network?: NetworkCondition;
}

/** Whom a policy is about: any of these; everybody where nothing is given. */
export interface Subjects {
  /** Ids of roles, held in whatever way. */
  readonly roles?: readonly string[];
  readonly groups?: readonly string[];
  readonly principals?: readonly string[];
}

/** What is said about permissions on things with certain attributes. */
export interface Policy {
  readonly title: string;
  readonly description: string;
  readonly effect: 'allow' | 'deny';
  readonly enabled: boolean;
  readonly permissions: readonly string[];
  readonly subjects: Subjects;
  readonly when: Conditions;
}

/** A policy as it is kept. */
export interface StoredPolicy extends Policy {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}
