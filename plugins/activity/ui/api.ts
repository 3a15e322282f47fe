/** A value as JSON has it. */
export type State = unknown;

export type Outcome = 'succeeded' | 'denied' | 'failed';

/** Something that somebody did, as a list has it. */
export interface ActivityItem {
  readonly id: string;
  readonly occurredAt: string;
  readonly plugin: string;
  readonly requestId: string;
  readonly address: string | null;
  readonly actor: { readonly id: string; readonly kind: string; readonly displayName: string };
  readonly session: string | null;
  readonly action: string;
  readonly object: { readonly type: string; readonly id: string; readonly name: string | null };
  readonly outcome: Outcome;
  readonly reason: string | null;
}

export interface ActivityDetail extends ActivityItem {
  readonly differences: readonly {
    readonly pointer: string;
    readonly before?: State;
    readonly after?: State;
  }[];
}

export interface ActivityStatus {
  readonly head: {
    readonly sequence: string;
    readonly entries: number;
    readonly hash: string;
    readonly sealedAt: string;
  } | null;
  readonly removed: { readonly entries: number; readonly at: string } | null;
  /** Why nothing more is sealed; null when all is well. */
  readonly halted: string | null;
}

/** The first place at which the trail is not what was sealed. */
export interface TrailFault {
  readonly kind: string;
  readonly in: 'trail' | 'copy' | 'seals';
  readonly position: string | null;
  readonly sequence: string | null;
  readonly message: string;
}

export interface Verification {
  readonly isIntact: boolean;
  readonly entries: number;
  readonly seals: number;
  readonly unsealed: number;
  readonly fault: TrailFault | null;
  readonly head: { readonly sequence: string; readonly hash: string } | null;
}

/** Filters as they stand in the address; all are names of the query, too. */
export const FILTERS = [
  'q',
  'action',
  'actor',
  'outcome',
  'objectType',
  'objectId',
  'requestId',
  'from',
  'to',
] as const;
export type Filter = (typeof FILTERS)[number];
