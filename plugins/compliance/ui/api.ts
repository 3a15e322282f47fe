import type { MessageText, Severity } from '@datawave/plugin-sdk/ui';

/** Where a violation stands. */
export type ViolationState = 'open' | 'in-progress' | 'waived' | 'resolved';

/** As a board shows them from left to right. */
export const STATES: readonly ViolationState[] = ['open', 'in-progress', 'waived', 'resolved'];

/** A control that an asset or column does not meet. */
export interface Violation {
  readonly id: string;
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly control: string;
  readonly controlTitle: string;
  readonly controlSummary: string | null;
  readonly controlUrl: string | null;
  readonly severity: Severity;
  readonly state: ViolationState;
  readonly asset: string;
  readonly assetName: string;
  readonly column: string | null;
  readonly sourceId: string;
  readonly sourceTitle: string | null;
  readonly message: string;
  /** See `messageOf`. */
  readonly messageText?: MessageText | null;
  readonly remediation: string;
  readonly openedAt: string;
  readonly lastSeenAt: string;
  readonly resolvedAt: string | null;
  /** Why it is not open any more. Older ones have none. */
  readonly resolution?: string | null;
  readonly owner: string | null;
  readonly ownerName: string | null;
  /** `YYYY-MM-DD`. */
  readonly dueOn: string | null;
  readonly waiver: { readonly reason: string; readonly until: string } | null;
  readonly version: number;
}

/** What became of a violation. */
export interface ViolationEvent {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly actor: string | null;
  readonly actorName: string | null;
  readonly scanId: string | null;
  readonly from: ViolationState | null;
  readonly to: ViolationState;
  readonly comment: string | null;
  readonly details: {
    readonly owner?: string | null;
    readonly dueOn?: string | null;
    readonly waiver?: Violation['waiver'];
  };
}

/** One violation with its story. */
export interface ViolationDetail extends Violation {
  readonly events: readonly ViolationEvent[];
  readonly mayChange: boolean;
  readonly mayWaive: boolean;
}

/** What somebody says of a violation. */
export interface ViolationChange {
  readonly state?: ViolationState;
  readonly owner?: string | null;
  readonly dueOn?: string | null;
  readonly comment?: string;
  readonly waiver?: { readonly reason: string; readonly until: string };
  readonly version?: number;
}

/** A value of a filter, and how many violations it would find. */
export interface Facet {
  readonly value: string;
  readonly count: number;
  readonly title?: string;
}

/** How many violations each value of a filter would find with all others in force. */
export interface ViolationFacets {
  readonly facets: Readonly<
    Record<'state' | 'severity' | 'framework' | 'source' | 'owner', readonly Facet[]>
  >;
  readonly overdue: number;
}

export type ControlStatus = 'failing' | 'waived' | 'passing' | 'not-assessed' | 'manual';

/** A control and how it stands among the assets that may be seen. */
export interface CoveredControl {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly url: string;
  readonly check?: string;
  readonly status: ControlStatus;
  readonly failingAssets: number;
  readonly passingAssets: number;
  readonly violations: number;
  readonly waived: number;
  readonly worst: Severity | null;
}

/** A framework and how its controls stand. */
export interface Coverage {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly jurisdiction: string;
  readonly assets: number;
  readonly lastAssessedAt: string | null;
  readonly versions: readonly string[];
  readonly byStatus: Readonly<Record<ControlStatus, number>>;
  readonly controls: readonly CoveredControl[];
}

/** An asset that was assessed against a control. */
export interface ControlledAsset {
  readonly asset: string;
  readonly assetName: string;
  readonly sourceId: string;
  readonly sourceTitle: string | null;
  readonly violations: number;
  readonly worst: Severity | null;
  readonly assessedAt: string | null;
  readonly version: string | null;
}

/** One assessment of one asset under one framework. */
export interface Assessment {
  readonly id: string;
  readonly asset: string;
  readonly assetName: string;
  readonly sourceId: string;
  readonly sourceTitle: string | null;
  readonly framework: string;
  readonly frameworkVersion: string;
  readonly number: number;
  readonly at: string;
  readonly violations: number;
  readonly failed: Readonly<Record<string, number>>;
  readonly previousHash: string | null;
  readonly hash: string;
}

/** How many violations stood at the end of a day. */
export interface TrendDay {
  readonly day: string;
  readonly open: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly opened: number;
  readonly closed: number;
}

export interface ControlCount {
  readonly framework: string;
  readonly control: string;
  readonly title: string;
  readonly url: string;
  readonly severity: Severity;
  readonly violations: number;
  readonly assets: number;
}

/** Open violations, counted. */
export interface ViolationCounts {
  readonly open: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  readonly byControl: readonly ControlCount[];
}

/** From the worst to the mildest. */
export const WORST_FIRST: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Page of an asset. */
export const assetHref = (urn: string): string => `/assets/${encodeURIComponent(urn)}`;
